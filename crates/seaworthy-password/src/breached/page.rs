use std::fmt;

use subtle::{ConditionallySelectable, ConstantTimeEq};

use super::Unknown;
use super::digest::{Suffix, nibble};

/// The hashes of one prefix, with the number of times that each was seen.
pub(super) struct Page {
    entries: Vec<(Suffix, u32)>,
}

impl Page {
    /// Reads an answer, and takes nothing for a page that is not one to its last line.
    ///
    /// What was seen no times is padding. No page is empty: every prefix has hundreds of hashes.
    pub(super) fn parse(body: &[u8]) -> Result<Self, Unknown> {
        if body.len() > MAX_BYTES {
            return Err(Unknown::TooLarge);
        }
        let mut entries = Vec::with_capacity(body.len() / SHORTEST_LINE);
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        for line in body.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let (suffix, count) = entry(line).ok_or(Unknown::Malformed)?;
            if count > 0 {
                entries.push((suffix, count));
            }
        }
        entries.shrink_to_fit();
        Ok(Self { entries })
    }

    /// How often the hash with this suffix was seen.
    ///
    /// Every entry is compared, and every byte of it, so that the time does not tell where a
    /// hash stands.
    pub(super) fn count(&self, suffix: &Suffix) -> u32 {
        let mut found = 0;
        for (entry, count) in &self.entries {
            found.conditional_assign(count, entry.as_slice().ct_eq(suffix));
        }
        found
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").finish_non_exhaustive()
    }
}

/// What a line says: 35 hexadecimal digits, a colon, a number.
fn entry(line: &[u8]) -> Option<(Suffix, u32)> {
    let (digits, count) = line.split_at_checked(DIGITS)?;
    let mut suffix = [0; 18];
    for (place, pair) in suffix.iter_mut().zip(digits.chunks(2)) {
        *place = match pair {
            [high, low] => nibble(*high)? << 4 | nibble(*low)?,
            [high] => nibble(*high)? << 4,
            _ => return None,
        };
    }
    let count = count.strip_prefix(b":")?;
    // A sign would parse, too.
    if count.is_empty() || !count.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let count: u64 = std::str::from_utf8(count).ok()?.parse().ok()?;
    Some((suffix, u32::try_from(count).unwrap_or(u32::MAX)))
}

/// More than thrice the largest page there is.
const MAX_BYTES: usize = 256 * 1024;
const DIGITS: usize = 35;
const SHORTEST_LINE: usize = DIGITS + 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breached::digest::Digest;
    use proptest::prelude::*;

    const PASSWORD: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
    const OTHER: &str = "0018A45C4D1DEF81644B54AB7F969B88D65";

    fn count(body: &str) -> Result<u32, Unknown> {
        let page = Page::parse(body.as_bytes())?;
        Ok(page.count(&Digest::of("password").suffix()))
    }

    #[test]
    fn a_hash_is_found_wherever_it_stands_and_however_lines_end() {
        for end in ["\n", "\r\n"] {
            for body in [
                format!("{PASSWORD}:7"),
                format!("{PASSWORD}:7{end}"),
                format!("{OTHER}:1{end}{PASSWORD}:7{end}"),
                format!("{PASSWORD}:7{end}{OTHER}:1"),
                format!("{}:7{end}", PASSWORD.to_lowercase()),
            ] {
                assert_eq!(count(&body), Ok(7), "{body:?}");
            }
            assert_eq!(count(&format!("{OTHER}:9{end}")), Ok(0));
        }
    }

    #[test]
    fn padding_is_no_breach_and_a_huge_number_is() {
        assert_eq!(count(&format!("{PASSWORD}:0")), Ok(0));
        assert_eq!(
            count(&format!("{PASSWORD}:18446744073709551615")),
            Ok(u32::MAX)
        );
    }

    #[test]
    fn what_is_not_a_page_to_its_end_is_none() {
        let long = PASSWORD.repeat(2);
        for body in [
            "",
            "\n",
            "\r\n",
            "<html><body>Bad gateway</body></html>",
            PASSWORD,
            &format!("{PASSWORD}:"),
            &format!("{PASSWORD}:+1"),
            &format!("{PASSWORD}:-1"),
            &format!("{PASSWORD}: 1"),
            &format!("{PASSWORD}:1 "),
            &format!("{PASSWORD}:18446744073709551616"),
            &format!("{PASSWORD}:1\n\n{OTHER}:1"),
            &format!("{PASSWORD}:1\n{OTHER}"),
            &format!("{PASSWORD}:1\r\r\n"),
            &format!("{PASSWORD}:1\n\n"),
            &format!("\u{FEFF}{PASSWORD}:1"),
            &format!("0{PASSWORD}:1"),
            &format!("{long}:1"),
            &format!("{}:1", &PASSWORD[1..]),
            &PASSWORD.replace('E', "G"),
            "é",
        ] {
            assert_eq!(count(body), Err(Unknown::Malformed), "{body:?}");
        }
    }

    #[test]
    fn a_page_has_a_largest_size() {
        let line = format!("{OTHER}:1\n");
        let lines = MAX_BYTES / line.len();
        assert_eq!(count(&line.repeat(lines)), Ok(0));
        assert_eq!(count(&line.repeat(lines + 1)), Err(Unknown::TooLarge));
        assert_eq!(count(&"x".repeat(10_000_000)), Err(Unknown::TooLarge));
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Page::parse(&body);
        }

        #[test]
        fn a_page_with_one_byte_changed_says_the_same_or_nothing_or_another_number(
            at in 0_usize..80,
            byte in any::<u8>(),
        ) {
            let mut body = format!("{OTHER}:12\r\n{PASSWORD}:34\r\n").into_bytes();
            if let Some(place) = body.get_mut(at) {
                *place = byte;
            }
            if let Ok(page) = Page::parse(&body) {
                // The end of the line may have become a digit.
                prop_assert!(page.count(&Digest::of("password").suffix()) < 1000);
            }
        }
    }
}
