//! What the four forms of a report look like, to the byte.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use seaworthy_check::{Check, Checks, Finding, Level, Outcome, Report, Selection};
use serde_json::{Value, json};

fn report(checks: impl IntoIterator<Item = Check<()>>) -> Report {
    let checks = checks.into_iter().fold(Checks::new(), Checks::add);
    checks.run(&(), &Selection::default()).unwrap()
}

fn check(name: &str, findings: Vec<Finding>) -> Check<()> {
    Check::new(name, move |(): &()| findings.clone())
}

/// Something of everything.
fn mixed() -> Report {
    report([
        check("hosts", vec![]).tags(["security"]),
        check(
            "hsts",
            vec![
                Finding::info(
                    "hsts.no_preload",
                    "Browsers learn of it on the first visit only.",
                ),
                Finding::warning("hsts.missing", "Browsers may come back over plain HTTP.")
                    .object("SECURE_HSTS_SECONDS")
                    .hint("Set SECURE_HSTS_SECONDS=31536000.")
                    .alias("security.W004")
                    .docs("https://example.com/hsts"),
            ],
        )
        .tags(["security", "headers"]),
        check(
            "debug",
            vec![Finding::error("debug.on", "Error pages show the source.").object("DEBUG")],
        ),
        Check::new("cache", |(): &()| {
            Outcome::Skipped("no cache is configured".to_owned())
        }),
        Check::new("mail", |(): &()| -> Outcome { panic!("boom") }),
    ])
}

const MIXED: &str = "\
Ran 5 checks:
  passed   hosts
  found 2  hsts
  found 1  debug
  skipped  cache: no cache is configured
  crashed  mail

CRITICALS:
mail: (check.crashed) The check panicked, so what it looks for may be there or not.
\tHINT: Mend the check; what it panicked with is in the output of the panic hook.

ERRORS:
DEBUG: (debug.on) Error pages show the source.

WARNINGS:
SECURE_HSTS_SECONDS: (hsts.missing, security.W004) Browsers may come back over plain HTTP.
\tHINT: Set SECURE_HSTS_SECONDS=31536000.
\tDOCS: https://example.com/hsts

INFOS:
?: (hsts.no_preload) Browsers learn of it on the first visit only.

System check identified 4 issues (1 critical, 1 error, 1 warning, 1 info; 1 check skipped).";

#[test]
fn the_text_says_what_was_checked_what_was_found_and_how_much() {
    assert_eq!(mixed().text().to_string(), MIXED);
}

#[test]
fn where_nothing_is_wrong_the_last_line_is_djangos() {
    assert_eq!(
        report([check("hosts", vec![]), check("hsts", vec![])])
            .text()
            .to_string(),
        "Ran 2 checks:\n  passed  hosts\n  passed  hsts\n\n\
         System check identified no issues (0 silenced)."
    );
    assert_eq!(
        report([]).text().to_string(),
        "Ran no check: none was selected.\n\nSystem check identified no issues (0 silenced)."
    );
}

#[test]
fn the_last_line_counts_each_level_that_there_is() {
    for (levels, expected) in [
        (&[Level::Warning][..], "1 issue (1 warning)"),
        (
            &[Level::Warning, Level::Error, Level::Error],
            "3 issues (2 errors, 1 warning)",
        ),
        (
            &[
                Level::Debug,
                Level::Debug,
                Level::Info,
                Level::Info,
                Level::Critical,
            ],
            "5 issues (1 critical, 2 info, 2 debug)",
        ),
    ] {
        let findings = levels
            .iter()
            .map(|&level| Finding::new(level, "a.b", "c"))
            .collect();
        let text = report([check("all", findings)]).text().to_string();
        let last = text.lines().last().unwrap();
        assert_eq!(last, format!("System check identified {expected}."));
    }
    let skip = |name| Check::new(name, |(): &()| Outcome::Skipped("why".to_owned()));
    let text = report([skip("a"), skip("b")]).text().to_string();
    let last = text.lines().last().unwrap();
    assert_eq!(
        last,
        "System check identified no issues (0 silenced; 2 checks skipped)."
    );
}

#[test]
fn colours_come_when_asked_for_and_change_nothing_else() {
    let report = mixed();
    assert_eq!(report.text().coloured(false).to_string(), MIXED);
    let mut coloured = report.text().coloured(true).to_string();
    assert!(
        coloured.contains("\u{1b}[31mCRITICALS:\u{1b}[0m\n"),
        "{coloured}"
    );
    assert!(
        coloured.contains("  \u{1b}[32mpassed \u{1b}[0m  hosts\n"),
        "{coloured}"
    );
    for code in [31, 32, 33, 36, 0] {
        let escape = format!("\u{1b}[{code}m");
        assert!(coloured.contains(&escape), "no {code} in {coloured}");
        coloured = coloured.replace(&escape, "");
    }
    assert_eq!(coloured, MIXED);
}

