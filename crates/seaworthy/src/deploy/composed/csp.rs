//! The content security policy, its nonces and the scripts of a page.

use super::Judged;
use super::driver::{Driver, Trouble};
use super::exchange::Exchange;
use super::page::{Script, scripts};
use super::probe::Probe;
use crate::deploy::rules::finding;

/// The letters of base64 that 128 bits take.
const SHORTEST: usize = 22;

pub(super) async fn judge(driver: &Driver) -> Judged {
    let mut findings = Vec::new();
    let mut seen = false;
    for page in &driver.pages {
        let probe = Probe::get(page);
        let (first, second) = (driver.send(&probe).await?, driver.send(&probe).await?);
        if first.is_html() {
            let values = POLICIES.iter().flat_map(|name| first.all(name));
            let policies: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
            seen |= !policies.is_empty();
            let blocked = |script: &Script<'_>| policies.iter().any(|p| blocks(p, *script));
            if scripts(&first.body).iter().any(blocked) {
                let message = format!(
                    "{} has a script that its policy does not allow.",
                    first.request
                );
                findings.push(finding("csp.script_blocked", message));
            }
        }
        let Some(nonce) = nonce_of(&first) else {
            continue;
        };
        seen = true;
        if nonce_of(&second) == Some(nonce) {
            let message = format!("{} is answered twice with the same nonce.", first.request);
            findings.push(finding("csp.nonce_repeated", message));
        }
        if nonce.trim_end_matches('=').len() < SHORTEST {
            let message = format!(
                "{} is answered with a nonce that can be guessed.",
                first.request
            );
            findings.push(finding("csp.nonce_short", message));
        }
        let shown = attributes(&first.body);
        if shown.iter().any(|shown| *shown != nonce) {
            let message = format!(
                "{} has elements with another nonce than its policy: browsers block them.",
                first.request
            );
            findings.push(finding("csp.nonce_mismatch", message));
        }
    }
    if seen {
        Ok(findings)
    } else {
        Err(Trouble::NotUsed("no page has a nonce in its policy".into()))
    }
}

/// What a page may do, and what it might once the policy is enforced.
const POLICIES: [&str; 2] = [
    "content-security-policy",
    "content-security-policy-report-only",
];

/// Whether a policy lets no script run that stands in the page so, as far as can be told without
/// hashes.
fn blocks(policy: &str, script: Script<'_>) -> bool {
    let directive = |wanted: &str| {
        let mut directives = policy.split(';').map(str::split_ascii_whitespace);
        directives.find_map(|mut words| {
            let name = words.next()?;
            name.eq_ignore_ascii_case(wanted).then_some(words)
        })
    };
    let mut names = ["script-src-elem", "script-src", "default-src"].into_iter();
    let Some(sources) = names.find_map(directive) else {
        return false;
    };
    let sources: Vec<String> = sources.map(str::to_ascii_lowercase).collect();
    let has = |start: &str| sources.iter().any(|source| source.starts_with(start));
    // Whether it is the right one is judged with those of all elements.
    let has_nonce = has("'nonce-") && script.nonce().is_some_and(|nonce| !nonce.is_empty());
    if has_nonce || has("'sha") {
        return false;
    }
    let by_trust = has("'strict-dynamic'");
    if script.is_inline() {
        // Beside a nonce browsers ignore that all may run.
        by_trust || has("'nonce-") || !has("'unsafe-inline'")
    } else {
        let is_place = |source: &&String| !source.starts_with('\'') || *source == "'self'";
        by_trust || !sources.iter().any(|source| is_place(&source))
    }
}

fn nonce_of(answer: &Exchange) -> Option<&str> {
    let policy = answer.header("content-security-policy")?;
    let (_, rest) = policy.split_once("'nonce-")?;
    rest.split('\'').next()
}

/// The nonces that elements of a page have.
fn attributes(page: &str) -> Vec<&str> {
    page.split(" nonce=").skip(1).filter_map(value).collect()
}

/// The value of an attribute, at the beginning of a text.
pub(super) fn value(text: &str) -> Option<&str> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => text.get(1..)?.split(quote).next(),
        _ => text.split(|c: char| c.is_whitespace() || c == '>').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_runs_where_the_policy_has_a_reason() {
        // Which are blocked: an inline script, a file, and an inline script with a nonce.
        for (policy, expected) in [
            ("", [false, false, false]),
            ("img-src 'none'", [false, false, false]),
            ("default-src 'none'", [true, true, true]),
            ("script-src", [true, true, true]),
            ("script-src 'self'; default-src *", [true, false, true]),
            ("script-src 'NONCE-a'", [true, true, false]),
            ("script-src 'self' 'nonce-a'", [true, false, false]),
            (
                "script-src 'strict-dynamic' 'nonce-a' https:",
                [true, true, false],
            ),
            ("script-src 'unsafe-inline'", [false, true, false]),
            (
                "script-src 'unsafe-inline' 'nonce-a' a.example",
                [true, false, false],
            ),
            (
                "script-src 'none'; script-src-elem https:",
                [true, false, true],
            ),
            (
                "script-src 'sha256-a' 'strict-dynamic'",
                [false, false, false],
            ),
        ] {
            let page = "<script>a</script><script src=/a.js></script><script nonce=a>b</script>";
            let blocked: Vec<bool> = scripts(page).iter().map(|s| blocks(policy, *s)).collect();
            assert_eq!(blocked, expected, "{policy}");
        }
    }

    #[test]
    fn the_nonces_of_a_page_are_found_however_they_are_quoted() {
        let page = r#"<script nonce="a">x</script><style nonce='b'></style><script nonce=c>"#;
        assert_eq!(attributes(page), ["a", "b", "c"]);
        assert!(attributes("<p>nonce</p>").is_empty());
    }
}
