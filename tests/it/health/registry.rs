//! What is registered, as each format tells it.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{Request, Response};
use seaworthy_health::{Access, Check, Component, Config, Criticality, Health, Passed, Status};
use serde_json::{Value, json};

use super::{different, get, group, id, send, started_with};

const TOKEN: &str = "3d1e6cc1a8f04b7e9a52";

fn config(case: &Value) -> Config {
    let made = case["checks"].as_array().unwrap().iter().map(|check| {
        let state = check["state"].as_str().unwrap().to_owned();
        let name = check["name"].as_str().unwrap();
        let mut made = Check::new(name, move || {
            let end = match &*state {
                "healthy" => Ok(Passed::Well),
                "degraded" => Ok(Passed::Degraded("slow".into())),
                _ => Err("down"),
            };
            async move { end }
        });
        made.component = match check["type"].as_str().unwrap() {
            "datastore" => Component::Datastore,
            "system" => Component::System,
            _ => Component::Component,
        };
        if check["critical"] == false {
            made.criticality = Criticality::Degraded;
        }
        made
    });
    let mut config = Config::default();
    config.checks = made.collect();
    config.access = Access::bearer(TOKEN);
    config
}

async fn get_with_access(health: &Health, path: &str, accept: &str) -> Response<Bytes> {
    let request = Request::get(path)
        .header(ACCEPT, accept)
        .header(AUTHORIZATION, format!("Bearer {TOKEN}"))
        .body(());
    send(health, request.unwrap()).await
}

/// The answer as the vectors write one.
fn told(answer: &Response<Bytes>) -> Value {
    let body: Value = serde_json::from_slice(answer.body()).unwrap();
    json!({"status": answer.status().as_u16(), "body": body})
}

/// The cases that are told differently, with the form of the answer.
#[derive(Default)]
struct Differences(BTreeSet<(String, String)>);

impl Differences {
    fn compare(&mut self, case: &Value, form: &str, told: &Value, expected: &Value) {
        if told != expected {
            self.0.insert((id(case).to_owned(), form.to_owned()));
        }
    }
}

#[tokio::test]
async fn registries_are_told_in_every_format() {
    let mut found = Differences::default();
    for case in group("registry") {
        let config = config(&case);
        let health = started_with(&config);
        let mut reserved = config.clone();
        reserved.names = false;
        let reserved = started_with(&reserved);
        let expected = &case["expect"];

        let wanted = &expected["application/health+json"];
        let accept = "application/health+json";
        let answer = get(&reserved, "/readyz", accept).await;
        found.compare(&case, "health+json", &told(&answer), &wanted["public"]);
        let answer = get_with_access(&health, "/readyz", accept).await;
        let mut told_in_full = told(&answer);
        for check in told_in_full["body"]["checks"]
            .as_object_mut()
            .unwrap()
            .values_mut()
        {
            // The model knows no times.
            for field in ["observedValue", "observedUnit", "time"] {
                check[0].as_object_mut().unwrap().remove(field).unwrap();
            }
        }
        found.compare(&case, "health+json", &told_in_full, &wanted["detailed"]);

        let wanted = &expected["spring_actuator"];
        let answer = get(&reserved, "/readyz?format=spring", "*/*").await;
        found.compare(&case, "spring", &told(&answer), &wanted["never"]);
        let answer = get(&health, "/readyz?format=spring", "*/*").await;
        found.compare(&case, "spring", &told(&answer), &wanted["always"]);

        let answer = get(&health, "/readyz?format=microprofile", "*/*").await;
        found.compare(
            &case,
            "microprofile",
            &told(&answer),
            &expected["microprofile"],
        );

        aggregates(&mut found, &case, &health).await;
        text(&mut found, &case, &health).await;
    }
    let mut said = different();
    said.retain(|(case, _)| case.starts_with("reg-"));
    assert_eq!(found.0, said);
}

/// Formats that this crate does not write tell nothing that its status does not say.
async fn aggregates(found: &mut Differences, case: &Value, health: &Health) {
    let status = health.readiness().await.status();
    let code = status.code().as_u16();
    let (asp_net, liesenfeld, hello_fresh) = match status {
        Status::Ok => ("Healthy", "up", "OK"),
        Status::Degraded => ("Degraded", "up", "Partially Available"),
        _ => ("Unhealthy", "down", "Unavailable"),
    };
    let expected = &case["expect"];
    let told = json!({"status": code, "body": asp_net});
    found.compare(case, "asp.net", &told, &expected["aspnet_default_writer"]);
    let told = json!({"status": code, "aggregate": liesenfeld});
    found.compare(
        case,
        "liesenfeld",
        &told,
        &expected["alexliesenfeld_aggregate"],
    );
    let told = json!({"status": code, "aggregate": hello_fresh});
    found.compare(case, "hellofresh", &told, &expected["hellofresh_aggregate"]);
}

async fn text(found: &mut Differences, case: &Value, health: &Health) {
    for expected in case["expect"]["k8s_text"].as_array().unwrap() {
        let query = expected["query"].as_str().unwrap();
        let path = format!("/readyz?{query}");
        let answer = get_with_access(health, &path, "text/plain").await;
        // Kubernetes fails with 500; here every format has the same status.
        let status = if answer.status() == 200 { 200 } else { 500 };
        let body = std::str::from_utf8(answer.body()).unwrap();
        let told = json!({"query": query, "status": status, "body": body});
        found.compare(case, "text", &told, expected);

        let public = get(health, &path, "text/plain").await;
        if query.contains("exclude=") {
            // Without access no caller can leave a check out, and so make a failure look well.
            let whole = get(health, "/readyz?verbose", "text/plain").await;
            assert_eq!(public.status(), whole.status(), "{}?{query}", id(case));
            assert_eq!(public.body(), whole.body(), "{}?{query}", id(case));
        } else {
            assert_eq!(public.status(), answer.status());
            assert_eq!(public.body(), answer.body());
        }
    }
}