const HOSTILE: &str = "\u{1b}[2J\r\n::error::pwned\n\u{9b}1m\u{202e}";

fn hostile() -> Report {
    report([
        check(
            HOSTILE,
            vec![
                Finding::error(HOSTILE, HOSTILE)
                    .object(HOSTILE)
                    .hint(HOSTILE)
                    .alias(HOSTILE)
                    .docs(HOSTILE),
            ],
        ),
        Check::new("skipped", |(): &()| Outcome::Skipped(HOSTILE.to_owned())),
    ])
}

#[test]
fn no_text_commands_a_terminal_or_adds_a_line() {
    let text = hostile().text().to_string();
    assert_eq!(text.lines().count(), 10, "{text}");
    for told in [text, hostile().github().to_string()] {
        let obeyed = |c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{202e}';
        assert!(!told.contains(obeyed), "{told:?}");
    }
}

#[test]
fn no_text_adds_a_workflow_command() {
    let told = hostile().github().to_string();
    let commands = told
        .lines()
        .filter(|line| line.trim_start().starts_with("::"))
        .count();
    assert_eq!(commands, 1, "{told}");
    assert_eq!(told.lines().count(), 2, "{told}");
}

#[test]
fn json_says_everything_in_a_stable_order() {
    let report = report([
        check(
            "hsts",
            vec![
                Finding::warning("hsts.missing", "Browsers may come back.")
                    .object("SECURE_HSTS_SECONDS")
                    .hint("Set it.")
                    .alias("security.W004")
                    .docs("https://example.com/hsts"),
            ],
        )
        .tags(["security", "headers"]),
        Check::new("cache", |(): &()| {
            Outcome::Skipped("no \"cache\"".to_owned())
        }),
    ]);
    let expected = r#"{
  "schema_version": 1,
  "tool": {
    "name": "seaworthy-check",
    "version": "VERSION"
  },
  "summary": {
    "critical": 0,
    "error": 0,
    "warning": 1,
    "info": 0,
    "debug": 0
  },
  "checks": [
    {
      "name": "hsts",
      "tags": [
        "headers",
        "security"
      ],
      "needs": null,
      "status": "found",
      "found": 1,
      "reason": null
    },
    {
      "name": "cache",
      "tags": [],
      "needs": null,
      "status": "skipped",
      "found": null,
      "reason": "no \"cache\""
    }
  ],
  "findings": [
    {
      "id": "hsts.missing",
      "alias": "security.W004",
      "level": "warning",
      "object": "SECURE_HSTS_SECONDS",
      "message": "Browsers may come back.",
      "hint": "Set it.",
      "docs": "https://example.com/hsts",
      "check": "hsts"
    }
  ],
  "silenced": [],
  "known": []
}"#;
    let expected = expected.replace("VERSION", env!("CARGO_PKG_VERSION"));
    assert_eq!(report.json().to_string(), expected);
}

fn parsed(text: &impl ToString) -> Value {
    serde_json::from_str(&text.to_string()).unwrap()
}

#[test]
fn json_is_read_back_as_it_was_meant() {
    let json = parsed(&mixed().json());
    let statuses = json["checks"].as_array().unwrap().iter();
    let statuses: Vec<_> = statuses.map(|c| (&c["status"], &c["found"])).collect();
    assert_eq!(
        statuses,
        [
            (&json!("passed"), &json!(0)),
            (&json!("found"), &json!(2)),
            (&json!("found"), &json!(1)),
            (&json!("skipped"), &json!(null)),
            (&json!("crashed"), &json!(null)),
        ]
    );
    let levels = json["findings"].as_array().unwrap().iter();
    let levels: Vec<_> = levels.map(|finding| &finding["level"]).collect();
    assert_eq!(levels, ["critical", "error", "warning", "info"]);
    assert_eq!(json["findings"][3]["object"], Value::Null);

    let json = parsed(&hostile().json());
    for member in ["id", "alias", "object", "message", "hint", "docs"] {
        assert_eq!(json["findings"][0][member], HOSTILE, "{member}");
    }
    assert_eq!(json["checks"][1]["reason"], HOSTILE);
}

