//! Whatever happens in whatever order, the answers are those of a naive model.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof};
use proptest::test_runner::TestCaseError;
use seaworthy_health::{
    Check, Config, Criticality, Group, Health, HealthService, Mode, Outcome, Passed, StartupTask,
};
use tokio::time::{Instant, sleep};
use tower::ServiceExt;

mod naive;

use naive::{ENDS, FAILURE_TTL, INTERVAL, Model, Step, TIMEOUT, TTL, Thresholds};

/// Critical; degraded; and the one without which the start is not done.
const NAMES: [&str; 3] = ["database", "mail", "schema"];

fn check(index: usize, script: &Arc<[AtomicUsize; 3]>, thresholds: Thresholds) -> Check {
    let script = Arc::clone(script);
    let mut check = Check::new(NAMES[index], move || {
        let end = ENDS[script[index].load(SeqCst)];
        async move {
            match end {
                Outcome::Ok => Ok(Passed::Well),
                Outcome::Degraded => Ok(Passed::Degraded("less".into())),
                Outcome::Failed => Err("down"),
                Outcome::Timeout => pending().await,
                _ => std::panic::resume_unwind(Box::new("asked for")),
            }
        }
    });
    if index == 2 {
        check.groups = vec![Group::Startup];
        return check;
    }
    check.failure_threshold = thresholds.failures as u32;
    check.success_threshold = thresholds.successes as u32;
    check.grace_runs = thresholds.grace as u32;
    if index == 1 {
        check.criticality = Criticality::Degraded;
    }
    check
}

async fn get(health: &Health, path: &str) -> (u16, String) {
    let endpoints = HealthService::<Full<Bytes>>::new(health.clone());
    let request = Request::get(path).body(()).unwrap();
    let answer = endpoints.oneshot(request).await.unwrap();
    let code = answer.status().as_u16();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (code, String::from_utf8(body.into()).unwrap())
}

async fn agrees(
    on_demand: bool,
    thresholds: Thresholds,
    steps: Vec<Step>,
) -> Result<(), TestCaseError> {
    let second = Duration::from_secs(1);
    let script = Arc::<[AtomicUsize; 3]>::default();
    let mut config = Config::default();
    config.checks = (0..3).map(|n| check(n, &script, thresholds)).collect();
    config.timeout = TIMEOUT as u32 * second;
    config.mode = if on_demand {
        Mode::OnDemand {
            ttl: TTL as u32 * second,
            failure_ttl: FAILURE_TTL as u32 * second,
            stale_while_revalidate: Duration::ZERO,
        }
    } else {
        Mode::Polled {
            interval: INTERVAL as u32 * second,
            jitter: Duration::ZERO,
        }
    };
    let health = config.build().unwrap();
    let mut model = Model::default();
    model.on_demand = on_demand;
    let mut tasks: Vec<StartupTask> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        match *step {
            Step::Break => health.broken(),
            Step::Drain => health.drain(),
            Step::Maintain(is_on) => health.set_maintenance(is_on),
            Step::Script(check, end) => script[check].store(end, SeqCst),
            Step::Start => {
                health.started();
                sleep((TIMEOUT + 1) as u32 * second).await;
            }
            Step::Task => tasks.push(health.startup_task()),
            Step::TaskDone => {
                if let Some(task) = tasks.pop() {
                    task.done();
                }
            }
            Step::Wait(seconds) => sleep(seconds as u32 * second).await,
        }
        // Runs begin and end at whole seconds, and questions come between them.
        sleep(Duration::from_millis(1)).await;
        model.apply(*step);
        // A run may last beyond the time in which what another said is passed on.
        for format in [
            "json",
            "health",
            "microprofile",
            "spring",
            "text",
            "text&verbose",
        ] {
            let (begun, since) = (Instant::now(), model.now);
            model.asked();
            let (code, body) = get(&health, &format!("/readyz?format={format}")).await;
            let wanted = model.readiness(thresholds);
            prop_assert_eq!(code, wanted.0, "step {} of {:?}, {}", index, steps, format);
            prop_assert_eq!(begun.elapsed().as_secs(), model.now - since);
            if format == "json" {
                prop_assert_eq!(body, wanted.1, "step {} of {:?}", index, steps);
            }
        }
        let code = |is_well| if is_well { 200 } else { 503 };
        prop_assert_eq!(get(&health, "/livez").await.0, code(!model.broken));
        prop_assert_eq!(health.startup().status().passes(), model.ready);
    }
    Ok(())
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Break),
        1 => Just(Step::Drain),
        2 => any::<bool>().prop_map(Step::Maintain),
        12 => (0..3_usize, 0..5_usize).prop_map(|(check, end)| Step::Script(check, end)),
        4 => Just(Step::Start),
        1 => Just(Step::Task),
        2 => Just(Step::TaskDone),
        16 => (1..25_u64).prop_map(Step::Wait),
    ]
}

proptest::proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_answer_is_that_of_the_model(
        on_demand in any::<bool>(),
        failures in 1..4_usize,
        successes in 1..4_usize,
        grace in 0..3_usize,
        steps in proptest::collection::vec(step(), 1..60),
    ) {
        let thresholds = Thresholds { failures, successes, grace };
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(agrees(on_demand, thresholds, steps))?;
    }
}
