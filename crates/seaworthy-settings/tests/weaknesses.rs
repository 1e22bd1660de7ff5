//! What is said of keys: nothing of random ones, whatever their form; the reason, of all others.
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
fn what_can_be_guessed_is_weak_for_a_reason() {
    use Weakness::{
        DecodedText, KnownHash, LowEntropy, Placeholder, Published, Repeated, TooShort,
    };
    for (key, expected) in [
        ("changeme", vec![Placeholder, TooShort]),
        (&"changeme".repeat(7), vec![Placeholder, Repeated]),
        (&"1234567890".repeat(5), vec![Repeated]),
        (&"a".repeat(50), vec![Repeated]),
        (
            "abcdefghijklmnopqrstuvwxabcdefghijklmnopqrstuvwxab",
            vec![Repeated],
        ),
        (&"x7!".repeat(20), vec![Repeated]),
        (
            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMN",
            vec![LowEntropy],
        ),
        (
            "qwertyuiopasdfghjklzxcvbnm0987654321poiuytrewq!!!!",
            vec![LowEntropy],
        ),
        (
            "deadbeefdeadbeefcafebabedeadbeefcafebabedeadbeefdeadbeefcafebabe",
            vec![LowEntropy],
        ),
        (
            "xyyxyxxyyxxyxyyxyxxyxyyxxyyxyxxyyxxyxyyxxyyxyxxyxyyxyxxyyxxyxyyx",
            vec![LowEntropy],
        ),
        ("<your-key>", vec![Placeholder]),
        ("{{ secret_key }}", vec![Placeholder]),
        ("$(cat key)", vec![Placeholder]),
        ("%KEY%", vec![Placeholder]),
        ("my-dev-key", vec![Placeholder, TooShort]),
        (
            &hex(b"a sentence is no key, however it is written"),
            vec![DecodedText],
        ),
        (
            &STANDARD.encode("A sentence is no key, however it is written"),
            vec![DecodedText],
        ),
        (&"Ab".repeat(5_000), vec![Repeated]),
        ("314159265358979323846264338327950288", vec![TooShort]),
        // The keys of test vectors, and other sequences behind an encoding.
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            vec![LowEntropy],
        ),
        (
            "00112233445566778899aabbccddeeffffeeddccbbaa99887766554433221100",
            vec![LowEntropy],
        ),
        (
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            vec![LowEntropy],
        ),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv",
            vec![LowEntropy],
        ),
        ("a1b2c3d4-e5f6-7890-abcd-ef1234567890", vec![LowEntropy]),
        // Ways across a keyboard.
        ("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", vec![LowEntropy]),
        (
            "1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y7u8i9o0pzz",
            vec![LowEntropy],
        ),
        // Repeated, but not to the end.
        (&format!("{}!", "kj3n5v8q2x7z".repeat(4)), vec![LowEntropy]),
        (&format!("{}abc", "Xk9mQ2pLwRt".repeat(4)), vec![LowEntropy]),
        // Words.
        (
            "the quick brown fox jumps over the lazy dog",
            vec![TooShort],
        ),
        ("'correct horse battery staple'", vec![TooShort]),
        (
            "kubernetes-production-cluster-eu-west-1-shop",
            vec![TooShort],
        ),
        // What a template engine or a shell should have replaced.
        ("{{ vault_key | b64decode }}", vec![Placeholder]),
        ("$(openssl rand -base64 32 | tr -d ' ')", vec![Placeholder]),
        ("\"<your-key>\"", vec![Placeholder]),
        (
            &format!("\"{}\"", hex(b"a sentence is no key, in quotes neither")),
            vec![DecodedText],
        ),
        ("#{SecretKey}", vec![Placeholder]),
        ("%(ENV_SECRET_KEY)s", vec![Placeholder]),
        ("@secret.key@", vec![Placeholder]),
        ("__SECRET_KEY__", vec![Placeholder]),
        ("{SECRET_KEY}", vec![Placeholder]),
        ("$DJANGO_SECRET_KEY", vec![Placeholder]),
        // What says where a key is, and is none.
        ("/run/secrets/shop_signing", vec![Placeholder]),
        ("op://vault/shop/signing", vec![Placeholder]),
        (
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop",
            vec![Placeholder],
        ),
        // In other letters.
        (
            "my-sup3r-53cr37-k3y-0f-7h3-5h0p-1n-pr0duc710n",
            vec![Placeholder],
        ),
        (
            "P4ssw0rd-f0r-the-Sh0p-and-n0b0dy-kn0ws-1t",
            vec![Placeholder],
        ),
        // Words with nothing between them.
        ("signingkeyofourlittleonlinestore", vec![TooShort]),
        ("correcthorsebatterystaplecorrecthorse", vec![TooShort]),
        ("ITISTHESIGNINGKEYOFOURSHOPANDNOBODYKNOWS", vec![TooShort]),
        (
            "La porte est fermée à clé, et ça suffit très bien",
            vec![TooShort],
        ),
        // A known digest is as good as its word, a part of it and an encoded one too.
        ("d41d8cd98f00b204e9800998ecf8427e", vec![KnownHash]),
        ("5F4DCC3B-5AA7-65D6-1D83-27DEB882CF99", vec![KnownHash]),
        (
            "XohImNooBHFR0OVvjcYpJ3NgPQ1qq73WKhHvch0VQtg=",
            vec![KnownHash],
        ),
        ("2bb80d537b1da3e38bd30361aa855686", vec![KnownHash]),
        (
            "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb9\
             80b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86",
            vec![KnownHash],
        ),
        // Nothing else matters of a published one.
        ("your-256-bit-secret", vec![Published]),
        ("django-insecure-keyboard-cat", vec![Published]),
        (
            "404e635266556a586e3272357538782f413f4428472b4b6250645367566b5970",
            vec![Published],
        ),
        (
            "base64:2fl+Ktvkfl+Fuz4Qp/A75G2RTiWVA/ZoKZvp6fiiM10=",
            vec![Published],
        ),
        (&STANDARD.encode("keyboard cat"), vec![DecodedText]),
        // Encoded, over and over.
        (
            &hex(hex(hex(b"a sentence is no key").as_bytes()).as_bytes()),
            vec![DecodedText],
        ),
        (
            &STANDARD.encode("un café très noir, s'il vous plaît\n"),
            vec![DecodedText],
        ),
    ] {
        let found = weaknesses(key);
        assert_eq!(found, expected, "{key}");
        assert!(found.iter().any(Weakness::is_guessable), "{key}");
    }
    let phrase = "this-is-my-super-secret-key-please-change-me-in-production!!";
    assert!(weaknesses(phrase).contains(&Placeholder));
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

