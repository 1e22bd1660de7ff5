//! Django's own cases for its security checks: the same settings here, and what is found in them.
//!
//! What Django 6.1.3 finds stands in `deploy_checks.json`; here the same project is a set of
//! variables and an application behind those parts of the stack that its middleware is.

mod case;
mod differences;
mod environment;
mod ids;
mod middleware;
mod project;

use super::*;
