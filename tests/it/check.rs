//! The conformance vectors of the check framework: what Django's own does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_check::{
    Baseline, Check, Checks, Date, Finding, JsonReport, Level, Outcome, Report, Selection, Silence,
};
use serde_json::Value;

/// What is not done as the vector says, with the reason.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "database-tagged checks skipped unless a database alias is named",
        "rules look at what is at hand and ask no database, so no tag has to be asked for",
    ),
    (
        "check without extensible args is refused at registration",
        "what is no rule does not compile; the documentation of `Check` shows it",
    ),
];

fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../vectors/deploy_checks.json")).unwrap();
    file["framework_vectors"].as_array().unwrap().clone()
}

/// What the vectors of Django's command register: a check, and one for deployments.
fn simple() -> Checks<()> {
    let check = |name: &str| Check::new(name, |(): &()| None::<Finding>);
    Checks::new()
        .add(check("simple").tags(["simpletag"]))
        .add(check("deployment").tags(["deploymenttag"]).deploy())
}

fn found(finding: Finding) -> Report {
    let checks = Checks::new().add(Check::new("check", move |(): &()| finding.clone()));
    checks.run(&(), &Selection::default()).unwrap()
}

/// Whether a vector holds; `None` if nothing here could be held against it.
fn holds(vector: &Value) -> Option<bool> {
    let exit = |level| {
        i64::from(i32::from(
            found(Finding::warning("a.W", "w")).exit_code(level),
        ))
    };
    Some(match vector["name"].as_str().unwrap() {
        "database-tagged checks skipped unless a database alias is named" => {
            let db = Check::new("db", |(): &()| Finding::warning("db.W", "w")).tags(["database"]);
            let report = Checks::new()
                .add(db)
                .run(&(), &Selection::default())
                .unwrap();
            report.findings().len() == vector["expected"].as_array().unwrap().len()
        }
        "check without extensible args is refused at registration" => return None,
        "deploy-only tag unknown without --deploy" => {
            let mut selection = Selection::default();
            let tags = vector["run"]["tags"].as_array().unwrap().iter();
            selection.tags = tags.map(|tag| tag.as_str().unwrap().to_owned()).collect();
            let error = simple().run(&(), &selection).unwrap_err();
            let expected = vector["expected_error"].as_str().unwrap();
            error.unknown() == selection.tags
                && error
                    .unknown()
                    .iter()
                    .all(|tag| expected.contains(&format!("\"{tag}\"")))
        }
        "list tags --deploy is sorted union" => {
            let checks = simple();
            let lines = checks.tags(true).into_iter().map(|tag| format!("{tag}\n"));
            lines.collect::<String>() == vector["expected_stdout"]
        }
        "fail-level WARNING with one warning exits non-zero" => {
            vector["exit"] == exit(Level::Warning)
        }
        "default fail-level ERROR with one warning exits zero, message on stderr" => {
            vector["exit"] == exit(Selection::default().fail_level())
        }
        "silenced warning" => {
            let id = vector["silenced"][0].as_str().unwrap();
            let silence: Silence = format!("{id}: known").parse().unwrap();
            let today = "2026-11-23".parse().unwrap();
            let report = found(Finding::warning(id, "w")).silence(&[silence], today);
            let text = report.text().to_string();
            text.ends_with(vector["expected_stdout"].as_str().unwrap().trim_end())
        }
        other => panic!("a new vector: {other}"),
    })
}

#[test]
fn the_framework_does_what_djangos_does() {
    let vectors = vectors();
    let different: BTreeSet<_> = vectors
        .iter()
        .filter(|vector| holds(vector) != Some(true))
        .map(|vector| vector["name"].as_str().unwrap())
        .collect();
    assert_eq!(different, DIFFERENT.iter().map(|&(name, _)| name).collect());
}

/// Reports in which there is everything that can be in one.
fn of_everything() -> [Report; 3] {
    let report = Checks::new()
        .add(Check::new("passes", |(): &()| Vec::new()).tags(["security"]))
        .add(Check::new("skips", |(): &()| {
            Outcome::Skipped("no cache".to_owned())
        }))
        .add(Check::new("is not used", |(): &()| {
            Outcome::NotUsed("no workers".to_owned())
        }))
        .add(Check::new("panics", |(): &()| -> Outcome {
            panic!("boom")
        }))
        .add(Check::future("hangs", |(): &()| {
            std::future::pending::<Outcome>()
        }))
        .add(Check::new("finds", |(): &()| {
            vec![
                Finding::warning("a.b", "c")
                    .object("d")
                    .hint("e")
                    .alias("f")
                    .docs("https://example.com/g"),
                Finding::debug("h.i", "j"),
            ]
        }));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let selection = Selection::deploy();
    let report = runtime.block_on(report.run_concurrently(Arc::new(()), &selection));
    let report = report.unwrap();
    let silences = ["a.b until 2027-03-01: known", "h.i: known"];
    let silences = silences.map(|silence| silence.parse().unwrap());
    let today: Date = "2027-01-01".parse().unwrap();
    [
        report.clone(),
        report.clone().silence(&silences, today),
        report.clone().against(&Baseline::of(&report)),
    ]
}

fn errors(schema: &jsonschema::Validator, document: &Value) -> Vec<String> {
    let errors = schema.iter_errors(document);
    errors.map(|error| error.to_string()).collect()
}

#[test]
fn the_json_of_a_report_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(JsonReport::SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for report in of_everything() {
        let json: Value = serde_json::from_str(&report.json().to_string()).unwrap();
        assert_eq!(errors(&schema, &json), [""; 0]);
        // No member may go, and no level be called otherwise.
        for member in json.as_object().unwrap().keys() {
            let mut without = json.clone();
            without.as_object_mut().unwrap().remove(member);
            assert!(!schema.is_valid(&without), "{member}");
        }
        let mut loud = json.clone();
        loud["findings"][0]["level"] = Value::from("LOUD");
        assert!(!schema.is_valid(&loud));
    }
}

/// The [schema](https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/) is OASIS'.
#[test]
fn the_sarif_of_a_report_is_what_the_standards_schema_says() {
    let schema = include_str!("../vectors/sarif-2.1.0.json");
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    // A bracket without another is an error here and none in JavaScript.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        let pattern = language.as_object_mut().unwrap().remove("pattern");
        assert!(pattern.unwrap().as_str().unwrap().ends_with("]?$"));
    }
    let schema = jsonschema::validator_for(&schema).unwrap();
    for report in of_everything() {
        let sarif = report.sarif().artifact("deploy/production.env").to_string();
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        assert_eq!(errors(&schema, &sarif), [""; 0]);
        let mut wrong = sarif.clone();
        wrong["runs"][0]["results"][0]["level"] = Value::from("fatal");
        assert!(!schema.is_valid(&wrong));
    }
}
