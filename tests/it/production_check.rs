//! `production check` as its users meet it: the checklist, the stores, a service far away.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Output;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::Response;
use serde_json::Value;
use sqlx::SqlitePool;

use crate::client;
use crate::server::{SECRET_KEY, Server, TWO_VARIABLES, command};
use crate::tls::Tls;

fn check(folder: &Path, arguments: &[&str], more: &[(&str, &str)]) -> (i32, String) {
    let arguments: Vec<&str> = ["check"].iter().chain(arguments).copied().collect();
    let variables: Vec<_> = TWO_VARIABLES.iter().chain(more).copied().collect();
    let output = command(folder, &arguments, &variables).output().unwrap();
    told(&output)
}

fn told(output: &Output) -> (i32, String) {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), format!("{out}{err}"))
}

#[test]
fn the_checklist_has_fourteen_rows_and_two_variables_leave_none_open() {
    let folder = tempfile::tempdir().unwrap();
    let (code, rows) = check(folder.path(), &["--deploy", "--format", "checklist"], &[]);
    assert_eq!(code, 0, "{rows}");
    let statuses: Vec<&str> = rows
        .lines()
        .map(|row| row[4..].split("  ").next().unwrap())
        .collect();
    assert_eq!(statuses.len(), 14, "{rows}");
    assert!(
        statuses
            .iter()
            .all(|status| ["pass", "not used"].contains(status)),
        "{rows}"
    );
    let passed = statuses.iter().filter(|status| **status == "pass").count();
    assert_eq!(passed, 10, "{rows}");
    // To look leaves nothing behind.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    let bad = [
        ("DEBUG", "true"),
        ("REDIS_URL", "redis://:hunter2@127.0.0.1:1/0"),
    ];
    let (code, rows) = check(folder.path(), &["--deploy", "--format", "checklist"], &bad);
    assert_eq!(code, 1, "{rows}");
    let row = |number: usize| rows.lines().nth(number - 1).unwrap();
    assert!(row(2).contains("fail"), "{rows}");
    assert!(row(11).contains("fail"), "{rows}");
    assert!(!rows.contains("hunter2"), "{rows}");
}

#[test]
fn the_stores_are_looked_at_as_they_are() {
    let server = Server::start(&TWO_VARIABLES);
    let folder = server.folder.path();
    let stores = |expected: i32| {
        let (code, text) = check(folder, &["--deploy", "--tag", "stores"], &[]);
        assert_eq!(code, expected, "{text}");
        text
    };
    let text = stores(0);
    assert!(
        text.contains("passed    database") && text.contains("passed    migrations"),
        "{text}"
    );

    let execute = |sql: &'static str| {
        let url = format!("sqlite://{}", folder.join("production.sqlite3").display());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let pool = SqlitePool::connect(&url).await.unwrap();
            sqlx::query(sql).execute(&pool).await.unwrap();
            pool.close().await;
        });
    };
    execute("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1");
    assert!(stores(1).contains("1: (migrations.changed)"));
    execute("UPDATE _sqlx_migrations SET success = false WHERE version = 1");
    assert!(stores(1).contains("1: (migrations.failed)"));
    execute("DELETE FROM _sqlx_migrations WHERE version = 1");
    assert!(stores(0).contains("1: (migrations.pending)"));
    execute("UPDATE _sqlx_migrations SET version = 9 WHERE version = 2");
    assert!(stores(1).contains("9: (migrations.changed) The migration 9 was applied, and is not"));
    drop(server);

    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("production.sqlite3"),
        "This is no database. ".repeat(99),
    )
    .unwrap();
    let (code, text) = check(folder.path(), &["--deploy", "--tag", "stores"], &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("DATABASE_URL: (database.down)"), "{text}");
}

#[test]
fn an_id_is_explained_by_its_name_or_by_djangos() {
    let folder = tempfile::tempdir().unwrap();
    for (id, code, says) in [
        (
            "hsts.missing",
            0,
            "hsts.missing (security.W004) is a warning.",
        ),
        ("security.W004", 0, "HINT: Set SECURE_HSTS_SECONDS=31536000"),
        ("migrations.changed", 0, "the service does not start."),
        ("check.skipped", 0, "nothing is known"),
        ("hsts.mising", 2, "did you mean hsts.missing?"),
    ] {
        // Nothing has to be set for it.
        let output = command(folder.path(), &["check", "--explain", id], &[])
            .output()
            .unwrap();
        let (found, text) = told(&output);
        assert_eq!(found, code, "{text}");
        assert!(text.contains(says), "{text}");
    }
}

