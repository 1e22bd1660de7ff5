//! The facade in process: settings in, a hardened service out.

use std::convert::Infallible;
use std::future::ready;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use seaworthy::check::{Exit, Level, Selection, checks};
use seaworthy::gate::Peer;
use seaworthy::headers::{CookieRule, Nonce};
use seaworthy::policy::Connection;
use seaworthy::settings::Sources;
use seaworthy::{Harden, Settings, harden};
use tower::{ServiceExt as _, service_fn};
use tower_layer::Layer as _;

use crate::server::TWO_VARIABLES;

fn load(more: &[(&str, &str)]) -> Settings {
    let variables = TWO_VARIABLES.iter().chain(more).copied();
    let sources = Sources::pairs(variables).inspect();
    Settings::load(&sources).unwrap().settings
}

/// What the stack answers to a request from a trusted proxy on this machine.
async fn answer(settings: &Settings, request: Request<()>) -> Response<Full<Bytes>> {
    let app = service_fn(|request: Request<()>| {
        let client = Connection::of(request.extensions()).and_then(|connection| connection.client);
        let nonce = request
            .extensions()
            .get::<Nonce>()
            .cloned()
            .unwrap_or_default();
        let shown = if request.uri().path() == "/nonce" {
            nonce.to_string()
        } else {
            String::new()
        };
        ready(Ok::<_, Infallible>(Response::new(Full::from(format!(
            "{client:?} {shown}"
        )))))
    });
    let layer = harden(settings)
        .unwrap()
        .peer_from(|_| Some(Peer::ip([127, 0, 0, 1].into())));
    layer.layer(app).oneshot(request).await.unwrap()
}

fn https(path: &str) -> Request<()> {
    Request::builder()
        .uri(path)
        .header("host", "www.example.com")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-for", "203.0.113.7")
        .body(())
        .unwrap()
}

const PROXY: (&str, &str) = ("TRUSTED_PROXIES", "127.0.0.1");

#[tokio::test]
async fn the_order_of_the_stack_is_the_documented_one() {
    // A host that is not ours is refused before HTTPS is asked for, and before any header is set.
    let mut request = https("/");
    request
        .headers_mut()
        .insert("host", "evil.example".parse().unwrap());
    let refused = answer(&load(&[PROXY]), request).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert!(
        refused.headers().contains_key("x-request-id"),
        "the request log saw it"
    );

    // Plain HTTP is redirected before a preflight is answered.
    let settings = load(&[("CORS_ALLOWED_ORIGINS", "https://app.example")]);
    let request = Request::builder()
        .method("OPTIONS")
        .uri("/")
        .header("host", "www.example.com")
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST")
        .body(())
        .unwrap();
    assert_eq!(
        answer(&settings, request).await.status(),
        StatusCode::PERMANENT_REDIRECT
    );

    // A preflight's answer and a cross-site refusal carry the headers.
    let settings = load(&[PROXY, ("CORS_ALLOWED_ORIGINS", "https://app.example")]);
    for (method, site, status) in [("OPTIONS", "cross-site", 204), ("POST", "cross-site", 403)] {
        let mut request = https("/");
        *request.method_mut() = method.parse().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", "https://app.example".parse().unwrap());
        headers.insert("access-control-request-method", "POST".parse().unwrap());
        headers.insert("sec-fetch-site", site.parse().unwrap());
        let answer = answer(&settings, request).await;
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(
            answer.headers()["access-control-allow-origin"],
            "https://app.example"
        );
    }
}

#[tokio::test]
async fn a_handler_sees_the_client_that_the_proxy_names() {
    use http_body_util::BodyExt as _;

    let response = answer(&load(&[PROXY]), https("/")).await;
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(body.starts_with(b"Some(203.0.113.7)"), "{body:?}");
}

#[tokio::test]
async fn a_nonce_that_is_shown_is_in_the_policy_and_keeps_the_page_private() {
    use http_body_util::BodyExt as _;

    let response = answer(&load(&[PROXY]), https("/nonce")).await;
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(response.headers()["cache-control"], "private");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let nonce = std::str::from_utf8(&body)
        .unwrap()
        .rsplit(' ')
        .next()
        .unwrap()
        .to_owned();
    assert!(
        nonce.len() >= 22 && policy.contains(&format!("'nonce-{nonce}'")),
        "{policy}"
    );

    let response = answer(&load(&[PROXY]), https("/")).await;
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("script-src 'none'") && !policy.contains("nonce"),
        "{policy}"
    );
    assert!(!response.headers().contains_key("cache-control"));
}

