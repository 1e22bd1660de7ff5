//! What other sites can do with the page: neither frame it, nor hold on to it, nor load it as
//! something else.

use super::edge::{APP, ATTACKERS, without};
use super::{Law, Stage};

pub(super) const LAWS: &[Law] = &[
    (
        "no other site frames the page",
        no_other_site_frames_the_page,
    ),
    (
        "a page that another site opened has no opener",
        an_opened_page_has_no_opener,
    ),
    (
        "no other site loads the page as a part of its own",
        no_other_site_loads_the_page,
    ),
    (
        "the page has no use of camera, microphone or location",
        the_page_cannot_watch,
    ),
];

fn no_other_site_frames_the_page(stage: &Stage) {
    let visitor = stage.visitor();
    // A site sees how many frames are in its frame, if nothing else: one, where the page is shown.
    let hole = stage.edge.hole("<iframe></iframe>");
    let (csp, frame_options) = ("content-security-policy", "x-frame-options");
    for attacker in ATTACKERS {
        for (host, shown) in [
            (APP.to_owned(), 0),
            // Each of the two headers is enough.
            (without(&[csp]), 0),
            (without(&[frame_options]), 0),
            (without(&[csp, frame_options]), 1),
        ] {
            let address = stage.edge.app(&host, &hole);
            let frame = format!("<iframe src='{address}'></iframe>");
            let tab = visitor.at(&stage.edge.page(attacker, &frame));
            let framed = stage.edge.passed(|exchange| exchange.host == host);
            assert_eq!(framed.status, 200);
            assert_eq!(framed.headers["sec-fetch-dest"], "iframe");
            assert_eq!(
                tab.value("frames[0].length"),
                shown,
                "{attacker} frames {host}"
            );
            stage.edge.forget();
        }
    }
}

fn an_opened_page_has_no_opener(stage: &Stage) {
    for attacker in ATTACKERS {
        for (host, cut) in [
            (APP.to_owned(), true),
            (without(&["cross-origin-opener-policy"]), false),
        ] {
            let visitor = stage.visitor();
            let tab = visitor.at(&stage.edge.page(attacker, ""));
            let address = stage.edge.app(&host, "/");
            tab.value(&format!("window.opened = open('{address}'); 0"));
            let page = visitor.opened(&address);
            assert_eq!(
                page.value("opener === null"),
                cut,
                "{attacker} opens {host}"
            );
            // Whoever is cut off sees a window that is closed.
            assert_eq!(tab.value("opened.closed"), cut, "{attacker} opens {host}");
        }
    }
}

fn no_other_site_loads_the_page(stage: &Stage) {
    let visitor = stage.visitor();
    for attacker in ATTACKERS {
        let tab = visitor.at(&stage.edge.page(attacker, ""));
        for (host, outcome) in [
            (APP.to_owned(), "refused"),
            (without(&["cross-origin-resource-policy"]), "opaque"),
        ] {
            for path in ["/", "/api/lots"] {
                let address = stage.edge.app(&host, path);
                let fetched = tab.value(&format!(
                    "fetch('{address}', {{ mode: 'no-cors', credentials: 'include' }})
                        .then(response => response.type, () => 'refused')"
                ));
                assert_eq!(fetched, outcome, "{attacker} loads {address}");
            }
        }
    }
}

fn the_page_cannot_watch(stage: &Stage) {
    let visitor = stage.visitor();
    for (host, allowed) in [
        (APP.to_owned(), false),
        (without(&["permissions-policy"]), true),
    ] {
        let tab = visitor.at(&stage.edge.app(&host, "/"));
        for feature in ["camera", "geolocation", "microphone", "payment", "usb"] {
            let asked = tab.value(&format!(
                "document.featurePolicy.allowsFeature('{feature}')"
            ));
            assert_eq!(asked, allowed, "{feature} at {host}");
        }
    }
}
