//! What is wrong with a Content-Security-Policy is said before it is sent.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use seaworthy_headers::{Config, Csp, CspIssue, Issue, PermissionsPolicy, SourceError};

/// What is wrong with a policy of these directives, as text is split into them.
fn issues(directives: &[(&str, &str)], nonce_in: &[&str]) -> Vec<CspIssue> {
    let mut csp = Csp::default();
    csp.directives = directives
        .iter()
        .map(|(name, values)| {
            let values = values.split(' ').filter(|value| !value.is_empty());
            ((*name).to_owned(), values.map(str::to_owned).collect())
        })
        .collect();
    csp.nonce_in = nonce_in.iter().map(|name| (*name).to_owned()).collect();
    let mut config = Config::default();
    config.csp = Some(csp);
    config.reporting_endpoints = vec![
        ("csp-endpoint".to_owned(), "/csp-report".to_owned()),
        ("a".to_owned(), "/csp-report".to_owned()),
    ];
    let Err(error) = config.build() else {
        return Vec::new();
    };
    let issues = error.issues().iter().map(|issue| match issue {
        Issue::Csp(issue) => issue.clone(),
        other => panic!("{other}"),
    });
    issues.collect()
}

#[test]
fn every_directive_that_browsers_know_is_taken() {
    for (directive, values) in [
        ("base-uri", "'self'"),
        ("child-src", "'self' blob:"),
        ("connect-src", "'self' wss://a.example"),
        ("default-src", "'none'"),
        ("fenced-frame-src", "https:"),
        ("font-src", "'self'"),
        ("form-action", "'self'"),
        ("frame-ancestors", "'self' https://a.example"),
        ("frame-src", "https://a.example"),
        ("img-src", "*"),
        ("manifest-src", "'self'"),
        ("media-src", "mediastream:"),
        ("object-src", "'none'"),
        ("report-to", "csp-endpoint"),
        (
            "report-uri",
            "/csp-report https://reports.example/csp?app=1",
        ),
        ("require-trusted-types-for", "'script'"),
        ("sandbox", ""),
        ("sandbox", "allow-forms allow-scripts"),
        ("script-src", "'self' 'unsafe-inline' 'unsafe-eval'"),
        ("script-src-attr", "'none'"),
        ("script-src-elem", "'self'"),
        ("style-src", "'self' 'unsafe-inline'"),
        ("style-src-attr", "'unsafe-inline'"),
        ("style-src-elem", "'self'"),
        ("trusted-types", ""),
        ("trusted-types", "'none'"),
        ("trusted-types", "default app#1 'allow-duplicates'"),
        ("trusted-types", "*"),
        ("upgrade-insecure-requests", ""),
        ("webrtc", "'block'"),
        ("worker-src", "'self' blob:"),
    ] {
        assert_eq!(
            issues(&[(directive, values)], &[]),
            [],
            "{directive} {values}"
        );
        let upper = directive.to_uppercase();
        assert_eq!(issues(&[(&upper, values)], &[]), [], "{upper} {values}");
    }
}

#[test]
fn an_unknown_directive_is_answered_with_the_nearest() {
    for (written, meant) in [
        ("scrip-src", Some("script-src")),
        ("script_src", Some("script-src")),
        ("defualt-src", Some("default-src")),
        ("frame-ancestor", Some("frame-ancestors")),
        ("x", None),
        ("", None),
        ("img-src 'self'; script-src", None),
        ("img-src\r\nset-cookie", None),
    ] {
        let directive = written.to_owned();
        let expected = CspIssue::UnknownDirective {
            directive,
            suggestion: meant,
        };
        assert_eq!(issues(&[(written, "'self'")], &[]), [expected]);
    }
}

#[test]
fn a_dead_directive_is_answered_with_what_replaced_it() {
    for dead in [
        "block-all-mixed-content",
        "navigate-to",
        "plugin-types",
        "prefetch-src",
        "referrer",
        "reflected-xss",
        "require-sri-for",
    ] {
        let found = issues(&[(&dead.to_uppercase(), "")], &[]);
        let [CspIssue::DeadDirective { directive, .. }] = found.as_slice() else {
            panic!("{dead}: {found:?}");
        };
        assert_eq!(*directive, dead);
    }
}

