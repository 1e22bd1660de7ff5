//! The laws of what is known: baselines, and rows of a checklist.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use seaworthy_check::{
    Baseline, Check, Checklist, Checks, Exit, Finding, Level, Outcome, Report, Row, RowStatus,
    Selection, Silence,
};

fn report(checks: impl IntoIterator<Item = Check<()>>) -> Report {
    let checks = checks.into_iter().fold(Checks::new(), Checks::add);
    checks.run(&(), &Selection::deploy()).unwrap()
}

fn check(name: &str, outcome: impl Into<Outcome>) -> Check<()> {
    let outcome = outcome.into();
    Check::new(name, move |(): &()| outcome.clone())
}

fn silence(text: &str) -> Silence {
    text.parse().unwrap()
}

#[test]
fn what_a_baseline_lists_fails_nothing_and_what_is_new_does() {
    let debug = Finding::error("debug.on", "It is on.").object("DEBUG");
    let known = report([check("debug", debug.clone())]);
    let baseline = Baseline::of(&known);
    assert_eq!(
        known.clone().against(&baseline).exit_code(Level::Debug),
        Exit::Clean
    );

    // The same id with another object is another finding; a new message is none.
    let others = vec![
        Finding::error("debug.on", "It is still on.").object("DEBUG"),
        Finding::error("debug.on", "It is on.").object("OTHER"),
    ];
    let report = report([check("debug", others)]).against(&baseline);
    let objects: Vec<_> = report
        .findings()
        .iter()
        .map(|f| f.object.as_deref())
        .collect();
    assert_eq!(objects, [Some("OTHER")]);
    assert_eq!(report.known()[0].message, "It is still on.");
    for told in [
        report.json().to_string(),
        report.sarif().to_string(),
        report.html().to_string(),
        report.junit().to_string(),
    ] {
        assert!(told.contains("DEBUG"), "{told}");
    }
    assert!(report.text().to_string().ends_with("(1 error; 1 known)."));
    // To write it anew loses nothing.
    assert_eq!(Baseline::of(&report).to_string().lines().count(), 3);
}

#[test]
fn what_is_gone_is_told_and_what_crashed_is_never_known() {
    let crash = || Check::new("mail", |(): &()| -> Outcome { panic!("boom") });
    let debug = check("debug", Finding::error("debug.on", "It is on."));
    let baseline = Baseline::of(&report([debug, crash()]));
    assert_eq!(baseline.to_string().lines().count(), 2);
    let today = "2026-11-23".parse().unwrap();
    let debug = check("debug", Finding::error("debug.on", "It is on."));
    let silenced = report([debug]).silence(&[silence("debug.on: so")], today);
    assert!(silenced.against(&baseline).findings().is_empty());

    let report = report([crash()]).against(&baseline);
    let ids: Vec<_> = report
        .findings()
        .iter()
        .map(|found| found.id.as_str())
        .collect();
    assert_eq!(ids, ["check.crashed", "check.baseline_gone"]);
    assert_eq!(report.findings()[1].object.as_deref(), Some("debug.on"));
}

#[test]
fn a_row_passes_only_if_each_of_its_checks_looked_and_found_nothing_that_matters() {
    const ROW: [Row; 1] = [Row::new("Caches", &["cache", "queue.*"])];
    let passed = || check("cache", Outcome::Found(vec![]));
    let queue = |outcome: Outcome| check("queue.length", outcome);
    let skipped = || Outcome::Skipped("it is off".into());
    let not_used = || Outcome::NotUsed("no REDIS_URL".into());
    let row = |report: &Report| Checklist::of(report, &ROW).rows()[0].status().clone();
    let fine = || Outcome::Found(vec![]);
    let info = Finding::info("queue.x", "Good to know.");
    let warning = Finding::warning("queue.x", "Unwise.");
    let error = Finding::error("queue.x", "Wrong.");
    for (checks, status) in [
        (vec![passed(), queue(fine())], RowStatus::Pass),
        (vec![passed(), queue(info.into())], RowStatus::Pass),
        (vec![passed(), queue(not_used())], RowStatus::Pass),
        (
            vec![check("cache", not_used()), queue(not_used())],
            RowStatus::NotUsed("no REDIS_URL".into()),
        ),
        (
            vec![passed(), queue(warning.clone().into())],
            RowStatus::Warn(1),
        ),
        (
            vec![passed(), queue(vec![error, warning.clone()].into())],
            RowStatus::Fail(2),
        ),
        (
            vec![passed(), queue(skipped())],
            RowStatus::Skipped("it is off".into()),
        ),
        (vec![passed()], RowStatus::Pass),
        (
            vec![queue(fine())],
            RowStatus::Skipped("the check cache did not run".into()),
        ),
        (
            vec![],
            RowStatus::Skipped("the check cache did not run".into()),
        ),
    ] {
        let report = report(checks);
        assert_eq!(row(&report), status, "{}", report.text());
    }

    let today = "2026-11-23".parse().unwrap();
    let found = || report([passed(), queue(warning.clone().into())]);
    let silenced = found().silence(&[silence("queue.x until 2027-01-01: it is small")], today);
    let meant = RowStatus::Silenced {
        reason: "it is small".into(),
        until: "2027-01-01".parse().ok(),
    };
    assert_eq!(row(&silenced), meant);
    assert_eq!(
        Checklist::of(&silenced, &ROW).to_string(),
        " 1  silenced  Caches: until 2027-01-01, it is small"
    );
    // A silence of something else excuses no skip.
    let skipped = report([check("cache", warning.clone()), queue(skipped())]);
    let other = skipped
        .clone()
        .silence(&[silence("queue.x: it is small")], today);
    assert_eq!(row(&other), RowStatus::Skipped("it is off".into()));
    let both = [
        silence("queue.x: it is small"),
        silence("check.skipped@queue.length: so"),
    ];
    assert!(matches!(
        row(&skipped.silence(&both, today)),
        RowStatus::Silenced { .. }
    ));
    // What is known is found all the same.
    let known = found();
    let baseline = Baseline::of(&known);
    assert_eq!(row(&known.against(&baseline)), RowStatus::Warn(1));
    // A crash fails.
    let crash = Check::new("cache", |(): &()| -> Outcome { panic!("boom") });
    assert_eq!(row(&report([crash, queue(fine())])), RowStatus::Fail(1));
}
