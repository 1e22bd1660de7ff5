//! The directives that browsers know, those they no longer know, and what stands in each.

/// What stands in a directive.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// Any of these words, or none at all.
    AnyOf(&'static [&'static str]),
    /// One name of a reporting endpoint.
    Endpoint,
    /// Nothing.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Sources that say where, since nothing inline is concerned.
    Places,
    /// Sources.
    Sources,
    /// Names of trusted-types policies, `*`, and two keywords; or none at all.
    TrustedTypes,
    /// At least one address.
    Uris,
}

/// What stands in the directive of this name, which is in lower case.
pub(super) fn known(name: &str) -> Option<(&'static str, Kind)> {
    KNOWN.iter().find(|(known, _)| *known == name).copied()
}

/// The names of all directives.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|(name, _)| *name)
}

/// [Those of CSP3](https://www.w3.org/TR/CSP3/#csp-directives), and of the specifications that
/// [add to it](https://www.w3.org/TR/CSP3/#directives-elsewhere).
const KNOWN: [(&str, Kind); 27] = [
    ("base-uri", Kind::Sources),
    ("child-src", Kind::Sources),
    ("connect-src", Kind::Sources),
    ("default-src", Kind::Sources),
    ("fenced-frame-src", Kind::Sources),
    ("font-src", Kind::Sources),
    ("form-action", Kind::Sources),
    ("frame-ancestors", Kind::Places),
    ("frame-src", Kind::Sources),
    ("img-src", Kind::Sources),
    ("manifest-src", Kind::Sources),
    ("media-src", Kind::Sources),
    ("object-src", Kind::Sources),
    ("report-to", Kind::Endpoint),
    ("report-uri", Kind::Uris),
    ("require-trusted-types-for", Kind::OneOf(&["'script'"])),
    ("sandbox", Kind::AnyOf(&SANDBOX)),
    ("script-src", Kind::Sources),
    ("script-src-attr", Kind::Sources),
    ("script-src-elem", Kind::Sources),
    ("style-src", Kind::Sources),
    ("style-src-attr", Kind::Sources),
    ("style-src-elem", Kind::Sources),
    ("trusted-types", Kind::TrustedTypes),
    ("upgrade-insecure-requests", Kind::Flag),
    ("webrtc", Kind::OneOf(&["'allow'", "'block'"])),
    ("worker-src", Kind::Sources),
];

/// Those that browsers dropped, and what to write instead.
pub(super) const DEAD: [(&str, &str); 7] = [
    (
        "block-all-mixed-content",
        "write `upgrade-insecure-requests`",
    ),
    ("navigate-to", "remove it"),
    ("plugin-types", "write `object-src 'none'`"),
    ("prefetch-src", "remove it; `default-src` decides"),
    ("referrer", "set `referrer_policy`"),
    ("reflected-xss", "remove it"),
    ("require-sri-for", "remove it"),
];

/// The directives that decide on elements, which can carry a nonce.
pub(crate) const TAKES_NONCE: [&str; 5] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "style-src",
    "style-src-elem",
];

/// [The flags of HTML's `sandbox`](https://html.spec.whatwg.org/#attr-iframe-sandbox), and
/// [the one of the Storage Access API](https://privacycg.github.io/storage-access/).
const SANDBOX: [&str; 14] = [
    "allow-downloads",
    "allow-forms",
    "allow-modals",
    "allow-orientation-lock",
    "allow-pointer-lock",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-presentation",
    "allow-same-origin",
    "allow-scripts",
    "allow-storage-access-by-user-activation",
    "allow-top-navigation",
    "allow-top-navigation-by-user-activation",
    "allow-top-navigation-to-custom-protocols",
];
