//! Hosts beyond ASCII, as browsers send them.

/// The ASCII form of a host in lower case, if that is certain.
///
/// Browsers map a host by [UTS 46](https://www.unicode.org/reports/tr46/) before they encode it,
/// which takes tables of Unicode. Most letters that hosts are written with map to themselves: of
/// those this knows, and of no others.
pub(crate) fn to_ascii(host: &str) -> Option<String> {
    let labels: Option<Vec<String>> = host.split('.').map(label).collect();
    Some(labels?.join("."))
}

fn label(text: &str) -> Option<String> {
    if text.is_ascii() {
        return Some(text.to_owned());
    }
    let encodes_as_itself = |c: char| c.is_ascii() || maps_to_itself(c);
    // What begins so claims to be encoded already.
    let honest = !text.starts_with("xn--") && text.get(2..4) != Some("--");
    let certain = honest && text.chars().all(encodes_as_itself);
    let encoded = encode(text).filter(|_| certain && !is_outlined_by_hyphens(text))?;
    Some(format!("xn--{encoded}"))
}

/// Whether it begins or ends with a hyphen, of which the mapping has its own opinion.
fn is_outlined_by_hyphens(text: &str) -> bool {
    text.starts_with('-') || text.ends_with('-')
}

/// Letters of Latin, Greek, Cyrillic, Japanese, Chinese and Korean that no mapping changes and that
/// may stand anywhere in a label.
fn maps_to_itself(c: char) -> bool {
    match c {
        // These are ligatures, letters with a dot beside, and the long s.
        '\u{132}' | '\u{133}' | '\u{13f}' | '\u{140}' | '\u{149}' | '\u{17f}' => false,
        'ß'..='ö' | 'ø'..='ÿ' | '\u{100}'..='\u{17e}' => c.is_lowercase(),
        // Romanian and Vietnamese.
        'ș' | 'ț' | 'ơ' | 'ư' => true,
        'ạ'..='ỹ' | 'а'..='ӿ' => c.is_lowercase(),
        'ΐ' | 'ά'..='ώ' => true,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '一'..='鿿' | '가'..='힣' => true,
        _ => false,
    }
}

/// A label in [Punycode](https://www.rfc-editor.org/rfc/rfc3492#section-6.3), without its prefix.
fn encode(label: &str) -> Option<String> {
    let basic: String = label.chars().filter(char::is_ascii).collect();
    let basics = u32::try_from(basic.len()).ok()?;
    let mut output = basic;
    if basics > 0 {
        output.push('-');
    }
    let mut beyond: Vec<u32> = label
        .chars()
        .filter(|c| !c.is_ascii())
        .map(u32::from)
        .collect();
    beyond.sort_unstable();
    beyond.dedup();

    let (mut next, mut delta, mut bias, mut handled) = (128_u32, 0_u32, 72_u32, basics);
    for point in beyond {
        delta = delta.checked_add((point - next).checked_mul(handled + 1)?)?;
        next = point;
        for c in label.chars().map(u32::from) {
            if c < next {
                delta = delta.checked_add(1)?;
            }
            if c == next {
                append_number(&mut output, delta, bias);
                bias = adapted(delta, handled + 1, handled == basics);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        next += 1;
    }
    Some(output)
}

/// Appends a number whose end can be told from its digits.
fn append_number(output: &mut String, number: u32, bias: u32) {
    let mut rest = number;
    for position in (BASE..).step_by(BASE as usize) {
        let threshold = position.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if rest < threshold {
            break;
        }
        output.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
        rest = (rest - threshold) / (BASE - threshold);
    }
    output.push(digit(rest));
}

fn digit(value: u32) -> char {
    char::from_digit(value.wrapping_add(10) % 36, 36).unwrap_or('0')
}

fn adapted(delta: u32, handled: u32, first: bool) -> u32 {
    let mut delta = delta / if first { DAMP } else { 2 };
    delta += delta / handled;
    let mut steps = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        steps += BASE;
    }
    steps + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What browsers do, by the library that does it for Rust's own URLs.
    fn browsers(host: &str) -> Option<String> {
        idna::domain_to_ascii(host).ok()
    }

    #[test]
    fn a_host_is_encoded_as_browsers_do() {
        for (host, ascii) in [
            ("münchen.example", "xn--mnchen-3ya.example"),
            ("straße.example", "xn--strae-oqa.example"),
            ("λόγος.example", "xn--oxapnm1c.example"),
            ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("佐々木.サーバー", "xn--u6jy55gilq.xn--vckucxgb"),
            ("ґава.example", "xn--80aaf29a.example"),
            ("bucurești.example", "xn--bucureti-m9c.example"),
            ("tiếng-việt.example", "xn--ting-vit-e50d7c.example"),
            ("한국.example", "xn--3e0b707e.example"),
            ("a-ü-b.example", "xn--a--b-1ra.example"),
            ("example.com", "example.com"),
        ] {
            assert_eq!(to_ascii(host).as_deref(), Some(ascii), "{host}");
            assert_eq!(browsers(host).as_deref(), Some(ascii), "{host}");
        }
    }

    #[test]
    fn what_a_mapping_could_change_is_left_alone() {
        for host in [
            "ｅxample.com",
            "İ.example",
            "ſ.example",
            "ĳ.example",
            "e\u{301}.example",
            "a\u{200d}b.example",
            "مثال.example",
            "-ü.example",
            "ab--ü.example",
            "xn--ü.example",
            "Ü.example",
        ] {
            assert_eq!(to_ascii(host), None, "{host}");
        }
    }

    #[test]
    fn every_letter_that_is_known_is_encoded_as_browsers_do() {
        let mut known = 0;
        for c in (char::MIN..=char::MAX).filter(|&c| maps_to_itself(c)) {
            let host = format!("a{c}b.example");
            assert_eq!(to_ascii(&host), browsers(&host), "{c:?}");
            known += 1;
        }
        assert!(known > 30_000, "{known}");
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_encoded_as_browsers_do(
            host in concat!(
                "[a-zà-öșțơưạ-ỹΐάέα-ωа-яґӏぁ-んァ-ヴー々一-鿋가-힣0-9-]{1,12}",
                r"(\.[a-zß-öа-я]{1,8}){0,2}",
            ),
        ) {
            if let Some(ascii) = to_ascii(&host) {
                prop_assert_eq!(Some(ascii), browsers(&host), "{}", host);
            }
        }
    }
}
