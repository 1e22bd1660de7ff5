//! The messages of the protocol, in the [encoding] of protocol buffers.
//!
//! [encoding]: https://protobuf.dev/programming-guides/encoding/

use crate::Status;

/// The longest request that is read, its frame included.
pub(super) const LONGEST: usize = 4096;

/// How a call ends, by the [numbers of gRPC].
///
/// [numbers of gRPC]: https://grpc.io/docs/guides/status-codes/
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Code {
    Ok = 0,
    InvalidArgument = 3,
    NotFound = 5,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Unavailable = 14,
}

/// What is said of a service.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ServingStatus {
    Serving = 1,
    NotServing = 2,
    ServiceUnknown = 3,
}

pub(super) const fn of(status: Status) -> ServingStatus {
    if status.passes() {
        ServingStatus::Serving
    } else {
        ServingStatus::NotServing
    }
}

/// The name of the service that a frame asks about: its first field, or none.
pub(super) fn service(frame: &[u8]) -> Result<String, Code> {
    let Some((&[compressed, a, b, c, d], message)) = frame.split_first_chunk() else {
        return Err(Code::InvalidArgument);
    };
    if compressed != 0 {
        return Err(Code::Unimplemented);
    }
    let length = u32::from_be_bytes([a, b, c, d]);
    if usize::try_from(length).ok() != Some(message.len()) {
        return Err(Code::InvalidArgument);
    }
    name(message).ok_or(Code::InvalidArgument)
}

fn name(mut message: &[u8]) -> Option<String> {
    let mut name = String::new();
    while !message.is_empty() {
        let (tag, rest) = varint(message)?;
        let (field, kind) = (tag >> 3, tag & 7);
        message = match kind {
            0 => varint(rest)?.1,
            1 => rest.get(8..)?,
            2 => {
                let (length, rest) = varint(rest)?;
                let (text, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
                if field == 1 {
                    // Of a field that comes twice the last counts.
                    name = std::str::from_utf8(text).ok()?.to_owned();
                }
                rest
            }
            5 => rest.get(4..)?,
            _ => return None,
        };
    }
    Some(name)
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (index, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((number, bytes.get(index + 1..)?));
        }
    }
    None
}

/// A `HealthCheckResponse`.
pub(super) fn status(serving: ServingStatus) -> Vec<u8> {
    vec![0x08, serving as u8]
}

/// Appends an entry of a `HealthListResponse`.
pub(super) fn entry(entries: &mut Vec<u8>, service: &str, serving: ServingStatus) {
    let mut pair = Vec::new();
    field(&mut pair, 0x0a, service.as_bytes());
    field(&mut pair, 0x12, &status(serving));
    field(entries, 0x0a, &pair);
}

fn field(message: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    message.push(tag);
    let mut length = bytes.len();
    while length >= 0x80 {
        message.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    message.push(length as u8);
    message.extend_from_slice(bytes);
}

/// A message in its frame, which is not compressed.
pub(super) fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    [&[0], &length.to_be_bytes()[..], message].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_request_names_a_service_or_none() {
        for (message, name) in [
            (&b""[..], ""),
            (b"\x0a\x00", ""),
            (b"\x0a\x03abc", "abc"),
            (b"\x0a\x01a\x0a\x01b", "b"),
            (b"\x10\x96\x01\x0a\x01a", "a"),
            (b"\x19\0\0\0\0\0\0\0\0\x0a\x01a", "a"),
            (b"\x1d\0\0\0\0\x0a\x01a", "a"),
            (b"\x12\x01x", ""),
        ] {
            assert_eq!(
                service(&framed(message)).as_deref(),
                Ok(name),
                "{message:?}"
            );
        }
        for (frame, code) in [
            (&b""[..], Code::InvalidArgument),
            (b"\0\0\0\0", Code::InvalidArgument),
            (b"\0\0\0\0\x01", Code::InvalidArgument),
            (b"\0\0\0\0\x00x", Code::InvalidArgument),
            (b"\x01\0\0\0\x00", Code::Unimplemented),
            (b"\0\0\0\0\x02\x0a\x01", Code::InvalidArgument),
            (b"\0\0\0\0\x03\x0a\x01\xff", Code::InvalidArgument),
            (b"\0\0\0\0\x01\x0b", Code::InvalidArgument),
            (
                b"\0\0\0\0\x0b\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                Code::InvalidArgument,
            ),
        ] {
            assert_eq!(service(frame), Err(code), "{frame:?}");
        }
    }

    #[test]
    fn an_entry_tells_a_name_and_its_status() {
        let mut entries = Vec::new();
        entry(&mut entries, "db", ServingStatus::NotServing);
        assert_eq!(entries, b"\x0a\x08\x0a\x02db\x12\x02\x08\x02");
        let mut entries = Vec::new();
        entry(&mut entries, &"n".repeat(200), ServingStatus::Serving);
        assert_eq!(&entries[..6], b"\x0a\xcf\x01\x0a\xc8\x01");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = service(&bytes);
            let _ = service(&framed(&bytes));
        }

        #[test]
        fn every_name_is_read_back(text in ".{0,200}") {
            let mut message = Vec::new();
            field(&mut message, 0x0a, text.as_bytes());
            prop_assert_eq!(service(&framed(&message)), Ok(text));
        }
    }
}
