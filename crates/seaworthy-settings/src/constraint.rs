//! The bounds of a value: a least and a greatest one, a length.
//!
//! No reason holds a piece of the value: the derive makes each of the bound alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use zeroize::Zeroize;

use crate::{Invalid, Secret, SecretKey};

/// Refuses a value that is less than the least.
///
/// # Errors
///
/// The reason, or that the bound itself is none.
pub fn at_least<T: PartialOrd>(
    value: &T,
    least: Result<T, Invalid>,
    reason: &'static str,
) -> Result<(), Invalid> {
    let least = least.map_err(|_| Invalid::new("the program's own `min` cannot be read"))?;
    unless(*value >= least, reason)
}

/// Refuses a value that is greater than the greatest.
///
/// # Errors
///
/// The reason, or that the bound itself is none.
pub fn at_most<T: PartialOrd>(
    value: &T,
    greatest: Result<T, Invalid>,
    reason: &'static str,
) -> Result<(), Invalid> {
    let greatest = greatest.map_err(|_| Invalid::new("the program's own `max` cannot be read"))?;
    unless(*value <= greatest, reason)
}

/// How many, and why other lengths are refused: of characters, items and entries.
type Limit = (usize, [&'static str; 3]);

/// Refuses a value that is too short or too long.
///
/// # Errors
///
/// The reason of the one or the other.
pub fn length<T: Length>(
    value: &T,
    least: Option<Limit>,
    most: Option<Limit>,
) -> Result<(), Invalid> {
    let length = value.length();
    let reason = |[characters, items, entries]: [&'static str; 3]| match T::UNIT {
        Unit::Characters => characters,
        Unit::Entries => entries,
        Unit::Items => items,
    };
    if let Some((least, reasons)) = least {
        unless(length >= least, reason(reasons))?;
    }
    if let Some((most, reasons)) = most {
        unless(length <= most, reason(reasons))?;
    }
    Ok(())
}

/// Asks only of a value that is there.
///
/// # Errors
///
/// As the question has them.
pub fn if_some<T>(
    value: &Option<T>,
    holds: impl FnOnce(&T) -> Result<(), Invalid>,
) -> Result<(), Invalid> {
    value.as_ref().map_or(Ok(()), holds)
}

fn unless(holds: bool, reason: &'static str) -> Result<(), Invalid> {
    if holds {
        return Ok(());
    }
    Err(Invalid::new(reason))
}

/// A value that has a length.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no length",
    label = "`length` is for text, lists and maps",
    note = "the least and the greatest value are `min` and `max`"
)]
pub trait Length {
    /// What is counted.
    const UNIT: Unit;

    /// How many there are.
    fn length(&self) -> usize;
}

/// What a length counts.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// Characters of a text: Unicode scalar values.
    Characters,
    /// Keys with a value.
    Entries,
    /// Items of a list.
    Items,
}

impl Length for String {
    const UNIT: Unit = Unit::Characters;

    fn length(&self) -> usize {
        self.chars().count()
    }
}

impl Length for SecretKey {
    const UNIT: Unit = Unit::Characters;

    fn length(&self) -> usize {
        self.expose().chars().count()
    }
}

impl<T: Length + Zeroize> Length for Secret<T> {
    const UNIT: Unit = T::UNIT;

    fn length(&self) -> usize {
        self.expose().length()
    }
}

impl<T> Length for Vec<T> {
    const UNIT: Unit = Unit::Items;

    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Length for BTreeSet<T> {
    const UNIT: Unit = Unit::Items;

    fn length(&self) -> usize {
        self.len()
    }
}

impl<T, S> Length for HashSet<T, S> {
    const UNIT: Unit = Unit::Items;

    fn length(&self) -> usize {
        self.len()
    }
}

impl<K, V> Length for BTreeMap<K, V> {
    const UNIT: Unit = Unit::Entries;

    fn length(&self) -> usize {
        self.len()
    }
}

impl<K, V, S> Length for HashMap<K, V, S> {
    const UNIT: Unit = Unit::Entries;

    fn length(&self) -> usize {
        self.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_allowed_itself() {
        assert_eq!(at_least(&5, Ok(5), "less"), Ok(()));
        assert_eq!(at_least(&4, Ok(5), "less"), Err(Invalid::new("less")));
        assert_eq!(at_most(&5, Ok(5), "greater"), Ok(()));
        assert_eq!(at_most(&6, Ok(5), "greater"), Err(Invalid::new("greater")));
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        assert!(at_least(&f64::NAN, Ok(0.0), "").is_err());
        assert!(at_most(&0.0, Ok(f64::NAN), "").is_err());
    }

    #[test]
    fn a_bound_that_cannot_be_read_refuses_every_value() {
        let bad = || Err(Invalid::new("it is not a duration"));
        let told = "the program's own `min` cannot be read";
        assert_eq!(at_least(&5, bad(), "").unwrap_err().to_string(), told);
        let told = "the program's own `max` cannot be read";
        assert_eq!(at_most(&5, bad(), "").unwrap_err().to_string(), told);
    }

    #[test]
    fn a_length_counts_characters_items_or_entries() {
        let text = "é".repeat(3);
        let secret = Secret::new(text.clone());
        let list = vec![0; 3];
        let map: BTreeMap<_, _> = [(1, 1), (2, 2), (3, 3)].into();
        for (told, refused) in [
            ("characters", length(&text, None, Some((2, UNITS)))),
            ("characters", length(&secret, Some((4, UNITS)), None)),
            ("items", length(&list, Some((4, UNITS)), None)),
            ("entries", length(&map, None, Some((2, UNITS)))),
        ] {
            assert_eq!(refused.unwrap_err().to_string(), told);
        }
        assert_eq!(length(&text, Some((3, UNITS)), Some((3, UNITS))), Ok(()));
    }

    const UNITS: [&str; 3] = ["characters", "items", "entries"];
}
