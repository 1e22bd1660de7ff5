//! From a block's advice to a finding that names the variable to set.

use std::fmt::Display;

use seaworthy_check::Finding;
use {seaworthy_cors as cors, seaworthy_gate as gate, seaworthy_headers as headers};
use {seaworthy_health as health, seaworthy_log as log, seaworthy_password as password};

use super::rules::finding;
use crate::names;

fn of(
    id: &'static str,
    advice: &dyn Display,
    variable: impl Into<String>,
    remedy: impl Display,
) -> Finding {
    let variable = variable.into();
    let finding = finding(id, sentence(&advice.to_string()));
    let finding = match finding.hint {
        Some(_) => finding,
        None => finding.hint(format!("{variable}: {remedy}.")),
    };
    finding.object(variable)
}

/// Blocks write their advice as the end of a sentence; a report wants the whole of one.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(characters).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

pub(super) fn of_gate(advice: &gate::Advice) -> Finding {
    of(
        advice.id(),
        advice,
        names::of_gate(advice.field()),
        advice.remedy(),
    )
}

pub(super) fn of_headers(advice: &headers::Advice) -> Finding {
    let variable = match advice {
        headers::Advice::CspMissing | headers::Advice::CspReportOnly => {
            "CSP_REPORT_ONLY".to_owned()
        }
        headers::Advice::CspUnreported => "CSP_REPORT_URI".to_owned(),
        headers::Advice::HeadersTooLarge { .. } => "CSP_SCRIPT_SRC".to_owned(),
        headers::Advice::HstsNoSubdomains => "SECURE_HSTS_INCLUDE_SUBDOMAINS".to_owned(),
        headers::Advice::HstsPreloadUnready => "SECURE_HSTS_PRELOAD".to_owned(),
        advice => names::of_headers(advice.field(), advice.directive()),
    };
    of(advice.id(), advice, variable, advice.remedy())
}

pub(super) fn of_cors(advice: &cors::Advice) -> Finding {
    of(
        advice.id(),
        advice,
        names::of_cors(advice.field()),
        advice.remedy(),
    )
}

pub(super) fn of_health(advice: &health::Advice) -> Finding {
    of(
        advice.id(),
        advice,
        names::of_health(advice.field()),
        advice.remedy(),
    )
}

pub(super) fn of_log(advice: &log::Advice) -> Finding {
    of(
        advice.id(),
        advice,
        names::of_log(advice.field()),
        advice.remedy(),
    )
}

pub(super) fn of_password(advice: &password::Advice) -> Finding {
    of(
        advice.id(),
        advice,
        names::of_password(advice.field()),
        advice.remedy(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_reads_as_a_sentence() {
        for (advice, told) in [("it is off", "It is off."), ("Done.", "Done."), ("", ".")] {
            assert_eq!(sentence(advice), told);
        }
    }
}
