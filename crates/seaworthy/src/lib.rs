#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// The blocks, each under its own name.
#[cfg(feature = "cors")]
#[doc(no_inline)]
pub use seaworthy_cors as cors;
#[cfg(feature = "gate")]
#[doc(no_inline)]
pub use seaworthy_gate as gate;
#[cfg(feature = "headers")]
#[doc(no_inline)]
pub use seaworthy_headers as headers;
#[cfg(feature = "health")]
#[doc(no_inline)]
pub use seaworthy_health as health;
#[cfg(feature = "log")]
#[doc(no_inline)]
pub use seaworthy_log as log;
#[cfg(feature = "password")]
#[doc(no_inline)]
pub use seaworthy_password as password;
#[cfg(feature = "policy")]
#[doc(no_inline)]
pub use seaworthy_policy as policy;
#[cfg(feature = "settings")]
#[doc(no_inline)]
pub use seaworthy_settings as settings;

#[cfg(feature = "check")]
pub mod check;

// What joins them.
#[cfg(feature = "harden")]
mod configs;
#[cfg(feature = "harden")]
mod conflicts;
#[cfg(feature = "harden")]
mod deploy;
#[cfg(feature = "harden")]
mod error;
#[cfg(feature = "harden")]
mod harden;
#[cfg(feature = "harden")]
mod names;
#[cfg(feature = "harden")]
mod report_path;
#[cfg(feature = "harden")]
mod validate;
#[cfg(feature = "harden")]
mod value;
#[cfg(feature = "harden")]
mod variables;

#[cfg(feature = "harden")]
pub use error::{ConfigError, Issue};
#[cfg(feature = "harden")]
pub use harden::{Harden, Hardened, Policies, harden};
#[cfg(feature = "harden")]
pub use report_path::ReportPath;
#[cfg(feature = "harden")]
pub use value::{OrOff, ReferrerPolicies};
#[cfg(feature = "harden")]
pub use variables::{
    AuthPassword, Cookies, Cors, Csp, Csrf, CsrfCookie, Log, Probes, Secure, SessionCookie,
    Settings,
};
