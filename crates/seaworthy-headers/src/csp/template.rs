use http::HeaderValue;

use super::Policy;

/// A policy as it is sent, but for the nonce.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// What is sent where nobody knows the nonce; `None` where that says nothing.
    without_nonce: Option<HeaderValue>,
    /// What stands between the nonces; empty where there are none.
    around_nonce: Vec<String>,
}

impl Template {
    pub(crate) fn new(policy: &Policy, secure: bool) -> Self {
        let sent = policy.directives.iter();
        let sent = sent.filter(|directive| secure || !directive.needs_security());
        let mut around_nonce = Vec::new();
        let mut with = String::new();
        let mut without = String::new();
        for directive in sent {
            for text in [&mut with, &mut without] {
                separate(text);
            }
            write(&mut with, directive.name, directive.values());
            if directive.nonced {
                with.push_str(" 'nonce-");
                around_nonce.push(std::mem::replace(&mut with, "'".to_owned()));
            }
            write(
                &mut without,
                directive.name,
                directive.without_nonce().values(),
            );
        }
        for (name, values) in &policy.raw {
            for text in [&mut with, &mut without] {
                separate(text);
                write(text, name, values.iter().map(String::as_str));
            }
        }
        if !around_nonce.is_empty() {
            around_nonce.push(with);
        }
        // It always is a header's value: every part is visible ASCII.
        let value = HeaderValue::try_from(without).ok();
        Self {
            without_nonce: value.filter(|value| !value.is_empty()),
            around_nonce,
        }
    }

    /// The header's value on a response whose handler displayed this nonce, or none.
    pub(crate) fn value(&self, nonce: Option<&str>) -> Option<HeaderValue> {
        if let (Some(nonce), false) = (nonce, self.around_nonce.is_empty()) {
            if let Ok(mut value) = HeaderValue::try_from(self.around_nonce.join(nonce)) {
                // It is different each time, which only fills the tables of HTTP/2 and 3.
                value.set_sensitive(true);
                return Some(value);
            }
        }
        self.without_nonce.clone()
    }

    /// How many bytes longer it is with a nonce.
    pub(crate) fn nonce_bytes(&self) -> usize {
        let length = |nonce| self.value(nonce).map_or(0, |value| value.len());
        length(Some("8PHy8_T19vf4-fr7_P3-_w")).saturating_sub(length(None))
    }

    pub(crate) fn takes_nonce(&self) -> bool {
        !self.around_nonce.is_empty()
    }
}

fn separate(text: &mut String) {
    if !text.is_empty() {
        text.push_str("; ");
    }
}

fn write<'a>(text: &mut String, name: &str, values: impl Iterator<Item = &'a str>) {
    text.push_str(name);
    for value in values {
        text.push(' ');
        text.push_str(value);
    }
}
