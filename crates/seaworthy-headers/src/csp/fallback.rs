//! Which directive decides where another is absent.

/// The directives that decide in place of an absent one, the nearest first.
///
/// It is [the list of CSP3](https://www.w3.org/TR/CSP3/#directive-fallback-list), and that of
/// [fenced frames](https://wicg.github.io/fenced-frame/). What is not in it falls
/// back on nothing: where it is absent, everything is allowed.
pub(super) fn fallbacks(name: &str) -> &'static [&'static str] {
    match name {
        "child-src" | "connect-src" | "font-src" | "img-src" | "manifest-src" | "media-src"
        | "object-src" | "script-src" | "style-src" => &["default-src"],
        "fenced-frame-src" => &["frame-src", "child-src", "default-src"],
        "frame-src" => &["child-src", "default-src"],
        "script-src-attr" | "script-src-elem" => &["script-src", "default-src"],
        "style-src-attr" | "style-src-elem" => &["style-src", "default-src"],
        "worker-src" => &["child-src", "script-src", "default-src"],
        _ => &[],
    }
}
