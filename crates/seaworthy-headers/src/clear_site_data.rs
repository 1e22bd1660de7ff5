//! `Clear-Site-Data`.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

/// What a browser forgets of the site on one response, as on that to a sign-out:
/// [`Clear-Site-Data`][spec].
///
/// It belongs on that response alone: on every response, nobody would stay signed in. Browsers heed
/// it on secure connections only.
///
/// ```
/// use http::Response;
/// use seaworthy_headers::{ClearSiteData, SiteData};
///
/// fn sign_out() -> Response<String> {
///     let mut response = Response::new("Goodbye.".to_owned());
///     let forget = ClearSiteData::of(SiteData::Cookies).and(SiteData::Storage);
///     forget.set(response.headers_mut());
///     response
/// }
/// # assert_eq!(sign_out().headers()["clear-site-data"], r#""cookies", "storage""#);
/// ```
///
/// [spec]: https://www.w3.org/TR/clear-site-data/
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClearSiteData {
    /// Never empty; none twice.
    kinds: Vec<SiteData>,
}

impl ClearSiteData {
    /// One kind of data.
    #[must_use]
    pub fn of(kind: SiteData) -> Self {
        Self { kinds: vec![kind] }
    }

    /// Another kind as well.
    #[must_use]
    pub fn and(mut self, kind: SiteData) -> Self {
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        self
    }

    /// Puts the header into those of a response, in place of one that was there.
    pub fn set(&self, headers: &mut HeaderMap) {
        // It always is a header's value, and there always is room for one more.
        if let Ok(value) = HeaderValue::try_from(self.to_string()) {
            let _ = headers.try_insert(CLEAR_SITE_DATA, value);
        }
    }
}

impl fmt::Display for ClearSiteData {
    /// Writes the header's value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, kind) in self.kinds.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}\"{}\"", kind.as_str())?;
        }
        Ok(())
    }
}

/// A kind of data that browsers keep of a site.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SiteData {
    /// Every kind, those of the future too.
    All,
    /// The cache of the origin.
    Cache,
    /// The cookies of the whole site, those of its subdomains too; not every browser takes `All`
    /// to mean them.
    Cookies,
    /// The pages of the origin that are open: they are loaded anew.
    ExecutionContexts,
    /// What was fetched in advance.
    PrefetchCache,
    /// The pages that were made ready in advance.
    PrerenderCache,
    /// The storage of the origin: databases, local and session storage, service workers.
    Storage,
}

impl SiteData {
    /// The value as it is sent, without its quotes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "*",
            Self::Cache => "cache",
            Self::Cookies => "cookies",
            Self::ExecutionContexts => "executionContexts",
            Self::PrefetchCache => "prefetchCache",
            Self::PrerenderCache => "prerenderCache",
            Self::Storage => "storage",
        }
    }
}

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_quoted_and_there_once() {
        let all = ClearSiteData::of(SiteData::All);
        assert_eq!(all.to_string(), "\"*\"");
        let some = ClearSiteData::of(SiteData::Cache)
            .and(SiteData::ExecutionContexts)
            .and(SiteData::Cache);
        assert_eq!(some.to_string(), "\"cache\", \"executionContexts\"");
    }

    #[test]
    fn it_replaces_what_was_there() {
        let mut headers = HeaderMap::new();
        headers.append(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
        headers.append(CLEAR_SITE_DATA, HeaderValue::from_static("\"storage\""));
        ClearSiteData::of(SiteData::Cookies).set(&mut headers);
        let values: Vec<_> = headers.get_all(CLEAR_SITE_DATA).iter().collect();
        assert_eq!(values, ["\"cookies\""]);
    }
}
