//! Did you mean …?

/// Names, ready to be compared with others.
///
/// Case does not count, and `__` is as `_`: `secret__key` is as near to `SECRET_KEY` as can be.
pub(crate) struct Nearest<'a> {
    names: Vec<Name<'a>>,
}

impl<'a> Nearest<'a> {
    pub(crate) fn among(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            names: names.into_iter().map(Name::new).collect(),
        }
    }

    /// The name that is nearest to this one, if one is so near that it may be a slip.
    pub(crate) fn to(&self, name: &str) -> Option<&'a str> {
        self.within((name.chars().count() / 4).max(1), name)
    }

    /// The same, if it is at most so many slips away.
    fn within(&self, limit: usize, name: &str) -> Option<&'a str> {
        let name = Name::new(name);
        self.names
            .iter()
            .filter(|other| name.may_be_within(limit, other))
            .map(|other| (distance(&name.letters, &other.letters), other.text))
            .filter(|(distance, _)| *distance <= limit)
            .min()
            .map(|(_, other)| other)
    }
}

/// A name as it is compared.
struct Name<'a> {
    text: &'a str,
    letters: Vec<char>,
    /// How often it has each letter, as far as so many kinds tell them apart.
    counts: [u8; KINDS],
}

const KINDS: usize = 32;

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        let mut letters: Vec<char> = text.chars().map(|c| c.to_ascii_uppercase()).collect();
        letters.dedup_by(|a, b| *a == '_' && *b == '_');
        let mut counts = [0_u8; KINDS];
        for letter in &letters {
            if let Some(count) = counts.get_mut(*letter as usize % KINDS) {
                *count = count.saturating_add(1);
            }
        }
        Self {
            text,
            letters,
            counts,
        }
    }

    /// Whether so few edits may suffice, told without looking for them: each adds one letter to
    /// those of the one at most, and takes one from those of the other.
    fn may_be_within(&self, edits: usize, other: &Self) -> bool {
        let counts = || self.counts.iter().zip(&other.counts);
        let more = |a: u8, b: u8| usize::from(a.saturating_sub(b));
        let missing: usize = counts().map(|(a, b)| more(*a, *b)).sum();
        let added: usize = counts().map(|(a, b)| more(*b, *a)).sum();
        missing.max(added) <= edits
    }
}

/// The name that is nearest to this one, if one is so near that it may be a slip.
pub(crate) fn nearest<'a>(
    name: &str,
    others: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    Nearest::among(others).to(name)
}

/// The name that is nearest to this one, if it is at most so many slips away.
pub(crate) fn nearest_within<'a>(
    limit: usize,
    name: &str,
    others: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    Nearest::among(others).within(limit, name)
}

/// How many characters are inserted, deleted, replaced or swapped with their neighbour: the
/// [Damerau–Levenshtein distance][wiki] where no part is edited twice.
///
/// [wiki]: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
fn distance(a: &[char], b: &[char]) -> usize {
    // The rows of the table for the last two characters of `a`, and for this one.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (row, &in_a) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(row + 1);
        let mut left = row + 1;
        let mut previous_b = None;
        for (column, &in_b) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
            let replaced = at(&last, column).saturating_add(usize::from(in_a != in_b));
            let removed = at(&last, column + 1).saturating_add(1);
            let mut least = replaced.min(removed).min(left.saturating_add(1));
            if previous_a == Some(in_b) && previous_b == Some(in_a) {
                if let Some(before) = column.checked_sub(1) {
                    least = least.min(at(&before_last, before).saturating_add(1));
                }
            }
            current.push(least);
            left = least;
            previous_b = Some(in_b);
        }
        before_last = std::mem::replace(&mut last, current);
        previous_a = Some(in_a);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_edits_and_swaps() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "acb", 1),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
        ] {
            let (a, b): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
            assert_eq!(distance(&a, &b), expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        for slip in [
            "ALLOWED_HOST",
            "ALOWED_HOSTS",
            "allowed_hosts",
            "ALLOWED_HOTSS",
        ] {
            let others = ["PATH", slip, "HOME"];
            assert_eq!(nearest("ALLOWED_HOSTS", others), Some(slip));
        }
        assert_eq!(nearest("SECRET_KEY", ["SECRETKEY"]), Some("SECRETKEY"));
        assert_eq!(nearest("BIND", ["HOME", "PATH", "FIN", ""]), None);
        assert_eq!(nearest("PORT", ["POT", "PORTS"]), Some("PORTS"));
    }
}
