//! Keeping what is one visitor's own out of shared caches.

use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderName, HeaderValue};

/// Keeps a response out of shared caches, which would hand what is one visitor's own to everybody;
/// tells whether it was meant for them.
///
/// What [`Cache-Control`](https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2) says about other
/// things, such as `max-age` and `no-cache`, stays. Fields that certain shared caches obey in its
/// place, such as `CDN-Cache-Control`, are removed.
///
/// ```
/// use http::{HeaderMap, HeaderValue};
/// use seaworthy_policy::make_private;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("cache-control", HeaderValue::from_static("public, max-age=60"));
/// assert!(make_private(&mut headers));
/// assert_eq!(headers["cache-control"], "private, max-age=60");
/// ```
pub fn make_private(headers: &mut HeaderMap) -> bool {
    let targeted = remove_targeted(headers);
    restrict(headers) || targeted
}

/// Takes away what certain shared caches obey in place of `Cache-Control`; tells whether any was
/// there.
///
/// Caches that do not find their own field [obey `Cache-Control`][rfc] again.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc9213#section-2.2
fn remove_targeted(headers: &mut HeaderMap) -> bool {
    let is_targeted = |name: &&HeaderName| {
        let name = name.as_str();
        // Many a CDN puts its name before: `Cloudflare-CDN-Cache-Control`.
        name.ends_with("cdn-cache-control") || TARGETED.contains(&name)
    };
    let targeted: Vec<HeaderName> = headers.keys().filter(is_targeted).cloned().collect();
    for name in &targeted {
        headers.remove(name);
    }
    !targeted.is_empty()
}

fn restrict(headers: &mut HeaderMap) -> bool {
    if !headers.contains_key(CACHE_CONTROL) {
        set(headers, HeaderValue::from_static("private"));
        return false;
    }
    let mut said = Vec::new();
    for value in headers.get_all(CACHE_CONTROL) {
        let Some(directives) = value.to_str().ok().and_then(directives) else {
            // What cannot be read could have been stricter than anything made of the rest.
            set(headers, HeaderValue::from_static("no-store"));
            return false;
        };
        said.extend(directives);
    }
    let says = |directive: &str| said.iter().any(|d| d.eq_ignore_ascii_case(directive));
    if says("no-store") {
        return false;
    }
    let shared = said.iter().any(|directive| is_named(directive, &SHARED));
    if !shared && says("private") {
        return false;
    }
    // `private="Field"` keeps only that field out of shared caches: the plain one replaces it.
    said.retain(|directive| !is_named(directive, &SHARED) && !is_named(directive, &["private"]));
    said.insert(0, "private");
    let value = HeaderValue::try_from(said.join(", "));
    set(
        headers,
        value.unwrap_or(HeaderValue::from_static("no-store")),
    );
    shared
}

/// The directives by which a response is meant for shared caches.
const SHARED: [&str; 2] = ["public", "s-maxage"];

/// The fields by which Akamai, Fastly with others, and nginx decide before `Cache-Control`.
const TARGETED: [&str; 3] = ["edge-control", "surrogate-control", "x-accel-expires"];

/// The directives of a field; `None` where a quoted string is left open.
fn directives(field: &str) -> Option<Vec<&str>> {
    let mut quoted = false;
    let mut escaped = false;
    let directives = field.split(|character| {
        let separates = character == ',' && !quoted;
        if character == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && character == '\\' && !escaped;
        separates
    });
    let directives = directives.map(str::trim);
    let directives = directives.filter(|directive| !directive.is_empty());
    let directives = directives.collect();
    (!quoted).then_some(directives)
}

fn is_named(directive: &str, names: &[&str]) -> bool {
    let name = directive.split('=').next().unwrap_or(directive).trim();
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn set(headers: &mut HeaderMap, value: HeaderValue) {
    // It fails only where the map is full, and then nothing can be sent at all.
    let _ = headers.try_insert(CACHE_CONTROL, value);
}

#[cfg(test)]
mod tests {
    use http::header::CACHE_CONTROL;
    use http::{HeaderMap, HeaderValue};

    use super::make_private;

    fn made_private(values: &[&[u8]]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CACHE_CONTROL, HeaderValue::from_bytes(value).unwrap());
        }
        make_private(&mut headers);
        let values = headers.get_all(CACHE_CONTROL).iter();
        values
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_shared_cache_never_gets_the_response() {
        for (said, made) in [
            ("", "private"),
            ("max-age=60", "private, max-age=60"),
            ("no-cache", "private, no-cache"),
            ("public", "private"),
            ("Public, max-age=60", "private, max-age=60"),
            (
                "s-maxage=600 , max-age=60,must-revalidate",
                "private, max-age=60, must-revalidate",
            ),
            ("private, s-maxage=600", "private"),
            ("public, private", "private"),
            (
                "private=\"Set-Cookie, X\", max-age=60",
                "private, max-age=60",
            ),
            ("ext=\"a, public\"", "private, ext=\"a, public\""),
            (
                "ext=\"a\\\", no-store\"",
                "private, ext=\"a\\\", no-store\"",
            ),
            (",, ,", "private"),
            ("no-store=1", "private, no-store=1"),
        ] {
            assert_eq!(made_private(&[said.as_bytes()]), [made], "{said}");
        }
    }

    #[test]
    fn what_is_strict_already_is_left_alone() {
        for said in [
            "no-store",
            "NO-STORE, public",
            "private",
            "PRIVATE, max-age=60",
        ] {
            assert_eq!(made_private(&[said.as_bytes()]), [said]);
        }
    }

    #[test]
    fn no_cache_has_a_field_of_its_own() {
        for (said, name, meant_for_shared) in [
            ("max-age=60", "cdn-cache-control", true),
            ("no-store", "cdn-cache-control", true),
            ("private", "cloudflare-cdn-cache-control", true),
            ("private", "edge-control", true),
            ("private", "surrogate-control", true),
            ("private", "x-accel-expires", true),
            ("private", "cache-status", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(said));
            for _ in 0..2 {
                headers.append(name, HeaderValue::from_static("max-age=600"));
            }
            assert_eq!(make_private(&mut headers), meant_for_shared, "{name}");
            assert_eq!(headers.contains_key(name), !meant_for_shared, "{name}");
        }
    }

    #[test]
    fn several_fields_are_one_list() {
        assert_eq!(made_private(&[]), ["private"]);
        assert_eq!(
            made_private(&[b"max-age=60", b"public"]),
            ["private, max-age=60"]
        );
        assert_eq!(
            made_private(&[b"max-age=60", b"private"]),
            ["max-age=60", "private"]
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_stored() {
        for unreadable in [
            &b"ext=\xff"[..],
            b"ext=\"",
            b"ext=\"\\\"",
            b"ext=\"a, public",
        ] {
            assert_eq!(made_private(&[unreadable, b"max-age=60"]), ["no-store"]);
            assert_eq!(made_private(&[b"private", unreadable]), ["no-store"]);
        }
    }
}
