//! The nonces of the content security policy.

use super::Judged;
use super::driver::{Driver, Trouble};
use super::exchange::Exchange;
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
        Err(Trouble::Skipped("no page has a nonce in its policy".into()))
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
fn value(text: &str) -> Option<&str> {
    match text.chars().next()? {
        quote @ ('"' | '\'') => text.get(1..)?.split(quote).next(),
        _ => text.split(|c: char| c.is_whitespace() || c == '>').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nonces_of_a_page_are_found_however_they_are_quoted() {
        let page = r#"<script nonce="a">x</script><style nonce='b'></style><script nonce=c>"#;
        assert_eq!(attributes(page), ["a", "b", "c"]);
        assert!(attributes("<p>nonce</p>").is_empty());
    }
}
