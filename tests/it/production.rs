//! The reference application as its users meet it: a process, its environment, its sockets.

use std::process::Output;

use serde_json::Value;

use crate::client::{get, send};
use crate::server::{PATIENCE, SECRET_KEY, Server, TWO_VARIABLES, command, run};

/// Production behind a proxy on this machine.
const BEHIND_A_PROXY: [(&str, &str); 3] = [
    TWO_VARIABLES[0],
    TWO_VARIABLES[1],
    ("TRUSTED_PROXIES", "127.0.0.1"),
];

/// What such a proxy says of a client that came over HTTPS.
const OVER_HTTPS: [&str; 3] = [
    "Host: www.example.com",
    "X-Forwarded-Proto: https",
    "X-Forwarded-For: 203.0.113.7",
];

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn two_variables_pass_the_deploy_check() {
    let output = run(&["check", "--deploy"], &TWO_VARIABLES);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("no issues"), "{text}");
    for checked in [
        "secret_key",
        "hosts",
        "hsts",
        "csp",
        "cookies",
        "cors",
        "log",
        "password",
    ] {
        assert!(text.contains(checked), "{checked} was not checked: {text}");
    }
}

#[test]
fn an_unsafe_environment_is_named_finding_by_finding() {
    let unsafe_variables = [
        ("DEBUG", "true"),
        ("SECRET_KEY", "weak-swordfish"),
        ("ALLOWED_HOSTS", "*"),
    ];
    let output = run(&["check", "--deploy"], &unsafe_variables);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for id in ["debug.on", "secret_key.weak", "hosts.any"] {
        assert!(text.contains(id), "{id} is not found: {text}");
    }
    for variable in ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"] {
        assert!(text.contains(variable), "{variable} is not named: {text}");
    }
    assert!(!text.contains("swordfish"), "{text}");
}

