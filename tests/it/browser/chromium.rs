//! Chromium without a window, driven over a pipe.
//!
//! It speaks the DevTools protocol on two file descriptors, as JSON messages that end in a zero
//! byte. That needs neither a port nor a driver beside it, and a Chromium whose pipe is closed
//! ends by itself, even when the tests are killed.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::edge::{Edge, SITES};

/// Long enough for a busy machine, short enough for a broken one.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// What Chromium is called where it is packaged.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Chromium reads commands from descriptor 3 and writes to 4; a shell puts them there, since
/// doing so after the fork is unsafe code in Rust.
const PIPED: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

/// The file that Chromium's complaints go to.
const ERRORS: &str = "stderr";

const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--remote-debugging-pipe",
    // Its sandbox does not work for root, nor in most containers; the pages are our own.
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    // What upgrades to HTTPS is to be the server's own header.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
];

/// Has all names lead to the edge; those that name no port, too. Whatever else there is does not
/// exist.
fn names(edge: &Edge) -> String {
    let sites = SITES.map(|site| format!("MAP {site}:443 127.0.0.1:{}, ", edge.port()));
    let sites = sites.concat();
    let others = "MAP *.example.com 127.0.0.1, MAP *.test 127.0.0.1, MAP * ~NOTFOUND";
    format!("--host-resolver-rules={sites}{others}")
}

/// The program that `CHROMIUM` names, or the first of the usual names in `PATH`.
pub(super) fn installed() -> Option<OsString> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(named);
    }
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|program| program.is_file());
    found.map(OsString::from)
}

/// A running Chromium; it and all its processes are killed when it goes out of scope.
pub(super) struct Chromium {
    process: Child,
    pipe: RefCell<Pipe>,
    folder: TempDir,
}

