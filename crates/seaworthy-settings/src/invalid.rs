//! Why a value is refused.

use std::borrow::Cow;
use std::fmt;

/// Why the value of a variable is refused: one or more reasons.
///
/// A reason is the end of a sentence that begins with the variable's name: `it is out of range`,
/// `` `*` allows every host ``. The error message adds the variable, what was expected, what was
/// given and what to do, so that a reason need not.
///
/// A reason that is a `&'static str` cannot hold a piece of the value, and is shown for secrets
/// too. A reason that was composed may hold one, and is withheld for secrets.
///
/// ```
/// use seaworthy_settings::Invalid;
///
/// let hosts = ["a.example", "*", "b example"];
/// let reasons = hosts
///     .iter()
///     .filter(|host| host.contains(['*', ' ']))
///     .map(|host| format!("`{host}` is not a host"));
/// let invalid = Invalid::all(reasons).unwrap();
/// assert_eq!(invalid.to_string(), "`*` is not a host; `b example` is not a host");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invalid {
    /// Never empty.
    reasons: Vec<Reason>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Reason {
    /// What it is about within the value, the outermost first.
    places: Vec<Place>,
    text: Cow<'static, str>,
}

/// A part of a value, named by its number, as its text may be a secret. Counted from zero.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// The entry of a map.
    Entry(usize),
    /// The item of a list.
    Item(usize),
    /// The key of such an entry.
    Key(usize),
    /// The value of an entry, in a map that keeps no order.
    Value,
}

const WITHHELD: Cow<'static, str> = Cow::Borrowed("it is not what is expected");

impl Invalid {
    /// One reason.
    #[must_use]
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            reasons: vec![Reason {
                places: Vec::new(),
                text: reason.into(),
            }],
        }
    }

    /// All reasons at once, or `None` where there are none.
    #[must_use]
    pub fn all<R: Into<Cow<'static, str>>>(reasons: impl IntoIterator<Item = R>) -> Option<Self> {
        Self::join(reasons.into_iter().map(Self::new))
    }

    /// The reasons as text, at least one.
    pub fn reasons(&self) -> impl Iterator<Item = String> {
        self.reasons.iter().map(ToString::to_string)
    }

    /// The reasons of all of these; of very many, the first.
    pub(crate) fn join(several: impl IntoIterator<Item = Self>) -> Option<Self> {
        const MOST: usize = 50;
        let mut all = several.into_iter().flat_map(|one| one.reasons);
        let mut reasons: Vec<_> = all.by_ref().take(MOST).collect();
        if all.next().is_some() {
            reasons.push(Reason {
                places: Vec::new(),
                text: "and so on".into(),
            });
        }
        (!reasons.is_empty()).then_some(Self { reasons })
    }

    /// The same reasons, about one part of the value.
    pub(crate) fn at(mut self, place: Place) -> Self {
        for reason in &mut self.reasons {
            reason.places.insert(0, place);
        }
        self
    }

    /// Every text passed through this function.
    pub(crate) fn map(mut self, change: impl Fn(&str) -> String) -> Self {
        for reason in &mut self.reasons {
            reason.text = change(&reason.text).into();
        }
        self
    }

    /// Without what may hold a piece of the value.
    pub(crate) fn withheld(mut self) -> Self {
        for reason in &mut self.reasons {
            if matches!(reason.text, Cow::Owned(_)) {
                reason.text = WITHHELD;
            }
        }
        self.reasons.dedup();
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reason) in self.reasons.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{reason}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.places {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.text)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, index) = match self {
            Self::Entry(index) => ("entry", index),
            Self::Item(index) => ("item", index),
            Self::Key(index) => ("key", index),
            Self::Value => return f.write_str("a value"),
        };
        // People count from one.
        write!(f, "{name} {}", index.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reason_that_cannot_hold_the_value_survives_for_a_secret() {
        let invalid = Invalid::join([
            Invalid::new("it is empty").at(Place::Item(0)),
            Invalid::new(format!("`{}` is bad", "hunter2")).at(Place::Item(1)),
        ]);
        let text = invalid.unwrap().withheld().to_string();
        assert_eq!(
            text,
            "item 1: it is empty; item 2: it is not what is expected"
        );
    }

    #[test]
    fn a_part_of_a_part_is_named_from_outside_to_inside() {
        let invalid = Invalid::new("it is empty").at(Place::Item(0));
        let invalid = invalid.at(Place::Entry(2));
        assert_eq!(invalid.to_string(), "entry 3: item 1: it is empty");
    }

    #[test]
    fn no_reasons_are_no_error() {
        assert_eq!(Invalid::all(Vec::<String>::new()), None);
    }
}
