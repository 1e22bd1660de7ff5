//! Which trace a request belongs to.

use http::{HeaderMap, HeaderName};

/// What the caller's tracer says of a request, by
/// [Trace Context](https://www.w3.org/TR/trace-context/#traceparent-header).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TraceContext<'a> {
    /// 32 digits, in lower-case hexadecimal.
    pub(crate) trace_id: &'a str,
    /// 16 digits: the caller's own span.
    pub(crate) span_id: &'a str,
    /// Whether the caller may have recorded the trace.
    pub(crate) sampled: bool,
}

impl<'a> TraceContext<'a> {
    /// What the request's `traceparent` says. Two are none, and what is malformed is none.
    pub(crate) fn of(headers: &'a HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(HEADER).iter();
        let value = values.next().filter(|_| values.next().is_none())?;
        Self::parse(value.to_str().ok()?)
    }

    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(5, '-');
        let [version, trace_id, span_id, flags] =
            [2, 32, 16, 2].map(|digits| parts.next().filter(|part| is_hex(part, digits)));
        // Version 0 has four parts. Later ones begin with the same four; there is no version 255.
        let more = parts.next();
        let version = version.filter(|&version| match version {
            "00" => more.is_none(),
            version => version != "ff",
        });
        version?;
        let is_id = |id: &&str| id.bytes().any(|digit| digit != b'0');
        let flags = u8::from_str_radix(flags?, 16).ok()?;
        Some(Self {
            trace_id: trace_id.filter(is_id)?,
            span_id: span_id.filter(is_id)?,
            sampled: flags & SAMPLED != 0,
        })
    }
}

fn is_hex(text: &str, digits: usize) -> bool {
    let lower = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == digits && text.bytes().all(lower)
}

const HEADER: HeaderName = HeaderName::from_static("traceparent");

/// The one flag of version 0 that says whether there is more to find.
const SAMPLED: u8 = 1;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    const SPAN: &str = "b7ad6b7169203331";

    #[test]
    fn a_trace_is_read_from_what_a_tracer_sends() {
        for (text, sampled) in [
            (format!("00-{TRACE}-{SPAN}-01"), true),
            (format!("00-{TRACE}-{SPAN}-00"), false),
            (format!("00-{TRACE}-{SPAN}-03"), true),
            (format!("cc-{TRACE}-{SPAN}-01"), true),
            (format!("cc-{TRACE}-{SPAN}-01-what-comes"), true),
        ] {
            let context = TraceContext {
                trace_id: TRACE,
                span_id: SPAN,
                sampled,
            };
            assert_eq!(TraceContext::parse(&text), Some(context), "{text}");
        }
    }

    #[test]
    fn what_is_malformed_or_said_twice_is_nothing() {
        let zero = |text: &str| "0".repeat(text.len());
        for text in [
            String::new(),
            "00".to_owned(),
            format!("00-{TRACE}-{SPAN}"),
            format!("00-{TRACE}-{SPAN}-01-more"),
            format!("00-{TRACE}-{SPAN}-01-"),
            format!("ff-{TRACE}-{SPAN}-01"),
            format!("0-{TRACE}-{SPAN}-01"),
            format!("00-{}-{SPAN}-01", TRACE.to_uppercase()),
            format!("00-{}-{SPAN}-01", zero(TRACE)),
            format!("00-{TRACE}-{}-01", zero(SPAN)),
            format!("00-{TRACE}a-{SPAN}-01"),
            format!("00-{TRACE}-{SPAN}-1"),
            format!("00-{TRACE}-{SPAN}-0g"),
            format!("00-{TRACE}-{SPAN}-+1"),
            format!(" 00-{TRACE}-{SPAN}-01"),
            format!("cc-{TRACE}-{SPAN}-01more"),
        ] {
            assert_eq!(TraceContext::parse(&text), None, "{text}");
        }
        let mut headers = HeaderMap::new();
        for _ in 0..2 {
            let text = format!("00-{TRACE}-{SPAN}-01");
            headers.append(HEADER, HeaderValue::try_from(text).unwrap());
        }
        assert_eq!(TraceContext::of(&headers), None);
    }
}
