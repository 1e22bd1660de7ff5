//! What [MDN's HTTP Observatory][mdn] would say of a site, without asking it.
//!
//! The score starts at 100. Each of ten tests gives a [result](TestResult) that takes points off or
//! adds some; points are added only if no more than ten were taken off. From 100 on the
//! [`Grade`] is A+, and 145 is the most there is.
//!
//! [`Config::observatory`](crate::Config::observatory) scores a configuration. [`Score::of`] scores
//! what a running service really sent, which a test of an application can gather:
//!
//! ```
//! use http::HeaderMap;
//! use seaworthy_headers::observatory::{Exchange, Grade, Score, Test};
//!
//! let mut headers = HeaderMap::new();
//! headers.insert("content-security-policy", "default-src 'self'".parse()?);
//! let redirects = ["http://app.example/".parse()?, "https://app.example/".parse()?];
//!
//! let mut exchange = Exchange::new("app.example", &headers);
//! exchange.redirects = &redirects;
//! let score = Score::of(&exchange);
//!
//! assert_eq!((score.points(), score.grade()), (55, Grade::C));
//! let hsts = score.result(Test::StrictTransportSecurity);
//! assert_eq!((hsts.result(), hsts.modifier()), ("hsts-not-implemented", -20));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It follows the scanner's rules as of its version 1.4.8, including how that reads a header which
//! is sent twice: as one, with a comma. It knows nothing of certificates, and has no list of public
//! suffixes: whether a script comes from the same site is guessed from the labels of its host.
//!
//! [mdn]: https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring

mod exchange;
mod grade;
mod result;
mod score;
mod test;

mod content_type_options;
mod cookies;
mod cors;
mod cross_origin_resource_policy;
mod csp;
mod frame_options;
mod hsts;
mod redirection;
mod referrer_policy;
mod subresource_integrity;

mod cookie;
mod page;
mod policies;
mod sent;
mod site;
mod tag;

pub use exchange::{Exchange, Preflight};
pub use grade::Grade;
pub use result::TestResult;
pub use score::Score;
pub use test::Test;
