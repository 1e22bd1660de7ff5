//! The methods that a preflight may ask for.

use http::{HeaderValue, Method};

use crate::{Config, CorsRefusal, Issue};

/// The methods of requests that a policy grants.
#[derive(Clone, Debug)]
pub(crate) struct Methods {
    names: Box<[String]>,
    any: bool,
    /// Whether preflights are answered with the method they ask for, because they are granted any
    /// and with credentials `*` would be a mere name.
    echo: bool,
    reply: Option<HeaderValue>,
}

impl Methods {
    pub(crate) fn read(config: &Config, issues: &mut Vec<Issue>) -> Self {
        let mut names = Vec::new();
        let mut any = false;
        for name in &config.methods {
            let method = name.clone();
            if name == "*" {
                any = true;
            } else if Method::from_bytes(name.as_bytes()).is_err() {
                issues.push(Issue::InvalidMethod { method });
            } else if find(name, &FORBIDDEN).is_some() {
                issues.push(Issue::ForbiddenMethod { method });
            } else if name != "PATCH" && name.eq_ignore_ascii_case("PATCH") {
                issues.push(Issue::MisspelledMethod { method });
            } else {
                names.push(find(name, &NORMALIZED).unwrap_or(name).to_owned());
            }
        }
        if any {
            // It stands for them all.
            names.clear();
        }
        names.sort_unstable();
        names.dedup();
        let list = if any {
            "*".to_owned()
        } else {
            names.join(", ")
        };
        Self {
            names: names.into(),
            any,
            echo: any && config.credentials,
            // Methods are tokens: none is lost here.
            reply: HeaderValue::try_from(list)
                .ok()
                .filter(|list| !list.is_empty()),
        }
    }

    /// The methods that come to the same, sorted.
    pub(crate) fn canonical(&self) -> Vec<String> {
        match self.any {
            true => vec!["*".to_owned()],
            false => self.names.to_vec(),
        }
    }

    /// The value of `Access-Control-Allow-Methods` that names all, or else those that always may.
    ///
    /// Never nothing: where a response does not speak of methods,
    /// [browsers](https://fetch.spec.whatwg.org/#cors-preflight-fetch) may take the one that they
    /// asked for as granted.
    pub(crate) fn list(&self) -> HeaderValue {
        let named = self.reply.clone().filter(|_| !self.any);
        named.unwrap_or(HeaderValue::from_static("GET, HEAD, POST"))
    }

    /// The value of `Access-Control-Allow-Methods` for a preflight that asks for this method.
    pub(crate) fn grant(&self, asked: &HeaderValue) -> Result<Option<HeaderValue>, CorsRefusal> {
        let name = asked.as_bytes();
        let granted = SAFELISTED.iter().any(|safe| safe.as_bytes() == name)
            || self.names.iter().any(|listed| listed.as_bytes() == name)
            || (self.any && name.len() <= MAX_METHOD && Method::from_bytes(name).is_ok());
        match granted {
            true if self.echo => Ok(Some(asked.clone())),
            true => Ok(self.reply.clone()),
            false => Err(CorsRefusal::Method),
        }
    }
}

fn find(name: &str, list: &[&'static str]) -> Option<&'static str> {
    let mut names = list.iter().copied();
    names.find(|listed| listed.eq_ignore_ascii_case(name))
}

/// The [methods that no script can use](https://fetch.spec.whatwg.org/#forbidden-method).
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// The methods that browsers turn to upper case, of which `PATCH` is none:
/// <https://fetch.spec.whatwg.org/#concept-method-normalize>.
const NORMALIZED: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/// The [safelisted methods](https://fetch.spec.whatwg.org/#cors-safelisted-method): browsers ask
/// for one only when something else needs a preflight, and look for it in no list.
const SAFELISTED: [&str; 3] = ["GET", "HEAD", "POST"];

/// The longest method that is sent back, in bytes.
const MAX_METHOD: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn methods(names: &[&str], credentials: bool) -> Methods {
        let mut config = Config::new(["https://example.com"]);
        config.methods = names.iter().map(|&name| name.into()).collect();
        config.credentials = credentials;
        let mut issues = Vec::new();
        let methods = Methods::read(&config, &mut issues);
        assert_eq!(issues, []);
        methods
    }

    /// What is granted, as text; an empty text is no header.
    fn grant(methods: &Methods, asked: &str) -> Option<String> {
        let granted = methods.grant(&HeaderValue::from_str(asked).unwrap()).ok()?;
        Some(granted.map_or(String::new(), |value| value.to_str().unwrap().to_owned()))
    }

    #[test]
    fn a_method_is_granted_byte_by_byte_and_the_simple_ones_always() {
        let methods = methods(&["put", "PUT", "PURGE"], false);
        for good in ["PUT", "PURGE", "GET", "HEAD", "POST"] {
            assert_eq!(
                grant(&methods, good).as_deref(),
                Some("PURGE, PUT"),
                "{good}"
            );
        }
        for bad in ["", "put", "get", "DELETE", "PUT, PURGE", "PUT ", "PU", "*"] {
            assert_eq!(grant(&methods, bad), None, "{bad:?}");
        }
    }

    #[test]
    fn any_method_is_a_star_and_with_credentials_the_method_itself() {
        for (credentials, reply) in [(false, "*"), (true, "PURGE")] {
            let methods = methods(&["*", "PUT"], credentials);
            assert_eq!(grant(&methods, "PURGE").as_deref(), Some(reply));
            for bad in [
                "",
                "PUT, DELETE",
                "PUT DELETE",
                "a\tb",
                &"A".repeat(MAX_METHOD + 1),
            ] {
                assert_eq!(grant(&methods, bad), None, "{bad:?}");
            }
        }
    }

    #[test]
    fn no_method_is_no_header() {
        assert_eq!(grant(&methods(&[], false), "GET").as_deref(), Some(""));
    }

    #[test]
    fn a_method_that_no_script_can_use_is_an_issue() {
        let mut config = Config::new(["https://example.com"]);
        let text = |name: &str| name.to_owned();
        config.methods = ["", "GET,POST", "tRaCk", "CONNECT", "Patch", "getaway"]
            .map(text)
            .into();
        let mut issues = Vec::new();
        Methods::read(&config, &mut issues);
        assert_eq!(
            issues,
            [
                Issue::InvalidMethod { method: text("") },
                Issue::InvalidMethod {
                    method: text("GET,POST")
                },
                Issue::ForbiddenMethod {
                    method: text("tRaCk")
                },
                Issue::ForbiddenMethod {
                    method: text("CONNECT")
                },
                Issue::MisspelledMethod {
                    method: text("Patch")
                },
            ]
        );
    }
}