impl Chromium {
    /// Starts Chromium, which will trust the edge's certificate.
    ///
    /// It knows that by the SHA-256 digest of the public key, in Base64. What is trusted in this
    /// way is without errors to Chromium, so that it remembers what HSTS asks.
    pub(super) fn start(program: &OsString, edge: &Edge) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let errors = File::create(folder.path().join(ERRORS)).unwrap();
        let mut process = Command::new("sh")
            .args(["-c", PIPED])
            .arg(program)
            .args(ARGUMENTS)
            .arg(names(edge))
            .arg(format!(
                "--ignore-certificate-errors-spki-list={}",
                edge.key()
            ))
            .arg(format!("--user-data-dir={}", folder.path().display()))
            .arg("about:blank")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .process_group(0)
            .spawn()
            .unwrap();
        let pipe = Pipe::new(
            process.stdin.take().unwrap(),
            process.stdout.take().unwrap(),
        );
        let chromium = Self {
            process,
            pipe: RefCell::new(pipe),
            folder,
        };
        chromium
            .try_call(None, "Browser.getVersion", json!({}))
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        chromium
    }

    /// What it calls itself.
    pub(super) fn version(&self) -> String {
        self.call(None, "Browser.getVersion", json!({}))["product"].to_string()
    }

    /// Calls a method of the browser, or of one of its pages by the page's session.
    pub(super) fn call(&self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        self.try_call(session, method, parameters)
            .unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// # Errors
    ///
    /// What Chromium answers, or that it is gone.
    pub(super) fn try_call(
        &self,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<Value, String> {
        let mut pipe = self.pipe.borrow_mut();
        pipe.last += 1;
        let id = pipe.last;
        let mut message = json!({ "id": id, "method": method });
        message["params"] = parameters;
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut answer = (pipe.send(&message))
            .and_then(|()| pipe.message(|message| message["id"] == id))
            .map_err(|error| format!("{error}\n{}", self.errors()))?;
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Waits for an event of a page, seen already or still to come.
    pub(super) fn event(&self, session: &str, method: &str, wanted: impl Fn(&Value) -> bool) {
        let ours = |message: &Value| {
            message["sessionId"] == session
                && message["method"] == method
                && wanted(&message["params"])
        };
        if let Err(error) = self.pipe.borrow_mut().message(ours) {
            panic!("{method}: {error}");
        }
    }

    /// Takes the events of a page that have come, of these kinds.
    pub(super) fn events(&self, session: &str, methods: &[&str]) -> Vec<Value> {
        let is_wanted = |message: &Value| {
            let method = message["method"].as_str();
            message["sessionId"] == session && method.is_some_and(|it| methods.contains(&it))
        };
        let kept = &mut self.pipe.borrow_mut().kept;
        let (events, others) = kept.drain(..).partition(is_wanted);
        *kept = others;
        Vec::from(events)
    }

    /// What it complains of; much of it is harmless.
    fn errors(&self) -> String {
        fs::read_to_string(self.folder.path().join(ERRORS)).unwrap_or_default()
    }

    /// Ends it; all that it leaves behind, which is to be nothing.
    pub(super) fn end(self) -> Vec<String> {
        let (group, folder) = (self.process.id(), self.folder.path().to_owned());
        drop(self);
        let mut left = alive(group, &folder);
        left.extend(folder.exists().then(|| folder.display().to_string()));
        left
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // A shell's own `kill` is there even where the program is not. All may have ended already.
        let _ = Command::new("sh")
            .args(["-c", r#"kill -s KILL -- "-$0""#])
            .arg(self.process.id().to_string())
            .output();
        let _ = self.process.kill();
        let _ = self.process.wait();
        // Its crash handlers have left the group; they end once they see that it has.
        let until = Instant::now() + PATIENCE;
        while !alive(self.process.id(), self.folder.path()).is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The processes that are of this group, or were told of this folder, and have not ended; what
/// only waits to be reaped has.
fn alive(group: u32, folder: &Path) -> Vec<String> {
    let (group, folder) = (group.to_string(), folder.display().to_string());
    let mut alive = Vec::new();
    for process in fs::read_dir("/proc").unwrap().flatten() {
        let read = |name| fs::read_to_string(process.path().join(name)).unwrap_or_default();
        // A name in brackets, which may hold anything, then state, parent and group.
        let stat = read("stat");
        let mut fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
        let has_ended = matches!(fields.next(), None | Some("" | "X" | "Z"));
        let command = read("cmdline");
        if !has_ended && (fields.nth(1) == Some(&group) || command.contains(&folder)) {
            alive.push(command);
        }
    }
    alive
}

struct Pipe {
    commands: ChildStdin,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    kept: VecDeque<Value>,
    /// The number of the last command.
    last: u64,
}

impl Pipe {
    fn new(commands: ChildStdin, answers: ChildStdout) -> Self {
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut answers = BufReader::new(answers);
            let mut message = Vec::new();
            while answers.read_until(0, &mut message).is_ok_and(|n| n > 0) {
                let parsed = serde_json::from_slice(message.strip_suffix(b"\0").unwrap_or(&[]));
                message.clear();
                if parsed.is_ok_and(|parsed| sender.send(parsed).is_ok()) {
                    continue;
                }
                break;
            }
        });
        Self {
            commands,
            messages,
            kept: VecDeque::new(),
            last: 0,
        }
    }

    fn send(&mut self, message: &Value) -> Result<(), String> {
        write!(self.commands, "{message}\0").map_err(|error| error.to_string())
    }

    /// Takes the first message that is wanted, and keeps those before it.
    fn message(&mut self, wanted: impl Fn(&Value) -> bool) -> Result<Value, String> {
        let until = Instant::now() + PATIENCE;
        if let Some(message) =
            (self.kept.iter().position(&wanted)).and_then(|position| self.kept.remove(position))
        {
            return Ok(message);
        }
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message = self
                .messages
                .recv_timeout(left)
                .map_err(|error| error.to_string())?;
            if wanted(&message) {
                return Ok(message);
            }
            self.kept.push_back(message);
        }
    }
}
