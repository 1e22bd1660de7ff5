//! What is said of random keys: nothing, whatever their form, but that they are short.
#![allow(clippy::unwrap_used, reason = "tests")]

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use seaworthy_settings::{SecretKey, Weakness};

fn weaknesses(key: &str) -> Vec<Weakness> {
    key.parse::<SecretKey>().unwrap().weaknesses()
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_random_key_of_32_bytes_has_no_weakness_in_any_encoding() {
    for _ in 0..1000 {
        let bytes = random();
        for key in [
            STANDARD.encode(bytes),
            URL_SAFE_NO_PAD.encode(bytes),
            hex(&bytes),
            hex(&bytes).to_uppercase(),
            format!("base64:{}", STANDARD.encode(bytes)),
            // As two systems keep a key of Django's: encoded, though it is text.
            STANDARD.encode(django_key()),
            // As a fingerprint is written.
            hex(&bytes)
                .as_bytes()
                .chunks(2)
                .map(|byte| String::from_utf8_lossy(byte))
                .collect::<Vec<_>>()
                .join(":"),
            // Encoded twice, as by hand in a manifest of Kubernetes.
            STANDARD.encode(hex(&bytes)),
        ] {
            assert_eq!(weaknesses(&key), [], "{key}");
        }
    }
}

/// 50 characters, as `get_random_secret_key` draws them.
fn django_key() -> String {
    const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)";
    let draw = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
    let bytes = random().into_iter().chain(random());
    bytes.map(draw).take(50).collect()
}

#[test]
fn a_key_that_django_makes_has_no_weakness() {
    for _ in 0..200 {
        let key = django_key();
        assert_eq!(weaknesses(&key), [], "{key}");
        let insecure = format!("django-insecure-{key}");
        assert_eq!(weaknesses(&insecure), [Weakness::DjangoInsecure]);
    }
}

#[test]
fn two_random_uuids_have_no_weakness() {
    let uuid = |bytes: &[u8]| {
        let digits = hex(bytes);
        let (a, rest) = digits.split_at(8);
        let (b, rest) = rest.split_at(4);
        format!("{a}-{b}-4{}-a{}-{}", &rest[1..4], &rest[5..8], &rest[8..])
    };
    for _ in 0..200 {
        let bytes = random();
        let (one, other) = (uuid(&bytes[..16]), uuid(&bytes[16..]));
        for separator in ["", "-", "_", ".", ":", " "] {
            let key = format!("{one}{separator}{other}");
            assert_eq!(weaknesses(&key), [], "{key}");
            assert_eq!(weaknesses(&key.to_uppercase()), [], "{key}");
        }
    }
}

#[test]
fn random_letters_are_no_words() {
    for alphabet in [b'a', b'A'] {
        for _ in 0..1000 {
            let letters = random().into_iter().chain(random()).take(56);
            let key: String = letters
                .map(|byte| char::from(alphabet + byte % 26))
                .collect();
            assert_eq!(weaknesses(&key), [], "{key}");
        }
    }
}

#[test]
fn a_shorter_random_key_is_short_and_not_called_regular() {
    let printable: Vec<u8> = (b'!'..=b'~').collect();
    let small: Vec<u8> = (b'a'..=b'z').chain(b'0'..=b'9').collect();
    for _ in 0..200 {
        for (alphabet, length) in [(&printable, 24), (&small, 32)] {
            let draw = |byte: u8| char::from(alphabet[usize::from(byte) % alphabet.len()]);
            let key: String = random().into_iter().map(draw).take(length).collect();
            let found = weaknesses(&key);
            assert_eq!(found, [Weakness::Short], "{key}");
        }
    }
}

#[test]
fn half_a_key_is_short_and_a_quarter_is_too_short() {
    let bytes = random();
    for half in [hex(&bytes[..16]), STANDARD.encode(&bytes[..16])] {
        assert_eq!(weaknesses(&half), [Weakness::Short], "{half}");
    }
    let quarter = hex(&bytes[..8]);
    assert_eq!(weaknesses(&quarter), [Weakness::TooShort]);
}

#[test]
fn a_good_key_written_twice_is_a_good_key() {
    let key = hex(&random());
    assert_eq!(weaknesses(&key.repeat(2)), []);
}

#[test]
fn quotes_around_a_key_are_told_and_do_no_harm() {
    let key = STANDARD.encode(random());
    for quoted in [format!("\"{key}\""), format!("'{key}'")] {
        let found = weaknesses(&quoted);
        assert_eq!(found, [Weakness::Quoted]);
        assert!(!found[0].is_guessable());
    }
    assert_eq!(weaknesses("\"changeme\""), weaknesses("changeme"));
}

#[test]
fn the_name_of_an_encoding_is_no_part_of_an_example() {
    let key = "base64:+cretZ6L7IHzcL0wmKMYGbh8LQHj9HvFtFF6lOOdOa4=";
    assert_eq!(weaknesses(key), []);
}

#[test]
fn a_short_word_by_chance_is_no_example() {
    let key = "k3!dev#v9@q2w(z7x&m5n^test%u4e*i6o=a-s_d+f)g0hjp8r1y";
    assert_eq!(weaknesses(key), []);
}

#[cfg(feature = "zxcvbn")]
#[test]
fn the_estimator_knows_what_is_common_and_passes_random_keys() {
    let guess = |key: &str| key.parse::<SecretKey>().unwrap().zxcvbn_weakness();
    for key in [
        "correct horse",
        "Sunshine-Monkey-1987!",
        "qwertyuiop1234567890",
        "12.12.2012-13.12.2012",
        &"letmein".repeat(1000),
    ] {
        assert_eq!(guess(key), Some(Weakness::Guessable), "{key}");
    }
    for _ in 0..20 {
        let bytes = &random()[..16];
        for key in [
            hex(bytes),
            STANDARD.encode(bytes),
            URL_SAFE_NO_PAD.encode(bytes),
            hex(bytes).repeat(2),
            format!("é{}", STANDARD.encode(random()).repeat(100)),
        ] {
            assert_eq!(guess(&key), None, "{key}");
        }
    }
}
