//! The headers that a browser obeys.

use seaworthy_check::Level::{Info, Warning};
use seaworthy_check::Rule;

pub(super) const RULES: [Rule; 18] = [
    Rule::new(
        "coep.without_coop",
        Warning,
        "Pages ask for embedding that is allowed, but not for a browsing context of their own: \
         they are not isolated, and get nothing for what breaks.",
    )
    .hint(
        "Set SECURE_CROSS_ORIGIN_OPENER_POLICY=same-origin, or \
         SECURE_CROSS_ORIGIN_EMBEDDER_POLICY=off.",
    )
    .docs(COEP),
    Rule::new(
        "coep.without_corp",
        Warning,
        "Pages embed only what allows it, and the service's own files do not.",
    )
    .hint("Set SECURE_CROSS_ORIGIN_RESOURCE_POLICY=same-origin, or same-site.")
    .docs(COEP),
    Rule::new(
        "coop.missing",
        Warning,
        "A window that another site opens can reach into the page's own window object.",
    )
    .hint(
        "Set SECURE_CROSS_ORIGIN_OPENER_POLICY=same-origin, or same-origin-allow-popups for \
         sign-in popups.",
    )
    .docs(COOP),
    Rule::new(
        "frame.not_denied",
        Warning,
        "Pages of the service itself may show its pages in frames: one of them that is taken over \
         can lure clicks from the others.",
    )
    .alias("security.W019")
    .hint("Set X_FRAME_OPTIONS=DENY.")
    .docs(FRAME),
    Rule::new(
        "frame.overruled",
        Warning,
        "The policy's frame-ancestors and X-Frame-Options say different things; browsers follow \
         the former.",
    )
    .alias("security.W019")
    .hint("Set X_FRAME_OPTIONS=DENY.")
    .docs(FRAME),
    Rule::new(
        "headers.duplicated",
        Warning,
        "A header that should be there once is there more often, and browsers disagree on which \
         one counts.",
    )
    .hint("Let one layer alone set it: take out the other, or the proxy's."),
    Rule::new(
        "headers.missing_in_answer",
        Warning,
        "An answer goes out without a header that the settings ask for: it did not pass the \
         hardening layer, as error pages and nested routers easily do not.",
    )
    .hint("Put the hardening layer outermost, so that it sees every answer."),
    Rule::new(
        "headers.too_large",
        Warning,
        "The headers of an answer are larger than many proxies take, which then answer with an \
         error of their own.",
    )
    .hint(
        "Set the CSP variables to whole hosts instead of single paths, and to a nonce instead of \
         many hashes.",
    ),
    Rule::new(
        "headers.weakened",
        Warning,
        "An answer's headers protect less than the settings ask for: something in the service \
         replaces them.",
    )
    .hint("Do not set in a handler what the settings say better."),
    Rule::new(
        "hsts.missing",
        Warning,
        "Browsers are not told to come by HTTPS alone, so whoever is on the way can read and \
         change the first request of each visit.",
    )
    .alias("security.W004")
    .hint("Set SECURE_HSTS_SECONDS=31536000, or less while you try it out.")
    .docs(HSTS),
    Rule::new(
        "hsts.no_subdomains",
        Warning,
        "A subdomain may still be reached by plain HTTP, where somebody on the way can set \
         cookies for the whole domain.",
    )
    .alias("security.W005")
    .hint("Set SECURE_HSTS_INCLUDE_SUBDOMAINS=true once every subdomain speaks HTTPS.")
    .docs(HSTS),
    Rule::new(
        "hsts.over_http",
        Info,
        "The header is sent over plain HTTP, where browsers ignore it and where it shows that the \
         scheme is not known.",
    )
    .hint("Leave HSTS to the hardening layer.")
    .docs(HSTS),
    Rule::new(
        "hsts.preload_unready",
        Warning,
        "The header asks to be built into browsers, and does not meet what their list asks for.",
    )
    .hint(
        "Set SECURE_HSTS_PRELOAD=false, or SECURE_HSTS_SECONDS=31536000 and \
         SECURE_HSTS_INCLUDE_SUBDOMAINS=true.",
    )
    .docs(HSTS),
    Rule::new(
        "hsts.short",
        Warning,
        "Browsers forget within half a year that they are to come by HTTPS, so rare visitors are \
         never protected.",
    )
    .hint("Set SECURE_HSTS_SECONDS=31536000.")
    .docs(HSTS),
    Rule::new(
        "nosniff.off",
        Warning,
        "Browsers guess the type of a file, and may run an upload as a script.",
    )
    .alias("security.W006")
    .hint("Set SECURE_CONTENT_TYPE_NOSNIFF=true.")
    .docs(NOSNIFF),
    Rule::new(
        "referrer.breaks_csrf",
        Warning,
        "Pages send neither referrer nor origin with a form, so that their own requests look like \
         those of others.",
    )
    .hint(SAFE_REFERRER)
    .docs(REFERRER),
    Rule::new(
        "referrer.missing",
        Warning,
        "What browsers send as referrer is left to them: old ones send whole addresses, with what \
         they contain, to other sites.",
    )
    .alias("security.W022")
    .hint(SAFE_REFERRER)
    .docs(REFERRER),
    Rule::new(
        "referrer.unsafe",
        Warning,
        "Browsers send whole addresses, or where they come from, to other sites and over plain \
         HTTP.",
    )
    .hint(SAFE_REFERRER)
    .docs(REFERRER),
];

const COEP: &str =
    "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Cross-Origin-Embedder-Policy";

const COOP: &str =
    "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Cross-Origin-Opener-Policy";

const FRAME: &str = "https://developer.mozilla.org/docs/Web/Security/Attacks/Clickjacking";

const HSTS: &str =
    "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security";

const NOSNIFF: &str =
    "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Content-Type-Options";

const REFERRER: &str =
    "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy";

/// What to do about what pages tell of where a visitor comes from.
const SAFE_REFERRER: &str = "Set SECURE_REFERRER_POLICY=strict-origin-when-cross-origin.";
