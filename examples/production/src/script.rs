//! `GET /static/sort.js`: the script that is a file of its own.

use std::sync::LazyLock;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use seaworthy::headers::Source;

const SORT: &str = include_str!("../static/sort.js");

/// What the page says in `integrity`: a script that is not this one does not run.
pub(crate) static INTEGRITY: LazyLock<String> = LazyLock::new(|| {
    let source = Source::sha384(SORT);
    source.as_str().trim_matches('\'').to_owned()
});

/// The script, unless the browser has it already.
///
/// Browsers ask each time: a page of the next release must not meet the script of this one.
pub(crate) async fn sort(request: HeaderMap) -> Response {
    let tag = format!("\"{}\"", *INTEGRITY);
    let known = request.get_all(header::IF_NONE_MATCH).iter();
    let mut known = known.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    let fresh = known.any(|known| known.trim_ascii() == tag.as_bytes());
    let headers = [
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::ETAG, tag),
        (
            header::CONTENT_TYPE,
            "text/javascript; charset=utf-8".to_owned(),
        ),
    ];
    if fresh {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, SORT).into_response()
    }
}
