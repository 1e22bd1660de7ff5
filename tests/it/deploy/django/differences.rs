//! Where Django and we differ, and why.

use std::collections::BTreeSet;

use super::case::{Outcome, cases};

/// What is found here in place of what Django finds.
enum Instead {
    Found(&'static [&'static str]),
    /// The settings are not read, and this variable is named.
    Refused(&'static str),
}

use Instead::{Found, Refused};

/// A reason, and the cases that it is for.
type Difference = (&'static str, &'static [(&'static str, Instead)]);

const DIFFERENCES: &[Difference] = &[
    (
        "what a middleware is about is looked at whether it is there or not",
        &[
            (
                "CheckStrictTransportSecuritySubdomainsTest.test_no_sts_subdomains_no_middleware",
                Found(&["security.W005"]),
            ),
            (
                "CheckSSLRedirectTest.test_no_ssl_redirect_no_middleware",
                Found(&["security.W008"]),
            ),
            (
                "CheckReferrerPolicyTest.test_no_referrer_policy_no_middleware",
                Found(&["security.W022"]),
            ),
            (
                "CheckXFrameOptionsDenyTest.test_middleware_not_installed",
                Found(&["security.W019"]),
            ),
        ],
    ),
    (
        "whoever sets the session's cookie, it is one cookie and has one id",
        &[
            (
                "CheckSessionCookieSecureTest.test_session_cookie_secure_with_installed_app",
                Found(&["security.W012"]),
            ),
            (
                "CheckSessionCookieHttpOnlyTest.test_session_cookie_httponly_with_installed_app",
                Found(&["security.W015"]),
            ),
            (
                "CheckSessionCookieHttpOnlyTest.test_session_cookie_httponly_with_middleware",
                Found(&["security.W015"]),
            ),
            (
                "only SESSION_COOKIE_SECURE=False",
                Found(&["security.W012"]),
            ),
            (
                "only SESSION_COOKIE_HTTPONLY=False",
                Found(&["security.W015"]),
            ),
        ],
    ),
    (
        "a variable is text, of which `1` is true and is taken for it",
        &[
            (
                "CheckSessionCookieHttpOnlyTest.\
                 test_session_cookie_httponly_with_installed_app_truthy",
                Found(&[]),
            ),
            (
                "CheckCSRFCookieSecureTest.test_with_csrf_cookie_secure_truthy",
                Found(&[]),
            ),
            ("only SECURE_SSL_REDIRECT='1'", Found(&[])),
        ],
    ),
    (
        "a token is bound to its cookie, and is never kept in the session",
        &[(
            "CheckCSRFCookieSecureTest.test_use_sessions_with_csrf_cookie_secure_false",
            Found(&["security.W016"]),
        )],
    ),
    (
        "without a key or a host, or with a value that there is none of, no service starts",
        &[
            (
                "CheckSecretKeyTest.test_missing_secret_key",
                Refused("SECRET_KEY"),
            ),
            (
                "CheckSecretKeyTest.test_none_secret_key",
                Refused("SECRET_KEY"),
            ),
            ("only SECRET_KEY='$unset'", Refused("SECRET_KEY")),
            ("only SECRET_KEY='$unset', no deploy", Refused("SECRET_KEY")),
            (
                "CheckAllowedHostsTest.test_allowed_hosts_empty",
                Refused("ALLOWED_HOSTS"),
            ),
            ("only ALLOWED_HOSTS=[]", Refused("ALLOWED_HOSTS")),
            ("only ALLOWED_HOSTS=[], no deploy", Refused("ALLOWED_HOSTS")),
            (
                "only SECURE_REFERRER_POLICY='nope'",
                Refused("SECURE_REFERRER_POLICY"),
            ),
            (
                "only SECURE_REFERRER_POLICY='nope', no deploy",
                Refused("SECURE_REFERRER_POLICY"),
            ),
            (
                "only SECURE_CROSS_ORIGIN_OPENER_POLICY='nope'",
                Refused("SECURE_CROSS_ORIGIN_OPENER_POLICY"),
            ),
            (
                "only SECURE_CROSS_ORIGIN_OPENER_POLICY='nope', no deploy",
                Refused("SECURE_CROSS_ORIGIN_OPENER_POLICY"),
            ),
        ],
    ),
    (
        "with DEBUG the hosts of the machine are allowed, and still no other",
        &[(
            "startproject-defaults",
            Found(&[
                "security.W004",
                "security.W008",
                "security.W009",
                "security.W012",
                "security.W016",
                "security.W018",
            ]),
        )],
    ),
    (
        "a key that is the alphabet twice can be guessed, however long it is",
        &[(
            "CheckSecretKeyFallbacksTest.test_okay_secret_key_fallbacks",
            Found(&["security.W025"]),
        )],
    ),
    (
        "a service that never had another key has no former ones to name",
        &[(
            "CheckSecretKeyFallbacksTest.test_no_secret_key_fallbacks",
            Found(&[]),
        )],
    ),
    (
        "a host can hardly be taken off the preload lists: none is advised to ask for it",
        &[("only SECURE_HSTS_PRELOAD=False", Found(&[]))],
    ),
    (
        "the value is read in any case, and sent in capitals",
        &[("only X_FRAME_OPTIONS='deny'", Found(&[]))],
    ),
    (
        "a refusal's page is a function that the compiler has seen",
        &[
            (
                "CSRFFailureViewTest.test_failure_view_import_error",
                Found(&[]),
            ),
            ("only CSRF_FAILURE_VIEW='nope.nope'", Found(&[])),
            ("only CSRF_FAILURE_VIEW='nope.nope', no deploy", Found(&[])),
        ],
    ),
    (
        "directives join the strict policy, by which scripts without the nonce do not run",
        &[(
            "CheckSecureCSPTests.test_secure_csp_nonce_context_processor_allowed_values[3]",
            Found(&["security.W027"]),
        )],
    ),
    (
        "a policy is a variable for each directive, and has no shape to be wrong",
        &[
            ("only SECURE_CSP=[]", Found(&[])),
            ("only SECURE_CSP=[], no deploy", Found(&[])),
            (INVALID_CSP, Found(&[])),
        ],
    ),
    (
        "there is no guard of asynchronous code that could be switched off",
        &[("AsyncCheckTests.test_allowed_async_unsafe_set", Found(&[]))],
    ),
    (
        "caches, uploads and mail are the application's: no setting is about them",
        &[
            (
                "CheckCacheSettings.test_default_cache_not_included",
                Found(&[]),
            ),
            ("CheckCacheLocation.matches.MEDIA_ROOT", Found(&[])),
            ("CheckCacheLocation.matches.STATIC_ROOT", Found(&[])),
            ("CheckCacheLocation.is inside.STATIC_ROOT", Found(&[])),
            ("CheckCacheLocation.contains.STATIC_ROOT", Found(&[])),
            ("CheckCacheLocation.contains.STATICFILES_DIRS", Found(&[])),
            ("FilesCheckTests.nonexistent", Found(&[])),
            ("MailersProduction.nonprod[locmem]", Found(&[])),
        ],
    ),
];

/// The beginning of the names of the cases with something else than a policy.
const INVALID_CSP: &str = "CheckSecureCSPTests.test_secure_csp_invalid_values[";

impl Instead {
    fn outcome(&self) -> Outcome {
        match self {
            Found(ids) => Outcome::Found(ids.iter().map(|id| (*id).to_owned()).collect()),
            Refused(variable) => Outcome::Refused(BTreeSet::from([(*variable).to_owned()])),
        }
    }
}

/// Whether an entry of the table is for a case of this name.
fn is_for(entry: &str, name: &str) -> bool {
    entry == name || (entry == INVALID_CSP && name.starts_with(entry))
}

#[tokio::test]
async fn what_django_finds_is_found_or_differs_for_a_reason() {
    let cases = cases();
    assert_eq!(cases.len(), 72 + 2 * 16);
    let mut wrong = Vec::new();
    for case in &cases {
        let (name, outcome) = (&case.name, case.outcome().await);
        let djangos = Outcome::Found(case.expected.clone());
        let listed: Vec<_> = entries()
            .filter(|(entry, ..)| is_for(entry, name))
            .collect();
        let (expected, reason) = match *listed {
            [] => (djangos, "as Django"),
            [(_, instead, reason)] => (instead.outcome(), reason),
            _ => panic!("{name} stands in the table twice"),
        };
        if !listed.is_empty() && expected == Outcome::Found(case.expected.clone()) {
            wrong.push(format!(
                "{name} stands in the table, and differs in nothing"
            ));
        }
        if outcome != expected {
            wrong.push(format!("{name}: {outcome:?}, not {expected:?}: {reason}"));
        }
    }
    for (entry, ..) in entries() {
        if !cases.iter().any(|case| is_for(entry, &case.name)) {
            wrong.push(format!("there is no case {entry}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each case of the table, or the beginning of several, with what is found here and the reason.
fn entries() -> impl Iterator<Item = (&'static str, &'static Instead, &'static str)> {
    DIFFERENCES.iter().flat_map(|(reason, entries)| {
        let entries = entries.iter();
        entries.map(move |(case, instead)| (*case, instead, *reason))
    })
}
