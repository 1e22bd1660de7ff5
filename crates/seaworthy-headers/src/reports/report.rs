//! The reports of a body.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::value::{Address, Field, Text, Value};

/// What a body holds.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) reports: Vec<Report>,
    /// How many came after the last one that was read.
    pub(super) surplus: u64,
    /// How many are no report.
    pub(super) unreadable: u64,
}

/// Reads the first reports of a body, whichever format it is in.
pub(super) fn read(body: &[u8], most: usize) -> serde_json::Result<Taken> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let taken = First { most }.deserialize(&mut json)?;
    json.end()?;
    Ok(taken)
}

/// One report, as far as it is logged.
pub(super) struct Report {
    pub(super) kind: Text,
    /// The page's, where the body does not say.
    pub(super) url: Address,
    pub(super) body: Body,
}

impl Report {
    fn new(envelope: Envelope) -> Option<Self> {
        let (kind, body) = match envelope.violation.0 {
            Some(body) => (Text::new("csp-violation"), body),
            None => (envelope.kind.0, envelope.body.0.unwrap_or_default()),
        };
        kind.as_str()?;
        let url = envelope.url.0;
        Some(Self { kind, url, body })
    }
}

/// What is around a report in either format.
///
/// [`csp-report`](https://www.w3.org/TR/CSP3/#deprecated-serialize-violation) alone, or the
/// [others](https://www.w3.org/TR/reporting-1/#serialize-reports).
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope {
    #[serde(rename = "csp-report")]
    violation: Field<Option<Body>>,
    #[serde(rename = "type")]
    kind: Field<Text>,
    url: Field<Address>,
    body: Field<Option<Body>>,
}

impl Value for Option<Envelope> {
    fn of_map<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        Envelope::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

/// What reports say, each of some of it. The policy is left out: it holds the page's nonce.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Body {
    #[serde(rename = "effectiveDirective", alias = "effective-directive")]
    pub(super) effective_directive: Field<Text>,
    /// The same of older browsers, some with its sources.
    #[serde(rename = "violatedDirective", alias = "violated-directive")]
    pub(super) violated_directive: Field<Text>,
    #[serde(rename = "blockedURL", alias = "blocked-uri")]
    pub(super) blocked: Field<Address>,
    #[serde(rename = "documentURL", alias = "document-uri")]
    pub(super) document: Field<Address>,
    pub(super) disposition: Field<Text>,
    #[serde(rename = "reportOnly")]
    pub(super) report_only: Field<bool>,
    #[serde(rename = "sourceFile", alias = "source-file")]
    pub(super) source_file: Field<Address>,
    #[serde(rename = "lineNumber", alias = "line-number")]
    pub(super) line: Field<Option<u64>>,
    #[serde(rename = "columnNumber", alias = "column-number")]
    pub(super) column: Field<Option<u64>>,
    #[serde(rename = "statusCode", alias = "status-code", alias = "status_code")]
    pub(super) status: Field<Option<u64>>,
    #[serde(alias = "script-sample")]
    pub(super) sample: Field<Text>,
    /// What is deprecated, or was intervened against.
    pub(super) id: Field<Text>,
    /// Why a page crashed.
    pub(super) reason: Field<Text>,
    /// Which error of the network, or which rule of a cross-origin policy.
    #[serde(rename = "type")]
    pub(super) kind: Field<Text>,
    /// Which feature a Permissions-Policy kept from a page.
    #[serde(rename = "featureId", alias = "policyId")]
    pub(super) feature: Field<Text>,
}

impl Value for Option<Body> {
    fn of_map<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        Body::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

/// Reads one report, or the first ones of a list.
struct First {
    most: usize,
}

impl<'de> DeserializeSeed<'de> for First {
    type Value = Taken;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Taken, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for First {
    type Value = Taken;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a report, or a list of reports")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Taken, A::Error> {
        let mut taken = Taken::default();
        taken.add(Option::<Envelope>::of_map(map)?);
        Ok(taken)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Taken, A::Error> {
        let mut taken = Taken::default();
        for _ in 0..self.most {
            let Some(Field(envelope)) = seq.next_element()? else {
                return Ok(taken);
            };
            taken.add(envelope);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            taken.surplus += 1;
        }
        Ok(taken)
    }
}

impl Taken {
    fn add(&mut self, envelope: Option<Envelope>) {
        match envelope.and_then(Report::new) {
            Some(report) => self.reports.push(report),
            None => self.unreadable += 1,
        }
    }
}