#[test]
fn no_value_of_any_directive_can_begin_another() {
    for directive in [
        "frame-ancestors",
        "report-to",
        "report-uri",
        "require-trusted-types-for",
        "sandbox",
        "script-src",
        "trusted-types",
        "upgrade-insecure-requests",
        "webrtc",
    ] {
        for character in [
            ';', ',', ' ', '\t', '\r', '\n', '\0', '\u{7f}', 'é', '\u{a0}',
        ] {
            let mut csp = Csp::default();
            csp.set(directive, [format!("a{character}b")]);
            let mut config = Config::default();
            config.csp = Some(csp);
            let error = config.build().unwrap_err();
            let Some(Issue::Csp(CspIssue::Source { error, .. })) = error.issues().first() else {
                panic!("{error}");
            };
            let text = format!("a{character}b");
            assert_eq!(*error, SourceError::ForbiddenCharacter { text, character });
        }
    }
}

#[test]
fn a_source_list_contradicts_itself_nowhere() {
    let none = |directive, nonced| CspIssue::NoneWithOthers { directive, nonced };
    let alone = |directive| CspIssue::StrictDynamicAlone { directive };
    let nonce = ["script-src"];
    for (directive, values, nonce_in, expected) in [
        (
            "img-src",
            "'none' 'self'",
            &[][..],
            vec![none("img-src", false)],
        ),
        ("img-src", "data: 'NONE'", &[], vec![none("img-src", false)]),
        (
            "img-src",
            "'none' 'none'",
            &[],
            vec![none("img-src", false)],
        ),
        (
            "frame-ancestors",
            "'none' 'self'",
            &[],
            vec![none("frame-ancestors", false)],
        ),
        (
            "trusted-types",
            "'none' app",
            &[],
            vec![none("trusted-types", false)],
        ),
        (
            "script-src",
            "'none'",
            &nonce,
            vec![none("script-src", true)],
        ),
        (
            "script-src",
            "'strict-dynamic'",
            &[],
            vec![alone("script-src")],
        ),
        (
            "script-src",
            "'self' 'strict-dynamic'",
            &[],
            vec![alone("script-src")],
        ),
        ("script-src", "'strict-dynamic'", &nonce, vec![]),
        ("script-src", "'strict-dynamic' 'nonce-abc'", &[], vec![]),
    ] {
        assert_eq!(
            issues(&[(directive, values)], nonce_in),
            expected,
            "{directive} {values}"
        );
    }
}

#[test]
fn a_directive_takes_its_own_values_only() {
    let unknown = |directive, value: &str, suggestion| CspIssue::UnknownValue {
        directive,
        value: value.to_owned(),
        suggestion,
    };
    let unexpected = |directive, value: &str| CspIssue::UnexpectedValue {
        directive,
        value: value.to_owned(),
    };
    let (ancestors, sandbox) = ("frame-ancestors", "sandbox");
    let (upgrade, types) = ("upgrade-insecure-requests", "trusted-types");
    for (directive, values, expected) in [
        (
            ancestors,
            "'unsafe-inline'",
            unknown(ancestors, "'unsafe-inline'", None),
        ),
        (
            ancestors,
            "'nonce-abc'",
            unknown(ancestors, "'nonce-abc'", None),
        ),
        (
            "img-src",
            "'strict-dynamic'",
            unknown("img-src", "'strict-dynamic'", None),
        ),
        (
            sandbox,
            "allow-form",
            unknown(sandbox, "allow-form", Some("allow-forms")),
        ),
        (sandbox, "'none'", unknown(sandbox, "'none'", None)),
        (
            types,
            "'allow-duplicate'",
            unknown(types, "'allow-duplicate'", Some("'allow-duplicates'")),
        ),
        (types, "a(b)", unknown(types, "a(b)", None)),
        (
            "webrtc",
            "block",
            unknown("webrtc", "block", Some("'block'")),
        ),
        ("webrtc", "'block' 'allow'", unexpected("webrtc", "'allow'")),
        ("report-to", "a b", unexpected("report-to", "b")),
        ("report-to", "/csp", unknown("report-to", "/csp", None)),
        (
            "report-uri",
            "'self'",
            unknown("report-uri", "'self'", None),
        ),
        ("report-uri", "<x>", unknown("report-uri", "<x>", None)),
        (upgrade, "1", unexpected(upgrade, "1")),
        (
            "img-src",
            "",
            CspIssue::MissingValue {
                directive: "img-src",
            },
        ),
        (
            "report-uri",
            "",
            CspIssue::MissingValue {
                directive: "report-uri",
            },
        ),
        (
            "report-to",
            "",
            CspIssue::MissingValue {
                directive: "report-to",
            },
        ),
        (
            "webrtc",
            "",
            CspIssue::MissingValue {
                directive: "webrtc",
            },
        ),
    ] {
        assert_eq!(
            issues(&[(directive, values)], &[]),
            [expected],
            "{directive} {values}"
        );
    }
}