#[tokio::test]
async fn a_directive_that_is_set_takes_the_place_of_the_presets() {
    let settings = load(&[
        PROXY,
        ("CSP_IMG_SRC", "'self', https://images.example"),
        ("CSP_SCRIPT_SRC", "'none'"),
        ("CSP_REPORT_URI", "/csp-report"),
        ("CSP_UPGRADE_INSECURE_REQUESTS", "true"),
    ]);
    let response = answer(&settings, https("/nonce")).await;
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    for directive in [
        "img-src 'self' https://images.example",
        "script-src 'none'",
        "report-uri /csp-report",
        "base-uri 'none'",
        "upgrade-insecure-requests",
    ] {
        assert!(
            policy.split("; ").any(|there| there == directive),
            "{directive}: {policy}"
        );
    }
}

#[test]
fn every_directive_of_the_preset_can_be_set_to_what_it_is() {
    for (variable, sources) in [
        ("CSP_DEFAULT_SRC", "'none'"),
        ("CSP_SCRIPT_SRC", "'strict-dynamic'"),
        ("CSP_STYLE_SRC", "'self'"),
        ("CSP_IMG_SRC", "'self' data:"),
        ("CSP_BASE_URI", "'none'"),
        ("CSP_FRAME_ANCESTORS", "'none'"),
    ] {
        let settings = load(&[(variable, sources)]);
        let (set, preset) = (settings.headers_config(), load(&[]).headers_config());
        assert_eq!(set.csp, preset.csp, "{variable}");
        assert!(harden(&settings).is_ok(), "{variable}");
    }
}

#[test]
fn djangos_way_to_name_the_proxys_header_is_understood() {
    for text in ["X-Forwarded-Proto: https", "HTTP_X_FORWARDED_PROTO,https"] {
        let settings = load(&[("SECURE_PROXY_SSL_HEADER", text)]);
        let config = settings.gate_config();
        let (name, value) = config.proxy_ssl_header.unwrap();
        assert!(
            name.eq_ignore_ascii_case("x-forwarded-proto") && value == "https",
            "{name}"
        );
    }
}

#[test]
fn two_variables_leave_nothing_to_find() {
    let report = checks().run(&load(&[]), &Selection::deploy()).unwrap();
    assert_eq!(report.findings(), [], "{}", report.text());
    assert_eq!(report.exit_code(Level::Debug), Exit::Clean);

    let local = load(&[("ALLOWED_HOSTS", "localhost,127.0.0.1")]);
    let report = checks().run(&local, &Selection::deploy()).unwrap();
    assert_eq!(
        report.findings(),
        [],
        "whichever hosts they name, but for `*`"
    );
}

#[test]
fn the_rules_for_passwords_have_their_variables() {
    let validators = (
        "AUTH_PASSWORD_VALIDATORS",
        "MinimumLengthValidator,MaximumLengthValidator,CommonPasswordValidator,\
         ContextWordsValidator",
    );
    let found = |settings: &Settings| -> Vec<(String, Option<String>)> {
        let report = checks().run(settings, &Selection::deploy()).unwrap();
        let findings = report.findings().iter();
        findings
            .map(|found| (found.id.clone(), found.object.clone()))
            .collect()
    };
    let name = |variable: &str| Some(variable.to_owned());
    assert_eq!(
        found(&load(&[validators, ("AUTH_PASSWORD_MAX_LENGTH", "20")])),
        [
            (
                "password.no_context_words".to_owned(),
                name("AUTH_PASSWORD_CONTEXT_WORDS")
            ),
            (
                "password.short_maximum".to_owned(),
                name("AUTH_PASSWORD_MAX_LENGTH")
            ),
        ]
    );
    let words = ("AUTH_PASSWORD_CONTEXT_WORDS", "seaworthy");
    let disguises = ("AUTH_PASSWORD_THROUGH_DISGUISES", "true");
    let settings = load(&[validators, words, disguises]);
    assert_eq!(found(&settings), []);
    let rules = settings.password_config().build().unwrap();
    for (password, code) in [
        ("seaworthy2026!", "password_too_obvious"),
        ("p\u{e1}ssword1234", "password_too_common"),
        (&"long ".repeat(60), "password_too_long"),
    ] {
        let errors = rules.validate(password, None).unwrap_err();
        assert!(
            errors.iter().any(|error| error.code() == code),
            "{password}: {errors}"
        );
    }
}

