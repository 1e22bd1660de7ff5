use super::*;

fn fine(name: &str) -> Check {
    Check::new(name, || async { Ok::<(), String>(()) })
}

fn with(checks: Vec<Check>) -> Config {
    Config {
        checks,
        ..Config::default()
    }
}

#[test]
fn a_name_that_is_refused_is_not_told() {
    let config = with(vec![fine("amqp://svc:s3cr3t@127.0.0.1:1//")]);
    let error = config.build().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
}

#[test]
fn no_check_has_the_name_of_the_answers_own_state() {
    for name in super::proof::RESERVED {
        let error = with(vec![fine(name)]).build().unwrap_err();
        let name = name.to_owned();
        assert_eq!(error.issues(), [Issue::ReservedName { name }]);
    }
}

#[test]
fn all_issues_are_told_at_once() {
    let mut twin = fine("twin");
    twin.timeout = Some(Duration::ZERO);
    let mut config = with(vec![fine("twin"), twin, fine("no name")]);
    config.readiness_paths = vec!["/livez/".into(), "ready".into()];
    config.timeout = Duration::ZERO;

    let error = config.build().unwrap_err();
    assert_eq!(
        error.issues(),
        [
            Issue::DuplicateName {
                name: "twin".into()
            },
            Issue::ZeroCheckTimeout {
                name: "twin".into()
            },
            Issue::InvalidName { index: 2 },
            Issue::DuplicatePath {
                field: "readiness_paths",
                path: "/livez/".into()
            },
            Issue::InvalidPath {
                field: "readiness_paths",
                path: "ready".into()
            },
            Issue::ZeroTimeout,
        ]
    );
    let fields: Vec<_> = error.issues().iter().map(Issue::field).collect();
    assert_eq!(
        fields,
        [
            "checks",
            "checks",
            "checks",
            "readiness_paths",
            "readiness_paths",
            "timeout"
        ]
    );
    let text = error.to_string();
    for issue in error.issues() {
        assert!(text.contains(&issue.to_string()), "{text}");
    }
}

#[test]
fn the_defaults_need_no_advice() {
    assert_eq!(Config::default().audit(), []);
}

#[test]
fn advice_names_what_hides_failures() {
    let mut slow = fine("slow");
    slow.timeout = Some(Duration::from_secs(11));
    let mut config = with(vec![fine("quick"), slow]);
    config.liveness_paths.clear();
    config.readiness_paths.clear();
    config.timeout = Duration::from_millis(10_001);
    config.mode = Mode::on_demand(Duration::from_millis(10_001));
    let told: Vec<_> = config
        .audit()
        .iter()
        .map(|one| (one.id(), one.field()))
        .collect();
    assert_eq!(
        told,
        [
            ("health.long_check_timeout", "checks"),
            ("health.no_liveness", "liveness_paths"),
            ("health.long_ttl", "mode"),
            ("health.no_readiness", "readiness_paths"),
            ("health.long_timeout", "timeout"),
        ]
    );

    for (mode, advice) in [
        (Mode::on_demand(Duration::from_secs(10)), None),
        (Mode::on_demand(Duration::ZERO), Some(Advice::NoTtl)),
        (Mode::polled(Duration::from_secs(30)), None),
        (
            Mode::polled(Duration::from_secs(31)),
            Some(Advice::LongInterval),
        ),
    ] {
        let config = Config {
            mode,
            timeout: Duration::from_secs(10),
            ..Config::default()
        };
        assert_eq!(config.audit(), Vec::from_iter(advice), "{mode:?}");
    }
    let config = Config {
        access: Access::everyone(),
        ..Config::default()
    };
    assert_eq!(config.audit(), [Advice::OpenDetails]);
}

/// What a change to the configuration makes of it.
fn issues(change: impl FnOnce(&mut Config)) -> Vec<Issue> {
    let mut config = with(vec![fine("database")]);
    change(&mut config);
    config
        .build()
        .map_or_else(|error| error.issues().to_vec(), |_| Vec::new())
}