#[test]
fn sarif_has_what_the_standard_and_github_require() {
    let log = parsed(&mixed().sarif());
    assert_eq!(
        log["$schema"],
        "https://json.schemastore.org/sarif-2.1.0.json"
    );
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "seaworthy-check");
    assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
    let rules = driver["rules"].as_array().unwrap();
    for rule in rules {
        for member in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[member]["text"].is_string(), "{member} of {rule}");
        }
    }
    let results = run["results"].as_array().unwrap();
    let levels: Vec<_> = results
        .iter()
        .map(|r| (&r["ruleId"], &r["level"]))
        .collect();
    assert_eq!(
        levels,
        [
            (&json!("check.crashed"), &json!("error")),
            (&json!("debug.on"), &json!("error")),
            (&json!("hsts.missing"), &json!("warning")),
            (&json!("hsts.no_preload"), &json!("note")),
        ]
    );
    for result in results {
        assert!(
            rules.iter().any(|rule| rule["id"] == result["ruleId"]),
            "{result}"
        );
    }
    assert_eq!(
        results[2],
        json!({
            "ruleId": "hsts.missing",
            "level": "warning",
            "message": {
                "text": "SECURE_HSTS_SECONDS: Browsers may come back over plain HTTP.\n\
                         HINT: Set SECURE_HSTS_SECONDS=31536000."
            },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": ".env" },
                    "region":
                        { "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 }
                }
            }],
            "partialFingerprints":
                { "primaryLocationLineHash": "hsts.missing:SECURE_HSTS_SECONDS:1" }
        })
    );
    assert_eq!(
        rules[2],
        json!({
            "id": "hsts.missing",
            "shortDescription": { "text": "hsts.missing (security.W004)" },
            "fullDescription": { "text": "Browsers may come back over plain HTTP." },
            "help": { "text": "Set SECURE_HSTS_SECONDS=31536000." },
            "helpUri": "https://example.com/hsts",
            "defaultConfiguration": { "level": "warning" }
        })
    );
    assert_eq!(rules[3].get("helpUri"), None, "null is no URI");
    assert_eq!(
        results[3]["message"]["text"],
        "Browsers learn of it on the first visit only."
    );
}

#[test]
fn sarif_tells_a_run_that_succeeded_from_one_that_did_not() {
    let log = parsed(&mixed().sarif());
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(
        invocation["toolExecutionNotifications"],
        json!([{
            "level": "note",
            "message": { "text": "The check cache was skipped: no cache is configured" }
        }])
    );
    let log = parsed(&report([check("hosts", vec![])]).sarif());
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    assert_eq!(
        run["results"],
        json!([]),
        "no results is not the same as none computed"
    );
    assert_eq!(run["tool"]["driver"]["rules"], json!([]));
}

#[test]
fn sarif_keeps_findings_of_one_kind_apart_and_describes_the_kind_once() {
    let origin = |message| Finding::warning("cors.localhost", message).object("CORS");
    let findings = vec![
        origin("http://localhost:1"),
        origin("http://localhost:2"),
        Finding::error("cors.localhost", "message"),
    ];
    let report = report([check("cors", findings)]);
    let log = parsed(&report.sarif().artifact("deploy/.env.example"));
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap().iter();
    let prints: Vec<_> = results
        .map(|result| &result["partialFingerprints"]["primaryLocationLineHash"])
        .collect();
    assert_eq!(
        prints,
        [
            "cors.localhost::1",
            "cors.localhost:CORS:1",
            "cors.localhost:CORS:2"
        ]
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(
        rules[0]["defaultConfiguration"]["level"], "error",
        "that of the gravest"
    );
    let location = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "deploy/.env.example");
}

#[test]
fn github_gets_a_command_for_each_finding_with_what_has_a_meaning_escaped() {
    let report = report([check(
        "all",
        vec![
            Finding::critical("a:b,c%", "50 % of it,\r\nso: more")
                .object("X:Y")
                .hint("100%"),
            Finding::warning("hsts.missing", "message").alias("security.W004"),
            Finding::info("x.info", "i"),
            Finding::debug("x.debug", "d"),
        ],
    )]);
    assert_eq!(
        report.github().to_string(),
        "::error title=a%3Ab%2Cc%25::X:Y: 50 %25 of it,%0D%0Aso: more%0AHINT: 100%25\n\
         ::warning title=hsts.missing::message\n\
         ::notice title=x.info::i\n\
         ::notice title=x.debug::d\n\
         System check identified 4 issues (1 critical, 1 warning, 1 info, 1 debug)."
    );
}