#[test]
fn many_words_are_a_short_key() {
    for key in [
        "The quick brown fox jumps over the lazy dog and runs away.",
        "MyCompanyNameIsGreatAndWeLoveOurCustomersAlw",
        "our_shop_signs_its_cookies_with_this_long_string_of_words_2024",
        "thesignaturesofourlittleonlinestorearemadebythislongsentence",
    ] {
        let found = weaknesses(key);
        assert_eq!(found, [Weakness::Short], "{key}");
    }
    let passphrase = "lava otter cedar plumb gizmo rover talon blend swirl annex ";
    assert_eq!(
        weaknesses(&format!("{passphrase}{}", passphrase.to_uppercase())),
        []
    );
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
fn a_long_key_costs_no_more_than_its_length() {
    for piece in [
        "a", "ab", "the", "(", "aA1-", "{{", "é", "QUFB", "6161", "%41",
    ] {
        let key = piece.repeat(20_000 / piece.len());
        assert!(!weaknesses(&key).is_empty() || piece.len() > 3, "{piece}");
        assert!(!weaknesses(&format!("{key}x")).is_empty(), "{piece}");
    }
    let mut key = "a sentence".to_owned();
    for _ in 0..12 {
        key = hex(key.as_bytes());
        assert!(weaknesses(&key).contains(&Weakness::DecodedText));
    }
}

#[test]
fn a_good_key_written_twice_is_a_good_key() {
    let key = hex(&random());
    assert_eq!(weaknesses(&key.repeat(2)), []);
}

#[test]
fn no_weakness_shows_a_piece_of_the_key() {
    for key in [
        "zqxjkv",
        "zqxjkvzqxjkv",
        "zqxjkv-changeme",
        "<zqxjkv>",
        "django-insecure-zqxjkv",
    ] {
        for weakness in key.parse::<SecretKey>().unwrap().weaknesses() {
            let text = format!("{weakness} {weakness:?} {}", weakness.reason());
            assert!(!text.contains("zqx"), "{text}");
        }
    }
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
