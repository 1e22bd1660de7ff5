//! What other sites can make a visitor's browser ask of the application.

use axum::http::StatusCode;

use super::edge::{APP, ATTACKERS, Exchange, PARTNER};
use super::tab::Visitor;
use super::{Law, Stage};

pub(super) const LAWS: &[Law] = &[
    (
        "another site's form is refused",
        another_sites_form_is_refused,
    ),
    (
        "another site's script is refused",
        another_sites_script_is_refused,
    ),
    (
        "no other site reads what the application answers",
        no_other_site_reads_answers,
    ),
];

/// Sends a form from a page of this host's to the application, as its visitor.
pub(super) fn forge(stage: &Stage, visitor: &Visitor<'_>, host: &str) -> Exchange {
    let action = stage.edge.app(APP, "/api/lots");
    // The application's own page lets its own code do this.
    let form = format!(
        "document.body.innerHTML = `<form method=post enctype=text/plain action='{action}'>
            <input name='{{\"code\":\"' value='forged\"}}'></form>`;
        document.forms[0].submit()"
    );
    let page = if host == APP {
        stage.edge.app(APP, "/")
    } else {
        stage.edge.page(host, "<body></body>")
    };
    visitor.at(&page).value(&form);
    let origin = stage.edge.origin(host);
    stage
        .edge
        .passed(|exchange| exchange.is("POST /api/lots", &origin))
}

fn another_sites_form_is_refused(stage: &Stage) {
    for attacker in ATTACKERS {
        let visitor = stage.visitor();
        visitor.at(&stage.edge.app(APP, "/"));
        let forged = forge(stage, &visitor, attacker);
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "{attacker}");
    }
    for trusted in [APP, PARTNER] {
        // It comes through to the application, which takes JSON only.
        let sent = forge(stage, &stage.visitor(), trusted);
        assert_eq!(sent.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{trusted}");
    }
}

/// Takes a lot in, in a way that asks first, and says what came of it.
fn take_in(address: &str, code: &str) -> String {
    format!(
        "fetch('{address}', {{
            method: 'POST',
            headers: {{ 'Content-Type': 'application/json' }},
            body: JSON.stringify({{
                campaign_id: 3, code: '{code}', crop: 'Medlar', parcel: 'Brook side',
                weight_kg: 1, harvested_on: '2026-11-02',
            }}),
        }}).then(response => response.status, () => 'refused')"
    )
}

fn another_sites_script_is_refused(stage: &Stage) {
    let visitor = stage.visitor();
    let own = visitor.at(&stage.edge.app(APP, "/"));
    let address = stage.edge.app(APP, "/api/lots");
    let count = "fetch('/api/lots').then(answer => answer.json()).then(({ lots }) => lots.length)";
    let before = own.value(count);
    for attacker in ATTACKERS {
        let tab = visitor.at(&stage.edge.page(attacker, ""));
        // What may be sent without asking is sent, and answered with nothing.
        tab.value(&format!(
            "fetch('{address}', {{
                method: 'POST', mode: 'no-cors', credentials: 'include', body: '{{}}',
            }}).catch(() => 0)"
        ));
        let origin = stage.edge.origin(attacker);
        let sent = stage
            .edge
            .passed(|exchange| exchange.is("POST /api/lots", &origin));
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{attacker}");
        stage.edge.forget();

        // What has to be asked for is not even sent.
        assert_eq!(
            tab.value(&take_in(&address, "EVIL-1")),
            "refused",
            "{attacker}"
        );
        let asked = |method: &str| {
            let passed = stage.edge.all();
            passed
                .iter()
                .any(|exchange| exchange.line.starts_with(method))
        };
        assert!(asked("OPTIONS") && !asked("POST"), "{attacker}");
    }
    assert_eq!(own.value(count), before);

    assert_eq!(own.value(&take_in(&address, "OWN-1")), 201);
    let partner = visitor.at(&stage.edge.page(PARTNER, ""));
    assert_eq!(partner.value(&take_in(&address, "PARTNER-1")), 201);
}

fn no_other_site_reads_answers(stage: &Stage) {
    let visitor = stage.visitor();
    let address = stage.edge.app(APP, "/api/lots");
    let read = format!("fetch('{address}').then(answer => answer.status, () => 'refused')");
    for attacker in ATTACKERS {
        let tab = visitor.at(&stage.edge.page(attacker, ""));
        assert_eq!(tab.value(&read), "refused", "{attacker}");
    }
    let partner = visitor.at(&stage.edge.page(PARTNER, ""));
    assert_eq!(partner.value(&read), 200);
}