#[test]
fn github_gets_the_gravest_ten_of_each_kind_and_is_told_of_the_rest() {
    let many = |level, count: usize| {
        (0..count).map(move |index| Finding::new(level, format!("{level}.{index:02}"), "m"))
    };
    let findings = many(Level::Error, 12)
        .chain(many(Level::Critical, 1))
        .chain(many(Level::Warning, 10))
        .chain(many(Level::Info, 11));
    let told = report([check("all", findings.collect())])
        .github()
        .to_string();
    let of_kind = |kind: &str| {
        let start = format!("::{kind} title=");
        let lines = told.lines().filter_map(|line| line.strip_prefix(&start));
        lines
            .map(|rest| rest.trim_end_matches("::m").to_owned())
            .collect::<Vec<_>>()
    };
    let errors = of_kind("error");
    assert_eq!(errors.len(), 10);
    assert_eq!(errors[0], "CRITICAL.00");
    assert_eq!(errors[9], "ERROR.08");
    assert_eq!(of_kind("warning").len(), 10);
    assert_eq!(of_kind("notice").len(), 10);
    assert_eq!(
        told.lines().last().unwrap(),
        "System check identified 34 issues (1 critical, 12 errors, 10 warnings, 11 info). \
         GitHub has no room for 4 findings; other reports list all."
    );
}

/// What is silenced with a day and without, what is over, and what nothing is found of.
fn silenced() -> Report {
    let silences = [
        "hsts.missing until 2027-03-01: the proxy sends it",
        "debug.on@DEBUG: a demonstration",
        "hsts.no_preload until 2026-01-01: soon",
        "csp.missing: never seen",
        "check.crashed: cannot be",
    ];
    let silences = silences.map(|silence| silence.parse().unwrap());
    mixed().silence(&silences, "2027-03-01".parse().unwrap())
}

#[test]
fn what_is_silenced_fails_nothing_and_is_told() {
    let report = silenced();
    let ids = |report: &Report| -> Vec<String> {
        let findings = report.findings().iter();
        findings.map(|finding| finding.id.clone()).collect()
    };
    assert_eq!(
        ids(&report),
        [
            "check.crashed",
            "check.silence_expired",
            "check.silence_unused",
            "check.silence_unused",
            "hsts.no_preload",
        ]
    );
    let silenced: Vec<_> = report
        .silenced()
        .iter()
        .map(|silenced| {
            (
                silenced.finding.id.as_str(),
                silenced.silence.reason.as_str(),
            )
        })
        .collect();
    assert_eq!(
        silenced,
        [
            ("debug.on", "a demonstration"),
            ("hsts.missing", "the proxy sends it")
        ]
    );
    let text = report.text().to_string();
    assert!(text.ends_with("; 2 silenced; 1 check skipped)."), "{text}");
    let json: Value = serde_json::from_str(&report.json().to_string()).unwrap();
    assert_eq!(
        json["silenced"][1]["finding"]["id"].as_str(),
        Some("hsts.missing")
    );
    assert_eq!(
        (&json["silenced"][1]["until"], &json["silenced"][0]["until"]),
        (&json!("2027-03-01"), &Value::Null)
    );
    let sarif: Value = serde_json::from_str(&report.sarif().to_string()).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<_> = results
        .iter()
        .filter(|result| result["suppressions"].is_array())
        .map(|result| {
            (
                &result["ruleId"],
                &result["suppressions"][0]["justification"],
            )
        })
        .collect();
    assert_eq!(
        suppressed,
        [
            (&json!("debug.on"), &json!("a demonstration")),
            (&json!("hsts.missing"), &json!("the proxy sends it"))
        ]
    );
}

#[test]
fn two_reports_are_one_with_the_gravest_first() {
    let (first, second) = (mixed(), silenced());
    let both = first.clone().and(second.clone());
    assert_eq!(both.checks().len(), 10);
    assert_eq!(both.silenced(), second.silenced());
    let levels = both.findings().iter().map(|finding| finding.level);
    assert!(levels.rev().is_sorted());
    assert_eq!(
        both.findings().len(),
        first.findings().len() + second.findings().len()
    );
    assert_eq!(first.clone().and(Report::default()), first);
}

