use http::{HeaderMap, HeaderName, Uri, header};

use super::page::Page;

/// What a visitor sees of a site: its page over https, and how it answers otherwise.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Exchange<'a> {
    /// The name of the host that is visited, without a port.
    pub host: &'a str,
    /// The headers of the page, which came over https with a valid certificate.
    pub headers: &'a HeaderMap,
    /// The page. It is searched for scripts, and for `<meta>` elements that act as headers.
    pub body: &'a str,
    /// The addresses that a visit over plain http leads through, that one first and last the one
    /// that answers; empty if nothing listens there.
    pub redirects: &'a [Uri],
    /// How a preflight of another origin is answered, if with success.
    pub preflight: Option<Preflight<'a>>,
    /// The names that browsers [know to speak https](https://hstspreload.org/), each with all below
    /// it, as far as they matter here.
    pub preloaded: &'a [&'a str],
}

impl<'a> Exchange<'a> {
    /// A page without content, on a host that neither listens on plain http nor answers preflights.
    #[must_use]
    pub const fn new(host: &'a str, headers: &'a HeaderMap) -> Self {
        Self {
            host,
            headers,
            body: "",
            redirects: &[],
            preflight: None,
            preloaded: &[],
        }
    }

    /// Whether browsers know that the host speaks https.
    pub(super) fn is_preloaded(&self, host: &str) -> bool {
        self.preloaded.iter().any(|name| {
            let below = host.len().checked_sub(name.len());
            let parts = below.and_then(|below| host.split_at_checked(below));
            parts.is_some_and(|(below, end)| {
                end.eq_ignore_ascii_case(name) && (below.is_empty() || below.ends_with('.'))
            })
        })
    }
}

/// The answer to an `OPTIONS` request that asks whether another origin may `GET` the page.
#[derive(Clone, Copy, Debug)]
pub struct Preflight<'a> {
    /// The `Origin` of the request.
    pub origin: &'a str,
    /// The headers of the answer.
    pub headers: &'a HeaderMap,
}

/// An exchange, and what stands in its page.
#[derive(Debug)]
pub(super) struct Visit<'a> {
    pub(super) exchange: &'a Exchange<'a>,
    /// `None` if it is no HTML.
    pub(super) page: Option<Page>,
}

impl<'a> Visit<'a> {
    pub(super) fn of(exchange: &'a Exchange<'a>) -> Self {
        // Of this header the first line counts, and it is compared to the letter.
        let content_type = exchange.headers.get(header::CONTENT_TYPE);
        let content_type = content_type.map(|value| text(value.as_bytes()));
        let media_type = content_type.as_deref().and_then(|t| t.split(';').next());
        let is_html = matches!(media_type, Some("text/html" | "application/xhtml+xml"));
        Self {
            exchange,
            page: is_html.then(|| Page::read(exchange.body)),
        }
    }

    /// All lines of a header of the page.
    pub(super) fn header(&self, name: impl Into<HeaderName>) -> Option<String> {
        joined(self.exchange.headers, name)
    }

    /// All lines of a header of the page, in lower case, unless there is nothing in them.
    pub(super) fn keyword(&self, name: impl Into<HeaderName>) -> Option<String> {
        let value = self.header(name).filter(|value| !value.is_empty());
        value.map(|value| value.trim().to_lowercase())
    }
}

/// All lines of a header as one, as the scanner's HTTP client hands them out.
pub(super) fn joined(headers: &HeaderMap, name: impl Into<HeaderName>) -> Option<String> {
    let lines = headers.get_all(name.into());
    let lines: Vec<_> = lines.iter().map(|line| text(line.as_bytes())).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The text of a header's line, a byte a character, without blanks around it.
pub(super) fn text(line: &[u8]) -> String {
    let line = line.trim_ascii().iter();
    line.copied().map(char::from).collect()
}
