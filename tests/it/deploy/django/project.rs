//! A project of Django's as an application of ours.

use axum::Router;
use axum::extract::Extension;
use axum::response::{AppendHeaders, Html};
use axum::routing::get;
use http::header::SET_COOKIE;
use serde_json::{Map, Value};

use super::{App, Nonce, Parts, Settings};

/// The application behind those parts of the stack that the project's middleware is; behind all of
/// them if the project does not say.
pub(super) fn project(django: &Map<String, Value>, settings: &Settings) -> App {
    let has = |middleware: &str| match django.get("MIDDLEWARE") {
        Some(listed) => listed
            .as_array()
            .unwrap()
            .iter()
            .any(|path| path == middleware),
        None => true,
    };
    let mut headers = settings.headers_config();
    let mut parts = Parts::of(settings);
    if !has("django.middleware.security.SecurityMiddleware") {
        headers.hsts = None;
        headers.content_type_nosniff = false;
        headers.referrer_policy = Vec::new();
        headers.cross_origin_opener_policy = None;
        parts.https = None;
    }
    if !has("django.middleware.clickjacking.XFrameOptionsMiddleware") {
        headers.frame_options = None;
    }
    if !has("django.middleware.csrf.CsrfViewMiddleware") {
        parts.csrf = None;
    }
    // Most of Django's cases are older than its policy, which is not theirs to miss.
    let policies = ["SECURE_CSP", "SECURE_CSP_REPORT_ONLY"].map(|name| django.get(name));
    let is_empty =
        |policy: &Value| policy.is_null() || policy.as_object().is_some_and(Map::is_empty);
    let mut policies = policies.into_iter().flatten().peekable();
    let is_about_them = policies.peek().is_some();
    let is_sent = policies.any(|policy| !is_empty(policy))
        && has("django.middleware.csp.ContentSecurityPolicyMiddleware");
    if is_about_them && !is_sent {
        headers.csp = None;
        headers.csp_report_only = None;
    }
    parts.headers = Some(headers.build().unwrap());
    parts.around(router(django, settings))
}

/// A page with a session, a token and an inline script.
fn router(django: &Map<String, Value>, settings: &Settings) -> Router {
    // Without a context processor the template does not know of the nonce.
    let knows_nonce = django
        .get("TEMPLATES")
        .is_none_or(|templates| *templates != Value::Array(vec![]));
    let cookies = [&settings.session_cookie.name, &settings.csrf.cookie.name];
    let cookies = cookies.map(|name| (SET_COOKIE, format!("{name}=1; Path=/")));
    let page = move |nonce: Option<Extension<Nonce>>| async move {
        let nonce = nonce.filter(|_| knows_nonce);
        let nonce = nonce.map(|Extension(nonce)| format!(" nonce=\"{nonce}\""));
        let nonce = nonce.unwrap_or_default();
        let page = Html(format!("<!doctype html><script{nonce}>let a = 1;</script>"));
        (AppendHeaders(cookies), page)
    };
    Router::new().route("/", get(page.clone()).post(page))
}