#[test]
fn liveness_touches_no_dependency() {
    let name = || "database".to_owned();
    assert_eq!(
        issues(|config| config.checks[0].groups = vec![Group::Liveness]),
        [Issue::DependencyInLiveness { name: name() }]
    );
    assert_eq!(
        issues(|config| config.checks[0].groups.push(Group::Liveness)),
        [Issue::DependencyInLiveness { name: name() }]
    );
    let own = Check::in_process("queue", || Ok::<(), String>(()));
    let blocking = Check::blocking("disk", || Ok::<(), String>(()));
    for (mut check, right) in [(own, true), (blocking, false)] {
        check.groups = vec![Group::Liveness];
        assert_eq!(with(vec![check]).build().is_ok(), right);
    }
}

#[test]
fn what_cannot_work_is_refused_with_its_field() {
    let second = Duration::from_secs(1);
    type Change = fn(&mut Config);
    let cases: &[(&str, Change)] = &[
        ("access", |config| config.access = Access::bearer("short")),
        ("checks", |config| config.checks[0].failure_threshold = 0),
        ("checks", |config| config.checks[0].success_threshold = 0),
        ("checks", |config| {
            config.checks[0].groups = vec![Group::Own("edge".into())];
        }),
        ("checks", |config| {
            config.checks[0].mode = Some(Mode::polled(Duration::ZERO));
        }),
        ("checks", |config| {
            config.checks = (0..65).map(|n| fine(&format!("check-{n}"))).collect();
        }),
        ("concurrency", |config| config.concurrency = 0),
        ("groups", |config| {
            config.groups = [("readyz".into(), Vec::new())].into();
        }),
        ("groups", |config| {
            config.groups = [("a b".into(), Vec::new())].into();
        }),
        ("groups", |config| {
            config.groups = [("edge".into(), vec!["/livez".into()])].into();
        }),
        ("heartbeat", |config| {
            config.heartbeat = Some(Duration::ZERO)
        }),
        ("max_staleness", |config| {
            config.max_staleness = Some(Duration::from_secs(13));
        }),
        ("mode", |config| config.mode = Mode::polled(Duration::ZERO)),
        ("mode", |config| {
            config.mode = Mode::OnDemand {
                ttl: Duration::from_secs(1),
                failure_ttl: Duration::from_secs(2),
                stale_while_revalidate: Duration::ZERO,
            };
        }),
        ("notify", |config| {
            config.notify = Some(Notify::new("run/systemd"))
        }),
        ("notify", |config| config.notify = Some(Notify::new("@"))),
        ("notify", |config| {
            let mut notify = Notify::new("/run/systemd/notify");
            notify.watchdog = Some(Duration::ZERO);
            config.notify = Some(notify);
        }),
        ("timeout", |config| config.timeout = Duration::ZERO),
    ];
    for (index, (field, change)) in cases.iter().enumerate() {
        let issues = issues(change);
        let mut fields: Vec<_> = issues.iter().map(Issue::field).collect();
        fields.dedup();
        // Two groups share a path where the second stands.
        let field = if *field == "groups" && fields == ["liveness_paths"] {
            "liveness_paths"
        } else {
            field
        };
        assert_eq!(fields, [field], "{index}: {issues:?}");
        assert!(
            !issues
                .iter()
                .any(|issue| issue.to_string().contains("short"))
        );
    }
    assert_eq!(
        issues(|config| config.max_staleness = Some(14 * second)),
        []
    );
    assert_eq!(issues(|config| config.notify = Some(Notify::new("@a"))), []);
}

/// No time is so long that it overflows.
#[test]
fn any_time_can_be_configured() {
    let mut config = with(vec![fine("database")]);
    config.checks[0].initial_delay = Duration::MAX;
    config.timeout = Duration::MAX;
    config.heartbeat = Some(Duration::MAX);
    for mode in [Mode::polled(Duration::MAX), Mode::on_demand(Duration::MAX)] {
        config.mode = mode;
        let health = config.build().unwrap();
        health.started();
        assert_eq!(health.startup().status(), crate::Status::Ok);
    }
}
