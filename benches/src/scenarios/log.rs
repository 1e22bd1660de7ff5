//! One event, formatted as JSON and thrown away.

use std::io;

use seaworthy_log::Config;
use tracing::{Dispatch, dispatcher, info, info_span};
use tracing_bunyan_formatter::{BunyanFormattingLayer, JsonStorageLayer};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;

use super::log_floor::{self, INTS, STRINGS};
use crate::{Contender, Role, Scenario, repeated};

pub(super) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("a message", message, Some(log_floor::message)),
        scenario("five fields", five_fields, Some(log_floor::five_fields)),
        scenario("ten fields", ten_fields, Some(log_floor::ten_fields)),
        scenario("two lists and an error, by Debug", debugged, None),
        scenario(
            "a message in three spans",
            in_three_spans,
            Some(log_floor::in_three_spans),
        ),
        off(),
    ]
}

/// An event of a level that is off.
fn off() -> Scenario {
    let off = || tracing::trace!(lots = 12_u64, "Not written");
    let contender = |role, name, dispatch: Dispatch| {
        Contender::new(role, name, move |times| {
            let dispatch = dispatch.clone();
            Box::new(move || dispatcher::with_default(&dispatch, || (0..times).for_each(|_| off())))
        })
    };
    let logging = Config::default().build().expect("the preset is right");
    let layer = logging.layer.with_writer(io::sink());
    let ours = Registry::default().with(layer).with(logging.levels);
    let layer = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(io::sink);
    let peer = Registry::default().with(layer).with(LevelFilter::INFO);
    Scenario {
        block: "log",
        name: "an event that is off",
        contenders: vec![
            repeated(Role::Bare, "nothing", || {}),
            contender(Role::Ours, "seaworthy-log", Dispatch::new(ours)),
            contender(Role::Peer, "tracing-subscriber json", Dispatch::new(peer)),
        ],
    }
}

fn message() {
    info!("Test logging, but use a somewhat realistic message length.");
}

fn five_fields() {
    info!(
        method = "GET",
        status = 200_u64,
        delta = -7_i64,
        latency_ms = 1.25_f64,
        cached = true,
        "Answered"
    );
}

/// Ten typed fields.
fn ten_fields() {
    info!(
        int = 7_i64,
        count = 12_u64,
        ratio = -2.25_f64,
        open = true,
        string = "four!",
        user = "Ann",
        path = "/api/lots",
        method = "GET",
        escaped = "a \"quoted\" text\n",
        wide = -1_234_567_890_123_i64,
        "Test logging, but use a somewhat realistic message length."
    );
}

/// Two lists that are formatted by `Debug`, and an error.
fn debugged() {
    let error = std::fmt::Error;
    info!(
        ints = ?INTS,
        strings = ?STRINGS,
        error = &error as &dyn std::error::Error,
        "Test logging, but use a somewhat realistic message length."
    );
}

/// The spans are made once for a batch, as they are for a request.
fn in_three_spans() {
    info!("Test logging, but use a somewhat realistic message length.");
}

fn scenario(name: &'static str, event: fn(), floor: Option<fn()>) -> Scenario {
    let mut contenders = vec![
        contender(
            Role::Bare,
            "no formatter",
            Dispatch::new(Registry::default()),
            event,
        ),
        contender(Role::Ours, "seaworthy-log", ours(), event),
        contender(Role::Peer, "tracing-subscriber json", peer(), event),
        contender(Role::Peer, "json-subscriber", other_peer(), event),
        contender(Role::Peer, "tracing-bunyan-formatter", bunyan(), event),
    ];
    contenders.extend(floor.map(|floor| repeated(Role::Floor, "by hand", floor)));
    Scenario {
        block: "log",
        name,
        contenders,
    }
}

fn contender(role: Role, name: &'static str, dispatch: Dispatch, event: fn()) -> Contender {
    Contender::new(role, name, move |times| {
        let dispatch = dispatch.clone();
        Box::new(move || {
            dispatcher::with_default(&dispatch, || {
                let outer = info_span!("request", request_id = "0191-7c3a", peer = 7_u64).entered();
                let middle = info_span!("import", file = "lots.csv", rows = 12_u64).entered();
                let inner = info_span!("campaign", campaign_id = 3_u64, open = true).entered();
                let spans = (inner, middle, outer);
                if event as usize == in_three_spans as fn() as usize {
                    (0..times).for_each(|_| event());
                    drop(spans);
                } else {
                    drop(spans);
                    (0..times).for_each(|_| event());
                }
            });
        })
    })
}

fn ours() -> Dispatch {
    let logging = Config::default().build().expect("the preset is right");
    Dispatch::new(Registry::default().with(logging.layer.with_writer(io::sink())))
}

fn peer() -> Dispatch {
    let layer = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_writer(io::sink);
    Dispatch::new(Registry::default().with(layer))
}

fn other_peer() -> Dispatch {
    let layer = json_subscriber::fmt::layer()
        .flatten_event(true)
        .with_writer(io::sink);
    Dispatch::new(Registry::default().with(layer))
}

fn bunyan() -> Dispatch {
    let formatter = BunyanFormattingLayer::new("bench".to_owned(), io::sink);
    Dispatch::new(Registry::default().with(JsonStorageLayer).with(formatter))
}
