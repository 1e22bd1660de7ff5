//! The README's example, run as it stands there.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::{Answer, get, send};
use crate::examples::example;
use crate::server::TWO_VARIABLES;

/// A running quickstart; killed by its process id when it goes out of scope.
struct Quickstart {
    process: Child,
    address: SocketAddr,
}

impl Quickstart {
    /// Starts it on a port that was free a moment ago, and waits until it listens.
    fn start(variables: &[(&str, &str)]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let process = Command::new(example("quickstart"))
            .env_clear()
            .envs(variables.iter().copied())
            .env("BIND", address.to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let quickstart = Self { process, address };
        let until = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < until, "the quickstart does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        quickstart
    }
}

impl Drop for Quickstart {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn shows_its_nonce(answer: &Answer) {
    assert_eq!(answer.status, 200, "{answer:?}");
    let (_, rest) = answer.body.split_once("<script nonce=\"").unwrap();
    let nonce = rest.split('"').next().unwrap();
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("'nonce-{nonce}'")), "{policy}");
}

#[test]
fn the_quickstart_serves_in_development_and_behind_a_proxy() {
    let development = Quickstart::start(&[("DEBUG", "true")]);
    shows_its_nonce(&get(development.address, "/"));
    assert_eq!(get(development.address, "/readyz").status, 200);
    drop(development);

    let proxy = ("TRUSTED_PROXIES", "127.0.0.1");
    let production = Quickstart::start(&[&TWO_VARIABLES[..], &[proxy]].concat());
    let headers = ["Host: www.example.com", "X-Forwarded-Proto: https"];
    let answer = send(production.address, "GET /", &headers, "");
    shows_its_nonce(&answer);
    assert!(answer.header("strict-transport-security").is_some());
    assert_eq!(
        send(production.address, "GET /", &headers[..1], "").status,
        301
    );
}
