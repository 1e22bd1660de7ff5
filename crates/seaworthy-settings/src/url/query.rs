//! The options of a URL: `?name=value&name=value`.

use std::collections::HashSet;

use zeroize::Zeroizing;

use crate::Invalid;

use super::encoding;

/// The pairs of a query as they stand in it, encoded.
pub(crate) fn pairs(query: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.unwrap_or_default().split('&');
    pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The names and values of a query, decoded.
pub(crate) fn decoded(
    query: Option<&str>,
) -> impl Iterator<Item = (Zeroizing<String>, Zeroizing<String>)> {
    pairs(query)
        .filter_map(|(name, value)| Some((encoding::decode(name)?, encoding::decode(value)?)))
}

/// The value of an option.
pub(crate) fn value(query: Option<&str>, wanted: &str) -> Option<Zeroizing<String>> {
    decoded(query)
        .find(|(name, _)| **name == wanted)
        .map(|(_, value)| value)
}

/// Refuses options that are not text, that are there twice, or that drivers read in two ways.
pub(crate) fn check(query: Option<&str>) -> Result<(), Invalid> {
    if query.is_some_and(|query| query.contains('+')) {
        return Err(Invalid::new(
            "its options have a `+`, which some drivers read as a space: a `+` is written `%2B`, \
             a space `%20`",
        ));
    }
    let mut seen = HashSet::new();
    for (name, value) in pairs(query) {
        encoding::check(name)?;
        encoding::check(value)?;
        if !seen.insert(encoding::decode_some(name)) {
            return Err(Invalid::new("it has one of its options twice"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_pairs_and_each_is_there_once() {
        let query = Some("a=1&&b=x%3Dy=z&c&");
        assert_eq!(check(query), Ok(()));
        let pairs: Vec<_> = decoded(query)
            .map(|(name, value)| format!("{} {}", *name, *value))
            .collect();
        assert_eq!(pairs, ["a 1", "b x=y=z", "c "]);
        assert_eq!(value(query, "a").as_deref().map(String::as_str), Some("1"));
        assert_eq!(value(query, "d"), None);
        for bad in ["a=1&b=2&a=1", "a=1&%61=2", "a=%ff", "%ff=1", "a=b+c"] {
            assert!(check(Some(bad)).is_err(), "{bad}");
        }
    }
}
