//! What two signals do to a process of its own: this test again, told by its environment to serve.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use seaworthy_health::Config;

/// What the process does: it waits for the end of the drain, or goes on when that has come.
const DOES: &str = "SEAWORTHY_HEALTH_TEST_DOES";

/// A process that serves, and says how far it is.
struct Process {
    child: Child,
    says: BufReader<std::process::ChildStdout>,
}

impl Process {
    fn that(does: &str) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "a_process_that_serves", "--nocapture"])
            .env(DOES, does)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let says = BufReader::new(child.stdout.take().unwrap());
        Self { child, says }
    }

    /// Waits until it says so.
    fn hear(&mut self, word: &str) -> &mut Self {
        let mut line = String::new();
        while !line.contains(word) {
            line.clear();
            assert!(self.says.read_line(&mut line).unwrap() > 0, "no {word}");
        }
        self
    }

    fn signal(&mut self, name: &str) -> &mut Self {
        let id = self.child.id().to_string();
        let kill = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(kill.success());
        self
    }

    fn end(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn say(word: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{word}").unwrap();
    out.flush().unwrap();
}

/// It does nothing unless it is told to.
#[tokio::test]
async fn a_process_that_serves() {
    let Ok(does) = env::var(DOES) else { return };
    let health = Config::default().build().unwrap();
    let day = Duration::from_secs(86400);
    let shutdown = health.shutdown(if does == "hangs" { Duration::ZERO } else { day });
    health.started();
    let follows = async {
        let mut readiness = health.watch();
        loop {
            say(readiness.borrow_and_update().status().as_str());
            readiness.changed().await.unwrap();
        }
    };
    tokio::select! {
        () = shutdown => say("over"),
        () = follows => {}
    }
    if does == "hangs" {
        // Requests that never end, for example.
        tokio::time::sleep(day).await;
    }
}

#[test]
fn the_first_signal_drains_and_the_second_skips_the_rest() {
    for (first, second) in [("-TERM", "-TERM"), ("-INT", "-TERM"), ("-TERM", "-INT")] {
        let mut process = Process::that("drains");
        process.hear("ok").signal(first).hear("draining");
        process.signal(second).hear("over");
        assert!(process.end().success(), "{first} {second}");
    }
}

#[test]
fn a_process_that_hangs_after_its_drain_ends_by_the_next_signal() {
    for (name, number) in [("-TERM", 15), ("-INT", 2)] {
        let mut process = Process::that("hangs");
        process.hear("ok").signal("-TERM").hear("over");
        process.signal(name);
        assert_eq!(process.end().signal(), Some(number));
    }
}
