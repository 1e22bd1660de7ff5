//! How much two texts have in common: `SequenceMatcher.quick_ratio` of Python's `difflib`.

use zeroize::Zeroizing;

/// A password, of which the characters are counted when they are first needed.
pub(crate) struct Overlap<'a> {
    text: &'a str,
    length: usize,
    counts: Option<Counts>,
}

impl<'a> Overlap<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            length: length(text),
            counts: None,
        }
    }

    /// Whether twice the common characters are at least this share of all characters.
    pub(crate) fn reaches(&mut self, share: f64, part: &str) -> bool {
        let length = length(part);
        // Most pairs differ too much in length, however many characters they have in common. This
        // changes no verdict, since rounding keeps the order; and it includes the pairs that Django
        // leaves out, where the password is ten times as long as the part.
        if ratio(self.length.min(length), self.length, length) < share {
            return false;
        }
        let counts = self.counts.get_or_insert_with(|| Counts::of(self.text));
        ratio(counts.common(part), self.length, length) >= share
    }
}

/// How many code points a text has.
pub(crate) fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// In the order of operations of Python's `difflib`, so that it rounds the same.
fn ratio(common: usize, a: usize, b: usize) -> f64 {
    if a + b == 0 {
        return 1.0;
    }
    2.0 * common as f64 / (a + b) as f64
}

/// How often each character occurs in a password.
struct Counts {
    ascii: Zeroizing<[i16; 128]>,
    /// Sorted by character.
    others: Zeroizing<Vec<(char, i16)>>,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self {
            ascii: Zeroizing::new([0; 128]),
            others: Zeroizing::new(Vec::new()),
        };
        if !text.is_ascii() {
            // With room for all at once: growing would leave copies behind.
            counts.others.reserve_exact(text.chars().count());
            let others = text.chars().filter(|character| !character.is_ascii());
            counts.others.extend(others.map(|character| (character, 0)));
            counts.others.sort_unstable();
            counts.others.dedup();
        }
        counts.add(text);
        counts
    }

    /// How many characters the part has in common with the password, each as often as both have it.
    fn common(&mut self, part: &str) -> usize {
        let mut common = 0;
        self.each(part, |count| {
            *count -= 1;
            common += usize::from(*count >= 0);
        });
        self.add(part);
        common
    }

    fn add(&mut self, text: &str) {
        self.each(text, |count| *count += 1);
    }

    /// Visits the count of each character that the password may have.
    fn each(&mut self, text: &str, mut visit: impl FnMut(&mut i16)) {
        if text.is_ascii() {
            for byte in text.bytes() {
                visit(&mut self.ascii[usize::from(byte.to_ascii_lowercase()) % 128]);
            }
            return;
        }
        for character in text.chars() {
            if let Some(count) = self.count(character) {
                visit(count);
            }
        }
    }

    /// The count of a character, if the password may have it.
    fn count(&mut self, character: char) -> Option<&mut i16> {
        if character.is_ascii() {
            return self.ascii.get_mut(character.to_ascii_lowercase() as usize);
        }
        let others = &mut self.others;
        let index = others.binary_search_by_key(&character, |(other, _)| *other);
        index
            .ok()
            .and_then(|index| others.get_mut(index))
            .map(|(_, count)| count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick_ratio(a: &str, b: &str) -> f64 {
        let common = Counts::of(a).common(b);
        ratio(common, a.chars().count(), b.chars().count())
    }

    #[test]
    fn characters_count_as_often_as_both_have_them_in_any_order() {
        for (a, b, ratio) in [
            ("", "", 1.0),
            ("a", "", 0.0),
            ("abc", "xyz", 0.0),
            ("listen", "silent", 1.0),
            ("aaaa", "aa", 0.666_666_666_666_666_6),
            ("testclient", "test", 0.571_428_571_428_571_4),
            ("aeedabaeb", "dbea", 0.615_384_615_384_615_4),
            ("cééé", "débc", 0.5),
            ("éé", "ééé", 0.8),
        ] {
            assert_eq!(quick_ratio(a, b), ratio, "{a} and {b}");
            assert_eq!(quick_ratio(b, a), ratio, "{b} and {a}");
        }
    }

    #[test]
    fn what_one_part_has_in_common_is_not_taken_from_the_next() {
        let mut password = Overlap::new("jané");
        for _ in 0..3 {
            assert!(password.reaches(1.0, "éjna"));
            assert!(!password.reaches(0.51, "nnéé"));
        }
    }
}
