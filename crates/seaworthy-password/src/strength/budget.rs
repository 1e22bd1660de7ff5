//! What an estimate may cost, counted and not timed, so that it is the same on every machine.
//!
//! The estimator looks every part of a text up in its dictionaries: once as it stands, once
//! backwards, and once for each way to read its symbols as letters, which is what explodes. All
//! the rest of its work is about as much as one more time.

/// The most that one estimate may cost: some 3 ms on a server of 2020.
pub(super) const BUDGET: usize = 10_000;
/// The most that one of several windows may cost.
pub(super) const WINDOW_BUDGET: usize = 1_300;
/// The most characters that the estimator is ever given at once.
///
/// It counts ways across a keyboard with powers that overflow from 28 turns on, and panics there
/// where overflows are checked.
pub(super) const WINDOW: usize = 28;

/// What a text of this length costs that has these symbols in it.
const fn cost(length: usize, symbols: u32) -> usize {
    let parts = length * (length + 1) / 2;
    parts * (3 + readings(symbols))
}

/// How much of the beginning of a text may be estimated for this cost.
///
/// It is at most [`WINDOW`] characters, and at least one.
pub(super) fn affordable(text: &[char], budget: usize) -> (usize, usize) {
    let mut symbols = 0;
    let mut afforded = (0, 0);
    for (index, character) in text.iter().take(WINDOW).enumerate() {
        symbols |= bit(*character);
        let cost = cost(index + 1, symbols);
        if index > 0 && cost > budget {
            break;
        }
        afforded = (index + 1, cost);
    }
    afforded
}

/// The bit of a symbol that may be read as a letter.
fn bit(character: char) -> u32 {
    SYMBOLS
        .iter()
        .position(|symbol| *symbol == character)
        .map_or(0, |index| 1 << index)
}

/// In how many ways the symbols can be read as letters, or a little more.
///
/// Of the symbols that stand for the same letter one is chosen at a time. A symbol that stands for
/// two letters may be kept for the one or given to the other.
const fn readings(symbols: u32) -> usize {
    let mut product = 1;
    let mut letter = 0;
    while letter < LETTERS.len() {
        let (own, shared) = LETTERS[letter];
        let choices = (symbols & own).count_ones() + (symbols & shared != 0) as u32;
        if choices > 0 {
            product *= choices as usize;
        }
        letter += 1;
    }
    if symbols == 0 { 0 } else { product }
}

/// The symbols that the estimator reads as letters.
const SYMBOLS: [char; 20] = [
    '4', '@', '8', '(', '{', '[', '<', '3', '6', '9', '1', '!', '|', '7', '0', '$', '5', '+', '%',
    '2',
];

/// For each letter, the symbols that stand for it, and those of them that stand for an earlier
/// letter, too.
const LETTERS: [(u32, u32); 12] = [
    (0b11, 0),                                       // a: 4 @
    (0b100, 0),                                      // b: 8
    (0b111_1000, 0),                                 // c: ( { [ <
    (0b1000_0000, 0),                                // e: 3
    (0b11_0000_0000, 0),                             // g: 6 9
    (0b1_1100_0000_0000, 0),                         // i: 1 ! |
    (0b11_0100_0000_0000, 0b1_0100_0000_0000),       // l: 1 | 7
    (0b100_0000_0000_0000, 0),                       // o: 0
    (0b1_1000_0000_0000_0000, 0),                    // s: $ 5
    (0b10_0010_0000_0000_0000, 0b10_0000_0000_0000), // t: + 7
    (0b100_0000_0000_0000_0000, 0),                  // x: %
    (0b1000_0000_0000_0000_0000, 0),                 // z: 2
];

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(text: &str) -> u32 {
        text.chars().map(bit).fold(0, |all, bit| all | bit)
    }

    #[test]
    fn each_letter_has_the_symbols_that_stand_for_it() {
        for ((own, _), expected) in LETTERS.into_iter().zip([
            "4@", "8", "({[<", "3", "69", "1!|", "1|7", "0", "$5", "+7", "%", "2",
        ]) {
            assert_eq!(own, symbols(expected), "{expected}");
        }
    }

    #[test]
    fn readings_multiply_over_the_letters() {
        for (text, count) in [
            ("plain", 0),
            ("p4ss", 1),
            ("p4ssw@rd", 2),
            ("({[<4@", 8),
            // The symbols that may be one of two letters count for both, and once more.
            ("1", 2),
            ("1234567890", 2 * 2 * 3 * 2 / 2),
        ] {
            let readings = readings(symbols(text));
            assert!(
                readings >= count && readings <= 2 * count,
                "{text} {readings}"
            );
        }
        assert!(readings(symbols("4@8({[<3691!|70$5+%2")) > 300);
    }

    #[test]
    fn what_is_afforded_is_within_the_budget_and_the_window_and_never_nothing() {
        for text in [
            "a".repeat(100),
            "4@8({[<3691!|70$5+%2".repeat(5),
            "é".into(),
        ] {
            let text: Vec<char> = text.chars().collect();
            for budget in [0, 10, 500, WINDOW_BUDGET, BUDGET] {
                let (length, cost) = affordable(&text, budget);
                assert!((1..=WINDOW).contains(&length));
                assert!(cost <= budget || length == 1);
            }
        }
        assert_eq!(affordable(&[], BUDGET), (0, 0));
        assert_eq!(affordable(&['a'; 40], WINDOW_BUDGET).0, WINDOW);
    }
}
