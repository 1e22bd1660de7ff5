use std::sync::LazyLock;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};

use super::*;

/// The keys of every certificate here.
static KEYS: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate().unwrap());

/// A certificate in DER, valid between two times in seconds after the epoch.
fn der(not_before: u64, not_after: u64) -> Vec<u8> {
    let epoch = date_time_ymd(1970, 1, 1);
    let mut params = CertificateParams::new(["app.example".to_owned()]).unwrap();
    params.not_before = epoch + Duration::from_secs(not_before);
    params.not_after = epoch + Duration::from_secs(not_after);
    params.self_signed(&*KEYS).unwrap().der().to_vec()
}

fn pem(der: &[u8]) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine};

    let body = BASE64_STANDARD.encode(der);
    let lines: Vec<_> = body
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    let body = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

/// What is judged of a file at a time, in words.
fn told(file: &[u8], now: u64, days: u32) -> Result<Passed, String> {
    let judged = validities(file).and_then(|validities| judged(&validities, now, days));
    judged.map_err(|fault| fault.to_string())
}

fn warned(text: &str) -> Result<Passed, String> {
    Ok(Passed::Degraded(text.to_owned()))
}

const DAY: u64 = 86400;

/// The first of 2026.
const NEW_YEAR: u64 = 1_767_225_600;

#[test]
fn a_certificate_is_valid_from_its_first_to_its_last_second() {
    let der = der(NEW_YEAR, NEW_YEAR + 90 * DAY);
    let early = "certificate 1 of 1 is not valid before 2026-01-01T00:00:00Z";
    let soon = "certificate 1 of 1 expires at 2026-04-01T00:00:00Z";
    let expired = "certificate 1 of 1 expired at 2026-04-01T00:00:00Z";
    for file in [der.clone(), pem(&der).into_bytes()] {
        for (now, days, expected) in [
            (0, 30, Err(early.to_owned())),
            (NEW_YEAR - 1, 30, Err(early.to_owned())),
            (NEW_YEAR, 30, Ok(Passed::Well)),
            (NEW_YEAR, 90, Ok(Passed::Well)),
            (NEW_YEAR, 91, warned(soon)),
            (NEW_YEAR + 60 * DAY, 30, Ok(Passed::Well)),
            (NEW_YEAR + 60 * DAY + 1, 30, warned(soon)),
            (NEW_YEAR + 90 * DAY, 30, warned(soon)),
            (NEW_YEAR + 90 * DAY, 0, Ok(Passed::Well)),
            (NEW_YEAR + 90 * DAY + 1, 30, Err(expired.to_owned())),
            (NEW_YEAR + 90 * DAY + 1, 0, Err(expired.to_owned())),
            (NEW_YEAR, u32::MAX, warned(soon)),
        ] {
            assert_eq!(told(&file, now, days), expected, "{now} {days}");
        }
    }
}

#[test]
fn a_chain_is_as_good_as_its_worst_certificate() {
    let chain = |spans: &[(u64, u64)]| {
        let of =
            |(from, until): &(u64, u64)| pem(&der(NEW_YEAR + from * DAY, NEW_YEAR + until * DAY));
        spans.iter().map(of).collect::<String>()
    };
    let at = |second: &str| format!("certificate 2 of 3 {second}");
    for (spans, expected) in [
        ([(0, 90), (0, 900), (0, 9000)], Ok(Passed::Well)),
        (
            [(0, 90), (0, 30), (0, 40)],
            warned(&at("expires at 2026-01-31T00:00:00Z")),
        ),
        (
            [(0, 90), (0, 9), (0, 90)],
            Err(at("expired at 2026-01-10T00:00:00Z")),
        ),
        (
            [(0, 90), (11, 90), (0, 90)],
            Err(at("is not valid before 2026-01-12T00:00:00Z")),
        ),
        // What has expired comes before what has not begun, and that before what only ends soon.
        (
            [(12, 90), (0, 8), (0, 9)],
            Err(at("expired at 2026-01-09T00:00:00Z")),
        ),
        (
            [(0, 15), (11, 90), (0, 90)],
            Err(at("is not valid before 2026-01-12T00:00:00Z")),
        ),
    ] {
        let file = chain(&spans);
        assert_eq!(
            told(file.as_bytes(), NEW_YEAR + 10 * DAY, 30),
            expected,
            "{spans:?}"
        );
    }
}

