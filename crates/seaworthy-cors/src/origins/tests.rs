use proptest::prelude::*;

use super::*;

fn origins(texts: &[String]) -> Origins {
    let mut issues = Vec::new();
    let origins = Origins::read(&Config::new(texts), false, &mut issues);
    assert_eq!(issues, []);
    origins
}

#[test]
fn a_listed_origin_is_answered_with_the_configured_value() {
    let listed: Vec<String> = (0..1000).map(|n| format!("https://a{n}.example")).collect();
    let origins = origins(&listed);
    for text in &listed {
        let sent = HeaderValue::from_str(text).unwrap();
        let granted = origins.grant(&sent).unwrap();
        assert_eq!(granted, sent);
        assert_ne!(granted.as_bytes().as_ptr(), sent.as_bytes().as_ptr());
    }
    for text in [
        "https://a1000.example",
        "https://a.example",
        "https://a1.exampl",
        "",
    ] {
        let sent = HeaderValue::from_static(text);
        assert_eq!(origins.grant(&sent), None, "{text}");
    }
}

#[test]
fn nothing_but_an_origin_is_ever_sent_back() {
    let patterns = [
        "https://*.example.com",
        "https://*.example.com:*",
        "http://[::1]:*",
    ];
    let origins = origins(&patterns.map(str::to_owned));
    for text in [
        "https://evil.com/.example.com",
        "https://evil.com?.example.com",
        "https://evil.com#.example.com",
        "https://evil.com@a.example.com",
        "https://evil.com\\.example.com",
        "https://evil.com`.example.com",
        "https://evil.com .example.com",
        "https://evil.com\t.example.com",
        "https://evil.com%60.example.com",
        "https://evil.com,https://a.example.com",
        "https://a.example.com:8443:8443",
        "https://*.example.com",
        "https://a.example.com:*",
        "https://.example.com",
        "https://a..example.com",
        "https://example.com",
        "http://[::1]:1]:2",
        "http://[::2]:1",
    ] {
        let sent = HeaderValue::from_str(text).unwrap();
        assert_eq!(origins.grant(&sent), None, "{text}");
    }
    let bytes = HeaderValue::from_bytes("https://m\u{fc}nchen.example.com".as_bytes()).unwrap();
    assert_eq!(origins.grant(&bytes), None);
}

/// Few letters, so that hosts meet, nest, and differ by little.
fn host() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab]{1,2}", 1..5).prop_map(|labels| labels.join("."))
}

fn port() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", ":1", ":2", ":*"])
}

/// What a pattern means, by its text alone.
fn naive(pattern: &str, origin: &str) -> bool {
    let (scheme, authority) = pattern.split_once("://").unwrap();
    let (wanted_host, wanted_port) = authority.split_once(':').unwrap_or((authority, ""));
    let Some(authority) = origin.strip_prefix(&format!("{scheme}://")) else {
        return false;
    };
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let host_fits = match wanted_host.strip_prefix('*') {
        Some(dot_and_base) => host.ends_with(dot_and_base),
        None => host == wanted_host,
    };
    host_fits && (wanted_port == "*" || port == wanted_port)
}

proptest! {
    #[test]
    fn the_index_grants_what_the_patterns_say(
        patterns in prop::collection::vec(("https?", "(\\*\\.)?", host(), port()), 1..8),
        origins_sent in prop::collection::vec(("https?", host(), "(:[123])?"), 1..16),
    ) {
        let patterns: Vec<String> = patterns
            .into_iter()
            .map(|(scheme, below, host, port)| format!("{scheme}://{below}{host}{port}"))
            .collect();
        let index = origins(&patterns);
        for (scheme, host, port) in origins_sent {
            let sent = format!("{scheme}://{host}{port}");
            let granted = index.grant(&HeaderValue::from_str(&sent).unwrap());
            let expected = patterns.iter().any(|pattern| naive(pattern, &sent));
            prop_assert_eq!(granted.is_some(), expected, "{:?} {}", &patterns, &sent);

            let origin = sent.parse().unwrap();
            let parsed = patterns.iter().map(|text| text.parse::<OriginPattern>().unwrap());
            prop_assert_eq!(parsed.into_iter().any(|p| p.matches(&origin)), expected);
        }
    }

    #[test]
    fn no_entry_of_the_canonical_list_includes_another(
        patterns in prop::collection::vec(("https?", "(\\*\\.)?", host(), port()), 1..12),
    ) {
        let patterns: Vec<String> = patterns
            .into_iter()
            .map(|(scheme, below, host, port)| format!("{scheme}://{below}{host}{port}"))
            .collect();
        let canonical = origins(&patterns).canonical();
        for entry in &canonical {
            // No pattern names a `z` or port 9: what has them stands for all that there are.
            let samples = ["", ":9"].map(|port| {
                entry.replace("*.", "z.").replace(":*", port)
            });
            let others = canonical.iter().filter(|&other| other != entry);
            for other in others {
                let includes = samples.iter().all(|sample| naive(other, sample));
                prop_assert!(!includes, "{} {}", other, entry);
            }
        }
    }

    #[test]
    fn whatever_is_granted_has_the_letters_of_a_host_and_no_others(
        below in r"[a-c./?#@:\\ *%-]{0,5}",
    ) {
        let sent = format!("https://{below}.a.b");
        let granted = origins(&["https://*.a.b".to_owned()])
            .grant(&HeaderValue::from_str(&sent).unwrap());
        let labels = below.split('.');
        let honest = labels.into_iter().all(|label| {
            !label.is_empty() && label.bytes().all(|byte| b"abc-".contains(&byte))
        });
        prop_assert_eq!(granted.is_some(), honest, "{}", &sent);
    }
}