#[test]
fn a_baseline_lets_pass_what_was_found_before_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("baseline.txt");
    let file = file.to_str().unwrap();
    let short = ("SECURE_HSTS_SECONDS", "60");
    let write = ["--deploy", "--write-baseline", file];
    assert_eq!(check(folder.path(), &write, &[short]).0, 1);
    let against = ["--deploy", "--baseline", file];
    let (code, text) = check(folder.path(), &against, &[short]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("1 known"), "{text}");
    let (code, text) = check(folder.path(), &against, &[short, ("LOG_FORMAT", "simple")]);
    assert_eq!(code, 1, "{text}");
    let (code, text) = check(folder.path(), &against, &[]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("(check.baseline_gone)"), "{text}");
    fs::write(file, "{}").unwrap();
    let (code, text) = check(folder.path(), &against, &[]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("line 1 of the baseline"), "{text}");
}

#[test]
fn a_job_of_github_gets_annotations_and_a_summary() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.md");
    fs::write(&file, "Before\n").unwrap();
    let variables = [
        ("GITHUB_STEP_SUMMARY", file.to_str().unwrap()),
        ("SECURE_HSTS_SECONDS", "60"),
    ];
    let (code, text) = check(
        folder.path(),
        &["--deploy", "--format", "github"],
        &variables,
    );
    assert_eq!(code, 1, "{text}");
    assert!(text.starts_with("::warning title=hsts.short::"), "{text}");
    let summary = fs::read_to_string(file).unwrap();
    assert!(
        summary.starts_with("Before\n**System check identified"),
        "{summary}"
    );
    assert!(summary.contains("| 7 | warn | Browsers"), "{summary}");
}

#[test]
fn a_service_is_judged_over_the_network() {
    let server = Server::start(&[
        ("SECRET_KEY", SECRET_KEY),
        ("ALLOWED_HOSTS", "localhost"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    let proxy = proxy(server.address);
    let url = format!("https://localhost:{}", proxy.port);
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("edge.pem");
    fs::write(&certificate, &proxy.certificate).unwrap();
    let mut arguments = vec!["--deploy", "--url", &url, "--format", "json"];
    arguments.extend([
        "--cacert",
        certificate.to_str().unwrap(),
        "--tag",
        "external",
    ]);
    let (code, text) = check(folder.path(), &arguments, &[("ALLOWED_HOSTS", "localhost")]);
    let report: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
    let found = report["findings"].as_array().unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|found| (&found["id"], &found["object"]))
        .collect();
    // Where plain HTTP is answered cannot be told, and that is said.
    assert_eq!(
        found,
        [(&"check.skipped".into(), &"external.https".into())],
        "{text}"
    );
    assert_eq!(code, 1);
    let checks = report["checks"].as_array().unwrap();
    let others = checks.iter().filter(|check| check["status"] != "passed");
    let others: Vec<_> = others.map(|check| &check["name"]).collect();
    assert_eq!(others, ["external.https", "external.protected"], "{text}");

    // With other settings than the service has, the same service is found wanting.
    let other = [
        ("SECURE_REFERRER_POLICY", "no-referrer"),
        ("CORS_ALLOWED_ORIGINS", "https://a.example"),
    ];
    let (_, text) = check(folder.path(), &arguments, &other);
    assert!(text.contains("cors.allowed_refused"), "{text}");
    // Whoever cannot be trusted is not asked.
    let untrusted = ["--deploy", "--url", &url, "--tag", "external"];
    let (code, text) = check(folder.path(), &untrusted, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("(service.failed)"), "{text}");
}

/// What stands in front of a server and changes nothing, but says that the client came over HTTPS.
fn proxy(server: SocketAddr) -> Tls {
    let relay = move |request: Request| async move {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let mut lines = vec!["X-Forwarded-For: 127.0.0.1".to_owned()];
        lines.push("X-Forwarded-Proto: https".to_owned());
        for (name, value) in &head.headers {
            if ![header::CONNECTION, header::CONTENT_LENGTH].contains(name) {
                lines.push(format!("{name}: {}", value.to_str().unwrap()));
            }
        }
        let line = format!("{} {}", head.method, head.uri);
        let sent = move || {
            let lines: Vec<_> = lines.iter().map(String::as_str).collect();
            client::send(server, &line, &lines, std::str::from_utf8(&body).unwrap())
        };
        let answer = tokio::task::spawn_blocking(sent).await.unwrap();
        let mut response = Response::new(Body::from(answer.body.clone()));
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap();
        for (name, value) in answer.headers() {
            let name: HeaderName = name.parse().unwrap();
            if ![header::CONNECTION, header::CONTENT_LENGTH].contains(&name) {
                response.headers_mut().append(name, value.parse().unwrap());
            }
        }
        response
    };
    Tls::serve("localhost", Router::new().fallback(relay))
}
