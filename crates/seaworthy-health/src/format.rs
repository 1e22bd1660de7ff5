//! In which format an answer is wanted.

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

use crate::Dialect;

/// How an answer is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// An object of names and outcomes, as Django projects answer.
    Django,
    /// The [draft] of a common format, never finished but understood by many.
    ///
    /// [draft]: https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06
    HealthJson,
    MicroProfile,
    Spring,
    /// Lines as those of the [Kubernetes API server], which says no more than `ok` if it can.
    ///
    /// [Kubernetes API server]: https://kubernetes.io/docs/reference/using-api/health-checks/
    Text,
    /// The same with a line for each check.
    Verbose,
}

impl Format {
    /// The format wanted: that of the highest weight; of two the one named more precisely; of two
    /// the first. Whoever wants none of them, or says nothing, gets JSON.
    ///
    /// A probe looks at the status alone, so none is turned away by a 406, which
    /// [RFC 9110, section 12.5.1] leaves to the server.
    ///
    /// [RFC 9110, section 12.5.1]: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    pub(crate) fn wanted(headers: &HeaderMap, dialect: Dialect) -> Self {
        let mut best = (0.0, 0);
        let json = Self::of(dialect);
        let mut wanted = json;
        let texts = headers.get_all(ACCEPT).iter();
        for range in texts
            .filter_map(|value| value.to_str().ok())
            .flat_map(|text| text.split(','))
        {
            let mut parts = range.split(';').map(str::trim);
            let named = parts.next().and_then(|range| Self::named(range, json));
            let (Some((format, precision)), Some(weight)) = (named, weight(parts)) else {
                continue;
            };
            if weight > 0.0 && (weight, precision) > best {
                best = (weight, precision);
                wanted = format;
            }
        }
        wanted
    }

    /// The format of a media range, and how precisely it is named.
    fn named(range: &str, json: Self) -> Option<(Self, u8)> {
        let known = [
            ("*/*", json, 0),
            ("application/health+json", Self::HealthJson, 2),
            ("application/json", json, 2),
            ("text/plain", Self::Text, 2),
            ("application/*", json, 1),
            ("text/*", Self::Text, 1),
            (
                "application/vnd.spring-boot.actuator.v3+json",
                Self::Spring,
                2,
            ),
            (
                "application/vnd.spring-boot.actuator.v2+json",
                Self::Spring,
                2,
            ),
        ];
        let found = known
            .into_iter()
            .find(|(name, ..)| range.eq_ignore_ascii_case(name));
        found.map(|(_, format, precision)| (format, precision))
    }

    /// The format of that name in a query.
    pub(crate) fn called(name: &str) -> Option<Self> {
        Some(match name {
            "health" => Self::HealthJson,
            "json" => Self::Django,
            "microprofile" => Self::MicroProfile,
            "spring" => Self::Spring,
            "text" => Self::Text,
            _ => return None,
        })
    }

    const fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Django => Self::Django,
            Dialect::MicroProfile => Self::MicroProfile,
            Dialect::Spring => Self::Spring,
        }
    }

    pub(crate) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Django | Self::MicroProfile | Self::Spring => "application/json",
            Self::HealthJson => "application/health+json",
            Self::Text | Self::Verbose => "text/plain; charset=utf-8",
        })
    }
}

/// The weight among a range's parameters, 1 where there is none, nothing where it is malformed.
fn weight<'a>(mut parameters: impl Iterator<Item = &'a str>) -> Option<f32> {
    let weight = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("q").then_some(value)
    });
    let Some(weight) = weight else {
        return Some(1.0);
    };
    let weight = weight.parse().ok()?;
    (0.0..=1.0).contains(&weight).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(accepts: &[&str]) -> Format {
        let mut headers = HeaderMap::new();
        for accept in accepts {
            headers.append(ACCEPT, HeaderValue::from_bytes(accept.as_bytes()).unwrap());
        }
        Format::wanted(&headers, Dialect::Django)
    }

    #[test]
    fn the_format_is_the_one_most_wanted() {
        for (accept, format) in [
            ("application/json", Format::Django),
            ("application/health+json", Format::HealthJson),
            ("Application/Health+JSON", Format::HealthJson),
            ("text/plain", Format::Text),
            ("text/plain; charset=utf-8", Format::Text),
            ("text/plain;version=0.0.4;q=0.5,*/*;q=0.1", Format::Text),
            ("text/*", Format::Text),
            (
                "application/vnd.spring-boot.actuator.v3+json",
                Format::Spring,
            ),
            ("*/*, text/plain", Format::Text),
            ("application/json, text/plain", Format::Django),
            (
                "application/health+json, application/json",
                Format::HealthJson,
            ),
            (
                "text/plain;q=0.5, application/health+json;q=0.9",
                Format::HealthJson,
            ),
            ("text/plain;q=0.5, */*;q=0.9", Format::Django),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                Format::Django,
            ),
        ] {
            assert_eq!(wanted(&[accept]), format, "{accept}");
        }
        assert_eq!(wanted(&["image/png", "text/plain"]), Format::Text);
    }

    #[test]
    fn whoever_wants_nothing_of_it_gets_json() {
        assert_eq!(wanted(&[]), Format::Django);
        for accept in [
            "",
            ",;,=,",
            "image/png",
            "text/plain;q=0",
            "text/plain;q=",
            "text/plain;q=NaN",
            "text/plain;q=inf",
            "text/plain;q=-1",
            "text/plain;q=2",
            "text/plain-ish",
            "text",
            "é, text/plain",
        ] {
            assert_eq!(wanted(&[accept]), Format::Django, "{accept}");
        }
    }
}
