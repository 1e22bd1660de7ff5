use std::fmt;
use std::str::FromStr;

use crate::rules::{SILENCE_EXPIRED, SILENCE_UNUSED};
use crate::{Date, Finding, ParseDateError};

/// A finding that is known, and meant to be as it is: with a reason, and until a day at best.
///
/// It is written as `<id> until <day>: <reason>`. The id may be an alias, `@` and an object behind
/// it narrow it to that object, and the day may be left out. After the day the finding is back.
///
/// ```
/// use seaworthy_check::{Check, Checks, Date, Finding, Selection, Silence};
///
/// let checks = Checks::new().add(Check::new("hsts", |(): &()| {
///     Finding::warning("hsts.no_subdomains", "A subdomain may be reached over plain HTTP.")
/// }));
/// let report = checks.run(&(), &Selection::default())?;
///
/// let silence: Silence = "hsts.no_subdomains until 2027-03-01: wiki. moves in spring".parse()?;
/// let silenced = report.clone().silence(&[silence.clone()], "2027-03-01".parse()?);
/// assert!(silenced.findings().is_empty());
/// assert_eq!(silenced.silenced()[0].silence, silence);
///
/// let later = report.silence(&[silence], "2027-03-02".parse()?);
/// let ids: Vec<_> = later.findings().iter().map(|finding| finding.id.as_str()).collect();
/// assert_eq!(ids, ["check.silence_expired", "hsts.no_subdomains"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Silence {
    /// The id or the alias of what is silenced.
    pub id: String,
    /// The only object that it is silenced for; without one, all.
    pub object: Option<String>,
    /// Why that is right.
    pub reason: String,
    /// The last day of it; without one, it is for good.
    pub until: Option<Date>,
}

impl Silence {
    pub(crate) fn is_for(&self, finding: &Finding) -> bool {
        let is_id = finding.id == self.id || finding.alias.as_ref() == Some(&self.id);
        is_id && (self.object.is_none() || self.object == finding.object)
    }

    pub(crate) fn is_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// What a finding about the silence itself is about.
    fn subject(&self) -> String {
        subject(&self.id, self.object.as_deref())
    }

    pub(crate) fn expired(&self) -> Finding {
        let until = self
            .until
            .map(|until| until.to_string())
            .unwrap_or_default();
        let message = format!("The silence ended on {until}: {}.", self.reason);
        SILENCE_EXPIRED.finding(message).object(self.subject())
    }

    pub(crate) fn unused(&self) -> Finding {
        let message = format!("There is nothing to silence: {}.", self.reason);
        SILENCE_UNUSED.finding(message).object(self.subject())
    }
}

/// An id with the object that it is about, as it is written to silence that.
pub(crate) fn subject(id: &str, object: Option<&str>) -> String {
    match object {
        Some(object) => format!("{id}@{object}"),
        None => id.to_owned(),
    }
}

impl FromStr for Silence {
    type Err = ParseSilenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let problem = |problem| ParseSilenceError {
            text: text.chars().take(200).collect(),
            problem,
        };
        let (head, reason) = text
            .split_once(": ")
            .ok_or_else(|| problem(Problem::Form))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(problem(Problem::NoReason));
        }
        let (subject, until) = match head.split_once(" until ") {
            None => (head, None),
            Some((subject, day)) => {
                let day = day.trim().parse();
                (
                    subject,
                    Some(day.map_err(|error| problem(Problem::Date(error)))?),
                )
            }
        };
        let (id, object) = match subject.trim().split_once('@') {
            None => (subject.trim(), None),
            Some((id, object)) => (id, Some(object.to_owned())),
        };
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(problem(Problem::Form));
        }
        Ok(Self {
            id: id.to_owned(),
            object,
            reason: reason.to_owned(),
            until,
        })
    }
}

/// A text is no [`Silence`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseSilenceError {
    text: String,
    problem: Problem,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Problem {
    Date(ParseDateError),
    Form,
    NoReason,
}

impl fmt::Display for ParseSilenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, problem } = self;
        write!(f, "{text:?} silences nothing: ")?;
        match problem {
            Problem::Date(error) => write!(f, "{error}"),
            Problem::Form => f.write_str("write `<id> until <day>: <reason>`"),
            Problem::NoReason => f.write_str("a reason has to stand behind the colon"),
        }
    }
}

impl std::error::Error for ParseSilenceError {}

/// A finding that is silenced.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Silenced {
    /// What was found.
    pub finding: Finding,
    /// What silences it.
    pub silence: Silence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_says_what_for_whom_how_long_and_why() {
        let silence = |id: &str, object: Option<&str>, until: Option<&str>, reason: &str| Silence {
            id: id.to_owned(),
            object: object.map(str::to_owned),
            reason: reason.to_owned(),
            until: until.map(|day| day.parse().unwrap()),
        };
        for (text, expected) in [
            ("a.b: why", silence("a.b", None, None, "why")),
            (
                "a.b until 2027-03-01:  why: so",
                silence("a.b", None, Some("2027-03-01"), "why: so"),
            ),
            ("a.b@GET /: why", silence("a.b", Some("GET /"), None, "why")),
            (
                "security.W004@HSTS until 2027-03-01: why",
                silence("security.W004", Some("HSTS"), Some("2027-03-01"), "why"),
            ),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        for (bad, says) in [
            ("", "<id> until <day>: <reason>"),
            ("a.b", "<id> until <day>: <reason>"),
            ("a.b:why", "<id> until <day>: <reason>"),
            (": why", "<id> until <day>: <reason>"),
            ("two words: why", "<id> until <day>: <reason>"),
            ("a.b:  ", "a reason"),
            ("a.b until spring: why", "not a day"),
        ] {
            let error = bad.parse::<Silence>().unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
