//! The real `production` binary, run in a folder and an environment of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::examples::example;

/// A key as `production generate-secret` makes them; for tests only.
pub(crate) const SECRET_KEY: &str = "wq9xGJp2k4Zt0yN7mVb5rXcE8hUfDs1LaKoTiPnRe3Y";

/// The two variables that production needs.
pub(crate) const TWO_VARIABLES: [(&str, &str); 2] = [
    ("SECRET_KEY", SECRET_KEY),
    ("ALLOWED_HOSTS", "localhost,.example.com"),
];

/// Long enough for a busy machine, short enough for a broken one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The binary with these arguments, and nothing in its environment but these variables.
pub(crate) fn command(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(example("production"));
    command
        .current_dir(folder)
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    command(folder.path(), arguments, variables)
        .output()
        .unwrap()
}

/// A running `production serve`; killed by its process id when it goes out of scope.
pub(crate) struct Server {
    process: Child,
    /// What it writes to standard output, line by line.
    lines: Receiver<String>,
    seen: Vec<String>,
    pub(crate) address: SocketAddr,
    pub(crate) folder: TempDir,
}

impl Server {
    /// Starts the server on a port that is free, and waits until it says where it listens.
    pub(crate) fn start(variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = command(folder.path(), &["serve"], variables)
            .env("BIND", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = process.stdout.take().unwrap();
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let placeholder = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Self {
            process,
            lines,
            seen: Vec::new(),
            address: placeholder,
            folder,
        };
        let line = server.line(|line| line.contains("http://127.0.0.1:"));
        let (_, rest) = line.split_once("http://").unwrap();
        let end = rest.find(|c: char| !c.is_ascii_digit() && !".:".contains(c));
        server.address = rest[..end.unwrap_or(rest.len())].parse().unwrap();
        server
    }

    /// The first line, seen already or still to come, that is wanted.
    pub(crate) fn line(&mut self, wanted: impl Fn(&str) -> bool) -> String {
        if let Some(line) = self.seen.iter().find(|line| wanted(line)) {
            return line.clone();
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|_| {
                panic!("the line did not come; what came: {:#?}", self.seen);
            });
            self.seen.push(line.clone());
            if wanted(&line) {
                return line;
            }
        }
    }

    /// Sends SIGTERM.
    #[cfg(unix)]
    pub(crate) fn terminate(&self) {
        let id = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end; every line that it has written, and how it ended.
    pub(crate) fn finish(mut self) -> (Vec<String>, ExitStatus) {
        let until = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < until, "the server does not end");
            std::thread::sleep(Duration::from_millis(20));
        };
        let mut lines = std::mem::take(&mut self.seen);
        lines.extend(self.lines.iter());
        (lines, status)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
