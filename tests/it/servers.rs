//! Readiness over a real PostgreSQL and a real Redis, while they are killed, paused and started
//! again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

use std::convert::Infallible;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use seaworthy_health::{Check, Config, Health, HealthLayer, Mode};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tempfile::TempDir;
use tower::{Layer, ServiceExt, service_fn};

use crate::client::get;
use crate::server::{Server, TWO_VARIABLES, run};

/// Long enough for a busy machine, short enough for a broken one.
const PATIENCE: Duration = Duration::from_secs(120);

/// What must never be told to who asks for readiness.
const PASSWORD: &str = "hunter2-canary";

/// A server that stores data, run in a folder of its own on a port that was free.
struct Store {
    port: u16,
    folder: TempDir,
    command: Start,
    process: Child,
}

/// How the server is started in a folder, to listen on a port.
type Start = fn(&Path, u16) -> Command;

impl Store {
    fn start(prepare: fn(&Path), command: Start) -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        // Taken and given back: what listens there next is the server.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
        let port = port.unwrap().port();
        Self {
            port,
            process: quietly(command(folder.path(), port)),
            folder,
            command,
        }
    }

    fn restart(&mut self) {
        self.process = quietly((self.command)(self.folder.path(), self.port));
    }

    /// Sends a signal to the process, and to those that it has started.
    fn signal(&self, name: &str) {
        let id = self.process.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let mut ids = vec![id.to_string()];
        ids.extend(
            children
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned),
        );
        // One of the children may have ended meanwhile.
        let _ = Command::new("kill").arg(name).args(ids).status().unwrap();
    }

    fn kill(&mut self) {
        self.signal("-KILL");
        self.process.wait().unwrap();
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Not the administrator, who may not run PostgreSQL: the user that its package makes.
fn unprivileged(command: &mut Command, folder: &Path) {
    let number = |flag: &str, name: &str| -> u32 {
        let output = Command::new("id").args([flag, name]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.trim().parse().unwrap()
    };
    let own = Command::new("id").arg("-u").output().unwrap();
    if own.stdout.starts_with(b"0\n") {
        let (user, group) = (number("-u", "postgres"), number("-g", "postgres"));
        chown(folder, Some(user), Some(group)).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
        command.uid(user).gid(group);
    }
}

/// Whether a program is there; where it has to be, the test fails without it.
fn is_installed(program: impl AsRef<Path>) -> bool {
    let program = program.as_ref();
    let asked = Command::new(program).arg("--version").output().is_ok();
    let why = format!("there is no {}: install it", program.display());
    assert!(asked || std::env::var_os("CI").is_none(), "{why}");
    if !asked {
        eprintln!("skipped, {why}");
    }
    asked
}

/// A program of PostgreSQL's newest version, which Debian keeps out of the path.
fn postgres(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut programs: Vec<_> = versions
        .map(|version| version.unwrap().path().join("bin").join(name))
        .filter(|program| program.exists())
        .collect();
    programs.sort();
    programs.pop().unwrap_or_else(|| name.into())
}

fn quietly(mut command: Command) -> Child {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

fn start_postgres() -> Store {
    fn prepare(folder: &Path) {
        let password = folder.join("password");
        fs::write(&password, PASSWORD).unwrap();
        fs::set_permissions(&password, fs::Permissions::from_mode(0o644)).unwrap();
        let mut command = Command::new(postgres("initdb"));
        command
            .current_dir(folder)
            .args(["--username=app", "--auth=scram-sha-256", "--no-sync"])
            .args(["--pwfile=password", "--pgdata=data"]);
        unprivileged(&mut command, folder);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    fn command(folder: &Path, port: u16) -> Command {
        let mut command = Command::new(postgres("postgres"));
        command
            .current_dir(folder)
            .args(["-D", "data", "-k", ".", "-h", "127.0.0.1", "-F"])
            .args(["-p", &port.to_string()]);
        unprivileged(&mut command, folder);
        command
    }
    Store::start(prepare, command)
}

fn start_redis() -> Store {
    fn command(folder: &Path, port: u16) -> Command {
        let mut command = Command::new("redis-server");
        command
            .current_dir(folder)
            .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
            .args([
                "--save",
                "",
                "--appendonly",
                "no",
                "--requirepass",
                PASSWORD,
            ]);
        command
    }
    Store::start(|_| {}, command)
}

/// Asks until readiness has this status; every answer on the way, which tells no secret and no
/// more of the failure than that there is one.
fn until(status: u16, ask: &mut dyn FnMut() -> (u16, String)) -> Vec<String> {
    let deadline = Instant::now() + PATIENCE;
    let mut bodies = Vec::new();
    loop {
        let (got, body) = ask();
        for told in [
            PASSWORD,
            "app:",
            "127.0.0.1",
            "refused",
            "timed out",
            "PONG",
            "sqlx",
        ] {
            assert!(!body.contains(told), "{body}");
        }
        bodies.push(body);
        if got == status {
            return bodies;
        }
        assert!(Instant::now() < deadline, "still {got}: {bodies:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The states that a store goes through, and what readiness says of each.
fn go_through(mut store: Store, ask: &mut dyn FnMut() -> (u16, String)) {
    until(200, ask);
    store.kill();
    until(503, ask);
    store.restart();
    until(200, ask);
    store.signal("-STOP");
    until(503, ask);
    store.signal("-CONT");
    until(200, ask);
}

#[test]
fn an_application_is_ready_whenever_its_postgresql_is() {
    if !is_installed(postgres("initdb")) {
        return;
    }
    let store = start_postgres();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let _runtime = runtime.enter();
    let options = PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(store.port)
        .username("app")
        .password(PASSWORD)
        .database("postgres");
    let pool = PgPoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_secs(1))
        .connect_lazy_with(options);
    let mut config = Config::default();
    config.timeout = Duration::from_secs(1);
    config.mode = Mode::on_demand(Duration::ZERO);
    config.checks = vec![Check::new("database", move || {
        let pool = pool.clone();
        async move { sqlx::query("SELECT 1").execute(&pool).await.map(drop) }
    })];
    let health: Health = config.build().unwrap();
    health.started();
    go_through(store, &mut || {
        let app = service_fn(|_: Request<()>| async {
            Ok::<_, Infallible>(Response::<Bytes>::default())
        });
        let service = HealthLayer::new(health.clone()).layer(app);
        let request = Request::get("/readyz").body(()).unwrap();
        runtime.block_on(async {
            let (head, body) = service.oneshot(request).await.unwrap().into_parts();
            let status = head.status.as_u16();
            (status, String::from_utf8_lossy(&body).into_owned())
        })
    });
}

#[test]
fn the_production_example_is_ready_whenever_its_redis_is() {
    if !is_installed("redis-server") {
        return;
    }
    let store = start_redis();
    let url = format!("redis://:{PASSWORD}@127.0.0.1:{}/0", store.port);
    let mut variables = TWO_VARIABLES.to_vec();
    variables.push(("REDIS_URL", &url));
    // Who deploys it sees the same.
    let other = url.replace(PASSWORD, "hunter3-canary");
    for (url, code, said) in [
        (&url, 0, "passed    cache"),
        (&other, 1, "REDIS_URL: (cache.down)"),
    ] {
        let variables = [TWO_VARIABLES[0], TWO_VARIABLES[1], ("REDIS_URL", url)];
        let output = run(&["check", "--deploy", "--tag", "stores"], &variables);
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.contains(said) && !text.contains("canary"), "{text}");
    }
    let server = Server::start(&variables);
    go_through(store, &mut || {
        let answer = get(server.address, "/readyz");
        assert_eq!(get(server.address, "/livez").status, 200);
        (answer.status, answer.body)
    });
    server.terminate();
    let (lines, status) = server.finish();
    assert!(status.success());
    // Why it was not ready stands in the log, without the password.
    assert!(
        lines.iter().any(|line| line.contains("cache")),
        "{lines:#?}"
    );
    assert!(
        !lines.iter().any(|line| line.contains(PASSWORD)),
        "{lines:#?}"
    );
}
