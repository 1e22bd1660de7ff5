//! How the browser comes to the application.

use super::edge::{APP, without};
use super::{Law, Stage};

pub(super) const LAWS: &[Law] = &[(
    "who came over HTTPS once comes by nothing else",
    who_came_over_https_comes_by_nothing_else,
)];

fn who_came_over_https_comes_by_nothing_else(stage: &Stage) {
    for (host, remembered) in [
        (APP.to_owned(), true),
        (without(&["strict-transport-security"]), false),
    ] {
        let visitor = stage.visitor();
        let secure = stage.edge.app(&host, "/");
        let plain = secure.replace("https:", "http:");
        // Nobody speaks plain HTTP there.
        let first = visitor.tab().goto(&plain);
        assert!(first.is_err(), "{plain} is upgraded before the first visit");

        visitor.at(&secure);
        let tab = visitor.tab();
        assert_eq!(tab.goto(&plain).is_ok(), remembered, "{host}");
        if remembered {
            assert_eq!(tab.value("location.href"), *secure);
        }
    }
}
