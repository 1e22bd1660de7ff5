use std::fmt;

use crate::Source;

/// Who may use a feature of the browser.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Permission {
    /// Everybody, in any frame.
    All,
    /// Pages of an origin, where a page frames them: `https://maps.example`,
    /// `https://*.maps.example`.
    Origin(String),
    /// The page itself, and frames of its origin.
    Own,
}

impl Permission {
    /// Pages of this origin.
    #[must_use]
    pub fn origin(origin: impl Into<String>) -> Self {
        Self::Origin(origin.into())
    }

    pub(super) fn parse(item: &str) -> Option<Self> {
        let quoted = item
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let permission = match (item, quoted) {
            ("*", _) => Self::All,
            ("self", _) => Self::Own,
            (_, origin) => Self::origin(origin?),
        };
        Some(permission).filter(Self::is_right)
    }

    /// Whether it is something that browsers understand.
    pub(super) fn is_right(&self) -> bool {
        match self {
            Self::All | Self::Own => true,
            Self::Origin(origin) => origin
                .parse::<Source>()
                .is_ok_and(|source| source.is_origin()),
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Origin(origin) => write!(f, "\"{origin}\""),
            Self::Own => f.write_str("self"),
        }
    }
}
