//! Files, queues, and the ends of processes, each in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod captured;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use captured::object;
use seaworthy_log::{Config, Output, Queue, WhenFull};
use serde_json::{Map, Value, json};
use tracing_subscriber::layer::SubscriberExt;

const LONG: Duration = Duration::from_secs(60);

/// Runs the test of this name again, with a file in its environment; how it ended, and the lines
/// that the file then has.
fn child(test: &str) -> (ExitStatus, Vec<Map<String, Value>>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.log");
    let status = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(FILE, &file)
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap()
        .status;
    (status, lines(&file))
}

fn lines(file: &Path) -> Vec<Map<String, Value>> {
    fs::read_to_string(file)
        .unwrap()
        .lines()
        .map(object)
        .collect()
}

fn messages(lines: &[Map<String, Value>]) -> Vec<String> {
    let messages = lines.iter().map(|line| line["message"].as_str().unwrap());
    messages.map(str::to_owned).collect()
}

/// The file that this process writes to, if it is a child.
fn file() -> Option<PathBuf> {
    std::env::var_os(FILE).map(PathBuf::from)
}

fn config(file: &Path, queue: Option<Queue>) -> Config {
    let mut config = Config::default();
    config.output = Output::File(file.to_owned());
    config.queue = queue;
    config
}

const FILE: &str = "SEAWORTHY_LOG_FILE";

#[test]
fn a_file_that_is_moved_away_is_opened_again() {
    let name = "a_file_that_is_moved_away_is_opened_again";
    let Some(file) = file() else {
        let (status, now) = child(name);
        assert!(status.success());
        // The second round's: those of the first were moved away with their file.
        assert_eq!(messages(&now), ["after", "queued after"]);
        return;
    };
    let moved = file.with_extension("1");
    let guard = seaworthy_log::init(&config(&file, Some(Queue::default()))).unwrap();
    for number in 0..1000 {
        tracing::info!("{number}");
    }
    fs::rename(&file, &moved).unwrap();
    tracing::info!("moved");
    guard.reopen().unwrap();
    tracing::info!("after");
    tracing::info!("queued after");
    guard.flush(LONG);
    let before = messages(&lines(&moved));
    assert_eq!(before.len(), 1001);
    assert_eq!(before.last().unwrap(), "moved");
    assert_eq!(guard.lost_lines(), 0);
}

#[cfg(all(unix, feature = "sighup"))]
#[test]
fn a_hangup_opens_the_file_again() {
    let name = "a_hangup_opens_the_file_again";
    let Some(file) = file() else {
        let (status, now) = child(name);
        assert!(status.success());
        // Those until the signal came went to the old file.
        assert!(!now.is_empty());
        assert!(messages(&now).iter().all(|message| message == "after"));
        return;
    };
    let guard = seaworthy_log::init(&config(&file, None)).unwrap();
    guard.reopen_on_hangup().unwrap();
    tracing::info!("before");
    fs::rename(&file, file.with_extension("1")).unwrap();
    let id = std::process::id().to_string();
    let sent = Command::new("kill").args(["-HUP", &id]).status().unwrap();
    assert!(sent.success());
    // The signal has come before `kill` has ended, or shortly after.
    while !file.exists() {
        tracing::info!("after");
    }
    let mut first = lines(&file.with_extension("1"));
    assert_eq!(first.remove(0)["message"], "before");
}

#[test]
fn what_is_queued_is_written_when_the_guard_goes() {
    let name = "what_is_queued_is_written_when_the_guard_goes";
    let Some(file) = file() else {
        let (status, lines) = child(name);
        assert!(status.success());
        let expected: Vec<_> = (0..5000).map(|number| number.to_string()).collect();
        let (queued, late) = lines.split_at(5000);
        assert_eq!(messages(queued), expected);
        assert_eq!(messages(late), ["late"]);
        return;
    };
    let guard = seaworthy_log::init(&config(&file, Some(Queue::default()))).unwrap();
    for number in 0..5000 {
        tracing::info!("{number}");
    }
    drop(guard);
    // Then nobody is there to write it, so that the event does.
    tracing::info!("late");
}

#[test]
fn what_is_queued_is_written_when_the_process_panics() {
    let name = "what_is_queued_is_written_when_the_process_panics";
    let Some(file) = file() else {
        let (status, lines) = child(name);
        assert!(!status.success());
        assert_eq!(messages(&lines), ["before", "boom"]);
        return;
    };
    let guard = seaworthy_log::init(&config(&file, Some(Queue::default()))).unwrap();
    tracing::info!("before");
    let _ = std::panic::catch_unwind(|| panic!("boom"));
    // As it does where a panic aborts: nothing else is run.
    std::mem::forget(guard);
    std::process::abort();
}

#[test]
fn a_file_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing").join("app.log");
    let error = config(&file, None).build().unwrap_err();
    let [issue] = error.issues() else {
        panic!("{error}");
    };
    assert_eq!(issue.field(), "output");
    assert!(issue.to_string().contains("app.log"), "{issue}");
    let small = Queue::default();
    let mut config = config(&file, Some(small));
    config.queue.as_mut().unwrap().bytes = 100;
    let fields = config.build().unwrap_err();
    assert_eq!(fields.issues()[0].field(), "queue");
}

/// A writer that shows what it was given, and waits for leave to have written it.
struct Slow {
    leave: Receiver<()>,
    written: Sender<Vec<u8>>,
}

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written.send(bytes.to_vec()).unwrap();
        // Where nobody gives leave any more, all is given.
        let _ = self.leave.recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_queue_drops_and_says_so_in_the_same_schema() {
    let (leave, left) = channel();
    let (sender, written) = channel();
    let mut queue = Queue::default();
    queue.bytes = 4096;
    queue.when_full = WhenFull::Drop;
    let mut config = Config::default();
    config.queue = Some(queue);
    let layer = config.build().unwrap().layer.with_writer(Slow {
        leave: left,
        written: sender,
    });
    let subscriber = tracing_subscriber::registry().with(layer.clone());
    tracing::subscriber::with_default(subscriber, || {
        // The writer has this one in hand, and waits: what follows is queued.
        tracing::info!("first");
        let first = written.recv_timeout(LONG).unwrap();
        assert!(String::from_utf8(first).unwrap().contains("first"));
        for _ in 0..100 {
            tracing::info!("{}", "x".repeat(500));
        }
        let dropped = layer.lost_lines();
        assert!((90..100).contains(&dropped), "{dropped}");

        drop(leave);
        layer.flush(LONG);
        let text: Vec<u8> = written.try_iter().flatten().collect();
        let text = String::from_utf8(text).unwrap();
        let lines: Vec<_> = text.lines().map(object).collect();
        assert_eq!(lines.len() as u64, 100 - dropped + 1);
        let notes: Vec<_> = lines
            .iter()
            .filter(|line| line.contains_key("dropped"))
            .collect();
        let [note] = notes[..] else {
            panic!("{notes:?}");
        };
        let mut note = note.clone();
        note.remove("timestamp").unwrap();
        let expected = json!({
            "level": "WARN", "target": "seaworthy_log", "message": "dropped log lines",
            "dropped": dropped,
        });
        assert_eq!(Value::Object(note), expected);
    });
}