#[test]
fn a_directive_is_given_once() {
    let directive = "img-src";
    assert_eq!(
        issues(&[("img-src", "'self'"), ("IMG-SRC", "data:")], &[]),
        [CspIssue::DuplicateDirective { directive }]
    );
}

#[test]
fn a_policy_says_something() {
    assert_eq!(issues(&[], &[]), [CspIssue::Empty]);

    let mut csp = Csp::default();
    csp.set("upgrade-insecure-requests", [""; 0]);
    let mut config = Config::default();
    config.csp_report_only = Some(csp);
    let error = config.build().unwrap_err();
    assert_eq!(error.issues(), [Issue::CspReportOnly(CspIssue::Empty)]);
    assert_eq!(error.issues()[0].field(), "csp_report_only");
}

#[test]
fn a_nonce_stands_where_browsers_look_for_it() {
    let misplaced = |directive: &str| CspIssue::NonceMisplaced {
        directive: directive.to_owned(),
    };
    let absent = |directive: &str| CspIssue::NonceWithoutDirective {
        directive: directive.to_owned(),
    };
    for name in [
        "default-src",
        "script-src",
        "script-src-elem",
        "STYLE-SRC",
        "style-src-elem",
    ] {
        assert_eq!(issues(&[(name, "'self'")], &[name]), []);
    }
    for name in ["img-src", "script-src-attr", "frame-ancestors", "sandbox"] {
        let values = if name == "sandbox" { "" } else { "'self'" };
        assert_eq!(issues(&[(name, values)], &[name]), [misplaced(name)]);
    }
    assert_eq!(
        issues(
            &[("img-src", "'self'")],
            &["script-src", "scrpt-src", "script-src; x"]
        ),
        [
            absent("script-src"),
            misplaced("scrpt-src"),
            misplaced("script-src; x")
        ]
    );
}

#[test]
fn everything_is_reported_at_once_with_its_field_and_directive() {
    let mut csp = Csp::default();
    csp.set("script-src", ["self", "'strict-dynamic'"])
        .set("navigate-to", ["'self'"])
        .set("x-src", ["'self'"]);
    csp.nonce_in = vec!["style-src".to_owned()];
    let mut config = Config::default();
    config
        .referrer_policy
        .extend(config.referrer_policy.clone());
    config.permissions_policy = Some(PermissionsPolicy::default());
    config.csp_report_only = Some(csp.clone());
    config.csp = Some(csp);

    let error = config.build().unwrap_err();
    let fields: Vec<_> = error.issues().iter().map(Issue::field).collect();
    let mut expected = vec!["referrer_policy", "permissions_policy"];
    expected.extend(["csp"; 5]);
    expected.extend(["csp_report_only"; 5]);
    assert_eq!(fields, expected);
    let directives: Vec<_> = error
        .issues()
        .iter()
        .map(Issue::directive)
        .skip(2)
        .collect();
    let once = [
        Some("script-src"),
        Some("script-src"),
        Some("navigate-to"),
        Some("x-src"),
        None,
    ];
    assert_eq!(directives, [once, once].concat());
    assert_eq!(
        error.to_string(),
        "invalid configuration of security headers: \
         referrer policy `strict-origin-when-cross-origin` is listed twice; remove one; \
         the permissions policy says nothing; give it \
         features, or leave it out; \
         csp: `script-src`: \"self\" is a keyword without its quotes; write `'self'`; \
         csp: `'strict-dynamic'` in `script-src` blocks every script without a nonce or a hash; \
         name the directive in `nonce_in`, or remove the keyword; \
         csp: browsers no longer know `navigate-to`; remove it; \
         csp: \"x-src\" is no directive; remove it, or put it into `raw`; \
         csp: the nonce is wanted in `style-src`, which the policy does not have; set it as well; \
         csp_report_only: `script-src`: \"self\" is a keyword without its quotes; write `'self'`; \
         csp_report_only: `'strict-dynamic'` in `script-src` blocks every script without a nonce \
         or a hash; name the directive in `nonce_in`, or remove the keyword; \
         csp_report_only: browsers no longer know `navigate-to`; remove it; \
         csp_report_only: \"x-src\" is no directive; remove it, or put it into `raw`; \
         csp_report_only: the nonce is wanted in `style-src`, which the policy does not have; \
         set it as well"
    );
}
