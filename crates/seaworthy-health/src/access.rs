use std::fmt;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::request::Parts;
use subtle::ConstantTimeEq;

/// Who may read more than everybody: how long checks take, how often they failed, and who may
/// leave checks out with `?exclude=`.
///
/// An error's text is read by nobody, for no answer contains it. A caller without access gets the
/// same status code, so that none learns from it whether a token was right.
///
/// ```
/// use seaworthy_health::{Access, Config};
///
/// let mut config = Config::default();
/// config.access = Access::bearer("3d1e6cc1a8f04b7e9a52");
/// assert!(config.build().is_ok());
///
/// // Or by what a proxy in front has said, an extension, a network.
/// config.access = Access::when(|request| request.headers.contains_key("x-operator"));
/// ```
#[derive(Clone)]
pub struct Access(Kind);

#[derive(Clone)]
enum Kind {
    Bearer(Arc<str>),
    Everyone,
    Nobody,
    When(Arc<Predicate>),
}

type Predicate = dyn Fn(&Parts) -> bool + Send + Sync;

impl Access {
    /// Whoever sends this token as `Authorization: Bearer …`, compared in constant time.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Kind::Bearer(token.into().into()))
    }

    /// Whoever asks; for a port of its own that only operators reach.
    #[must_use]
    pub const fn everyone() -> Self {
        Self(Kind::Everyone)
    }

    /// Nobody, which is the default.
    #[must_use]
    pub const fn nobody() -> Self {
        Self(Kind::Nobody)
    }

    /// Whoever sends a request of which this holds. It must neither block nor panic.
    pub fn when(holds: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        Self(Kind::When(Arc::new(holds)))
    }

    pub(crate) fn is_granted(&self, request: &Parts) -> bool {
        match &self.0 {
            Kind::Bearer(token) => has_token(request, token),
            Kind::Everyone => true,
            Kind::Nobody => false,
            Kind::When(holds) => holds(request),
        }
    }

    pub(crate) const fn is_everyones(&self) -> bool {
        matches!(self.0, Kind::Everyone)
    }

    /// Whether it is a token that can be guessed or that no header can carry.
    pub(crate) fn is_weak(&self) -> bool {
        let Kind::Bearer(token) = &self.0 else {
            return false;
        };
        token.len() < SHORTEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

/// Whether the one header of that name has the token of the scheme, whose name has no case.
fn has_token(request: &Parts, token: &str) -> bool {
    let mut values = request.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Some((scheme, sent)) = value.as_bytes().split_at_checked("Bearer ".len()) else {
        return false;
    };
    scheme.eq_ignore_ascii_case(b"Bearer ") && bool::from(sent.ct_eq(token.as_bytes()))
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Bearer(_) => "Access::bearer(***)",
            Kind::Everyone => "Access::everyone()",
            Kind::Nobody => "Access::nobody()",
            Kind::When(_) => "Access::when(_)",
        })
    }
}

const SHORTEST_TOKEN: usize = 16;

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const TOKEN: &str = "3d1e6cc1a8f04b7e9a52";

    fn parts(values: &[&str]) -> Parts {
        let mut request = Request::new(());
        for value in values {
            request
                .headers_mut()
                .append(AUTHORIZATION, value.parse().unwrap());
        }
        request.into_parts().0
    }

    #[test]
    fn only_the_token_opens() {
        let access = Access::bearer(TOKEN);
        for good in ["Bearer 3d1e6cc1a8f04b7e9a52", "bearer 3d1e6cc1a8f04b7e9a52"] {
            assert!(access.is_granted(&parts(&[good])), "{good}");
        }
        for bad in [
            &[][..],
            &[""],
            &["Bearer"],
            &["Bearer "],
            &["Basic 3d1e6cc1a8f04b7e9a52"],
            &["Bearer 3d1e6cc1a8f04b7e9a5"],
            &["Bearer 3d1e6cc1a8f04b7e9a53"],
            &["Bearer 3d1e6cc1a8f04b7e9a522"],
            &["Bearer 3d1e6cc1a8f04b7e9a52", "Bearer 3d1e6cc1a8f04b7e9a52"],
        ] {
            assert!(!access.is_granted(&parts(bad)), "{bad:?}");
        }
    }

    #[test]
    fn access_is_the_hosts_to_give() {
        let none = parts(&[]);
        assert!(!Access::nobody().is_granted(&none));
        assert!(Access::everyone().is_granted(&none));
        assert!(Access::when(|request| request.method == "GET").is_granted(&none));
        assert!(!Access::when(|request| request.method == "PUT").is_granted(&none));
    }

    #[test]
    fn a_token_is_long_fits_a_header_and_is_not_shown() {
        for bad in [
            "",
            "short",
            "3d1e6cc1 8f04b7e9a52",
            "3d1e6cc1a8f04b7\r\na52x",
        ] {
            assert!(Access::bearer(bad).is_weak(), "{bad:?}");
        }
        assert!(!Access::bearer(TOKEN).is_weak());
        assert!(!format!("{:?}", Access::bearer(TOKEN)).contains(TOKEN));
    }
}