#[test]
fn every_unsafe_setting_is_found_and_the_variable_is_named() {
    let hosts = "https://a.example ".repeat(200);
    for (variable, value, id) in [
        ("ALLOWED_HOSTS", "*", "hosts.any"),
        ("ALLOWED_HOSTS_EXEMPT", "/*", "hosts.exempt_everywhere"),
        ("AUTH_PASSWORD_MIN_LENGTH", "4", "password.short_passwords"),
        ("AUTH_PASSWORD_VALIDATORS", "", "password.no_validators"),
        (
            "CORS_ALLOWED_ORIGINS",
            "http://app.example",
            "cors.insecure_origin",
        ),
        (
            "CORS_ALLOWED_ORIGINS",
            "http://localhost:3000",
            "cors.localhost",
        ),
        ("CSP_BASE_URI", "*", "csp.wildcard"),
        ("CSP_REPORT_ONLY", "true", "csp.report_only"),
        (
            "CSP_REPORT_URI",
            "http://a.example/",
            "csp.insecure_report_uri",
        ),
        ("CSP_SCRIPT_SRC", "'unsafe-eval'", "csp.unsafe_eval"),
        ("CSP_SCRIPT_SRC", &hosts, "headers.too_large"),
        ("CSP_STYLE_SRC", "'unsafe-inline'", "csp.inline_ignored"),
        ("CSRF_COOKIE_HTTPONLY", "false", "csrf_cookie.not_httponly"),
        ("CSRF_COOKIE_SAMESITE", "None", "csrf_cookie.cross_site"),
        ("CSRF_GUARD_UPGRADES", "false", "csrf.upgrades_unguarded"),
        (
            "CSRF_TRUSTED_ORIGINS",
            "http://app.example",
            "csrf.plain_origin",
        ),
        ("DEBUG", "true", "debug.on"),
        ("LOG_FORMAT", "simple", "log.not_json"),
        ("LOG_LEVEL", "DEBUG", "log.debug_level"),
        (
            "SECRET_KEY",
            "changeme-changeme-changeme-changeme",
            "secret_key.weak",
        ),
        ("SECRET_KEY_FALLBACKS", "short", "secret_key.fallback_weak"),
        (
            "SECRET_KEY_FALLBACKS",
            TWO_VARIABLES[0].1,
            "secret_key.reused",
        ),
        ("SECURE_CONTENT_TYPE_NOSNIFF", "false", "nosniff.off"),
        ("SECURE_CROSS_ORIGIN_OPENER_POLICY", "off", "coop.missing"),
        (
            "SECURE_HSTS_INCLUDE_SUBDOMAINS",
            "false",
            "hsts.no_subdomains",
        ),
        ("SECURE_HSTS_SECONDS", "0", "hsts.missing"),
        ("SECURE_HSTS_SECONDS", "3600", "hsts.short"),
        (
            "SECURE_PROXY_SSL_HEADER",
            "X-Forwarded-Proto: https",
            "proxies.any_peer",
        ),
        (
            "SECURE_REFERRER_POLICY",
            "no-referrer",
            "referrer.breaks_csrf",
        ),
        ("SECURE_REFERRER_POLICY", "off", "referrer.missing"),
        ("SECURE_REFERRER_POLICY", "unsafe-url", "referrer.unsafe"),
        (
            "SECURE_SSL_HOST",
            "elsewhere.example",
            "https.host_not_allowed",
        ),
        ("SECURE_SSL_REDIRECT", "false", "https.off"),
        (
            "SESSION_COOKIE_HTTPONLY",
            "false",
            "session_cookie.not_httponly",
        ),
        (
            "SESSION_COOKIE_NAME",
            "sessionid",
            "session_cookie.no_prefix",
        ),
        (
            "SESSION_COOKIE_SAMESITE",
            "None",
            "session_cookie.cross_site",
        ),
        ("TRUSTED_PROXIES", "0.0.0.0/0", "proxies.trust_everyone"),
        ("X_FRAME_OPTIONS", "SAMEORIGIN", "frame.overruled"),
    ] {
        let settings = load(&[(variable, value)]);
        let report = checks().run(&settings, &Selection::deploy()).unwrap();
        let found = report.findings().iter().find(|finding| finding.id == id);
        let found = found.unwrap_or_else(|| panic!("{variable}={value}: {}", report.text()));
        let object = found.object.as_deref().unwrap();
        let named = object == variable
            || (variable, object) == ("SECURE_PROXY_SSL_HEADER", "TRUSTED_PROXIES")
            || (variable.starts_with("SECURE_HSTS") && object.starts_with("SECURE_HSTS"));
        assert!(named, "{id} names {object}, not {variable}");
        assert!(found.hint.is_some(), "{id} says nothing to do");
        assert_ne!(report.exit_code(Level::Warning), Exit::Clean, "{id}");
        assert!(
            !report.text().to_string().contains("changeme"),
            "{}",
            report.text()
        );
    }
}

