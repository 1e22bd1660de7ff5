#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod audit;
mod config;
mod error;

mod forwarded;
mod forwarded_element;
mod network;
mod peer;
mod proxies;
mod testimony;

mod authority;
mod host_pattern;
mod host_pattern_error;
mod hosts;

mod https;
mod path;
mod redirect_loop;
mod upgrade;

mod csrf;
mod origin;
mod origin_pattern;

#[cfg(feature = "token")]
mod tokens;

pub use audit::Advice;
pub use config::{Config, Gate};
pub use csrf::{Csrf, CsrfExempt, CsrfRefusal};
pub use error::{ConfigError, Issue};
pub use host_pattern::HostPattern;
pub use host_pattern_error::HostPatternError;
pub use hosts::{HostRefusal, Hosts};
pub use https::{Https, HttpsRefusal};
pub use origin_pattern::{OriginPattern, OriginPatternError};
pub use peer::Peer;
pub use proxies::Proxies;
#[cfg(feature = "token")]
pub use tokens::{
    CsrfToken, CsrfTokenRefusal, CsrfTokens, SameSite, TokenConfig, TokenConfigError, TokenIssue,
};
