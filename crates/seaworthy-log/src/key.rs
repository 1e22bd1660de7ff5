use std::ops::Deref;

/// What comes before the value of a field.
#[derive(Debug, PartialEq)]
pub(crate) struct Key {
    bytes: Box<[u8]>,
    /// Its beginning, and nothing: what has a known length is copied without a call.
    block: [u8; 32],
}

impl From<Vec<u8>> for Key {
    fn from(bytes: Vec<u8>) -> Self {
        let mut block = [0; 32];
        for (to, from) in block.iter_mut().zip(&bytes) {
            *to = *from;
        }
        Self {
            bytes: bytes.into(),
            block,
        }
    }
}

impl Key {
    /// Appends it.
    #[inline]
    pub(crate) fn append_to(&self, out: &mut Vec<u8>) {
        if self.bytes.len() <= self.block.len() {
            let end = out.len() + self.bytes.len();
            out.extend_from_slice(&self.block);
            out.truncate(end);
        } else {
            out.extend_from_slice(&self.bytes);
        }
    }
}

impl Deref for Key {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_any_length_is_appended_whole() {
        for length in 0..70 {
            let bytes: Vec<u8> = (1..).take(length).collect();
            let mut out = b"before".to_vec();
            Key::from(bytes.clone()).append_to(&mut out);
            assert_eq!(out, [b"before", &bytes[..]].concat());
        }
    }
}
