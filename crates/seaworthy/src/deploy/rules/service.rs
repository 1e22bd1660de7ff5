//! The service as such: its settings, keys, logs, passwords and health.

use seaworthy_check::Level::{Critical, Error, Info, Warning};
use seaworthy_check::Rule;

pub(super) const RULES: [Rule; 38] = [
    Rule::new(
        "debug.on",
        Error,
        "Development mode is on: what protects in production is off.",
    )
    .alias("security.W018")
    .hint("Unset DEBUG, or set DEBUG=false."),
    Rule::new(
        "health.cacheable",
        Warning,
        "A cache may answer probes with what was true before.",
    )
    .hint("Answer health with Cache-Control: no-store.")
    .docs(HEALTH),
    Rule::new(
        "health.cookie",
        Warning,
        "Probes get a cookie: each of them may begin a session.",
    )
    .hint("Answer health outside of what sets cookies.")
    .docs(HEALTH),
    Rule::new(
        "health.long_check_timeout",
        Warning,
        "A check may take longer than whoever asks will wait.",
    )
    .docs(HEALTH),
    Rule::new(
        "health.long_interval",
        Warning,
        "A failure goes unseen for longer than orchestrators take to act on one.",
    )
    .hint("Set HEALTH_INTERVAL=10s.")
    .docs(HEALTH),
    Rule::new(
        "health.long_timeout",
        Warning,
        "Checks may take longer than whoever asks will wait.",
    )
    .hint("Set HEALTH_TIMEOUT=2s.")
    .docs(HEALTH),
    Rule::new(
        "health.long_ttl",
        Warning,
        "An outcome is passed on for longer than the time between two probes.",
    )
    .docs(HEALTH),
    Rule::new(
        "health.no_head",
        Info,
        "Monitors that ask by HEAD take the service for dead.",
    )
    .hint("Answer HEAD as GET, without a body.")
    .docs(HEALTH),
    Rule::new(
        "health.no_liveness",
        Warning,
        "An orchestrator cannot see that the process hangs.",
    )
    .docs(HEALTH),
    Rule::new(
        "health.no_readiness",
        Warning,
        "A load balancer sends requests before the service can take them, and while it drains.",
    )
    .docs(HEALTH),
    Rule::new(
        "health.no_ttl",
        Warning,
        "Every probe runs the checks: a storm of probes is a storm on the database.",
    )
    .docs(HEALTH),
    Rule::new(
        "health.not_ready",
        Error,
        "The service itself says that it cannot take work.",
    )
    .hint("See in the log of the service which check fails, and why.")
    .docs(HEALTH),
    Rule::new(
        "health.open_details",
        Warning,
        "Everybody may read how the checks fare.",
    )
    .docs(HEALTH),
    Rule::new(
        "health.out_of_reach",
        Error,
        "Probes by address and over plain HTTP are refused or redirected: an orchestrator kills \
         what is well.",
    )
    .hint(
        "Give the health to the hardening layer, which answers before hosts and HTTPS are judged.",
    )
    .docs(HEALTH),
    Rule::new(
        "leaks.hidden_file",
        Critical,
        "A file that stands beside the application is given to whoever asks: its variables, its \
         source, its passwords.",
    )
    .hint("Serve a folder that has nothing but files for browsers, and no hidden ones."),
    Rule::new(
        "leaks.internals",
        Error,
        "An answer shows what only developers should see: a panic, a backtrace, a path.",
    )
    .hint("Answer errors with a page of their own, and log what happened."),
    Rule::new(
        "leaks.telltale_header",
        Info,
        "A header tells with what the service is made.",
    )
    .hint("Remove the header: it helps those who look for known holes."),
    Rule::new(
        "leaks.traversal",
        Critical,
        "A file of the system can be read by a path that climbs out of a folder.",
    )
    .hint("Serve files by a service that stays in its folder."),
    Rule::new(
        "log.debug_level",
        Warning,
        "Everything is logged, also what requests and libraries say in confidence.",
    )
    .hint("Set LOG_LEVEL=INFO; LOG_LEVELS raises single loggers, as in app::db=debug."),
    Rule::new(
        "log.not_json",
        Warning,
        "Lines are made for people: what collects them cannot tell fields, and a line break \
         forges a line.",
    )
    .hint("Set LOG_FORMAT=json."),
    Rule::new(
        "password.common_passwords",
        Warning,
        "Passwords that everybody uses are accepted, and they are what attackers try first.",
    )
    .docs(PASSWORD),
    Rule::new(
        "password.no_context_words",
        Warning,
        "The name of the service is accepted as a password, and it is what attackers try first.",
    )
    .hint("Set AUTH_PASSWORD_CONTEXT_WORDS to the names of the service and of who runs it.")
    .docs(PASSWORD),
    Rule::new(
        "password.no_min_length",
        Warning,
        "Passwords of any length are accepted.",
    )
    .docs(PASSWORD),
    Rule::new(
        "password.no_validators",
        Warning,
        "Every password is accepted.",
    )
    .hint("Unset AUTH_PASSWORD_VALIDATORS.")
    .docs(PASSWORD),
    Rule::new(
        "password.short_maximum",
        Warning,
        "Passphrases and the passwords of managers are refused.",
    )
    .hint("Set AUTH_PASSWORD_MAX_LENGTH=256.")
    .docs(PASSWORD),
    Rule::new(
        "password.short_passwords",
        Warning,
        "Passwords are accepted that can be guessed in little time.",
    )
    .hint("Set AUTH_PASSWORD_MIN_LENGTH=12.")
    .docs(PASSWORD),
    Rule::new(
        "password.similarity_above_one",
        Warning,
        "No password is ever similar enough to a user's attributes to be refused.",
    )
    .docs(PASSWORD),
    Rule::new(
        "password.similarity_to_nothing",
        Warning,
        "Passwords are compared with no attribute of the user.",
    )
    .docs(PASSWORD),
    Rule::new(
        "secret_key.fallback_weak",
        Error,
        "A former key can be guessed, and what is signed with it is still accepted.",
    )
    .alias("security.W025")
    .docs(SECRET_KEY),
    Rule::new(
        "secret_key.many_fallbacks",
        Warning,
        "Many former keys are still accepted: each is one more to lose.",
    )
    .docs(SECRET_KEY),
    Rule::new(
        "secret_key.reused",
        Error,
        "The key is used for something else too: whoever learns one secret has both.",
    )
    .hint("Set SECRET_KEY to a new key and keep the old one as a fallback.")
    .docs(SECRET_KEY),
    Rule::new(
        "secret_key.weak",
        Error,
        "The key can be guessed: whoever does forges sessions and tokens.",
    )
    .alias("security.W009")
    .docs(SECRET_KEY),
    Rule::new(
        "service.failed",
        Critical,
        "The service gives no answer to a request.",
    ),
    Rule::new(
        "service.hangs",
        Critical,
        "The service does not answer a request in time.",
    ),
    Rule::new(
        "service.no_such_request",
        Critical,
        "A page to look at has no path that a request could have.",
    ),
    Rule::new(
        "service.panicked",
        Critical,
        "The service panics on a request.",
    ),
    Rule::new(
        "settings.invalid",
        Critical,
        "The settings do not work together: the service does not start.",
    ),
    Rule::new(
        "static.missing",
        Error,
        "A page refers to a file that is not there: it looks or works otherwise than it should.",
    )
    .hint("Collect the files into what is deployed, and put their service inside of the stack."),
];

const HEALTH: &str =
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/";

const PASSWORD: &str = "https://pages.nist.gov/800-63-4/sp800-63b.html";

const SECRET_KEY: &str = "https://docs.djangoproject.com/en/stable/ref/settings/#secret-key";
