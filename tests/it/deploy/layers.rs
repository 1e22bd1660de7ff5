//! Applications that lack layers of the stack, each of the sixty-four there are: whoever lacks more
//! is not better off. In Django what a missing middleware is about is no longer looked at.

use super::*;

/// A layer, how it is taken out, and the findings of which one tells that it is missing.
type Layer = (&'static str, fn(&mut Parts), &'static [&'static str]);

const LAYERS: [Layer; 6] = [
    (PROXIES, |parts| parts.proxies = None, &[]),
    (
        "hosts",
        |parts| parts.hosts = None,
        &["hosts.foreign_accepted", "hosts.own_refused"],
    ),
    (HTTPS, |parts| parts.https = None, &["https.not_redirected"]),
    (
        HEADERS,
        |parts| parts.headers = None,
        &["headers.missing_in_answer"],
    ),
    ("cors", |parts| parts.cors = None, &["cors.allowed_refused"]),
    (
        "csrf",
        |parts| parts.csrf = None,
        &["csrf.cross_site_accepted"],
    ),
];

const PROXIES: &str = "proxies";
const HTTPS: &str = "https";
const HEADERS: &str = "headers";

/// An application, what it lacks, and what is found.
struct Lacking {
    layers: BTreeSet<&'static str>,
    report: Report,
}

impl Lacking {
    fn has(&self, layer: &str) -> bool {
        !self.layers.contains(layer)
    }

    /// Whether all are redirected to where they are, or refused: HTTPS is asked for, and nobody
    /// hears the proxy say that it is there.
    fn answers_nobody(&self) -> bool {
        self.has(HTTPS) && !self.has(PROXIES)
    }

    fn is_told(&self, told: &[&str]) -> bool {
        let findings = self.report.findings();
        findings.iter().any(|found| told.contains(&&*found.id))
    }
}

async fn applications() -> Vec<Lacking> {
    let mut applications = Vec::new();
    for combination in 0..1_u32 << LAYERS.len() {
        let layers = LAYERS.iter().enumerate();
        let missing: Vec<&Layer> = layers
            .filter(|(index, _)| combination & (1 << index) != 0)
            .map(|(_, layer)| layer)
            .collect();
        let app = stack(|parts| missing.iter().for_each(|(_, take_out, _)| take_out(parts)));
        applications.push(Lacking {
            layers: missing.iter().map(|(name, ..)| *name).collect(),
            report: judged(app).await,
        });
    }
    applications
}

#[tokio::test]
async fn who_lacks_more_is_told_all_that_is_told_who_lacks_less() {
    let applications = applications().await;
    let answering = || applications.iter().filter(|app| !app.answers_nobody());
    let mut pairs = 0;
    for (less, more) in answering().flat_map(|less| answering().map(move |more| (less, more))) {
        if !less.layers.is_subset(&more.layers) {
            continue;
        }
        pairs += 1;
        let what = format!("without {:?}, then {:?}", less.layers, more.layers);
        let lost: Vec<_> = ids(&less.report)
            .difference(&ids(&more.report))
            .cloned()
            .collect();
        assert!(lost.is_empty(), "{what}: {lost:?}");
        let counts = [less, more].map(|app| app.report.findings().len());
        assert!(counts[0] <= counts[1], "{what}: {counts:?}");
    }
    assert!(pairs > answering().count(), "{pairs} pairs");
}

/// Such an application shows no page, so nothing that a page does wrong; it is not better off.
#[tokio::test]
async fn who_answers_nobody_is_told_so() {
    let applications = applications().await;
    for app in &applications {
        let is_told = app.is_told(&["https.loop", "hosts.own_refused"]);
        assert_eq!(is_told, app.answers_nobody(), "without {:?}", app.layers);
    }
}

#[tokio::test]
async fn no_missing_layer_hides_another() {
    let applications = applications().await;
    for app in &applications {
        for (layer, _, told) in &LAYERS {
            if *layer != PROXIES && !app.has(layer) {
                assert!(app.is_told(told), "without {:?}: {layer}", app.layers);
            }
        }
        if app.has(PROXIES) {
            continue;
        }
        // What proxies say is only ever heard by these two.
        if app.has(HTTPS) || app.has(HEADERS) {
            let told = [
                "https.loop",
                "hosts.own_refused",
                "headers.missing_in_answer",
            ];
            assert!(app.is_told(&told), "without {:?}", app.layers);
        } else {
            let mut rest = app.layers.clone();
            rest.remove(PROXIES);
            let mut others = applications.iter();
            let same = others.find(|other| other.layers == rest).unwrap();
            assert_eq!(app.report, same.report, "without {:?}", app.layers);
        }
    }
}
