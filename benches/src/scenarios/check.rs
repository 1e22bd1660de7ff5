//! The deploy checks of a service: of its settings, and of what it answers.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use seaworthy::check::{self, Selection, checks};
use seaworthy::settings::Sources;
use seaworthy::{Settings, harden};
use tower_layer::Layer;

use crate::contender::repeated;
use crate::{Role, Scenario};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![Scenario {
        block: "check",
        name: "the deploy checks",
        contenders: vec![
            repeated(Role::Bare, "settings are loaded", || drop(settings())),
            repeated(Role::Ours, "settings, and the service", || {
                let settings = settings();
                let app = harden(&settings)
                    .expect("the preset is right")
                    .layer(router());
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_time()
                    .build()
                    .expect("a runtime");
                runtime
                    .block_on(check::deploy(app, &settings))
                    .assert_clean();
            }),
            repeated(Role::Peer, "settings alone, as Django", || {
                let report = checks().run(&settings(), &Selection::deploy());
                report.expect("no tag is unknown").assert_clean();
            }),
        ],
    }]
}

fn settings() -> Settings {
    let sources = Sources::pairs([
        ("SECRET_KEY", "wq9xGJp2k4Zt0yN7mVb5rXcE8hUfDs1LaKoTiPnRe3Y"),
        ("ALLOWED_HOSTS", "www.example.com"),
    ]);
    Settings::load(&sources).expect("two variables").settings
}

fn router() -> Router {
    Router::new().route("/", get(|| async { Html("<!doctype html><p>Hello") }))
}
