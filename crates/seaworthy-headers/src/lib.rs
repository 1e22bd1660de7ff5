#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod audit;
mod config;
mod error;
mod headers;

mod cross_origin_embedder_policy;
mod cross_origin_opener_policy;
mod cross_origin_resource_policy;
mod frame_options;
mod hsts;
mod permissions_policy;
mod permitted_cross_domain_policies;
mod referrer_policy;

mod clear_site_data;
mod cookies;
mod csp;
mod csp_override;
mod nonce;
mod removed;
mod reporting_endpoints;

#[cfg(feature = "reports")]
mod reports;

mod block;
mod nearest;
mod transport;
mod unknown_value;

pub mod observatory;

pub use audit::Advice;
pub use clear_site_data::{ClearSiteData, SiteData};
pub use config::Config;
pub use cookies::{CookieProblem, CookieRule, CookieRules, SameSite};
pub use cross_origin_embedder_policy::CrossOriginEmbedderPolicy;
pub use cross_origin_opener_policy::CrossOriginOpenerPolicy;
pub use cross_origin_resource_policy::CrossOriginResourcePolicy;
pub use csp::{Csp, CspIssue, Source, SourceError};
pub use csp_override::CspOverride;
pub use error::{ConfigError, Issue};
pub use frame_options::FrameOptions;
pub use headers::{Headers, Memo};
pub use hsts::Hsts;
pub use nonce::Nonce;
pub use permissions_policy::{Permission, PermissionsPolicy, PermissionsPolicyError};
pub use permitted_cross_domain_policies::PermittedCrossDomainPolicies;
pub use referrer_policy::ReferrerPolicy;
#[cfg(feature = "reports")]
pub use reports::{Reports, ReportsConfig, ReportsConfigError, ReportsFuture, ReportsIssue};
pub use unknown_value::UnknownValue;