/// Findings of which every text would be markup, were it not escaped.
fn markup() -> Report {
    let hostile = "<img src=x onerror='alert(1)'>\"&]]>\u{1b}[31m\u{202e}\n\u{ffff}";
    let finding = Finding::warning(hostile, hostile)
        .object(hostile)
        .alias(hostile)
        .hint(hostile)
        .docs(format!("javascript:{hostile}"));
    report([
        check(hostile, vec![finding]).tags([hostile]),
        Check::new("other", move |(): &()| Outcome::Skipped(hostile.to_owned())),
    ])
}

#[test]
fn junit_counts_what_it_shows() {
    let xml = silenced().junit().to_string();
    assert_eq!(
        xml.lines().nth(1).unwrap(),
        "<testsuites name=\"seaworthy-check\" tests=\"9\" failures=\"2\" errors=\"0\" \
         skipped=\"3\">"
    );
    assert_eq!(xml.matches("<testcase ").count(), 9);
    assert_eq!(xml.matches("<failure ").count(), 2);
    assert_eq!(xml.matches("<skipped ").count(), 3);
    assert!(
        xml.contains("<testcase classname=\"check\" name=\"hosts\"/>"),
        "{xml}"
    );
    assert!(
        xml.contains("<skipped message=\"silenced: a demonstration\"/>"),
        "{xml}"
    );

    // What fails depends on the level that is asked for.
    let report = mixed();
    for (level, failures) in [(Level::Debug, 4), (Level::Warning, 3), (Level::Critical, 1)] {
        let xml = report.junit().fail_level(level).to_string();
        assert_eq!(xml.matches("<failure ").count(), failures, "{level}");
        assert!(xml.contains(&format!("failures=\"{failures}\"")), "{level}");
    }
}

#[test]
fn the_page_shows_all_there_is() {
    let page = silenced().html().title("harvest").to_string();
    for shown in [
        "<title>harvest</title>",
        "2 silenced; 1 check skipped).",
        "<h3>hsts.no_preload <small>INFO</small></h3>",
        "<h3>hsts.missing <small>security.W004</small> <small>WARNING</small></h3>",
        "<b>Silenced</b> until 2027-03-01: the proxy sends it",
        "<a href=\"https://example.com/hsts\" rel=\"noreferrer\">",
        "<b>What to do:</b> Set SECURE_HSTS_SECONDS=31536000.",
        "<td class=\"skipped\">skipped: no cache is configured",
        "<td>headers, security",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
}

#[test]
fn no_text_is_markup() {
    let report = markup();
    for text in [
        report.html().title("<b>&").to_string(),
        report.junit().to_string(),
    ] {
        assert!(!text.contains("<img") && !text.contains("<b>&<"), "{text}");
        assert!(!text.contains("href="), "{text}");
        let plain = |c: char| c == '\n' || !(c.is_control() || "\u{202e}\u{ffff}".contains(c));
        assert!(text.chars().all(plain), "{text:?}");
    }
    // Every attribute ends where it should.
    let xml = report.junit().to_string();
    let quotes = xml.lines().map(|line| line.matches('"').count());
    assert!(quotes.into_iter().all(|quotes| quotes % 2 == 0), "{xml}");
}

#[test]
fn no_text_breaks_out_of_its_cell_of_the_markdown() {
    let hostile =
        "a|b\n| c `d` <script>@all [x](https://evil.example) ![](y) **z** \u{1b}[2J\u{202e}\\";
    let report = report([
        check(
            hostile,
            vec![
                Finding::error(hostile, hostile)
                    .object(hostile)
                    .hint(hostile),
            ],
        ),
        Check::new("skipped", move |(): &()| {
            Outcome::Skipped(hostile.to_owned())
        }),
    ]);
    let told = report.markdown().to_string();
    for line in told.lines().filter(|line| line.starts_with('|')) {
        let cells = line.matches('|').count();
        assert!(cells == 5 || cells == 4, "{line}");
    }
    assert_eq!(told.lines().count(), 9, "{told}");
    let markup = ['`', '<', '@', '[', '!', '\u{1b}', '\u{202e}'];
    assert!(!told.contains(markup), "{told}");
    assert!(told.contains("a&#124;b"), "{told}");
}

#[test]
fn the_markdown_fits_into_a_megabyte_and_says_what_does_not() {
    let long = "m".repeat(10_000);
    let findings = (0..200).map(|index| Finding::error(format!("a.{index:03}"), &*long));
    let told = report([check("many", findings.collect())])
        .markdown()
        .to_string();
    assert!(told.len() < 1024 * 1024);
    let left_out = 200 - told.matches("| ERROR |").count();
    let said = format!("{left_out} lines have no room; other reports list all.\n");
    assert!(left_out > 0 && told.ends_with(&said), "{left_out}");
}
