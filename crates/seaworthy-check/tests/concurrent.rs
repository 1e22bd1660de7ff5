//! The laws of checks that wait: side by side, each with its time, told in order.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc;
use std::time::Duration;

use seaworthy_check::{
    Check, Checks, Exit, Finding, Input, Level, Outcome, Part, Report, Selection, Silence, Status,
};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

async fn run(checks: impl IntoIterator<Item = Check<()>>) -> Report {
    let checks = checks.into_iter().fold(Checks::new(), Checks::add);
    let run = checks
        .run_concurrently(Arc::new(()), &Selection::deploy())
        .await;
    run.unwrap()
}

fn after(name: &str, time: Duration) -> Check<()> {
    Check::future(name, move |(): &()| async move {
        sleep(time).await;
        None::<Finding>
    })
}

fn statuses(report: &Report) -> Vec<(&str, &Status)> {
    let checks = report.checks().iter();
    checks.map(|check| (check.name(), check.status())).collect()
}

#[tokio::test(start_paused = true)]
async fn checks_wait_side_by_side_and_are_told_in_their_order() {
    let begun = Instant::now();
    let report = run([
        after("c", 3 * SECOND),
        after("a", SECOND),
        after("b", 2 * SECOND),
    ])
    .await;
    assert_eq!(begun.elapsed(), 3 * SECOND);
    let passed = &Status::Passed;
    assert_eq!(
        statuses(&report),
        [("c", passed), ("a", passed), ("b", passed)]
    );
}

