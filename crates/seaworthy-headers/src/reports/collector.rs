//! What is taken of what comes, and what is dropped.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};

use super::ReportsConfig;
use super::dropped::Dropped;
use super::limits::Limits;
use super::report::{self, Taken};

/// Takes bodies apart within its limits, and logs what they report.
pub(super) struct Collector {
    max_bytes: usize,
    max_reports: usize,
    keep_one_in: u64,
    samples: bool,
    limits: Limits,
    /// The posts that could have been read.
    seen: AtomicU64,
    dropped: Dropped,
}

impl Collector {
    /// A collector of a configuration without issues.
    pub(super) fn new(config: &ReportsConfig) -> Self {
        Self {
            max_bytes: config.max_bytes,
            max_reports: config.max_reports,
            keep_one_in: u64::from(config.keep_one_in.max(1)),
            samples: config.samples,
            limits: Limits::new(config.per_peer, config.total),
            seen: AtomicU64::new(0),
            dropped: Dropped::new(),
        }
    }

    pub(super) const fn max_bytes(&self) -> usize {
        self.max_bytes
    }

    pub(super) const fn dropped(&self) -> &Dropped {
        &self.dropped
    }

    /// Whether to read a body, of which these headers tell and which has at least so many bytes.
    pub(super) fn admits(&self, headers: &HeaderMap, least: u64, client: Option<IpAddr>) -> bool {
        if !headers.get(CONTENT_TYPE).is_some_and(is_report) {
            self.dropped.other_type(1);
            return false;
        }
        if usize::try_from(least).map_or(true, |least| least > self.max_bytes) {
            self.dropped.too_large(1);
            return false;
        }
        if self.seen.fetch_add(1, Relaxed) % self.keep_one_in != 0 {
            return false;
        }
        let admitted = self.limits.take(client);
        if !admitted {
            self.dropped.limited(1);
        }
        admitted
    }

    /// Logs the reports of a body that was admitted.
    pub(super) fn collect(&self, body: &[u8], client: Option<IpAddr>) {
        let Ok(taken) = report::read(body, self.max_reports) else {
            self.dropped.malformed(1);
            return;
        };
        let Taken {
            reports,
            surplus,
            unreadable,
        } = taken;
        self.dropped.surplus(surplus);
        self.dropped.malformed(unreadable);
        let mut limited = 0;
        for (index, report) in reports.iter().enumerate() {
            // The first is what the body was admitted for.
            if limited == 0 && (index == 0 || self.limits.take(client)) {
                report.log(self.samples);
            } else {
                limited += 1;
            }
        }
        self.dropped.limited(limited);
    }
}

/// Whether it is the type of either format, or of both; the parameters say nothing.
fn is_report(content_type: &HeaderValue) -> bool {
    let bytes = content_type.as_bytes();
    let essence = bytes.split(|&byte| byte == b';').next();
    let essence = essence.unwrap_or_default().trim_ascii();
    [
        "application/csp-report",
        "application/json",
        "application/reports+json",
    ]
    .iter()
    .any(|known| essence.eq_ignore_ascii_case(known.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_types_are_read_whatever_their_parameters() {
        for (text, read) in [
            ("application/csp-report", true),
            ("application/reports+json", true),
            ("application/json", true),
            ("Application/CSP-Report; charset=utf-8", true),
            ("application/json ;q", true),
            ("", false),
            ("application/jsonp", false),
            ("application", false),
            ("text/plain", false),
            ("text/plain; application/json", false),
            ("multipart/form-data", false),
        ] {
            assert_eq!(is_report(&HeaderValue::from_static(text)), read, "{text}");
        }
    }
}
