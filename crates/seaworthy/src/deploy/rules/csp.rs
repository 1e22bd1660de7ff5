//! The content security policy.

use seaworthy_check::Level::{Error, Warning};
use seaworthy_check::Rule;

pub(super) const RULES: [Rule; 18] = [
    Rule::new(
        "csp.fixed_nonce",
        Warning,
        "The policy has a nonce that is the same for every answer, which whoever smuggles a \
         script in can write too.",
    )
    .docs(CSP),
    Rule::new(
        "csp.inline_ignored",
        Warning,
        "The policy allows inline scripts beside a nonce or a hash: browsers ignore the former, \
         and it only misleads readers.",
    )
    .docs(CSP),
    Rule::new(
        "csp.insecure_report_uri",
        Warning,
        "Browsers would report over plain HTTP, and from a page over HTTPS they do not report at \
         all.",
    )
    .hint("Set CSP_REPORT_URI to a path of the service, or to an address with https.")
    .docs(CSP),
    Rule::new(
        "csp.missing",
        Warning,
        "There is no content security policy: markup that is smuggled into a page can run \
         scripts.",
    )
    .docs(CSP),
    Rule::new(
        "csp.no_base_uri",
        Warning,
        "A smuggled <base> element can send the page's relative scripts and forms to another \
         site.",
    )
    .hint("Set CSP_BASE_URI='none'.")
    .docs(CSP),
    Rule::new(
        "csp.no_form_action",
        Warning,
        "A smuggled form can send what a visitor types to another site.",
    )
    .docs(CSP),
    Rule::new(
        "csp.no_frame_ancestors",
        Warning,
        "Other sites can show the page in a frame and lure clicks onto it.",
    )
    .hint("Set CSP_FRAME_ANCESTORS='none', or list who may show the page in a frame.")
    .docs(CSP),
    Rule::new(
        "csp.no_object_src",
        Warning,
        "A smuggled <object> or <embed> can load what runs as a plugin does.",
    )
    .hint("Set CSP_OBJECT_SRC='none'.")
    .docs(CSP),
    Rule::new(
        "csp.no_script_src",
        Warning,
        "Nothing says which scripts may run, so all may.",
    )
    .docs(CSP),
    Rule::new(
        "csp.nonce_mismatch",
        Warning,
        "A page's elements have another nonce than its policy, so browsers block them.",
    )
    .alias("security.W027")
    .hint("Show the nonce of the request's own extensions, and cache no page that has one.")
    .docs(CSP),
    Rule::new(
        "csp.nonce_repeated",
        Error,
        "Two answers have the same nonce: whoever has read one can write scripts into the other.",
    )
    .hint("Put caches inside of the hardening layer, and no page into them that shows a nonce.")
    .docs(CSP),
    Rule::new(
        "csp.nonce_short",
        Error,
        "The nonce has fewer than 128 bits, so it can be guessed.",
    )
    .hint("Leave the nonce to the hardening layer.")
    .docs(CSP),
    Rule::new(
        "csp.report_only",
        Warning,
        "The policy is only reported, so nothing is blocked.",
    )
    .hint("Set CSP_REPORT_ONLY=false once the reports are quiet.")
    .docs(CSP),
    Rule::new(
        "csp.script_blocked",
        Warning,
        "A page has a script that its own policy does not let run.",
    )
    .alias("security.W027")
    .hint(
        "Give the script the nonce of the request's own extensions, or allow it in \
         CSP_SCRIPT_SRC.",
    )
    .docs(CSP),
    Rule::new(
        "csp.unreported",
        Warning,
        "Nobody learns what the policy blocks, neither of attacks nor of what it breaks.",
    )
    .hint("Set CSP_REPORT_URI to the path of a collector, such as /csp-report.")
    .docs(CSP),
    Rule::new(
        "csp.unsafe_eval",
        Warning,
        "Texts may be run as code, which turns an injection into a script.",
    )
    .docs(CSP),
    Rule::new(
        "csp.unsafe_inline",
        Warning,
        "Inline scripts may run, among them those that are smuggled in: the policy protects from \
         little.",
    )
    .docs(CSP),
    Rule::new(
        "csp.wildcard",
        Warning,
        "Scripts may come from any site, or from any of a scheme.",
    )
    .docs(CSP),
];

const CSP: &str = "https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP";
