use std::collections::HashMap;

use super::cover::Cut;

/// The part of a text, of at most [`REGION`] characters, that has the most different ones.
///
/// Of a text that is too long to be looked at as a whole, that is where it is hardest to guess. Any
/// part would do: it takes no more guesses than the whole.
pub(super) fn densest(text: &[char]) -> (&[char], Cut) {
    let mut counts: HashMap<char, usize> = HashMap::new();
    let (mut best, mut most) = (0, 0);
    for (index, character) in text.iter().enumerate() {
        *counts.entry(*character).or_default() += 1;
        if let Some(gone) = index.checked_sub(REGION).and_then(|gone| text.get(gone)) {
            match counts.get_mut(gone) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(counts.remove(gone)),
            }
        }
        if counts.len() > most {
            (best, most) = ((index + 1).saturating_sub(REGION), counts.len());
        }
    }
    let end = text.len().min(best + REGION);
    let cut = Cut {
        before: best > 0,
        behind: end < text.len(),
    };
    (text.get(best..end).unwrap_or(text), cut)
}

const REGION: usize = 96;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_its_own_region() {
        for length in [0, 1, REGION] {
            let text = vec!['a'; length];
            let (region, cut) = densest(&text);
            assert_eq!(region.len(), length);
            assert!(!cut.before && !cut.behind);
        }
    }

    #[test]
    fn the_part_with_the_most_different_characters_is_chosen() {
        let dense: Vec<char> = ('!'..='~').collect();
        for (before, behind) in [(0, 300), (300, 0), (500, 700), (1, 1)] {
            let text = [&vec!['a'; before][..], &dense[..], &vec!['b'; behind][..]].concat();
            let (region, cut) = densest(&text);
            assert_eq!(region.len(), REGION.min(text.len()));
            assert!(cut.before || cut.behind || region.len() == text.len());
            let missing = dense.iter().filter(|one| !region.contains(one)).count();
            assert_eq!(missing, 0, "{before} {behind}");
        }
    }
}
