//! Who may read the answers.

use seaworthy_check::Level::{Error, Warning};
use seaworthy_check::Rule;

pub(super) const RULES: [Rule; 12] = [
    Rule::new(
        "cors.allowed_refused",
        Warning,
        "An origin that the settings allow cannot read an answer.",
    )
    .hint("Take out what removes CORS headers between the hardening layer and the server.")
    .docs(CORS),
    Rule::new(
        "cors.any_origin",
        Error,
        "Scripts of every website may read the answers.",
    )
    .hint("Set CORS_ALLOWED_ORIGINS to the origins that may read.")
    .docs(CORS),
    Rule::new(
        "cors.any_port",
        Warning,
        "An origin is allowed on every port, and whoever runs something on one of them may read \
         the answers.",
    )
    .docs(CORS),
    Rule::new(
        "cors.csrf_mismatch",
        Warning,
        "An origin may read the answers with its visitors' credentials, but its unsafe requests \
         are refused.",
    )
    .docs(CORS),
    Rule::new(
        "cors.foreign_allowed",
        Error,
        "An origin that the settings do not allow may read an answer.",
    )
    .hint("Leave CORS to the hardening layer: take out the other that answers.")
    .docs(CORS),
    Rule::new(
        "cors.insecure_credentials",
        Warning,
        "An origin over plain HTTP may read answers with its visitors' credentials: so may \
         whoever is on the way.",
    )
    .docs(CORS),
    Rule::new(
        "cors.insecure_origin",
        Warning,
        "An origin over plain HTTP may read answers: so may whoever is on the way.",
    )
    .docs(CORS),
    Rule::new(
        "cors.localhost",
        Warning,
        "Whatever runs on a visitor's own machine may read the answers.",
    )
    .docs(CORS),
    Rule::new(
        "cors.method_override",
        Warning,
        "A header that replaces the method is allowed, so that a permitted method carries one \
         that is not.",
    )
    .docs(CORS),
    Rule::new(
        "cors.no_max_age",
        Warning,
        "Browsers ask before each request whether they may make it, which doubles the requests.",
    )
    .hint("Set CORS_PREFLIGHT_MAX_AGE=7200.")
    .docs(CORS),
    Rule::new(
        "cors.no_vary",
        Warning,
        "A cache may give the answer for one origin to another.",
    )
    .hint("Keep the answer's Vary: append to it instead of replacing it.")
    .docs(CORS),
    Rule::new(
        "cors.public_suffix",
        Warning,
        "A pattern covers names that anybody can register.",
    )
    .docs(CORS),
];

const CORS: &str = "https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS";