#[test]
fn a_file_without_a_certificate_fails() {
    let der = der(NEW_YEAR, NEW_YEAR + DAY);
    let request = CertificateParams::new([]).unwrap();
    let request = request.serialize_request(&*KEYS).unwrap();
    let nothing = "there is no certificate in PEM or DER";
    let unreadable = "certificate 1 of 1 cannot be parsed";
    let second = "certificate 2 of 2 cannot be parsed";
    for (file, expected) in [
        (vec![], nothing),
        (b"garbage".to_vec(), nothing),
        (vec![0; 100], nothing),
        (vec![0x30; 100], nothing),
        (KEYS.serialize_der(), nothing),
        (KEYS.serialize_pem().into_bytes(), nothing),
        (request.der().to_vec(), nothing),
        (request.pem().unwrap().into_bytes(), nothing),
        ([&der[..], &[0]].concat(), nothing),
        ([&der[..], &der].concat(), nothing),
        (pem(b"").into_bytes(), unreadable),
        (pem(b"garbage").into_bytes(), unreadable),
        (pem(&KEYS.serialize_der()).into_bytes(), unreadable),
        (pem(request.der()).into_bytes(), unreadable),
        (pem(&[&der[..], &[0]].concat()).into_bytes(), unreadable),
        ((pem(&der) + &pem(b"garbage")).into_bytes(), second),
    ] {
        let told = told(&file, NEW_YEAR, 0);
        assert_eq!(told, Err(expected.to_owned()), "{}", file.escape_ascii());
    }
}

#[test]
fn a_certificate_is_found_beside_its_key() {
    let der = der(NEW_YEAR, NEW_YEAR + DAY);
    let (key, certificate) = (KEYS.serialize_pem(), pem(&der));
    for file in [format!("{key}{certificate}"), format!("{certificate}{key}")] {
        assert_eq!(told(file.as_bytes(), NEW_YEAR, 0), Ok(Passed::Well));
    }
}

#[test]
fn no_part_of_a_certificate_is_one() {
    let der = der(NEW_YEAR, NEW_YEAR + DAY);
    for end in 0..der.len() {
        let part = &der[..end];
        assert!(told(part, NEW_YEAR, 0).is_err(), "{end}");
        assert!(told(pem(part).as_bytes(), NEW_YEAR, 0).is_err(), "{end}");
    }
    let pem = pem(&der);
    let pem = pem.trim_end().as_bytes();
    for end in 0..pem.len() {
        assert!(told(&pem[..end], NEW_YEAR, 0).is_err(), "{end}");
    }
    assert_eq!(told(pem, NEW_YEAR, 0), Ok(Passed::Well));
}

#[test]
fn years_after_2049_are_read_as_they_are_written() {
    // The last second of 2049, and the first of 2050.
    let border = 2_524_607_999;
    let der = der(border, border + 1);
    let early = "certificate 1 of 1 is not valid before 2049-12-31T23:59:59Z";
    let expired = "certificate 1 of 1 expired at 2050-01-01T00:00:00Z";
    assert_eq!(told(&der, border - 1, 0), Err(early.to_owned()));
    assert_eq!(told(&der, border, 0), Ok(Passed::Well));
    assert_eq!(told(&der, border + 1, 0), Ok(Passed::Well));
    assert_eq!(told(&der, border + 2, 0), Err(expired.to_owned()));
}

#[test]
fn a_file_without_an_end_is_not_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tls.pem");
    let longest = usize::try_from(LONGEST_FILE).unwrap();
    std::fs::write(&path, vec![b'\n'; longest]).unwrap();
    assert_eq!(contents(&path).unwrap().len(), longest);
    std::fs::write(&path, vec![b'\n'; longest + 1]).unwrap();
    let fault = contents(&path).unwrap_err();
    assert_eq!(fault.to_string(), "the file is longer than 1048576 bytes");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..300), now: u64, days: u32) {
        let _ = told(&bytes, now, days);
        let _ = told(pem(&bytes).as_bytes(), now, days);
    }

    #[test]
    fn no_change_to_a_certificate_panics(changes in vec(any::<(Index, u8)>(), 1..8)) {
        static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| der(NEW_YEAR, NEW_YEAR + DAY));
        let mut der = GOOD.clone();
        for (place, byte) in changes {
            *place.get_mut(&mut der) = byte;
        }
        let read = told(&der, NEW_YEAR, 0);
        prop_assert_eq!(told(pem(&der).as_bytes(), NEW_YEAR, 0).ok(), read.ok());
    }

    #[test]
    fn every_time_is_read_as_it_was_written(from in 0..1_u64 << 37, seconds in 0..1_u64 << 36) {
        let validity = Validity::of(&der(from, from + seconds)).unwrap();
        prop_assert_eq!(validity.not_before, Moment::after_epoch(from));
        prop_assert_eq!(validity.not_after, Moment::after_epoch(from + seconds));
    }
}
