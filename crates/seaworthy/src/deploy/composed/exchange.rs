use http::{HeaderMap, StatusCode};

/// What was asked, and what came back.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    /// The request, as findings call it.
    pub(super) request: String,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// The beginning of the body.
    pub(super) body: String,
}

impl Exchange {
    /// The values of a header that are text.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let values = self.headers.get_all(name).into_iter();
        values.filter_map(|value| value.to_str().ok())
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Whether a browser shows it as a page.
    pub(super) fn is_html(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.trim_start().to_ascii_lowercase();
        kind.starts_with("text/html")
    }

    /// Where it sends to, if it does.
    pub(super) fn location(&self) -> Option<&str> {
        self.header("location")
            .filter(|_| self.status.is_redirection())
    }

    /// Whether a text is anywhere in what a browser or a cache acts on.
    pub(super) fn mentions(&self, text: &str) -> bool {
        let mut values = self.headers.values();
        self.body.contains(text)
            || values.any(|value| String::from_utf8_lossy(value.as_bytes()).contains(text))
    }
}
