//! The page for people: one file, without script, and as readable without its style.

use std::fmt::Write;

use crate::moment::Moment;
use crate::record::{HISTORY, Run};
use crate::view::{Detail, Entry, View};
use crate::{Outcome, Status};

/// A policy that forbids everything but the one style that is in the page.
pub(crate) const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; style-src 'sha256-MdExBgj7ojBPddUe1XoPYjHI1EW5wBDORYSdtdARbb4='";

/// All checks, and what is answered about the service.
pub(crate) fn written(view: &View<'_>, answers: &[(&str, Status)]) -> String {
    let mut html = String::with_capacity(8192);
    html.extend([
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>",
        title(view.status),
        "</title>\n<style>",
        STYLE,
        "</style>\n<main>\n<h1 class=\"",
        class_of_status(view.status),
        "\">",
        title(view.status),
        "</h1>\n<dl>\n",
    ]);
    for (name, status) in answers {
        let class = class_of_status(*status);
        // To write to a `String` cannot fail.
        let _ = writeln!(
            html,
            "<div><dt>{name}</dt><dd class=\"{class}\">{status}</dd></div>"
        );
    }
    html.push_str("</dl>\n");
    if !view.entries.is_empty() {
        table(&mut html, view);
    }
    html.push_str("</main>\n</html>\n");
    html
}

fn table(html: &mut String, view: &View<'_>) {
    let is_full = view.detail == Detail::Full;
    html.push_str(
        "<table>\n<caption>Checks</caption>\n<thead><tr><th scope=\"col\">Check</th>\
         <th scope=\"col\">Outcome</th><th scope=\"col\">Weight</th>",
    );
    if is_full {
        html.push_str(
            "<th scope=\"col\">Last runs</th><th scope=\"col\">Latency</th>\
             <th scope=\"col\">Ended</th>",
        );
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for entry in &view.entries {
        let outcome = entry.check.outcome();
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th><td class=\"{}\">{outcome}</td><td>{}</td>",
            entry.check.name(),
            class(outcome),
            entry.check.criticality().as_str()
        );
        if is_full {
            runs(html, entry);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

fn runs(html: &mut String, entry: &Entry<'_>) {
    let Some(last) = entry.record.last else {
        html.push_str("<td>none yet</td><td></td><td></td>");
        return;
    };
    html.push_str("<td>");
    chart(html, entry);
    let _ = write!(
        html,
        "</td><td>{:.1} ms</td><td><time>{}</time></td>",
        last.latency.as_secs_f64() * 1000.0,
        Moment::from(last.time)
    );
}

/// A bar for each run, as high as it took long; all of one colour are one line.
fn chart(html: &mut String, entry: &Entry<'_>) {
    let history = &entry.record.history;
    let longest = history
        .iter()
        .map(|run| run.latency)
        .max()
        .unwrap_or_default();
    let longest = longest.as_secs_f64().max(1e-6);
    let passed = history.iter().filter(|run| run.outcome.passes()).count();
    let _ = write!(
        html,
        "<svg role=\"img\" aria-label=\"{passed} of the last {} runs passed\" \
         viewBox=\"0 0 {} {HEIGHT}\">",
        history.len(),
        HISTORY * STEP
    );
    for wanted in ["ok", "warn", "fail"] {
        let bars = history.iter().enumerate();
        let mut bars = bars
            .filter(|(_, run)| class(run.outcome) == wanted)
            .peekable();
        if bars.peek().is_none() {
            continue;
        }
        let _ = write!(html, "<path class=\"{wanted}\" d=\"");
        for (position, run) in bars {
            let _ = write!(
                html,
                "M{} {HEIGHT}v-{}",
                position * STEP + STEP / 2,
                height(run, longest)
            );
        }
        html.push_str("\"/>");
    }
    html.push_str("</svg>");
}

/// At least a stub, so that the quickest run is seen.
fn height(run: &Run, longest: f64) -> u32 {
    let part = run.latency.as_secs_f64() / longest;
    3 + (part.clamp(0.0, 1.0) * f64::from(HEIGHT - 3)) as u32
}

const HEIGHT: u32 = 24;

const STEP: usize = 5;

const fn title(status: Status) -> &'static str {
    match status {
        Status::Broken => "The service is broken",
        Status::Degraded => "The service works with less",
        Status::Draining => "The service is shutting down",
        Status::Failed => "The service is not ready",
        Status::Maintenance => "The service is under maintenance",
        Status::Ok => "The service works",
        Status::Stalled => "The service stands still",
        Status::Starting => "The service is starting",
    }
}

const fn class_of_status(status: Status) -> &'static str {
    match status {
        Status::Ok => "ok",
        Status::Degraded | Status::Draining | Status::Maintenance | Status::Starting => "warn",
        Status::Broken | Status::Failed | Status::Stalled => "fail",
    }
}

const fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Degraded | Outcome::Starting => "warn",
        Outcome::Failed | Outcome::Panicked | Outcome::Stale | Outcome::Timeout => "fail",
    }
}

/// The colours reach a contrast of 4.5 to 1 on their ground in both schemes.
const STYLE: &str = "\
:root{color-scheme:light dark;--ok:#166534;--warn:#854d0e;--fail:#b91c1c;--line:#d4d4d8;\
--ground:#fff;--text:#18181b}\
@media(prefers-color-scheme:dark){:root{--ok:#4ade80;--warn:#facc15;--fail:#f87171;\
--line:#3f3f46;--ground:#18181b;--text:#f4f4f5}}\
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif}\
main{max-width:60rem;margin:auto;padding:2rem 1rem;overflow-x:auto}\
h1{font-size:1.5rem;border-left:.4rem solid;padding-left:.75rem}\
dl{display:flex;flex-wrap:wrap;gap:.5rem 2rem}dd{margin:0;font-weight:600}\
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}\
th,td{text-align:left;padding:.5rem 1rem .5rem 0;border-bottom:1px solid var(--line)}\
th[scope=row]{font-family:ui-monospace,monospace}\
svg{width:9.375rem;height:1.5rem;display:block}path{fill:none;stroke:currentColor;stroke-width:3}\
.ok{color:var(--ok)}.warn{color:var(--warn)}.fail{color:var(--fail)}";

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn the_policy_allows_the_style_that_is_there() {
        let hash = STANDARD.encode(hmac_sha256::Hash::hash(STYLE.as_bytes()));
        assert!(POLICY.contains(&format!("'sha256-{hash}'")), "it is {hash}");
    }
}
