use super::SourceError;

/// One thing that is wrong with a [`Csp`](crate::Csp), with the value and the remedy.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CspIssue {
    /// A directive that no browser obeys any more.
    #[error("browsers no longer know `{directive}`; {remedy}")]
    DeadDirective {
        /// Its name.
        directive: &'static str,
        /// What to write instead.
        remedy: &'static str,
    },
    /// A directive that is there twice, of which browsers obey the first only.
    #[error("`{directive}` is there twice, and browsers obey the first only; make them one")]
    DuplicateDirective {
        /// Its name.
        directive: &'static str,
    },
    /// A directive of [`raw`](crate::Csp::raw) that is there twice.
    #[error("`raw` has `{directive}` twice, and browsers obey the first only; make them one")]
    DuplicateRaw {
        /// Its name.
        directive: String,
    },
    /// Nothing would be sent.
    #[error("the policy says nothing; give it directives, or leave it out")]
    Empty,
    /// A name in [`raw`](crate::Csp::raw) that no directive can have.
    #[error("{directive:?} is no name for a directive; write letters, digits and `-`")]
    InvalidName {
        /// The name as written.
        directive: String,
    },
    /// A directive in [`raw`](crate::Csp::raw) whose values could be checked.
    #[error("`{directive}` stands in `raw`, which checks no values; move it to `directives`")]
    KnownInRaw {
        /// Its name.
        directive: &'static str,
    },
    /// A directive that needs a value and has none.
    #[error("`{directive}` has no value; write one{}", if_sources(.directive))]
    MissingValue {
        /// Its name.
        directive: &'static str,
    },
    /// The nonce is wanted in a directive where browsers look for none.
    #[error(
        "a nonce has no meaning in {directive:?}; the directives that take one are default-src, \
         script-src, script-src-elem, style-src and style-src-elem"
    )]
    NonceMisplaced {
        /// The name as written.
        directive: String,
    },
    /// The nonce is wanted in a directive that the policy does not have.
    #[error("the nonce is wanted in `{directive}`, which the policy does not have; set it as well")]
    NonceWithoutDirective {
        /// Its name.
        directive: String,
    },
    /// `'none'` stands beside others, so that browsers ignore it.
    #[error("`'none'` in `{directive}` does not stand alone; remove it, or the others{}",
        if_nonced(*.nonced))]
    NoneWithOthers {
        /// The name of the directive.
        directive: &'static str,
        /// Whether the nonce is among the others.
        nonced: bool,
    },
    /// A value in [`raw`](crate::Csp::raw) that would end the directive or the policy.
    #[error("`{directive}`: {error}")]
    RawValue {
        /// The name of the directive.
        directive: String,
        /// What is wrong with the value.
        error: SourceError,
    },
    /// A value that is no source.
    #[error("`{directive}`: {error}")]
    Source {
        /// The name of the directive.
        directive: &'static str,
        /// What is wrong with the value.
        error: SourceError,
    },
    /// `'strict-dynamic'` without anything that it could extend, so that no script runs.
    #[error(
        "`'strict-dynamic'` in `{directive}` blocks every script without a nonce or a hash; \
         name the directive in `nonce_in`, or remove the keyword"
    )]
    StrictDynamicAlone {
        /// The name of the directive.
        directive: &'static str,
    },
    /// A value where none may stand, or a second one where one may.
    #[error("`{directive}` does not take the value {value:?}; remove it")]
    UnexpectedValue {
        /// The name of the directive.
        directive: &'static str,
        /// The value as written.
        value: String,
    },
    /// A directive that browsers do not know.
    #[error("{directive:?} is no directive{}", meant_or_raw(*.suggestion))]
    UnknownDirective {
        /// The name as written.
        directive: String,
        /// The directive that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A reporting endpoint that is not configured, so that reports are lost.
    #[error(
        "`report-to` names the endpoint `{endpoint}`, which `reporting_endpoints` does not have, \
         and browsers that know `report-to` look nowhere else; configure it, or write `report-uri` \
         instead"
    )]
    UnknownEndpoint {
        /// The name as written.
        endpoint: String,
    },
    /// A value that means nothing in this directive.
    #[error("{value:?} means nothing in `{directive}`{}", did_you_mean(*.suggestion))]
    UnknownValue {
        /// The name of the directive.
        directive: &'static str,
        /// The value as written.
        value: String,
        /// The value that was probably meant.
        suggestion: Option<&'static str>,
    },
}

impl CspIssue {
    /// The directive that has to change; `None` where it is
    /// [`nonce_in`](crate::Csp::nonce_in) or the whole policy.
    #[must_use]
    pub fn directive(&self) -> Option<&str> {
        match self {
            Self::DeadDirective { directive, .. }
            | Self::DuplicateDirective { directive }
            | Self::KnownInRaw { directive }
            | Self::MissingValue { directive }
            | Self::NoneWithOthers { directive, .. }
            | Self::Source { directive, .. }
            | Self::StrictDynamicAlone { directive }
            | Self::UnexpectedValue { directive, .. }
            | Self::UnknownValue { directive, .. } => Some(directive),
            Self::DuplicateRaw { directive }
            | Self::InvalidName { directive }
            | Self::RawValue { directive, .. }
            | Self::UnknownDirective { directive, .. } => Some(directive),
            Self::UnknownEndpoint { .. } => Some("report-to"),
            Self::Empty | Self::NonceMisplaced { .. } | Self::NonceWithoutDirective { .. } => None,
        }
    }
}

fn if_sources(directive: &str) -> &'static str {
    let lists = directive.ends_with("-src") || directive.ends_with("-uri");
    if lists && directive != "report-uri" {
        ", such as `'none'`"
    } else {
        ""
    }
}

const fn if_nonced(nonced: bool) -> &'static str {
    if nonced {
        " and its name in `nonce_in`"
    } else {
        ""
    }
}

fn meant_or_raw(suggestion: Option<&'static str>) -> String {
    match suggestion {
        Some(_) => did_you_mean(suggestion),
        None => "; remove it, or put it into `raw`".to_owned(),
    }
}

fn did_you_mean(suggestion: Option<&'static str>) -> String {
    match suggestion {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; remove it".to_owned(),
    }
}
