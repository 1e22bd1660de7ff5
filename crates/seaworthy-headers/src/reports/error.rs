use std::fmt;

/// Why a [`ReportsConfig`](crate::ReportsConfig) makes no service: one or more [`ReportsIssue`]s.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportsConfigError {
    /// Never empty.
    issues: Vec<ReportsIssue>,
}

impl ReportsConfigError {
    /// All that is wrong.
    #[must_use]
    pub fn issues(&self) -> &[ReportsIssue] {
        &self.issues
    }

    /// The thing to build, unless something is wrong with it.
    pub(super) fn unless<T>(
        issues: Vec<ReportsIssue>,
        build: impl FnOnce() -> T,
    ) -> Result<T, Self> {
        if issues.is_empty() {
            Ok(build())
        } else {
            Err(Self { issues })
        }
    }
}

impl fmt::Display for ReportsConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid configuration of browsers' reports: ")?;
        for (index, issue) in self.issues.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{issue}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ReportsConfigError {}

/// One thing that is wrong with a [`ReportsConfig`](crate::ReportsConfig), with the value and the
/// remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ReportsIssue {
    /// One peer could use up what is for all.
    #[error(
        "total: {total} reports a minute are fewer than the {per_peer} that one peer may send; \
         raise it, or lower `per_peer`"
    )]
    TotalBelowPeer {
        /// The reports a minute of all peers.
        total: u32,
        /// The reports a minute of one.
        per_peer: u32,
    },
    /// A limit that lets nothing through.
    #[error("{field}: 0 takes no report; set it to 1 or more, or leave the service out")]
    Zero {
        /// The field.
        field: &'static str,
    },
}

impl ReportsIssue {
    /// The field of [`ReportsConfig`](crate::ReportsConfig) that has to change.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::TotalBelowPeer { .. } => "total",
            Self::Zero { field } => field,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ReportsConfig;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let config = ReportsConfig {
            max_bytes: 0,
            max_reports: 0,
            per_peer: 0,
            total: 0,
            keep_one_in: 0,
            samples: true,
        };
        let error = config.build::<()>().unwrap_err();
        let fields: Vec<_> = error.issues().iter().map(|issue| issue.field()).collect();
        assert_eq!(
            fields,
            [
                "max_bytes",
                "max_reports",
                "per_peer",
                "total",
                "keep_one_in"
            ]
        );
        for field in fields {
            assert!(error.to_string().contains(&format!("{field}: 0 takes no")));
        }
    }

    #[test]
    fn one_peer_cannot_be_given_more_than_all() {
        for (total, fits) in [(9, false), (10, true), (u32::MAX, true)] {
            let config = ReportsConfig {
                per_peer: 10,
                total,
                ..ReportsConfig::default()
            };
            let built = config.build::<()>();
            assert_eq!(built.is_ok(), fits, "{total}");
            if let Err(error) = built {
                assert_eq!(error.issues()[0].field(), "total");
                let text = error.to_string();
                assert!(text.contains("total: 9 ") && text.contains("10"), "{text}");
            }
        }
    }
}
