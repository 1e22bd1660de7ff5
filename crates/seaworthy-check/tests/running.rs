//! The laws of running checks: which run, in which order, and what becomes of each.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use seaworthy_check::{Check, Checks, Exit, Finding, Level, Outcome, Report, Selection, Status};

fn passing(name: &str) -> Check<()> {
    Check::new(name, |(): &()| None::<Finding>)
}

fn finding(name: &str, finding: Finding) -> Check<()> {
    Check::new(name, move |(): &()| finding.clone())
}

/// Four checks, of each combination of what selects them.
fn checks() -> Checks<()> {
    Checks::new()
        .add(passing("plain"))
        .add(passing("proxy").tags(["network", "security"]).deploy())
        .add(passing("cache").tags(["network"]))
        .add(passing("debug").tags(["security", "security"]).deploy())
}

fn selection(deploy: bool, tags: &[&str]) -> Selection {
    let mut selection = Selection::default();
    selection.deploy = deploy;
    selection.tags = tags.iter().map(|&tag| tag.to_owned()).collect();
    selection
}

fn names(report: &Report) -> Vec<&str> {
    report.checks().iter().map(|check| check.name()).collect()
}

#[test]
fn what_is_selected_runs_in_the_order_in_which_it_was_added() {
    for (deploy, tags, expected) in [
        (false, &[][..], &["plain", "cache"][..]),
        (true, &[], &["plain", "proxy", "cache", "debug"]),
        (false, &["network"], &["cache"]),
        (true, &["network"], &["proxy", "cache"]),
        (true, &["security"], &["proxy", "debug"]),
        (true, &["security", "network"], &["proxy", "cache", "debug"]),
        (true, &["network", "network"], &["proxy", "cache"]),
    ] {
        let report = checks().run(&(), &selection(deploy, tags)).unwrap();
        assert_eq!(names(&report), expected, "{deploy} {tags:?}");
    }
}

#[test]
fn the_default_leaves_the_deployment_checks_out_and_fails_later() {
    assert_eq!(Selection::default(), selection(false, &[]));
    assert_eq!(Selection::deploy(), selection(true, &[]));
    assert_eq!(Selection::default().fail_level(), Level::Error);
    assert_eq!(Selection::deploy().fail_level(), Level::Warning);
}

#[test]
fn the_tags_are_those_of_the_checks_that_may_run() {
    let checks = checks();
    assert_eq!(Vec::from_iter(checks.tags(false)), ["network"]);
    assert_eq!(Vec::from_iter(checks.tags(true)), ["network", "security"]);
}

#[test]
fn a_tag_that_no_check_has_stops_the_run_before_it_begins() {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    let counting = Check::new("counting", move |(): &()| {
        count.fetch_add(1, Relaxed);
        None::<Finding>
    });
    let checks = checks().add(counting.tags(["network"]));

    let asked = ["network", "sekurity", "", "Network", "sekurity"];
    let error = checks.run(&(), &selection(true, &asked)).unwrap_err();
    assert_eq!(error.unknown(), ["", "Network", "sekurity"]);
    assert_eq!(error.known(), ["network", "security"]);

    let error = checks
        .run(&(), &selection(false, &["security"]))
        .unwrap_err();
    assert_eq!(error.unknown(), ["security"]);
    assert_eq!(error.known(), ["network"]);
    assert!(
        error.to_string().contains("only deployment checks"),
        "{error}"
    );

    assert_eq!(runs.load(Relaxed), 0);
    checks.run(&(), &selection(false, &["network"])).unwrap();
    assert_eq!(runs.load(Relaxed), 1);
}

#[test]
fn whatever_a_rule_returns_becomes_the_status_it_stands_for() {
    let warning = || Finding::warning("a.b", "c");
    let checks = Checks::new()
        .add(Check::new("none", |(): &()| None::<Finding>))
        .add(Check::new("some", move |(): &()| Some(warning())))
        .add(Check::new("one", move |(): &()| warning()))
        .add(Check::new("empty", |(): &()| Vec::<Finding>::new()))
        .add(Check::new("two", move |(): &()| vec![warning(), warning()]))
        .add(Check::new("skipped", |(): &()| {
            Outcome::Skipped("why".to_owned())
        }))
        .add(Check::new("crashed", |(): &()| -> Outcome {
            panic!("boom")
        }));
    let report = checks.run(&(), &Selection::default()).unwrap();
    let statuses: Vec<_> = report
        .checks()
        .iter()
        .map(|check| check.status().clone())
        .collect();
    assert_eq!(
        statuses,
        [
            Status::Passed,
            Status::Found(1),
            Status::Found(1),
            Status::Passed,
            Status::Found(2),
            Status::Skipped("why".to_owned()),
            Status::Crashed,
        ]
    );
    assert_eq!(report.summary().warning, 4);
    assert_eq!(report.summary().critical, 1);
    assert_eq!(report.summary().total(), 5);
}

/// What is thrown where a check panics; throws again when it is thrown away.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("thrown again");
    }
}

