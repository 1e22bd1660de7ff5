//! A case of Django's, and what is found in it here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use seaworthy::check::{Deployment, Report, Selection, checks};
use seaworthy::settings::Sources;
use serde_json::{Map, Value};

use super::environment::environment;
use super::project::project;
use super::{Settings, ids};

/// Ids of Django's.
pub(super) type Ids = BTreeSet<String>;

/// A case with what Django says of it.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) name: String,
    settings: Map<String, Value>,
    /// The check that is asked; all are if there is none.
    check: Option<String>,
    /// Whether deployment checks are run.
    deploy: bool,
    pub(super) expected: Ids,
}

/// What came of a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    /// The ids that were found.
    Found(Ids),
    /// The settings are not even read, because of these variables.
    Refused(BTreeSet<String>),
}

impl Case {
    /// Whether all deployment checks are asked.
    pub(super) fn is_of_whole_project(&self) -> bool {
        self.check.is_none() && self.deploy
    }

    /// The same settings with this middleware alone.
    pub(super) fn with_middleware(&self, middleware: &BTreeSet<&str>) -> Self {
        let mut case = self.clone();
        let listed = middleware.iter().copied().map(Value::from).collect();
        case.settings.insert("MIDDLEWARE".to_owned(), listed);
        case
    }

    /// What is found here, as far as it is what the case asks for.
    pub(super) async fn outcome(&self) -> Outcome {
        let report = match self.report().await {
            Ok(report) => report,
            Err(variables) => return Outcome::Refused(variables),
        };
        let findings = report.findings().iter();
        let mut found: Ids = findings
            .filter_map(|finding| finding.alias.clone())
            .collect();
        if let Some(check) = &self.check {
            let own = ids::of_check(check);
            found.retain(|id| own.contains(&id.as_str()));
        }
        Outcome::Found(found)
    }

    /// All that is found here, or the variables for which the settings are not read.
    pub(super) async fn report(&self) -> Result<Report, BTreeSet<String>> {
        let sources = Sources::pairs(environment(&self.settings)).inspect();
        let settings = match Settings::load(&sources) {
            Ok(loaded) => loaded.settings,
            Err(error) => {
                let issues = error.issues().iter();
                return Err(issues.map(|issue| issue.variable().to_owned()).collect());
            }
        };
        if self.deploy {
            let app = project(&self.settings, &settings);
            Ok(Deployment::new(&settings).run(app).await)
        } else {
            Ok(checks().run(&settings, &Selection::default()).unwrap())
        }
    }
}

/// Every case: a check asked by itself, a whole project with all checks, and without `--deploy`.
pub(super) fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/deploy_checks.json");
    let vectors: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let units = vectors["unit_vectors"].as_array().unwrap();
    let mut cases: Vec<Case> = units
        .iter()
        .map(|unit| Case {
            name: text(&unit["name"]),
            settings: unit["settings"].as_object().unwrap().clone(),
            check: Some(text(&unit["check"])),
            deploy: true,
            expected: texts(&unit["expected"]),
        })
        .collect();
    let full = &vectors["full_vectors"];
    for whole in full["cases"].as_array().unwrap() {
        let mut settings = full["base"].as_object().unwrap().clone();
        settings.extend(whole["delta"].as_object().unwrap().clone());
        for (suffix, expected) in [
            ("", "expected_deploy"),
            (", no deploy", "expected_no_deploy"),
        ] {
            cases.push(Case {
                name: format!("{}{suffix}", text(&whole["name"])),
                settings: settings.clone(),
                check: None,
                deploy: suffix.is_empty(),
                expected: texts(&whole[expected]),
            });
        }
    }
    cases
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(list: &Value) -> Ids {
    list.as_array().unwrap().iter().map(text).collect()
}
