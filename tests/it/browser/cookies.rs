//! What Chromium keeps of the session cookie, and whom it gives it to.

use axum::http::header::COOKIE;
use serde_json::json;

use super::edge::{APP, ATTACKERS, without};
use super::requests::forge;
use super::{Law, Stage};

pub(super) const LAWS: &[Law] = &[
    (
        "the session cookie is kept as it was meant",
        the_session_cookie_is_kept_as_meant,
    ),
    (
        "no script sees the session cookie",
        no_script_sees_the_session_cookie,
    ),
    (
        "the session does not ride on another site's form",
        the_session_does_not_ride_along,
    ),
];

const NAME: &str = "__Host-sessionid";

fn the_session_cookie_is_kept_as_meant(stage: &Stage) {
    let visitor = stage.visitor();
    let address = stage.edge.app(APP, "/");
    let tab = visitor.at(&address);
    let kept = tab.call("Network.getCookies", json!({ "urls": [address] }));
    let [cookie] = kept["cookies"].as_array().unwrap().as_slice() else {
        panic!("one cookie is kept: {kept:#}");
    };
    for (attribute, value) in [
        ("name", json!(NAME)),
        // Without a dot in front: for this host alone.
        ("domain", json!(APP)),
        ("path", json!("/")),
        ("secure", json!(true)),
        ("httpOnly", json!(true)),
        ("sameSite", json!("Lax")),
        ("session", json!(true)),
    ] {
        assert_eq!(cookie[attribute], value, "{attribute} of {cookie:#}");
    }
    assert_eq!(tab.value("document.cookie"), "");
}

fn no_script_sees_the_session_cookie(stage: &Stage) {
    for (host, seen) in [(APP.to_owned(), false), (without(&["httponly"]), true)] {
        let visitor = stage.visitor();
        let tab = visitor.at(&stage.edge.app(&host, "/"));
        let sees = tab.value(&format!("document.cookie.includes('{NAME}')"));
        assert_eq!(sees, seen, "{host}");
    }
}

fn the_session_does_not_ride_along(stage: &Stage) {
    let [other_site, same_site] = ATTACKERS;
    for (attacker, rides) in [(other_site, false), (same_site, true)] {
        let visitor = stage.visitor();
        visitor.at(&stage.edge.app(APP, "/"));
        let forged = forge(stage, &visitor, attacker);
        let cookie = forged
            .headers
            .get(COOKIE)
            .map(|cookie| cookie.to_str().unwrap());
        let ridden = cookie.is_some_and(|cookie| cookie.starts_with(NAME));
        assert_eq!(ridden, rides, "{attacker}: {cookie:?}");
        stage.edge.forget();
    }
}
