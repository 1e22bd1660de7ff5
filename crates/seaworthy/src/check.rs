//! Findings and reports, and the checks that a whole service needs before it is deployed.

#[doc(no_inline)]
pub use seaworthy_check::*;

#[cfg(feature = "harden")]
pub use crate::deploy::{CHECKLIST, Deployment, checks, deploy, rules};