#[test]
fn what_cannot_work_together_does_not_start_and_is_found() {
    for (variables, named) in [
        (
            &[("SESSION_COOKIE_SECURE", "false")][..],
            "SESSION_COOKIE_SECURE",
        ),
        // Browsers know the prefixes in any case.
        (
            &[
                ("SESSION_COOKIE_SECURE", "false"),
                ("SESSION_COOKIE_NAME", "__host-id"),
            ],
            "SESSION_COOKIE_SECURE",
        ),
        (
            &[
                ("CSRF_COOKIE_SECURE", "false"),
                ("CSRF_COOKIE_NAME", "c"),
                ("CSRF_COOKIE_SAMESITE", "None"),
            ],
            "CSRF_COOKIE_SECURE",
        ),
        (
            &[
                ("SESSION_COOKIE_SECURE", "false"),
                ("SESSION_COOKIE_NAME", "__Http-id"),
            ],
            "SESSION_COOKIE_SECURE",
        ),
        (
            &[
                ("SESSION_COOKIE_HTTPONLY", "false"),
                ("SESSION_COOKIE_NAME", "__Http-id"),
            ],
            "SESSION_COOKIE_HTTPONLY",
        ),
        (
            &[
                ("CSRF_COOKIE_HTTPONLY", "false"),
                ("CSRF_COOKIE_NAME", "__host-http-csrf"),
            ],
            "CSRF_COOKIE_HTTPONLY",
        ),
        (&[("USE_X_FORWARDED_HOST", "true")], "USE_X_FORWARDED_HOST"),
        (
            &[("CSP_INCLUDE_NONCE_IN", "script-src,img-src")],
            "CSP_INCLUDE_NONCE_IN",
        ),
        (
            &[
                ("CORS_ALLOWED_ORIGINS", "http://app.example"),
                ("CORS_ALLOW_CREDENTIALS", "true"),
            ],
            "CORS_ALLOWED_ORIGINS",
        ),
    ] {
        let settings = load(variables);
        let error = harden(&settings).unwrap_err();
        assert_eq!(error.issues().len(), 1, "{error}");
        assert_eq!(error.issues()[0].variable(), named);
        let report = checks().run(&settings, &Selection::default()).unwrap();
        assert_eq!(report.findings()[0].id, "settings.invalid");
        assert_eq!(report.exit_code(Level::Error), Exit::Findings);
    }
}

#[test]
fn a_key_that_can_be_guessed_starts_in_development_only() {
    for variable in ["SECRET_KEY", "SECRET_KEY_FALLBACKS"] {
        let weak = (variable, "changeme");
        let variables = TWO_VARIABLES.iter().chain([&weak]).copied();
        let error = Settings::load(&Sources::pairs(variables)).unwrap_err();
        assert_eq!(error.issues()[0].variable(), variable);
        // Nor do settings that came about in another way.
        let error = harden(&load(&[weak])).unwrap_err();
        assert_eq!(error.issues()[0].variable(), variable);
        assert!(!error.to_string().contains("changeme"), "{error}");
        assert!(harden(&load(&[weak, ("DEBUG", "true")])).is_ok());
    }
}

#[test]
fn a_key_that_is_only_short_starts_and_is_found() {
    // 16 random bytes, too many to guess.
    let short = load(&[("SECRET_KEY", "a3GqX0f9Zt7mWc2LrPv8Kw==")]);
    assert!(harden(&short).is_ok());
    let report = checks().run(&short, &Selection::deploy()).unwrap();
    let [finding] = report.findings() else {
        panic!("{}", report.text())
    };
    assert_eq!(
        (&*finding.id, finding.level),
        ("secret_key.weak", Level::Warning)
    );
}

