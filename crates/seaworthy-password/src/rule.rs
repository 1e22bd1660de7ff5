//! The rules that a configuration can name.

/// A rule of Django's, or one that Django lacks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Rule {
    CommonPassword,
    ContextWords,
    MaximumLength,
    MinimumLength,
    NumericPassword,
    UserAttributeSimilarity,
}

impl Rule {
    /// Those of a new Django project, in its order.
    pub(crate) const DJANGO: [Self; 4] = [
        Self::UserAttributeSimilarity,
        Self::MinimumLength,
        Self::CommonPassword,
        Self::NumericPassword,
    ];

    pub(crate) const ALL: [Self; 6] = [
        Self::UserAttributeSimilarity,
        Self::MinimumLength,
        Self::MaximumLength,
        Self::CommonPassword,
        Self::NumericPassword,
        Self::ContextWords,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CommonPassword => "common_password",
            Self::ContextWords => "context_words",
            Self::MaximumLength => "maximum_length",
            Self::MinimumLength => "minimum_length",
            Self::NumericPassword => "numeric_password",
            Self::UserAttributeSimilarity => "user_attribute_similarity",
        }
    }

    /// The name of Django's class, or what it would be.
    const fn class(self) -> &'static str {
        match self {
            Self::CommonPassword => "CommonPasswordValidator",
            Self::ContextWords => "ContextWordsValidator",
            Self::MaximumLength => "MaximumLengthValidator",
            Self::MinimumLength => "MinimumLengthValidator",
            Self::NumericPassword => "NumericPasswordValidator",
            Self::UserAttributeSimilarity => "UserAttributeSimilarityValidator",
        }
    }

    /// The rule of this name, or of this class with or without Django's module before it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if let Some(class) = name.strip_prefix(MODULE) {
            return Self::DJANGO.into_iter().find(|rule| rule.class() == class);
        }
        Self::ALL
            .into_iter()
            .find(|rule| rule.name() == name || rule.class() == name)
    }

    /// The rule that was probably meant, where that can be told.
    pub(crate) fn resembling(name: &str) -> Option<Self> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let letters = |text: &str| -> Vec<u8> {
            let bytes = text.bytes().filter(u8::is_ascii_alphanumeric);
            bytes.map(|byte| byte.to_ascii_lowercase()).collect()
        };
        let written = letters(last);
        // Longer than every name by more than a slip of the pen.
        if written.len() > 40 {
            return None;
        }
        let (distance, rule) = Self::ALL
            .into_iter()
            .flat_map(|rule| [rule.name(), rule.class()].map(|name| (letters(name), rule)))
            .map(|(name, rule)| (distance(&written, &name), rule))
            .min_by_key(|(distance, _)| *distance)?;
        (distance <= 4).then_some(rule)
    }
}

/// How many bytes have to be added, removed or replaced to make one text of the other.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, left) in a.iter().enumerate() {
        let mut diagonal = index;
        let mut previous = index + 1;
        for (right, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(left != right);
            diagonal = *cell;
            previous = replaced.min(diagonal + 1).min(previous + 1);
            *cell = previous;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}

const MODULE: &str = "django.contrib.auth.password_validation.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_its_name_and_those_of_django() {
        for rule in Rule::ALL {
            let in_django = format!("{MODULE}{}", rule.class());
            for name in [rule.name(), rule.class()] {
                assert_eq!(Rule::named(name), Some(rule), "{name}");
            }
            let is_django = Rule::DJANGO.contains(&rule);
            assert_eq!(Rule::named(&in_django).is_some(), is_django, "{in_django}");
        }
        for other in [
            "",
            "minimum length",
            "Minimum_Length",
            "myapp.validators.MinimumLengthValidator",
            "django.contrib.auth.password_validation.minimum_length",
        ] {
            assert_eq!(Rule::named(other), None, "{other}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_name_is_not() {
        for (name, rule) in [
            ("minimum-length", Rule::MinimumLength),
            ("min_length", Rule::MinimumLength),
            ("NumericPasswordValidater", Rule::NumericPassword),
            ("myapp.CommonPasswordValidator", Rule::CommonPassword),
            ("max_length", Rule::MaximumLength),
            ("contextwords", Rule::ContextWords),
        ] {
            assert_eq!(Rule::resembling(name), Some(rule), "{name}");
        }
        for other in [
            "",
            "zxcvbn",
            "myapp.PwnedPasswordsValidator",
            &"x".repeat(1_000_000),
        ] {
            assert_eq!(Rule::resembling(other), None);
        }
    }

    #[test]
    fn the_distance_is_that_of_levenshtein() {
        for (a, b, steps) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("same", "same", 0),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), steps, "{a} {b}");
        }
    }
}