#[tokio::test(start_paused = true)]
async fn no_more_than_eight_run_at_the_same_time() {
    let running = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let checks = (0..30).map(|index| {
        let (running, most) = (Arc::clone(&running), Arc::clone(&most));
        Check::future(format!("check-{index}"), move |(): &()| {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            async move {
                most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                sleep(SECOND).await;
                running.fetch_sub(1, SeqCst);
                None::<Finding>
            }
        })
    });
    let begun = Instant::now();
    assert_eq!(run(checks).await.checks().len(), 30);
    assert_eq!(most.load(SeqCst), 8);
    assert_eq!(begun.elapsed(), 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn what_hangs_or_panics_is_a_finding_and_the_others_run_on() {
    let (end, ended) = mpsc::channel::<()>();
    let ended = std::sync::Mutex::new(ended);
    let checks = [
        Check::future("hangs", |(): &()| pending::<Outcome>()),
        Check::future("hangs soon", |(): &()| pending::<Outcome>()).timeout(SECOND),
        Check::future("panics", |(): &()| async {
            panic!("secret-canary") as Outcome
        }),
        Check::future("panics at once", |(): &()| {
            if true {
                panic!("secret-canary");
            }
            pending::<Outcome>()
        }),
        Check::new("panics too", |(): &()| -> Outcome {
            panic!("secret-canary")
        }),
        Check::new("passes", |(): &()| None::<Finding>),
        after("passes too", 2 * SECOND),
    ];
    let begun = Instant::now();
    let report = run(checks).await;
    assert_eq!(begun.elapsed(), 10 * SECOND);
    let expected = [
        ("hangs", &Status::Hung),
        ("hangs soon", &Status::Hung),
        ("panics", &Status::Crashed),
        ("panics at once", &Status::Crashed),
        ("panics too", &Status::Crashed),
        ("passes", &Status::Passed),
        ("passes too", &Status::Passed),
    ];
    assert_eq!(statuses(&report), expected);
    assert_eq!(report.at_or_over(Level::Critical).len(), 5);
    let text = report.text().to_string();
    assert!(
        text.contains("hangs soon: (check.hung) The check did not end within 1s"),
        "{text}"
    );
    assert!(!text.contains("canary"), "{text}");

    // Nobody can say that this is meant to be so.
    let silences: [Silence; 2] = [
        "check.hung: so".parse().unwrap(),
        "check.crashed: so".parse().unwrap(),
    ];
    let silenced = report.silence(&silences, "2027-01-01".parse().unwrap());
    assert_eq!(silenced.at_or_over(Level::Critical).len(), 5);

    // What blocks its thread hangs too. Only here a real clock runs, for a tenth of a second.
    tokio::time::resume();
    let blocks = Check::new("blocks", move |(): &()| {
        let _ = ended.lock().unwrap().recv();
        None::<Finding>
    });
    let report = run([blocks.timeout(SECOND / 10)]).await;
    assert_eq!(statuses(&report), [("blocks", &Status::Hung)]);
    drop(end);
}

#[tokio::test(start_paused = true)]
async fn whoever_stops_waiting_stops_the_checks() {
    let held = Arc::new(());
    let holder = Arc::clone(&held);
    let checks = Checks::new().add(Check::future("hangs", move |(): &()| {
        let held = Arc::clone(&holder);
        async move {
            pending::<()>().await;
            drop(held);
            None::<Finding>
        }
    }));
    let selection = Selection::deploy();
    let run = checks.run_concurrently(Arc::new(()), &selection);
    assert!(tokio::time::timeout(SECOND, run).await.is_err());
    tokio::task::yield_now().await;
    drop(checks);
    assert_eq!(Arc::strong_count(&held), 1);
}

#[tokio::test]
async fn a_tag_that_no_check_has_stops_the_run_before_it_begins() {
    let mut selection = Selection::deploy();
    selection.tags = vec!["nonsense".into()];
    let checks = Checks::new().add(after("a", SECOND));
    let error = checks.run_concurrently(Arc::new(()), &selection).await;
    assert_eq!(error.unwrap_err().unknown(), ["nonsense"]);
}

#[test]
fn a_check_that_waits_is_skipped_where_none_may() {
    let checks = Checks::new().add(after("database", SECOND));
    let report = checks.run(&(), &Selection::default()).unwrap();
    assert!(matches!(report.checks()[0].status(), Status::Skipped(_)));
    assert_eq!(report.exit_code(Level::Warning), Exit::Clean);
    let report = checks.run(&(), &Selection::deploy()).unwrap();
    assert_eq!(report.exit_code(Level::Warning), Exit::Findings);
}

/// Of the part: given, missing, not used.
#[tokio::test]
async fn what_takes_a_part_away_takes_no_check_away() {
    type Host = Option<Result<u32, &'static str>>;
    let part = Input::new("cache", |host: &Host| match host {
        Some(Ok(number)) => Part::Given(*number),
        Some(Err(reason)) => Part::Missing((*reason).to_owned()),
        None => Part::NotUsed("there is no cache".to_owned()),
    });
    let odd = |number: u32| {
        (number % 2 == 1).then(|| Finding::error("cache.odd", "It is odd.").object("CACHE"))
    };
    let checks = Checks::new()
        .add(part.check("cache", odd))
        .add(part.future("cache later", move |number| async move { odd(number) }));
    for (host, status, ids) in [
        (
            Some(Ok(1)),
            Status::Found(1),
            &["cache.odd", "cache.odd"][..],
        ),
        (Some(Ok(2)), Status::Passed, &[]),
        (
            Some(Err("it is off")),
            Status::Skipped("it is off".into()),
            &["check.skipped", "check.skipped"],
        ),
        (None, Status::NotUsed("there is no cache".into()), &[]),
    ] {
        let run = checks
            .run_concurrently(Arc::new(host), &Selection::deploy())
            .await;
        let report = run.unwrap();
        for check in report.checks() {
            assert_eq!(*check.status(), status);
            assert_eq!(check.needs(), Some("cache"));
        }
        let found: Vec<_> = report.findings().iter().map(|f| f.id.as_str()).collect();
        assert_eq!(found, ids);
        let by = report
            .findings()
            .iter()
            .map(|finding| finding.check.as_str());
        assert!(by.eq(["cache", "cache later"].into_iter().take(found.len())));
    }
    let host: Host = None;
    let report = checks
        .run_concurrently(Arc::new(host), &Selection::deploy())
        .await;
    let text = report.unwrap().text().to_string();
    assert!(
        text.contains("not used  cache: there is no cache"),
        "{text}"
    );
    assert!(text.ends_with("(0 silenced; 2 checks not used)."), "{text}");
}
