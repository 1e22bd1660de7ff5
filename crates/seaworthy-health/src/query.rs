//! What a query asks of an answer; everything unknown in it is passed over.

use crate::format::Format;

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Query<'a> {
    pub(crate) exclude: Vec<&'a str>,
    pub(crate) format: Option<Format>,
    /// Whatever its value, as Kubernetes reads it.
    pub(crate) verbose: bool,
}

impl<'a> Query<'a> {
    pub(crate) fn of(query: &'a str) -> Self {
        let mut found = Self::default();
        for parameter in query.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match name {
                "verbose" => found.verbose = true,
                "format" => found.format = found.format.or_else(|| Format::called(value)),
                "exclude"
                    if !value.is_empty()
                        && value.len() <= LONGEST_NAME
                        && found.exclude.len() < MOST_NAMES
                        && !found.exclude.contains(&value) =>
                {
                    found.exclude.push(value);
                }
                _ => {}
            }
        }
        found
    }
}

const LONGEST_NAME: usize = 128;

const MOST_NAMES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_bounded_whatever_it_says() {
        let names: Vec<_> = (0..100).map(|n| format!("exclude={n}")).collect();
        assert_eq!(Query::of(&names.join("&")).exclude.len(), MOST_NAMES);
        let long = format!("exclude={}", "x".repeat(129));
        assert_eq!(Query::of(&long), Query::default());
        assert_eq!(Query::of("exclude=db&exclude=db&exclude=").exclude, ["db"]);
    }

    #[test]
    fn verbose_has_any_value() {
        for query in ["verbose", "verbose=0", "a=b&verbose", "&&verbose&"] {
            assert!(Query::of(query).verbose, "{query}");
        }
        for query in ["", "verbosely", "x=verbose", "VERBOSE", "exclude=verbose"] {
            assert!(!Query::of(query).verbose, "{query}");
        }
    }

    #[test]
    fn a_format_is_called_by_its_name() {
        assert_eq!(Query::of("format=spring").format, Some(Format::Spring));
        assert_eq!(
            Query::of("format=xml&format=text").format,
            Some(Format::Text)
        );
        assert_eq!(Query::of("format=xml").format, None);
    }
}
