use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use seaworthy_password::{
    Corpus, CorpusBuilder, CorpusProblem, Outcome, Param, Summary, Unknown, Validator, Validators,
};
use sha1::{Digest, Sha1};

use crate::candidate;

fn hash(password: &str) -> String {
    let bytes = Sha1::digest(password);
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// How files may begin that are none.
const HEADS: &[&[u8]] = &[b"", b"\x93SWPWC\r\n", b"\x93SWPWC\r\n\x01\0\x10\0"];

/// A corpus of `password-N` for each N, seen N times.
fn build(path: &Path, lines: u64, min_count: u64) -> Summary {
    let mut builder = CorpusBuilder::new(path, min_count).unwrap();
    let text: String = (0..lines)
        .map(|n| format!("{}:{n}\r\n", hash(&format!("password-{n}"))))
        .collect();
    builder.read(text.as_bytes()).unwrap();
    builder.finish("2026-11-01".parse().unwrap()).unwrap()
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("breached.corpus");
    (folder, path)
}

#[test]
fn what_was_seen_often_enough_is_found_and_nothing_else_is() {
    let (folder, path) = folder();
    let summary = build(&path, 3000, 100);
    assert_eq!((summary.lines, summary.hashes), (3000, 2900));
    assert_eq!(summary.bytes, fs::metadata(&path).unwrap().len());
    for corpus in [
        Corpus::open(&path).unwrap(),
        Corpus::open_unverified(&path).unwrap(),
        Corpus::load(&path).unwrap(),
    ] {
        assert_eq!((corpus.len(), corpus.min_count()), (2900, 100));
        assert_eq!(corpus.date().to_string(), "2026-11-01");
        assert!(!corpus.is_empty());
        for n in 100..3000 {
            let password = format!("password-{n}");
            assert_eq!(
                corpus.check(&candidate(&password)),
                Outcome::Breached(100),
                "{n}"
            );
        }
        let others = (0..100).chain(10_000..20_000);
        let found = others.filter(|n| {
            let password = format!("password-{n}");
            corpus.check(&candidate(&password)) != Outcome::Clean
        });
        assert!(found.count() < 5, "one in 65,536 may be");
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is left beside the corpus: {left:?}");
}

#[test]
fn the_order_of_lines_and_lines_given_twice_do_not_matter() {
    let (_folder, path) = folder();
    let lines: Vec<String> = (0..500)
        .map(|n| format!("{}:5\n", hash(&format!("password-{n}"))))
        .collect();
    let made_of = |texts: &[String]| {
        let mut builder = CorpusBuilder::new(&path, 1).unwrap();
        for text in texts {
            builder.read(text.as_bytes()).unwrap();
        }
        builder.finish("2026-11-01".parse().unwrap()).unwrap();
        fs::read(&path).unwrap()
    };
    let forwards = made_of(&[lines.concat()]);
    let mut reversed = lines.clone();
    reversed.reverse();
    assert_eq!(
        made_of(&[reversed.concat(), lines[7..90].concat()]),
        forwards
    );
}

#[test]
fn a_corpus_without_hashes_finds_nothing() {
    let (_folder, path) = folder();
    build(&path, 0, 1);
    let corpus = Corpus::open(&path).unwrap();
    assert!(corpus.is_empty());
    assert_eq!(corpus.check(&candidate("password")), Outcome::Clean);
}

#[test]
fn it_is_a_validator() {
    let (_folder, path) = folder();
    build(&path, 50, 7);
    let corpus = Corpus::open(&path).unwrap();
    assert!(corpus.help_text().text().contains("data breach"));
    let error = corpus
        .validate(&candidate("password-40"), None)
        .unwrap_err();
    assert_eq!(error.code(), "password_breached");
    assert_eq!(error.params(), [("count", Param::Number(7))]);
    let shown = format!("{corpus:?} {error:?}");
    assert!(!shown.contains("password-40") && !shown.contains(&hash("password-40")[..6]));

    let validators = Validators::empty().with(corpus);
    assert!(validators.validate("password-41", None).is_err());
    assert!(validators.validate("another", None).is_ok());
}

#[test]
fn a_corpus_that_cannot_be_read_any_more_refuses_nobody() {
    let (_folder, path) = folder();
    build(&path, 500, 1);
    let corpus = Corpus::open(&path).unwrap();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(10)
        .unwrap();
    let known = candidate("password-9");
    assert_eq!(corpus.check(&known), Outcome::Unknown(Unknown::Unreadable));
    assert!(corpus.validate(&known, None).is_ok());
}

#[test]
fn what_is_no_corpus_is_refused_with_its_name_and_a_remedy() {
    let (folder, path) = folder();
    let problem = |path: &Path| Corpus::open(path).unwrap_err().to_string();
    let missing = problem(&path);
    assert!(
        missing.contains("breached.corpus: cannot be read"),
        "{missing}"
    );
    assert!(problem(folder.path()).contains("cannot be read"));
    for (foreign, remedy) in [
        (&b""[..], "build one"),
        (b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1\n", "build one"),
        (&[0; 10_000], "build one"),
        (b"\x93SWPWC\r\n\x02\0", "version 2"),
        (b"\x93SWPWC\r\n\x01\0and then nothing", "instead of 4168"),
    ] {
        fs::write(&path, foreign).unwrap();
        let shown = problem(&path);
        assert!(
            shown.contains("breached.corpus: ") && shown.contains(remedy),
            "{shown}"
        );
    }
    build(&path, 300, 1);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [&whole[..], b"x"].concat()).unwrap();
    assert!(problem(&path).contains("copy or build it again"));
}

#[test]
fn a_bad_line_is_named_and_not_shown() {
    let (folder, path) = folder();
    let mut builder = CorpusBuilder::new(&path, 1).unwrap();
    builder
        .read(format!("{}:1\n", hash("a")).as_bytes())
        .unwrap();
    let text = format!("{}:1\nsecret-password:7\n", hash("b"));
    let problem = builder.read(text.as_bytes()).unwrap_err();
    assert!(
        matches!(problem, CorpusProblem::Line { number: 3 }),
        "{problem}"
    );
    assert!(!problem.to_string().contains("secret"));
    let endless = "A".repeat(1_000_000);
    assert!(builder.read(endless.as_bytes()).is_err());

    let second = CorpusBuilder::new(&path, 1).unwrap_err().to_string();
    assert!(second.contains(".spool: is there already"), "{second}");
    drop(builder);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let nowhere = CorpusBuilder::new(folder.path().join("no/where"), 1).unwrap_err();
    assert!(nowhere.to_string().contains("cannot be"), "{nowhere}");
}

#[test]
fn the_tool_builds_and_verifies() {
    let (folder, path) = folder();
    let tool = || Command::new(env!("CARGO_BIN_EXE_seaworthy-corpus"));
    let input = folder.path().join("pwned.txt");
    fs::write(
        &input,
        format!("{}:30\r\n{}:2\r\n", hash("one"), hash("two")),
    )
    .unwrap();
    let build = ["--date", "2026-11-01", "--min-count", "3", "--output"];
    let output = tool().args(build).arg(&path).arg(&input).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(
        output.stdout.starts_with(b"1 hashes of 2 lines"),
        "{output:?}"
    );
    assert_eq!(
        Corpus::open(&path).unwrap().check(&candidate("one")),
        Outcome::Breached(3)
    );

    let mut child = tool()
        .args(build)
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(format!("{}:9", hash("three")).as_bytes())
        .unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success());
    let verified = tool().arg("--verify").arg(&path).output().unwrap();
    assert!(
        verified.stdout.starts_with(b"whole: 1 hashes seen 3 times"),
        "{verified:?}"
    );

    for (args, expected) in [
        (vec![], "--output FILE is missing"),
        (vec!["--output", "x"], "--date YYYY-MM-DD is missing"),
        (vec!["--output"], "--output needs a value"),
        (vec!["--date", "today"], "is not a date"),
        (vec!["--min-count", "many"], "is not a number"),
        (vec!["--colour"], "is not an option"),
        (
            vec!["--verify", "nowhere", "extra"],
            "goes with nothing else",
        ),
        (vec!["--verify", "/nowhere"], "cannot be read"),
    ] {
        let output = tool().args(&args).stdin(Stdio::null()).output().unwrap();
        assert!(!output.status.success(), "{args:?}");
        let shown = String::from_utf8(output.stderr).unwrap();
        assert!(shown.contains(expected), "{shown}");
    }
    assert!(tool().arg("--help").output().unwrap().status.success());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn no_byte_can_be_changed_and_no_end_be_cut_unnoticed(
        at in any::<prop::sample::Index>(),
        change in 1..=u8::MAX,
        in_head in any::<bool>(),
        cut in any::<bool>(),
    ) {
        let (_folder, path) = folder();
        build(&path, 400, 1);
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(if in_head { 4200 } else { bytes.len() });
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= change;
        }
        fs::write(&path, &bytes).unwrap();
        prop_assert!(Corpus::open(&path).is_err());
        prop_assert!(Corpus::load(&path).is_err());
        // Without the checksum, the worst is a wrong answer.
        if let Ok(corpus) = Corpus::open_unverified(&path) {
            prop_assert!(!cut, "the size is looked at");
            for n in 0..400 {
                let _ = corpus.check(&candidate(&format!("password-{n}")));
            }
        }
    }

    #[test]
    fn no_file_makes_it_panic(
        head in prop::sample::select(HEADS),
        bytes in prop::collection::vec(any::<u8>(), 0..6000),
    ) {
        let (_folder, path) = folder();
        fs::write(&path, [head, &bytes[..]].concat()).unwrap();
        prop_assert!(Corpus::open(&path).is_err());
        prop_assert!(Corpus::open_unverified(&path).is_err());
    }
}
