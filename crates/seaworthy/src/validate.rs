//! What the blocks say of single variables, asked while the settings are loaded.
//!
//! A block judges a whole `Config`; here it gets one that is right but for the field in question.
//! So each rule has one home, and a wrong list is told item by item along with everything else.
#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "every validator takes a reference"
)]

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use seaworthy_settings::{ByteSize, Context, Invalid, Secret};
use {seaworthy_cors as cors, seaworthy_gate as gate, seaworthy_headers as headers};
use {seaworthy_health as health, seaworthy_log as log, seaworthy_password as password};

use crate::value::{parse_ssl_header, queue_of, split_sources};

type Verdict = Result<(), Invalid>;

/// Whatever a block complains about, as one verdict.
fn verdict<T, E, I: Display>(built: Result<T, E>, issues: fn(&E) -> &[I]) -> Verdict {
    let Err(error) = built else {
        return Ok(());
    };
    let reasons = issues(&error).iter().map(ToString::to_string);
    Invalid::all(reasons).map_or(Ok(()), Err)
}

fn gate(change: impl FnOnce(&mut gate::Config)) -> Verdict {
    let mut config = gate::Config::new(["localhost"]);
    change(&mut config);
    verdict(config.build(), gate::ConfigError::issues)
}

pub(crate) fn allowed_hosts(hosts: &[String], _: &Context<'_>) -> Verdict {
    gate(|config| config.allowed_hosts = hosts.to_vec())
}

pub(crate) fn allowed_hosts_exempt(paths: &[String], _: &Context<'_>) -> Verdict {
    gate(|config| config.allowed_hosts_exempt = paths.to_vec())
}

pub(crate) fn trusted_proxies(proxies: &[String], _: &Context<'_>) -> Verdict {
    gate(|config| config.trusted_proxies = proxies.to_vec())
}

pub(crate) fn proxy_ssl_header(header: &Option<String>, _: &Context<'_>) -> Verdict {
    let Some(header) = header else {
        return Ok(());
    };
    let Some(header) = parse_ssl_header(header) else {
        return Err(Invalid::new(
            "it is not a header and its value, as `X-Forwarded-Proto: https`",
        ));
    };
    gate(|config| config.proxy_ssl_header = Some(header))
}

pub(crate) fn ssl_host(host: &Option<String>, _: &Context<'_>) -> Verdict {
    gate(|config| config.ssl_host.clone_from(host))
}

pub(crate) fn redirect_exempt(paths: &[String], _: &Context<'_>) -> Verdict {
    gate(|config| config.redirect_exempt = paths.to_vec())
}

pub(crate) fn csrf_trusted_origins(origins: &[String], _: &Context<'_>) -> Verdict {
    gate(|config| config.csrf_trusted_origins = origins.to_vec())
}

fn headers(change: impl FnOnce(&mut headers::Config)) -> Verdict {
    let mut config = headers::Config::default();
    change(&mut config);
    verdict(config.build(), headers::ConfigError::issues)
}

pub(crate) fn permissions_policy(policy: &str, _: &Context<'_>) -> Verdict {
    if policy.eq_ignore_ascii_case("off") {
        return Ok(());
    }
    match policy.parse() {
        Ok(policy) => headers(|config| config.permissions_policy = Some(policy)),
        Err(error) => Err(Invalid::new(error.to_string())),
    }
}

pub(crate) fn reporting_endpoints(
    endpoints: &BTreeMap<String, String>,
    _: &Context<'_>,
) -> Verdict {
    headers(|config| config.reporting_endpoints = endpoints.clone().into_iter().collect())
}

/// Judges `CSP_<DIRECTIVE>`: the directive is the end of the variable's name.
pub(crate) fn csp_directive(sources: &Option<String>, context: &Context<'_>) -> Verdict {
    let directive = context
        .variable()
        .rsplit_once("CSP_")
        .map(|(_, directive)| directive);
    let (Some(sources), Some(directive)) = (sources, directive) else {
        return Ok(());
    };
    let directive = directive.to_ascii_lowercase().replace('_', "-");
    headers(|config| {
        let mut csp = headers::Csp::strict();
        csp.set("script-src", ["'self'"]);
        // As if it alone got the nonce: whether others do is for other variables to say.
        csp.nonce_in = vec![directive.clone()];
        csp.nonce_in
            .retain(|name| NONCED.contains(&name.as_str()) && sources.trim() != "'none'");
        csp.set(&directive, split_sources(sources));
        config.csp = Some(csp);
        if directive == "report-to" {
            // Whether there is one is for another variable to say.
            config.reporting_endpoints = vec![(sources.clone(), "/".to_owned())];
        }
    })
}

/// The directives in which a nonce has a meaning.
const NONCED: [&str; 5] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "style-src",
    "style-src-elem",
];

pub(crate) fn cookie_names(names: &[String], _: &Context<'_>) -> Verdict {
    headers(|config| {
        let mut rules = headers::CookieRules::default();
        rules.secure = headers::CookieRule::Except(names.to_vec());
        config.cookies = Some(rules);
    })
}