#[test]
fn a_check_that_panics_is_a_critical_finding_and_the_others_run() {
    let checks = Checks::new()
        .add(passing("before"))
        .add(Check::new("texted", |(): &()| -> Outcome {
            panic!("password is swordfish")
        }))
        .add(Check::new("bombed", |(): &()| -> Outcome {
            panic_any(Bomb)
        }))
        .add(finding("after", Finding::critical("z.last", "message")));
    let report = checks.run(&(), &Selection::default()).unwrap();
    assert_eq!(names(&report), ["before", "texted", "bombed", "after"]);
    assert_eq!(*report.checks()[1].status(), Status::Crashed);
    assert_eq!(*report.checks()[2].status(), Status::Crashed);

    let found = report.findings().iter();
    let found: Vec<_> = found
        .map(|f| (f.level, f.id.as_str(), f.object.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (Level::Critical, "check.crashed", Some("bombed")),
            (Level::Critical, "check.crashed", Some("texted")),
            (Level::Critical, "z.last", None),
        ]
    );
    assert_eq!(report.exit_code(Level::Critical), Exit::Findings);
    for told in [
        report.text().to_string(),
        report.json().to_string(),
        report.sarif().to_string(),
        report.github().to_string(),
        format!("{report:?}"),
    ] {
        assert!(!told.contains("swordfish"), "{told}");
        assert!(told.contains("check.crashed"), "{told}");
    }
}

#[test]
fn a_check_that_was_skipped_is_never_told_as_a_pass() {
    let checks = Checks::new().add(Check::new("cache", |(): &()| {
        Outcome::Skipped("no cache is configured".to_owned())
    }));
    let report = checks.run(&(), &Selection::default()).unwrap();
    assert!(report.findings().is_empty());
    let forms = [
        report.text().to_string(),
        report.json().to_string(),
        report.sarif().to_string(),
        report.github().to_string(),
    ];
    for told in forms {
        assert!(told.contains("skipped"), "{told}");
        assert!(!told.contains("pass"), "{told}");
    }
}

#[test]
fn a_run_fails_at_the_level_asked_for_and_at_graver_ones() {
    for level in Level::ALL {
        let checks = Checks::new().add(finding("one", Finding::new(level, "a.b", "c")));
        let report = checks.run(&(), &Selection::default()).unwrap();
        assert_eq!(report.summary().count(level), 1);
        for fail_level in Level::ALL {
            let expected = if level >= fail_level {
                Exit::Findings
            } else {
                Exit::Clean
            };
            assert_eq!(
                report.exit_code(fail_level),
                expected,
                "{level} at {fail_level}"
            );
            assert_eq!(
                report.at_or_over(fail_level).len(),
                usize::from(level >= fail_level)
            );
        }
    }
    let nothing = checks().run(&(), &Selection::deploy()).unwrap();
    assert_eq!(nothing.exit_code(Level::Debug), Exit::Clean);
}

#[test]
fn the_exit_codes_are_those_that_scripts_know() {
    for (exit, code) in [
        (Exit::Clean, 0),
        (Exit::Findings, 1),
        (Exit::Usage, 2),
        (Exit::CouldNotRun, 3),
    ] {
        assert_eq!(exit.code(), code);
        assert_eq!(i32::from(exit), i32::from(code));
    }
}

#[test]
fn findings_are_sorted_by_level_then_id_then_object_however_they_come() {
    let mut sorted = [
        Finding::critical("z", "m"),
        Finding::error("a", "m"),
        Finding::error("a", "z").object("A"),
        Finding::error("a", "m").object("B"),
        Finding::error("a", "n").object("B"),
        Finding::error("a", "n").object("B").hint("h"),
        Finding::error("b", "m"),
        Finding::warning("a", "m"),
        Finding::info("a", "m"),
        Finding::debug("a", "m"),
    ];
    let run = |findings: Vec<Finding>| {
        let checks = Checks::new().add(Check::new("all", move |(): &()| findings.clone()));
        checks.run(&(), &Selection::default()).unwrap()
    };
    let straight = run(sorted.to_vec());
    for finding in &mut sorted {
        finding.check = "all".to_owned();
    }
    assert_eq!(straight.findings(), sorted);
    for turn in 1..sorted.len() {
        let mut findings = sorted.to_vec();
        findings.rotate_left(turn);
        findings.swap(0, 5);
        let turned = run(findings);
        assert_eq!(turned, straight);
        assert_eq!(turned.text().to_string(), straight.text().to_string());
        assert_eq!(turned.json().to_string(), straight.json().to_string());
        assert_eq!(turned.sarif().to_string(), straight.sarif().to_string());
        assert_eq!(turned.github().to_string(), straight.github().to_string());
    }
    let grave: Vec<_> = straight.at_or_over(Level::Warning).iter().collect();
    assert_eq!(grave, sorted.iter().take(8).collect::<Vec<_>>());
}

#[test]
fn an_input_may_be_borrowed_unsized_and_shared_between_threads() {
    fn shared<C: Send + Sync>(_: &C) {}
    let checks: Checks<str> = Checks::new().add(Check::new("empty", |text: &str| {
        text.is_empty()
            .then(|| Finding::info("text.empty", "There is no text."))
    }));
    shared(&checks);
    let selection = Selection::default();
    assert_eq!(checks.run("", &selection).unwrap().findings().len(), 1);
    assert_eq!(checks.run("text", &selection).unwrap().findings().len(), 0);
}
