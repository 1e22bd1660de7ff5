//! Hashes of inline scripts and styles.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Source;

impl Source {
    /// The source that lets an inline script or style of exactly this text in: `'sha256-…'`.
    ///
    /// The text is all that stands between the tags, spaces and line ends included, as the
    /// [document holds it][spec]: a browser that reads HTML has turned each CR LF into LF by then.
    /// With [`'unsafe-hashes'`][unsafe] it may also be the value of an attribute such as `onclick`
    /// or `style`, and in `script-src` a whole file, for an element whose `integrity` says the
    /// same.
    ///
    /// ```
    /// use seaworthy_headers::{Csp, Source};
    ///
    /// const START: &str = "alert('Hello, world.');";
    /// let page = format!("<script>{START}</script>");
    ///
    /// let mut csp = Csp::strict();
    /// csp.append("script-src", [Source::sha256(START)]);
    /// # assert!(page.contains(START));
    /// # assert_eq!(
    /// #     csp.directives[1].1[1],
    /// #     "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    /// # );
    /// ```
    ///
    /// [spec]: https://www.w3.org/TR/CSP3/#match-element-to-source-list
    /// [unsafe]: https://www.w3.org/TR/CSP3/#unsafe-hashes-usage
    #[must_use]
    pub fn sha256(text: impl AsRef<[u8]>) -> Self {
        Self::hash("sha256", &hmac_sha256::Hash::hash(text.as_ref()))
    }

    /// The same as [`sha256`](Self::sha256) with SHA-384: `'sha384-…'`.
    #[must_use]
    pub fn sha384(text: impl AsRef<[u8]>) -> Self {
        Self::hash("sha384", &hmac_sha512::sha384::Hash::hash(text.as_ref()))
    }

    /// The same as [`sha256`](Self::sha256) with SHA-512: `'sha512-…'`.
    #[must_use]
    pub fn sha512(text: impl AsRef<[u8]>) -> Self {
        Self::hash("sha512", &hmac_sha512::Hash::hash(text.as_ref()))
    }

    fn hash(algorithm: &str, digest: &[u8]) -> Self {
        Self::of_hash(format!("'{algorithm}-{}'", STANDARD.encode(digest)))
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn a_text_has_the_hashes_that_openssl_makes() {
        // The first is the example of https://www.w3.org/TR/CSP3/#external-hash.
        for (text, sha256, sha384, sha512) in [
            (
                "alert('Hello, world.');",
                "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=",
                "H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO",
                "Q2bFTOhEALkN8hOms2FKTDLy7eugP2zFZ1T8LCvX42Fp3WoNr3bjZSAHeOsHrbV1\
                 Fu9/A0EzCinRE7Af1ofPrw==",
            ),
            (
                "",
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb",
                "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwv\
                 Y7kxvUdBeoGlODJ6+SfaPg==",
            ),
            (
                " é☃\r\n\t",
                "FXVMZr2OhoLos5D9NEd0WNdoTWMfl2hn/ZH/UziynGU=",
                "PfgAQyE8ifSP0d6pH6YYp55EwEGhMocOeDzq+8PeMNPUTxa/JYnVohzzYtc/TVQl",
                "04g2icM7mvlcVQCqEpAXQikqV+WBtpfkAtcRhDKKGydOrez07ksr2U8Nc3lL4oaO\
                 MboqXbvJVGhO22TaZB3h2w==",
            ),
            (
                &"a".repeat(100_000),
                "bRzyLXzAmwhd/CXuGh864CZYBMYHvCB0rSU7zIL9ge4=",
                "Lk9dDJdyfcpxeXGrGxGe/ld6NJHYdpuw0BdyZa6QMom/Ny4jlk/2inDhOu74y76w",
                "x2ZP8Yu++lho0eujhjcIetcOY4ABP1L0zj3UqYvr1JNTzkC+Hf3a0iWbrNx70Q6Y\
                 1EpqaNXRCRvNVbR++1zVDg==",
            ),
        ] {
            for (source, algorithm, digest) in [
                (Source::sha256(text), "sha256", sha256),
                (Source::sha384(text), "sha384", sha384),
                (Source::sha512(text), "sha512", sha512),
            ] {
                let written = format!("'{algorithm}-{digest}'");
                assert_eq!(source.as_str(), written);
                assert_eq!(
                    written.parse(),
                    Ok(source),
                    "the parser takes it for the same"
                );
            }
        }
    }
}
