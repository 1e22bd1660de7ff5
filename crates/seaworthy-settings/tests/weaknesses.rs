//! What is said of keys that can be guessed: the reason, and no piece of them.
#![allow(clippy::unwrap_used, reason = "tests")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use seaworthy_settings::{SecretKey, Weakness};

fn weaknesses(key: &str) -> Vec<Weakness> {
    key.parse::<SecretKey>().unwrap().weaknesses()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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
fn a_long_key_is_weak_for_the_same_reasons() {
    for piece in [
        "a", "ab", "the", "(", "aA1-", "{{", "é", "QUFB", "6161", "%41",
    ] {
        let key = piece.repeat(20_000 / piece.len());
        assert_eq!(weaknesses(&key), [Weakness::Repeated], "{piece}");
        let found = weaknesses(&format!("{key}x"));
        assert_eq!(found, [Weakness::LowEntropy], "{piece}");
    }
    let mut key = "a sentence".to_owned();
    for _ in 0..12 {
        key = hex(key.as_bytes());
        assert!(weaknesses(&key).contains(&Weakness::DecodedText));
    }
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