#[test]
fn an_origin_whose_unsafe_requests_are_refused_is_told() {
    let origin = ("CORS_ALLOWED_ORIGINS", "https://app.example");
    let credentials = ("CORS_ALLOW_CREDENTIALS", "true");
    let trusted = |origins| ("CSRF_TRUSTED_ORIGINS", origins);
    let also = trusted("https://*.example,https://*.app.example");
    let other = trusted("https://*.other.example");
    for (variables, level) in [
        (&[origin][..], Some(Level::Info)),
        (&[origin, credentials], Some(Level::Warning)),
        (&[origin, credentials, other], Some(Level::Warning)),
        (&[origin, credentials, trusted("https://app.example")], None),
        (&[origin, credentials, also], None),
    ] {
        let report = checks()
            .run(&load(variables), &Selection::deploy())
            .unwrap();
        let found = report.findings().iter();
        let mut found = found.filter(|finding| finding.id == "cors.csrf_mismatch");
        assert_eq!(found.next().map(|finding| finding.level), level);
    }
}

#[test]
fn what_is_advised_on_trusted_origins_can_be_followed() {
    for variables in [
        &[("CORS_ALLOWED_ORIGINS", "https://app.example")][..],
        &[("CORS_ALLOWED_ORIGINS", "https://app.example:*")],
        &[("CORS_ALLOWED_ORIGINS", "https://*.app.example:*")],
        &[("CORS_ALLOWED_ORIGINS", "capacitor://localhost")],
        &[("DEBUG", "true"), ("CORS_ALLOW_ALL_ORIGINS", "true")],
    ] {
        let report = checks()
            .run(&load(variables), &Selection::deploy())
            .unwrap();
        let found = report.findings().iter();
        let hints = found
            .filter(|finding| finding.id == "cors.csrf_mismatch")
            .map(|finding| finding.hint.as_deref().unwrap());
        for hint in hints {
            let added = hint.strip_prefix("Add ").and_then(|h| h.split(' ').next());
            let trusted = added.map(|origin| ("CSRF_TRUSTED_ORIGINS", origin));
            let variables: Vec<_> = variables.iter().copied().chain(trusted).collect();
            load(&variables);
        }
    }
}