fn health(change: impl FnOnce(&mut health::Config)) -> Verdict {
    let mut config = health::Config::default();
    change(&mut config);
    verdict(config.build(), health::ConfigError::issues)
}

pub(crate) fn health_token(token: &Option<Secret<String>>, _: &Context<'_>) -> Verdict {
    let Some(token) = token else {
        return Ok(());
    };
    health(|config| config.access = health::Access::bearer(token.expose()))
}

pub(crate) fn health_interval(interval: &Duration, _: &Context<'_>) -> Verdict {
    health(|config| config.mode = health::Mode::polled(*interval))
}

pub(crate) fn health_timeout(timeout: &Duration, _: &Context<'_>) -> Verdict {
    health(|config| config.timeout = *timeout)
}

pub(crate) fn notify_socket(socket: &Option<String>, _: &Context<'_>) -> Verdict {
    health(|config| config.notify = socket.as_ref().map(health::Notify::new))
}

pub(crate) fn watchdog_usec(micros: &Option<u64>, _: &Context<'_>) -> Verdict {
    health(|config| {
        let mut notify = health::Notify::new("/run/systemd/notify");
        notify.watchdog = micros.map(Duration::from_micros);
        config.notify = Some(notify);
    })
}

/// A name that [RFC 6265](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1) allows: a token.
pub(crate) fn cookie_name(name: &str, _: &Context<'_>) -> Verdict {
    token(name, "it has a character that no cookie's name has")
}

pub(crate) fn header_name(name: &str, _: &Context<'_>) -> Verdict {
    token(name, "it has a character that no header's name has")
}

/// Header names are tokens, and so are the names of cookies.
fn token(name: &str, otherwise: &'static str) -> Verdict {
    match http::HeaderName::try_from(name) {
        Ok(_) => Ok(()),
        Err(_) => Err(Invalid::new(otherwise)),
    }
}

fn cors(change: impl FnOnce(&mut cors::Config)) -> Verdict {
    let mut config = cors::Config::new(["https://origin.example"]);
    change(&mut config);
    verdict(config.build(), cors::ConfigError::issues)
}

pub(crate) fn cors_allowed_origins(origins: &[String], context: &Context<'_>) -> Verdict {
    if origins.is_empty() {
        return Ok(());
    }
    if !context.debug() && origins.iter().any(|origin| origin == "*") {
        return Err(Invalid::new("`*` allows every origin; list the origins"));
    }
    cors(|config| config.origins = origins.to_vec())
}

pub(crate) fn cors_allow_all_origins(all: &bool, context: &Context<'_>) -> Verdict {
    if *all && !context.debug() {
        return Err(Invalid::new(
            "every site's pages could read every answer; list them in CORS_ALLOWED_ORIGINS",
        ));
    }
    Ok(())
}

pub(crate) fn cors_allow_methods(methods: &[String], _: &Context<'_>) -> Verdict {
    cors(|config| config.methods = methods.to_vec())
}

pub(crate) fn cors_allow_headers(headers: &[String], _: &Context<'_>) -> Verdict {
    cors(|config| config.headers = headers.to_vec())
}

pub(crate) fn cors_expose_headers(headers: &[String], _: &Context<'_>) -> Verdict {
    cors(|config| config.expose = headers.to_vec())
}

pub(crate) fn cors_preflight_max_age(seconds: &u64, _: &Context<'_>) -> Verdict {
    cors(|config| config.max_age = Some(*seconds))
}

fn password(change: impl FnOnce(&mut password::Config)) -> Verdict {
    let mut config = password::Config::default();
    change(&mut config);
    verdict(config.build(), password::ConfigError::issues)
}

pub(crate) fn password_validators(names: &[String], _: &Context<'_>) -> Verdict {
    password(|config| config.validators = names.to_vec())
}

pub(crate) fn password_min_length(characters: &usize, _: &Context<'_>) -> Verdict {
    password(|config| config.min_length = *characters)
}

pub(crate) fn password_max_length(characters: &usize, _: &Context<'_>) -> Verdict {
    password(|config| {
        // Beside the least length it is judged with the rest.
        config.min_length = 1;
        config.max_length = *characters;
    })
}

pub(crate) fn password_context_words(words: &[String], _: &Context<'_>) -> Verdict {
    password(|config| config.context_words = words.to_vec())
}

fn log(change: impl FnOnce(&mut log::Config)) -> Verdict {
    let mut config = log::Config::default();
    change(&mut config);
    // To look at the settings opens no file and starts no thread.
    verdict(config.check(), log::ConfigError::issues)
}

pub(crate) fn log_level(level: &str, _: &Context<'_>) -> Verdict {
    log(|config| config.level = level.to_owned())
}

pub(crate) fn log_levels(levels: &[String], _: &Context<'_>) -> Verdict {
    log(|config| config.levels = levels.to_vec())
}

pub(crate) fn log_queue(size: &ByteSize, _: &Context<'_>) -> Verdict {
    log(|config| config.queue = queue_of(*size))
}