#[test]
fn without_deploy_the_same_settings_only_have_to_work() {
    let output = run(&["check"], &[("DEBUG", "true")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

#[test]
fn every_report_format_is_what_it_says() {
    let variables = [("DEBUG", "true")];
    let report = |format: &str| {
        let output = run(&["check", "--deploy", "--format", format], &variables);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let json: Value = serde_json::from_str(&report("json")).unwrap();
    assert!(
        json["findings"]
            .as_array()
            .is_some_and(|f| f.iter().any(|f| f["id"] == "debug.on"))
    );
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(
        report("github")
            .lines()
            .any(|line| line.starts_with("::error "))
    );
}

#[test]
fn wrong_usage_is_told_from_findings_and_from_failure() {
    for arguments in [
        &["check", "--format", "yaml"][..],
        &["check", "--tag", "nonsense"],
        &["fly"],
    ] {
        let output = run(arguments, &TWO_VARIABLES);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            text(&output)
        );
    }
}

#[test]
fn a_bad_environment_is_told_whole_and_no_secret_with_it() {
    let secret = "hunter2-hunter2-hunter2";
    let url = format!("mysql://root:{secret}@db/harvest");
    let bad = [
        ("DEBUG", "flase"),
        ("SECRET_KEYS", secret),
        ("ALLOWED_HOST", "www.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("SECURE_REFERRER_POLICY", "same-orgin"),
        ("X_FRAME_OPTIONS", "NEVER"),
        ("CSP_SCRIPT_SRC", "self"),
        ("CORS_ALLOWED_ORIGINS", "app.example.com"),
        ("CORS_ALLOW_ALL_ORIGINS", "true"),
        ("SESSION_COOKIE_SAMESITE", "sometimes"),
        ("LOG_LEVEL", "loud"),
        ("BIND", "localhost"),
        ("DATABASE_URL", url.as_str()),
    ];
    for arguments in [&["check", "--deploy"][..], &["settings"], &["serve"]] {
        let output = run(arguments, &bad);
        let text = text(&output);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {text}");
        for variable in [
            "DEBUG",
            "SECRET_KEY",
            "ALLOWED_HOSTS",
            "TRUSTED_PROXIES",
            "SECURE_HSTS_SECONDS",
            "SECURE_REFERRER_POLICY",
            "X_FRAME_OPTIONS",
            "CSP_SCRIPT_SRC",
            "CORS_ALLOWED_ORIGINS",
            "CORS_ALLOW_ALL_ORIGINS",
            "SESSION_COOKIE_SAMESITE",
            "LOG_LEVEL",
            "BIND",
        ] {
            assert!(
                text.contains(variable),
                "{arguments:?} keeps {variable} quiet: {text}"
            );
        }
        assert!(!text.contains("hunter2"), "{text}");
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[test]
fn a_weak_key_does_not_serve_in_production() {
    let output = run(
        &["serve"],
        &[("SECRET_KEY", "weak-swordfish"), TWO_VARIABLES[1]],
    );
    let text = text(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.contains("SECRET_KEY") && !text.contains("swordfish"),
        "{text}"
    );
}

#[test]
fn a_key_that_does_not_serve_is_found_without_deploy() {
    let weak = [("SECRET_KEY", "weak-swordfish"), TWO_VARIABLES[1]];
    let output = run(&["check"], &weak);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.contains("SECRET_KEY") && !text.contains("swordfish"),
        "{text}"
    );
}

#[test]
fn a_variable_that_nobody_reads_is_told_if_another_may_be_meant() {
    let misspelled = ("SECURE_HSTS_SECOND", "3");
    let variables = [TWO_VARIABLES[0], TWO_VARIABLES[1], misspelled];
    let output = run(&["check"], &variables);
    let text = text(&output);
    assert!(
        text.contains("SECURE_HSTS_SECOND: it is set") && text.contains("SECURE_HSTS_SECONDS"),
        "{text}"
    );
    let server = Server::start(&variables);
    let lines = stop(server).concat();
    assert!(
        cfg!(not(unix)) || lines.contains("SECURE_HSTS_SECOND: it is set"),
        "{lines}"
    );
}

#[test]
fn a_database_of_another_kind_is_refused_and_its_password_kept() {
    for url in [
        "postgres://root:swordfish@db/harvest",
        "mysql:swordfish",
        "/srv/swordfish.sqlite3",
        "sqlite://",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut serve = command(folder.path(), &["serve"], &TWO_VARIABLES);
        let output = serve.env("DATABASE_URL", url).output().unwrap();
        let text = text(&output);
        assert_eq!(output.status.code(), Some(3), "{url}: {text}");
        assert!(text.contains("DATABASE_URL"), "{text}");
        assert!(!text.contains("swordfish"), "{text}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "{url}");
    }
}

#[test]
fn a_generated_secret_is_strong_and_never_the_same() {
    let generated = || {
        let output = run(&["generate-secret"], &[]);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    };
    let key = generated();
    assert_ne!(key, generated());
    let output = run(
        &["check", "--deploy"],
        &[("SECRET_KEY", &key), TWO_VARIABLES[1]],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
}

#[test]
fn settings_say_where_each_value_came_from_and_keep_the_secret() {
    for format in ["text", "json", "env", "markdown"] {
        let output = run(&["settings", "--format", format], &TWO_VARIABLES);
        let text = text(&output);
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert!(text.contains("SECURE_HSTS_SECONDS"), "{format}: {text}");
        assert!(!text.contains(SECRET_KEY), "{format}: {text}");
    }
    let output = run(&["settings", "--format", "json"], &TWO_VARIABLES);
    let settings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let hosts = &settings["settings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["variable"] == "ALLOWED_HOSTS");
    assert_eq!(hosts.unwrap()["source"], "environment", "{settings:#}");
}

#[test]
fn documents_of_the_settings_need_no_environment() {
    for (format, text) in [
        ("env-example", "\nSECRET_KEY=\n"),
        ("reference", "| `SECRET_KEY` |"),
        ("schema", "\"secret_key\""),
    ] {
        let output = run(&["settings", "--format", format], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", self::text(&output));
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains(text), "{format}: {shown}");
    }
    let schema = run(&["settings", "--format", "schema"], &[]).stdout;
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let hsts = &schema["properties"]["secure"]["properties"]["hsts_seconds"];
    assert_eq!(hsts["default"], 31_536_000, "{hsts:#}");
}

#[test]
fn files_that_are_named_lie_under_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let (config, local) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
    let env = folder.path().join(".env");
    std::fs::write(
        &config,
        "allowed_hosts = [\"a.example\"]\n[log]\nlevel = \"INFO\"",
    )
    .unwrap();
    std::fs::write(&local, "[log]\nlevel = \"ERROR\"").unwrap();
    std::fs::write(&env, "LOG_LEVEL=WARNING\nBIND=127.0.0.1:8001\n").unwrap();
    let [config, local, env] = [&config, &local, &env].map(|path| path.to_str().unwrap());
    let files = ["--config", config, "--config", local, "--env-file", env];
    let arguments: Vec<_> = ["settings"].into_iter().chain(files).collect();
    let output = run(&arguments, &[TWO_VARIABLES[0], ("BIND", "127.0.0.1:8002")]);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap();
    let level = line("LOG_LEVEL ");
    assert!(
        level.contains("WARNING") && level.contains(".env:1:11"),
        "{level}"
    );
    assert!(
        level.contains("b.toml:2:9, ") && level.contains("a.toml:3:9"),
        "{level}"
    );
    assert!(line("ALLOWED_HOSTS").contains("a.toml:1:17"), "{text}");
    assert!(line("BIND").contains("environment, not"), "{text}");
    assert!(
        text.contains(".env: a `.env` file is for development"),
        "{text}"
    );

    std::fs::write(
        config,
        "alowed_hosts = [\"a.example\"]\n[log]\nlevel = \"LOUD\"",
    )
    .unwrap();
    let arguments = ["serve", "--config", config];
    let output = run(&arguments, &[TWO_VARIABLES[0]]);
    let text = self::text(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    for part in [
        "a.toml:1:1",
        "rename alowed_hosts to allowed_hosts",
        "a.toml:3:9",
        "3 | level",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_environment_file_holds_what_is_set_whole() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, SECRET_KEY).unwrap();
    let hosts: Vec<_> = (0..20)
        .map(|host| format!("host-{host}.example.com"))
        .collect();
    let variables = [
        ("SECRET_KEY_FILE", key.to_str().unwrap()),
        ("ALLOWED_HOSTS", &hosts.join(",")),
        ("CSP_IMG_SRC", "'self' data:"),
    ];
    let output = run(&["settings", "--format", "env"], &variables);
    let file = String::from_utf8(output.stdout).unwrap();
    let set: Vec<_> = file
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .collect();
    assert_eq!(set, variables, "{file}");
    assert!(
        file.contains("CommonPasswordValidator,NumericPasswordValidator\n"),
        "a default is whole too: {file}"
    );
}

#[test]
fn plain_http_is_sent_to_https() {
    let server = Server::start(&TWO_VARIABLES);
    let answer = send(
        server.address,
        "GET /a%2Fb?c=d",
        &["Host: www.example.com:8000"],
        "",
    );
    assert_eq!(answer.status, 301);
    assert_eq!(
        answer.header("location"),
        Some("https://www.example.com/a%2Fb?c=d")
    );
    assert_eq!(answer.header("strict-transport-security"), None);

    let answer = send(
        server.address,
        "POST /api/lots",
        &["Host: www.example.com"],
        "{}",
    );
    assert_eq!(answer.status, 308);
}

#[test]
fn what_an_untrusted_peer_forwards_is_not_believed() {
    let server = Server::start(&TWO_VARIABLES);
    let answer = send(server.address, "GET /", &OVER_HTTPS, "");
    assert_eq!(answer.status, 301);
}

#[test]
fn a_host_that_is_not_ours_gets_nothing() {
    let server = Server::start(&BEHIND_A_PROXY);
    for hosts in [
        &["Host: evil.example"][..],
        &["Host: www.example.com.evil.example"],
        &["Host: www.example.com", "Host: evil.example"],
        &["Host: www.example.com@evil.example"],
        &[],
    ] {
        let answer = send(server.address, "GET /", hosts, "");
        assert_eq!(answer.status, 400, "{hosts:?}");
        assert_eq!(answer.header("location"), None);
        assert_eq!(answer.body, "");
    }
}

#[test]
fn the_page_is_hardened_and_shows_the_lots() {
    let server = Server::start(&BEHIND_A_PROXY);
    let answer = send(server.address, "GET /", &OVER_HTTPS, "");
    assert_eq!(answer.status, 200, "{answer:?}");
    for (name, value) in [
        (
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        ),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert!(answer.header("permissions-policy").is_some());

    let policy = answer.header("content-security-policy").unwrap();
    let (_, rest) = policy
        .split_once("script-src 'strict-dynamic' 'nonce-")
        .unwrap();
    let nonce = rest.split('\'').next().unwrap();
    assert!(nonce.len() >= 22, "{nonce}");
    let tags: Vec<&str> = ["<script", "<style"]
        .iter()
        .flat_map(|tag| answer.body.split(tag).skip(1))
        .map(|rest| rest.split('>').next().unwrap())
        .collect();
    assert_eq!(tags.len(), 3);
    for tag in tags {
        assert!(tag.ends_with(&format!(" nonce=\"{nonce}\"")), "{tag}");
    }
    assert!(!answer.body.contains(" style=") && !answer.body.contains(" onclick="));
    assert!(answer.header("cache-control").unwrap().contains("private"));

    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-sessionid="), "{cookie}");
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(answer.body.contains("Autumn harvest 2026") && answer.body.contains("A26-001"));
    assert!(answer.body.contains("database: ok"));

    let cookie = format!("Cookie: {}", cookie.split(';').next().unwrap());
    let again = send(
        server.address,
        "GET /",
        &[&OVER_HTTPS[..], &[&cookie]].concat(),
        "",
    );
    assert_eq!(again.header("set-cookie"), None, "the session goes on");
    assert_ne!(
        again.header("content-security-policy"),
        answer.header("content-security-policy")
    );
}

#[test]
fn every_status_carries_the_headers() {
    let server = Server::start(&BEHIND_A_PROXY);
    for (line, status) in [
        ("GET /nowhere", 404),
        ("DELETE /", 405),
        ("GET /api/lots?campaign=x", 400),
    ] {
        let same_origin = [&OVER_HTTPS[..], &["Sec-Fetch-Site: same-origin"]].concat();
        let answer = send(server.address, line, &same_origin, "");
        assert_eq!(answer.status, status, "{line}");
        for name in [
            "x-content-type-options",
            "content-security-policy",
            "x-frame-options",
        ] {
            assert!(answer.header(name).is_some(), "{line} has no {name}");
        }
    }
}

#[test]
fn health_answers_by_address_over_plain_http_with_or_without_a_slash() {
    let server = Server::start(&TWO_VARIABLES);
    for path in ["/healthz", "/livez", "/readyz", "/startupz"] {
        for slash in ["", "/"] {
            for host in ["Host: 10.1.2.3:8000", "Host: evil.example"] {
                let answer = send(server.address, &format!("GET {path}{slash}"), &[host], "");
                assert_eq!(answer.status, 200, "{path}{slash}: {answer:?}");
                assert!(answer.header("cache-control").unwrap().contains("no-store"));
            }
        }
    }
    assert_eq!(
        get(server.address, "/healthz").json(),
        serde_json::json!({"status": "ok"})
    );
    assert_eq!(get(server.address, "/readyz").json()["database"], "ok");
    assert_eq!(
        send(server.address, "POST /readyz", &["Host: a"], "").status,
        405
    );
}

#[test]
fn the_health_command_asks_the_running_service() {
    let server = Server::start(&TWO_VARIABLES);
    let url = format!("http://{}/readyz", server.address);
    assert_eq!(run(&["health", "--url", &url], &[]).status.code(), Some(0));
    let bind = server.address.to_string();
    assert_eq!(run(&["health"], &[("BIND", &bind)]).status.code(), Some(0));
    // A proxy for the way out is not on the way to a service beside us.
    let proxies =
        ["ALL_PROXY", "HTTP_PROXY", "http_proxy"].map(|name| (name, "http://127.0.0.1:9"));
    let variables = [&proxies[..], &[("BIND", &bind)]].concat();
    assert_eq!(run(&["health"], &variables).status.code(), Some(0));
    let nowhere = [("BIND", "nowhere")];
    assert_eq!(run(&["health"], &nowhere).status.code(), Some(1));
    drop(server);
    assert_eq!(run(&["health", "--url", &url], &[]).status.code(), Some(1));
}

#[test]
fn passwords_are_judged_with_djangos_codes_and_nothing_is_kept() {
    let mut server = Server::start(&BEHIND_A_PROXY);
    let address = server.address;
    let validate = |body: &str| {
        let headers = [&OVER_HTTPS[..], &["Content-Type: application/json"]].concat();
        send(address, "POST /passwords/validate", &headers, body)
    };
    let codes = |body: &str| -> Vec<String> {
        let answer = validate(body);
        assert_eq!(answer.status, 200, "{answer:?}");
        let answer = answer.json();
        let errors = answer["errors"].as_array().unwrap();
        assert_eq!(answer["valid"], errors.is_empty());
        errors
            .iter()
            .map(|error| error["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        codes(r#"{"password": "123456"}"#),
        [
            "password_too_short",
            "password_too_common",
            "password_entirely_numeric"
        ]
    );
    assert_eq!(
        codes(r#"{"password": "jane.doe.1990", "user": {"username": "jane.doe.199"}}"#),
        ["password_too_similar"]
    );
    assert_eq!(codes(r#"{"password": "quaint-heron-barley-9"}"#), [""; 0]);
    let answer = validate(r#"{"password": "swordfish-41" "#);
    assert_eq!(answer.status, 400);
    assert!(!answer.body.contains("swordfish"), "{answer:?}");
    server.line(|line| line.contains("/passwords/validate"));
    let lines = stop(server);
    assert!(
        !lines
            .iter()
            .any(|line| line.contains("swordfish") || line.contains("heron"))
    );
}

#[test]
fn lots_come_in_and_all_that_is_wrong_with_one_is_said() {
    let server = Server::start(&BEHIND_A_PROXY);
    let post = |body: &str| {
        let headers = [&OVER_HTTPS[..], &["Content-Type: application/json"]].concat();
        send(server.address, "POST /api/lots", &headers, body)
    };
    let lot = r#"{"campaign_id": 3, "code": "A26-900", "crop": "Medlar", "parcel": "Brook side",
                  "weight_kg": 12.5, "harvested_on": "2026-11-02"}"#;
    let created = post(lot);
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(created.json()["code"], "A26-900");
    assert_eq!(post(lot).status, 409, "the code is taken");
    assert_eq!(
        post(&lot.replace(": 3", ": 1")).status,
        409,
        "the campaign is closed"
    );

    let wrong = r#"{"campaign_id": 99, "code": " ", "crop": "Medlar", "parcel": "Brook side",
                    "weight_kg": -1, "harvested_on": "yesterday"}"#;
    let refused = post(wrong);
    assert_eq!(refused.status, 422, "{refused:?}");
    let refused = refused.json();
    let fields: Vec<_> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["code", "weight_kg", "harvested_on", "campaign_id"]);

    let listed = send(server.address, "GET /api/lots?campaign=3", &OVER_HTTPS, "").json();
    let codes: Vec<_> = listed["lots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lot| lot["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes[0], "A26-900");
    assert!(codes.iter().all(|code| code.starts_with("A26-")));
}

#[test]
fn lots_that_come_in_together_all_come_in() {
    let server = Server::start(&BEHIND_A_PROXY);
    let address = server.address;
    let senders: Vec<_> = (0..8)
        .map(|sender| {
            std::thread::spawn(move || {
                let headers = [&OVER_HTTPS[..], &["Content-Type: application/json"]].concat();
                for lot in 0..5 {
                    let body = format!(
                        r#"{{"campaign_id": 3, "code": "T{sender}-{lot}", "crop": "Medlar",
                             "parcel": "Brook side", "weight_kg": 1,
                             "harvested_on": "2026-11-02"}}"#
                    );
                    let answer = send(address, "POST /api/lots", &headers, &body);
                    assert_eq!(answer.status, 201, "{answer:?}");
                }
            })
        })
        .collect();
    for sender in senders {
        sender.join().unwrap();
    }
}

#[test]
fn other_origins_read_the_api_only_where_they_are_listed() {
    let variables = [
        &BEHIND_A_PROXY[..],
        &[("CORS_ALLOWED_ORIGINS", "https://app.example.com")],
    ]
    .concat();
    let server = Server::start(&variables);
    let ask = |line: &str, headers: &[&str]| {
        send(
            server.address,
            line,
            &[&OVER_HTTPS[..], headers].concat(),
            "",
        )
    };
    let allowed = ask("GET /api/lots", &["Origin: https://app.example.com"]);
    let origin = allowed.header("access-control-allow-origin");
    assert_eq!(
        (allowed.status, origin),
        (200, Some("https://app.example.com"))
    );
    let denied = ask(
        "GET /api/lots",
        &["Origin: https://app.example.com.evil.example"],
    );
    assert_eq!(denied.header("access-control-allow-origin"), None);
    for answer in [&allowed, &denied] {
        assert!(
            answer
                .all("vary")
                .iter()
                .any(|vary| vary.eq_ignore_ascii_case("origin"))
        );
    }
    let preflight = [
        "Origin: https://app.example.com",
        "Access-Control-Request-Method: POST",
    ];
    assert_eq!(ask("OPTIONS /api/lots", &preflight).status, 204);
    let preflight = [
        "Origin: https://evil.example",
        "Access-Control-Request-Method: POST",
    ];
    assert_eq!(ask("OPTIONS /api/lots", &preflight).status, 403);
}

#[test]
fn a_request_that_another_site_made_a_browser_send_is_refused() {
    let server = Server::start(&BEHIND_A_PROXY);
    let post = |headers: &[&str]| {
        let json = ["Content-Type: application/json"];
        send(
            server.address,
            "POST /api/lots",
            &[&OVER_HTTPS[..], &json, headers].concat(),
            "{}",
        )
        .status
    };
    assert_eq!(
        post(&["Sec-Fetch-Site: cross-site", "Origin: https://evil.example"]),
        403
    );
    assert_eq!(post(&["Origin: https://evil.example"]), 403);
    assert_eq!(
        post(&["Origin: http://www.example.com"]),
        403,
        "the scheme counts"
    );
    assert_eq!(post(&["Sec-Fetch-Site: same-origin"]), 422);
    assert_eq!(post(&["Origin: https://www.example.com"]), 422);
}

#[test]
fn violation_reports_are_taken_and_logged_without_their_queries() {
    let mut server = Server::start(&BEHIND_A_PROXY);
    let report_uri = r#"{"csp-report": {"effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?token=swordfish",
        "document-uri": "https://www.example.com/"}}"#;
    let reporting_api = r#"[{"type": "csp-violation", "url": "https://www.example.com/",
        "body": {"effectiveDirective": "style-src-elem", "disposition": "report",
        "blockedURL": "https://evil.example/x.css?token=swordfish"}}]"#;
    for (content_type, body) in [
        ("application/csp-report", report_uri),
        ("application/reports+json", reporting_api),
        ("application/csp-report", "not JSON"),
        ("text/plain", "not JSON"),
    ] {
        let content_type = format!("Content-Type: {content_type}");
        let headers = [&OVER_HTTPS[..], &[&content_type]].concat();
        let answer = send(server.address, "POST /csp-report", &headers, body);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{body}");
    }
    for (directive, blocked, level) in [
        ("script-src-elem", "https://evil.example/x.js", "WARN"),
        ("style-src-elem", "https://evil.example/x.css", "INFO"),
    ] {
        let line = server.line(|line| line.contains(directive));
        let line: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["directive"], directive);
        assert_eq!(line["blocked"], blocked);
        assert_eq!(line["document"], "https://www.example.com/");
        assert_eq!(line["level"], level);
        assert_eq!(line["target"], "seaworthy_headers::reports");
    }
    server.line(|line| line.contains("browser reports dropped"));
    let lines = stop(server);
    #[cfg(unix)]
    for directive in ["script-src-elem", "style-src-elem"] {
        let lines = lines.iter().filter(|line| line.contains(directive));
        assert_eq!(lines.count(), 1, "{directive}");
    }
    assert!(!lines.iter().any(|line| line.contains("swordfish")));
}

/// Stops a server as an orchestrator does; what it has written.
fn stop(server: Server) -> Vec<String> {
    #[cfg(unix)]
    {
        server.terminate();
        let (lines, status) = server.finish();
        assert_eq!(status.code(), Some(0), "{lines:#?}");
        lines
    }
    #[cfg(not(unix))]
    {
        drop(server);
        Vec::new()
    }
}

#[test]
#[cfg(unix)]
fn each_request_is_one_line_of_json_without_its_query() {
    let server = Server::start(&BEHIND_A_PROXY);
    let id = "X-Request-Id: 0123-abcd";
    let answer = send(
        server.address,
        "GET /api/lots?campaign=1",
        &[&OVER_HTTPS[..], &[id]].concat(),
        "",
    );
    assert_eq!(answer.header("x-request-id"), Some("0123-abcd"));
    send(
        server.address,
        "GET /nowhere?token=swordfish",
        &OVER_HTTPS,
        "",
    );
    send(
        server.address,
        "GET /refused?token=swordfish",
        &["Host: evil.example"],
        "",
    );
    get(server.address, "/readyz?token=swordfish");

    let lines = stop(server);
    let events: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    for (path, status, level) in [
        ("/api/lots", 200, "INFO"),
        ("/nowhere", 404, "WARN"),
        ("/refused", 400, "WARN"),
        ("/readyz", 200, "INFO"),
    ] {
        let of_path: Vec<_> = events
            .iter()
            .filter(|e| e["path"] == path && e.get("status").is_some())
            .collect();
        let [event] = of_path[..] else {
            panic!("{path} was logged {} times", of_path.len())
        };
        assert_eq!(event["method"], "GET");
        assert_eq!(event["status"], status);
        assert_eq!(event["level"], level);
        assert!(event["latency_ms"].is_number(), "{event}");
        assert!(
            event["request_id"]
                .as_str()
                .is_some_and(|id| !id.is_empty()),
            "{event}"
        );
    }
    assert!(
        events
            .iter()
            .any(|event| event["request_id"] == "0123-abcd")
    );
    assert!(
        !lines
            .iter()
            .any(|line| line.contains("swordfish") || line.contains("campaign=1"))
    );
}

#[test]
#[cfg(unix)]
fn sigterm_drains_what_has_begun_and_ends_well() {
    use std::io::{Read as _, Write as _};

    let mut server = Server::start(&BEHIND_A_PROXY);
    // A request that has begun and not ended.
    let mut stream = std::net::TcpStream::connect(server.address).unwrap();
    let body = r#"{"password": "quaint-heron-barley-9"}"#;
    let (begun, rest) = body.split_at(10);
    write!(
        stream,
        "POST /passwords/validate HTTP/1.1\r\nHost: www.example.com\r\nX-Forwarded-Proto: https\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{begun}",
        body.len(),
    )
    .unwrap();
    stream.flush().unwrap();
    // Another one, answered, shows that the first has reached the server.
    get(server.address, "/livez");
    server.terminate();
    server.line(|line| line.to_lowercase().contains("drain"));
    stream.write_all(rest.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let (lines, status) = server.finish();
    assert_eq!(status.code(), Some(0), "{lines:#?}");
}

#[test]
#[cfg(unix)]
fn load_balancers_and_the_service_manager_learn_of_the_end_before_it_comes() {
    use std::os::unix::net::UnixDatagram;

    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).unwrap();
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let told = || {
        let mut message = [0; 64];
        let length = manager.recv(&mut message).unwrap();
        String::from_utf8_lossy(&message[..length]).into_owned()
    };
    let mut variables = TWO_VARIABLES.to_vec();
    variables.push(("NOTIFY_SOCKET", socket.to_str().unwrap()));
    variables.push(("WATCHDOG_USEC", "3600000000"));
    variables.push(("HEALTH_DRAIN", "1h"));
    let mut server = Server::start(&variables);
    let mut messages = [told(), told()];
    messages.sort();
    assert_eq!(messages, ["READY=1", "WATCHDOG=1"]);
    assert_eq!(get(server.address, "/readyz").status, 200);
    server.terminate();
    assert_eq!(told(), "STOPPING=1");
    let answer = get(server.address, "/readyz");
    assert_eq!(
        (answer.status, &*answer.body),
        (503, r#"{"status":"draining"}"#)
    );
    assert_eq!(get(server.address, "/livez").status, 200);
    // An hour is too long to wait for.
    server.line(|line| line.contains("drain"));
    server.terminate();
    let (lines, status) = server.finish();
    assert_eq!(status.code(), Some(0), "{lines:#?}");
}

#[test]
#[cfg(unix)]
fn who_never_ends_a_request_does_not_keep_the_service_from_ending() {
    use std::io::Write as _;

    let mut server = Server::start(&BEHIND_A_PROXY);
    let mut stream = std::net::TcpStream::connect(server.address).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: www.exam")
        .unwrap();
    get(server.address, "/livez");
    server.terminate();
    server.line(|line| line.contains("drain"));
    // The deadline is too far to wait for; a second signal brings it on.
    server.terminate();
    let (lines, status) = server.finish();
    assert_eq!(status.code(), Some(0), "{lines:#?}");
    assert!(
        lines.iter().any(|line| line.contains("were cut")),
        "{lines:#?}"
    );
}

#[test]
fn development_needs_no_variable_but_one() {
    let mut server = Server::start(&[("DEBUG", "true")]);
    server.line(|line| line.contains("SECRET_KEY is random"));
    let answer = get(server.address, "/");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("strict-transport-security"), None);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("sessionid=") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let policy = answer.header("content-security-policy").unwrap();
    assert!(!policy.contains("upgrade-insecure-requests"), "{policy}");
    let line = server.line(|line| line.contains("path=/") || line.contains("path=\"/\""));
    assert!(
        serde_json::from_str::<Value>(&line).is_err(),
        "people read this: {line}"
    );
    assert!(server.folder.path().join("production.sqlite3").exists());
}

#[test]
fn a_port_that_is_taken_is_said_so() {
    let server = Server::start(&TWO_VARIABLES);
    let bind = server.address.to_string();
    let mut serve = command(server.folder.path(), &["serve"], &TWO_VARIABLES);
    let output = serve.env("BIND", &bind).output().unwrap();
    let text = text(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains("BIND") && text.contains(&bind), "{text}");
}