#[test]
fn the_health_is_looked_after_as_its_variables_say() {
    use std::time::Duration;

    use seaworthy::health::Mode;

    let usual = load(&[]);
    assert_eq!(usual.drain(), Duration::ZERO);
    assert!(usual.health_config().notify.is_none());
    let seconds = Duration::from_secs;
    assert_eq!(usual.health_config().mode, Mode::polled(seconds(10)));
    let kubernetes = ("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    assert_eq!(load(&[kubernetes]).drain(), seconds(5));
    assert_eq!(
        load(&[kubernetes, ("HEALTH_DRAIN", "500ms")]).drain(),
        Duration::from_millis(500)
    );

    let token = "3d1e6cc1a8f04b7e9a52";
    let settings = load(&[
        ("HEALTH_TOKEN", token),
        ("HEALTH_INTERVAL", "1m"),
        ("HEALTH_TIMEOUT", "15s"),
        ("NOTIFY_SOCKET", "@/org/notify"),
        ("WATCHDOG_USEC", "30000000"),
    ]);
    let config = settings.health_config();
    assert_eq!(config.timeout, seconds(15));
    let notify = config.notify.as_ref().unwrap();
    assert_eq!(notify.socket, "@/org/notify");
    assert_eq!(notify.watchdog, Some(seconds(30)));
    assert!(!format!("{settings:?} {config:?}").contains(token));
    assert!(config.build().is_ok());
    let report = checks().run(&settings, &Selection::deploy()).unwrap();
    let ids: Vec<_> = report.findings().iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids, ["health.long_interval", "health.long_timeout"]);

    for (variable, bad) in [
        ("HEALTH_TOKEN", "hunter2"),
        ("HEALTH_INTERVAL", "0"),
        ("HEALTH_TIMEOUT", "0"),
        ("NOTIFY_SOCKET", "notify"),
        ("WATCHDOG_USEC", "10"),
    ] {
        let variables = TWO_VARIABLES.iter().copied().chain([(variable, bad)]);
        let error = Settings::load(&Sources::pairs(variables)).unwrap_err();
        let error = error.to_string();
        assert!(error.contains(variable), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn the_log_is_written_as_its_variables_say() {
    let settings = load(&[
        ("LOG_SCHEMA", "ecs"),
        ("LOG_SERVICE", "lots"),
        ("LOG_PROJECT", "p1"),
        ("LOG_FILE", "/var/log/lots.log"),
        ("LOG_QUEUE", "2MiB"),
    ]);
    let config = settings.log_config();
    assert_eq!(
        config.queue.as_ref().map(|queue| queue.bytes),
        Some(2 << 20)
    );
    assert_eq!(load(&[]).log_config().queue, None);
    let small = TWO_VARIABLES.iter().copied().chain([("LOG_QUEUE", "100")]);
    let error = Settings::load(&Sources::pairs(small))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("LOG_QUEUE") && error.contains("4096"),
        "{error}"
    );
    assert_eq!(config.schema, seaworthy::log::Schema::Ecs);
    assert_eq!(config.service.as_deref(), Some("lots"));
    assert_eq!(config.project.as_deref(), Some("p1"));
    assert_eq!(
        config.output,
        seaworthy::log::Output::File("/var/log/lots.log".into())
    );

    let nameless = harden(&load(&[("LOG_SCHEMA", "bunyan")])).unwrap_err();
    let [issue] = nameless.issues() else {
        panic!("{nameless}");
    };
    assert_eq!(issue.variable(), "LOG_SERVICE");
    let named = [("LOG_SCHEMA", "bunyan"), ("LOG_SERVICE", "lots")];
    assert!(harden(&load(&named)).is_ok());
}

#[test]
fn cors_from_everywhere_is_for_development_only() {
    let all = ("CORS_ALLOW_ALL_ORIGINS", "true");
    assert!(load(&[all, ("DEBUG", "true")]).cors_config().is_some());
    let sources = Sources::pairs(TWO_VARIABLES.iter().copied().chain([all]));
    let error = Settings::load(&sources).unwrap_err();
    assert_eq!(error.issues()[0].variable(), "CORS_ALLOW_ALL_ORIGINS");
    assert!(
        load(&[]).cors_config().is_none(),
        "without origins there is no CORS"
    );
}

#[test]
fn every_default_of_the_variables_is_the_blocks_own() {
    let settings = load(&[]);
    assert_eq!(
        format!("{:?}", settings.headers_config()),
        format!("{:?}", seaworthy::headers::Config::default())
    );
    assert_eq!(
        format!("{:?}", settings.log_config()),
        format!("{:?}", seaworthy::log::Config::default())
    );
    let ours = settings.password_config().build().unwrap();
    let default = seaworthy::password::Config::default().build().unwrap();
    assert!(ours.help_texts().eq(default.help_texts()));
    let origin = "https://app.example";
    assert_eq!(
        format!(
            "{:?}",
            load(&[("CORS_ALLOWED_ORIGINS", origin)])
                .cors_config()
                .unwrap()
        ),
        format!("{:?}", seaworthy::cors::Config::new([origin]))
    );
}

#[test]
fn reports_go_where_one_variable_says_by_both_ways() {
    let sent = |variables: &[(&str, &str)]| {
        let config = load(variables).headers_config();
        let text = format!("{:?}", config.csp);
        assert!(config.build().is_ok());
        (config.reporting_endpoints, text.contains("report-to"))
    };
    let uri = |uri| ("CSP_REPORT_URI", uri);
    let endpoint = |uri: &str| vec![("csp".to_owned(), uri.to_owned())];
    assert_eq!(sent(&[]), (vec![], false));
    for both in ["/csp-report", "https://reports.example/a"] {
        assert_eq!(sent(&[uri(both)]), (endpoint(both), true));
    }
    for old in ["//reports.example", "reports", "http://reports.example"] {
        assert_eq!(sent(&[uri(old)]), (vec![], false), "{old}");
    }
    let named = [
        uri("/csp-report"),
        ("CSP_REPORT_TO", "main"),
        ("REPORTING_ENDPOINTS", "main=https://reports.example/"),
    ];
    let main = ("main".to_owned(), "https://reports.example/".to_owned());
    assert_eq!(sent(&named), (vec![main], true));

    let error = harden(&load(&[("CSP_REPORT_TO", "main")])).unwrap_err();
    assert_eq!(error.issues()[0].variable(), "CSP_REPORT_TO");
}

#[test]
fn cookies_that_have_variables_of_their_own_are_hardened_as_these_say() {
    let rules = load(&[
        ("COOKIES_HTTPONLY_EXCEPT", "theme"),
        ("CSRF_COOKIE_HTTPONLY", "false"),
    ]);
    let rules = rules.headers_config().cookies.unwrap();
    let except = vec!["theme".to_owned(), "__Host-csrftoken".to_owned()];
    assert_eq!(rules.http_only, CookieRule::Except(except));
    assert_eq!(rules.secure, CookieRule::All);

    for list in ["theme,theme", "a b"] {
        let two = TWO_VARIABLES.iter().copied();
        let sources = Sources::pairs(two.chain([("COOKIES_SECURE_EXCEPT", list)]));
        let error = Settings::load(&sources).unwrap_err();
        assert_eq!(error.issues()[0].variable(), "COOKIES_SECURE_EXCEPT");
    }
}

/// What the whole stack says of a request to `POST /form`, which the application answers with OK.
async fn posted(layer: &Harden, headers: &[(&str, &str)]) -> StatusCode {
    let app = service_fn(|_| ready(Ok::<_, Infallible>(Response::new(Full::from("")))));
    let mut request = Request::post("/form").header("host", "www.example.com");
    for (name, value) in [("x-forwarded-proto", "https")].iter().chain(headers) {
        request = request.header(*name, *value);
    }
    let layer = layer
        .clone()
        .peer_from(|_| Some(Peer::ip([127, 0, 0, 1].into())));
    let answer = layer.layer(app).oneshot(request.body(()).unwrap());
    let answer: Response<Full<Bytes>> = answer.await.unwrap();
    answer.status()
}

const CROSS_SITE: (&str, &str) = ("sec-fetch-site", "cross-site");

#[tokio::test]
async fn tokens_are_verified_once_they_are_asked_for() {
    let settings = load(&[("TRUSTED_PROXIES", "127.0.0.1")]);
    let without = harden(&settings).unwrap();
    let with = without.clone().csrf_tokens(&settings).unwrap();
    let wrong = ("x-csrftoken", "wrong");
    assert_eq!(posted(&without, &[wrong]).await, StatusCode::OK);
    assert_eq!(posted(&with, &[]).await, StatusCode::OK);
    assert_eq!(posted(&with, &[wrong]).await, StatusCode::FORBIDDEN);
    assert_eq!(posted(&with, &[CROSS_SITE]).await, StatusCode::FORBIDDEN);

    let error = load(&[("CSRF_COOKIE_SECURE", "false")]);
    let error = without.csrf_tokens(&error).unwrap_err();
    assert_eq!(error.issues()[0].variable(), "CSRF_COOKIE_SECURE");
}

#[tokio::test]
async fn what_is_taken_out_no_longer_refuses_and_can_stand_further_in() {
    let settings = load(&[("TRUSTED_PROXIES", "127.0.0.1")]);
    let layer = harden(&settings).unwrap().csrf_tokens(&settings).unwrap();
    let (rest, (csrf, tokens)) = layer.take_csrf();
    assert_eq!(posted(&rest, &[CROSS_SITE]).await, StatusCode::OK);
    assert!(csrf.is_some() && tokens.is_some());
    let (_, nothing) = rest.take_csrf();
    assert!(nothing.0.is_none() && nothing.1.is_none());
}

#[tokio::test]
async fn only_the_path_of_reports_is_open_to_other_sites() {
    let proxy = ("TRUSTED_PROXIES", "127.0.0.1");
    for (uri, status) in [
        ("/form", StatusCode::OK),
        ("/for", StatusCode::FORBIDDEN),
        ("/form/", StatusCode::FORBIDDEN),
        ("https://www.example.com/form", StatusCode::FORBIDDEN),
    ] {
        let layer = harden(&load(&[proxy, ("CSP_REPORT_URI", uri)])).unwrap();
        let report = ("content-type", "application/csp-report");
        let sent = posted(&layer, &[CROSS_SITE, report]).await;
        assert_eq!(sent, status, "{uri}");
        let form = posted(&layer, &[CROSS_SITE]).await;
        assert_eq!(form, StatusCode::FORBIDDEN, "{uri}");
    }
}
