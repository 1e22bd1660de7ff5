//! What speaks against a key.

/// What speaks against a [`SecretKey`](crate::SecretKey).
///
/// Its text is the end of a sentence about the key, and tells nothing of it but the weakness.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{}", self.reason())]
pub enum Weakness {
    /// The key is encoded, but what it encodes is text that can be guessed.
    DecodedText,
    /// The key begins with `django-insecure-`, as Django's new projects have it.
    DjangoInsecure,
    /// The key is made of words and patterns that are guessed in less than 10¹⁵ attempts.
    Guessable,
    /// The key is the digest of a common word, such as SHA-256 of `password`.
    KnownHash,
    /// The key is long enough, but has too few different characters, or characters in a row.
    LowEntropy,
    /// The key is an example to be replaced, `change-me` or `<your-key>`, or refers to a key that
    /// nothing has put in its place: `{{ secret }}`, `/run/secrets/key`.
    Placeholder,
    /// The key is one that a framework, a product or a tutorial publishes.
    Published,
    /// The key stands in quotes that no shell took off, and that are a part of it now.
    Quoted,
    /// The key repeats a piece that is too short to be a key.
    Repeated,
    /// The key cannot be guessed, but has less than the 256 bits that HMAC with SHA-256 wants.
    ///
    /// See [RFC 7518 section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2).
    Short,
    /// No key of this length and these characters, or of so few words, is out of reach.
    TooShort,
}

impl Weakness {
    /// Whether the key may be guessed; false where it only should be longer, or written otherwise.
    #[must_use]
    pub const fn is_guessable(&self) -> bool {
        !matches!(self, Self::Quoted | Self::Short)
    }

    /// Why the key is weak, as the end of a sentence that begins with the variable's name.
    ///
    /// ```
    /// use seaworthy_settings::Weakness;
    ///
    /// let reason = Weakness::Repeated.reason();
    /// assert_eq!(reason, "it repeats a short piece, which adds nothing to the piece");
    /// ```
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::DecodedText => {
                "it is the encoding of a text, which is as easy to guess as the text itself"
            }
            Self::DjangoInsecure => {
                "it begins with `django-insecure-`: a new project's key, for development, and most \
                 often published with its source"
            }
            Self::Guessable => "it is made of common words and patterns, which are soon guessed",
            Self::KnownHash => {
                "it is the digest of a common word, which is as easy to guess as the word"
            }
            Self::LowEntropy => {
                "it is so regular that it has less than 128 bits, which can be guessed"
            }
            Self::Placeholder => {
                "it reads as an example or a reference that should have been replaced, so that \
                 anybody can guess it"
            }
            Self::Published => {
                "it is published, as an example or as a default, so that anybody knows it"
            }
            Self::Quoted => {
                "it stands in quotes, which are a part of it: nothing that read them took them off"
            }
            Self::Repeated => "it repeats a short piece, which adds nothing to the piece",
            Self::Short => "it has less than the 256 bits that a key for signatures should have",
            Self::TooShort => "it is too short: less than 128 bits can be guessed",
        }
    }
}
