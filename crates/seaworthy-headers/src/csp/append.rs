//! A policy that allows more than another.

use super::fallback::fallbacks;
use super::vocabulary::{Kind, TAKES_NONCE, known};
use super::{Csp, Source};

impl Csp {
    /// Adds values to a directive, so that it allows these too and nothing else changes.
    ///
    /// A directive that is not there begins with what decides in its place: `script-src-elem` with
    /// the sources of `script-src`, or else of [`default-src`][fallback], and with the nonce if
    /// that has it. `child-src` decides for frames and workers, which are then given the values
    /// themselves. Where nothing decides, everything is allowed already and stays so; to restrict
    /// it, [`set`](Self::set) the directive.
    ///
    /// `'none'` gives way to the values. What is there already is not added again, and neither is
    /// a hash or nonce where `'unsafe-inline'` lets everything in, which it would end. Directives
    /// that allow nothing, such as `report-uri`, simply get the values.
    ///
    /// ```
    /// use seaworthy_headers::Csp;
    ///
    /// let mut csp = Csp::default();
    /// csp.set("default-src", ["'self'"])
    ///     .append("img-src", ["https://images.example"])
    ///     .append("img-src", ["data:", "'self'"]);
    ///
    /// let (name, values) = &csp.directives[1];
    /// assert_eq!(name, "img-src");
    /// assert_eq!(values, &["'self'", "https://images.example", "data:"]);
    /// ```
    ///
    /// [fallback]: https://www.w3.org/TR/CSP3/#directive-fallback-list
    pub fn append<V: Into<String>>(
        &mut self,
        directive: &str,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        if directive.eq_ignore_ascii_case("child-src") && !self.has("child-src") {
            // Once there, it would take the workers away from `script-src`, whose nonces and
            // `'strict-dynamic'` have no meaning in it.
            for part in ["frame-src", "worker-src"] {
                if !self.has(part) {
                    self.append_to(part, &values);
                }
            }
        } else {
            self.append_to(directive, &values);
        }
        self
    }

    fn append_to(&mut self, directive: &str, values: &[String]) {
        if !self.has(directive) && !self.begin(directive) {
            return;
        }
        let nonced = self.lets_nonce_into(directive);
        if let Some(list) = self.values_mut(directive) {
            for value in values {
                add(list, value, nonced);
            }
        }
    }

    /// Puts a directive there that changes nothing yet, unless nothing decides in its place.
    fn begin(&mut self, directive: &str) -> bool {
        let mut values = Vec::new();
        if let Some((name, kind)) = known(&directive.to_ascii_lowercase()) {
            if kind.allows() {
                let decisive = fallbacks(name).iter().copied().find(|from| self.has(from));
                let Some(decisive) = decisive else {
                    return false;
                };
                let Some(inherited) = self.inherited(name, decisive) else {
                    return false;
                };
                values = inherited;
                let dynamic = values.iter().any(|value| value == "'strict-dynamic'");
                if name == "script-src" && dynamic && !self.has("child-src") {
                    // In `default-src` it lets no workers in, here it would.
                    let _ = self.has("worker-src") || self.begin("worker-src");
                }
                let nonced = self.lets_nonce_into(decisive) && TAKES_NONCE.contains(&name);
                if nonced && !self.lets_nonce_into(name) {
                    self.nonce_in.push(name.to_owned());
                }
                if values.is_empty() && !nonced {
                    values.push("'none'".to_owned());
                }
            }
        }
        self.directives.push((directive.to_owned(), values));
        true
    }

    /// The sources by which a directive allows what another allows in its place; `None` if that
    /// cannot be said, and everything is allowed.
    fn inherited(&self, name: &str, decisive: &str) -> Option<Vec<String>> {
        let nonced = self.lets_nonce_into(decisive);
        let mut sources = Vec::new();
        for value in self.values(decisive)? {
            // What is no source is reported where it stands.
            let Ok(source) = value.parse::<Source>() else {
                continue;
            };
            let dynamic = source.is("'strict-dynamic'");
            // With it, a script may start any worker.
            // https://www.w3.org/TR/CSP3/#script-pre-request
            if dynamic && name == "worker-src" && decisive == "script-src" {
                return None;
            }
            let kept = match name {
                "script-src" | "script-src-elem" => true,
                // No nonce stands in these, beside which browsers have ignored this keyword.
                "script-src-attr" | "style-src-attr" => {
                    let ignored = nonced && source.is("'unsafe-inline'");
                    !dynamic && !ignored
                }
                "style-src" | "style-src-elem" => !dynamic,
                _ => source.is_place() || source.is("'unsafe-webtransport-hashes'"),
            };
            if kept {
                sources.push(source.into());
            }
        }
        Some(sources)
    }

    fn has(&self, directive: &str) -> bool {
        self.values(directive).is_some()
    }

    fn values(&self, directive: &str) -> Option<&[String]> {
        let mut directives = self.directives.iter();
        let found = directives.find(|(name, _)| name.eq_ignore_ascii_case(directive));
        found.map(|(_, values)| values.as_slice())
    }

    fn values_mut(&mut self, directive: &str) -> Option<&mut Vec<String>> {
        let mut directives = self.directives.iter_mut();
        let found = directives.find(|(name, _)| name.eq_ignore_ascii_case(directive));
        found.map(|(_, values)| values)
    }

    fn lets_nonce_into(&self, directive: &str) -> bool {
        let mut names = self.nonce_in.iter();
        names.any(|name| name.eq_ignore_ascii_case(directive))
    }
}

impl Kind {
    /// Whether the values of such a directive allow something, so that without it all is allowed.
    const fn allows(self) -> bool {
        match self {
            Self::AnyOf(_) | Self::Places | Self::Sources | Self::TrustedTypes => true,
            Self::Endpoint | Self::Flag | Self::OneOf(_) | Self::Uris => false,
        }
    }
}

/// Adds a value to a list, unless it is there or would take something away.
fn add(list: &mut Vec<String>, value: &str, nonced: bool) {
    let source = value.parse::<Source>().ok();
    let is_there = list.iter().any(|old| {
        // Keywords are the same in upper and in lower case.
        old == value || (source.is_some() && old.parse::<Source>().ok() == source)
    });
    let is_none = source.as_ref().is_some_and(Source::is_none);
    let adds_nothing = is_none && (nonced || !list.is_empty());
    let vouches = source.as_ref().is_some_and(Source::is_nonce_or_hash);
    if is_there || adds_nothing || (vouches && lets_all_inline_in(list, nonced)) {
        return;
    }
    list.retain(|old| !old.eq_ignore_ascii_case("'none'"));
    list.push(value.to_owned());
}

/// Whether [inline content needs no nonce or hash](https://www.w3.org/TR/CSP3/#allow-all-inline).
fn lets_all_inline_in(list: &[String], nonced: bool) -> bool {
    let sources = list.iter().filter_map(|value| value.parse::<Source>().ok());
    let mut all = false;
    for source in sources {
        if source.is_nonce_or_hash() {
            return false;
        }
        all |= source.is("'unsafe-inline'");
    }
    all && !nonced
}
