//! `production health`: what a container's health check runs.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use seaworthy::settings::{LoadError, Settings as Load, Sources};

use crate::Failure;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The endpoint to ask, over plain HTTP; /readyz at the address in BIND.
    #[arg(long)]
    url: Option<String>,
}

/// Longer than the service gives any of its checks.
const PATIENCE: Duration = Duration::from_secs(5);

/// Exits with 0 if the service says that it is well, else with 1.
///
/// It reads `BIND` alone: a container's probe need not know the service's secrets.
pub(crate) fn run(arguments: &Arguments, sources: Sources) -> Result<ExitCode, Failure> {
    let url = arguments.url.clone().map_or_else(|| beside(sources), Ok);
    let url = match url {
        Ok(url) => url,
        Err(error) => {
            writeln!(io::stderr(), "{error}")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        // The service is beside us, whatever proxy the environment names for the way out.
        .proxy(None)
        .http_status_as_error(false)
        .build()
        .new_agent();
    let answer = match agent.get(&url).call() {
        Ok(answer) => answer,
        Err(error) => {
            writeln!(io::stderr(), "{url} does not answer: {error}")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let status = answer.status();
    writeln!(io::stdout(), "{url} answers {status}")?;
    Ok(if status.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The endpoint at the address where the service listens, as seen from beside it.
fn beside(sources: Sources) -> Result<String, LoadError> {
    let Listening { mut bind } = Load::load(&sources.partial())?.settings;
    // Whoever listens everywhere also listens here.
    match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => bind.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => bind.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    Ok(format!("http://{bind}/readyz"))
}

/// The one setting that a probe needs.
#[derive(Debug, Load)]
#[settings(crate = seaworthy::settings)]
struct Listening {
    /// Where the service listens.
    #[settings(default = SocketAddr::from(([127, 0, 0, 1], 8000)))]
    bind: SocketAddr,
}
