//! The policy that refuses what other sites make a visitor's browser send.

use http::header::{COOKIE, HeaderMap, HeaderName, ORIGIN, REFERER};
use http::{Extensions, Method, Request, Response, StatusCode};
use seaworthy_policy::{Connection, Excerpt, Policy, Verdict, refusal};

use crate::OriginPattern;
use crate::origin::Origin;
use crate::upgrade::is_upgrade;

pub use exempt::CsrfExempt;

pub(crate) use exempt::Exemption;

/// Refuses unsafe requests that a browser sends on behalf of another site.
///
/// Browsers say where a request comes from, so no token is needed. GET, HEAD, OPTIONS and TRACE
/// pass, since they change nothing, unless they ask for another protocol. Of any other request
/// the first header that is there decides:
///
/// 1. [`Sec-Fetch-Site`](https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header):
///    `same-origin` and `none` pass. With any other value the request passes only if its `Origin`
///    is trusted.
/// 2. `Origin`: passes if it is the service's own, which is scheme and host of the request's
///    [`Connection`], or trusted. `null` never passes.
/// 3. `Cookie`: a request without it passes, for it acts in no visitor's session. Browsers older
///    than these two headers are thus not guarded where HTTP authentication, a client certificate
///    or the network says who the visitor is.
/// 4. `Referer`: passes if it begins with the service's own or a trusted origin. Over plain HTTP a
///    request without it passes too; over HTTPS it does not.
///
/// The trusted origins are [`csrf_trusted_origins`](crate::Config::csrf_trusted_origins). Own
/// origins need the [`Proxies`](crate::Proxies) and [`Hosts`](crate::Hosts) policies further out.
///
/// The handshake of another protocol, such as
/// [WebSocket](https://www.rfc-editor.org/rfc/rfc6455#section-10.2), is judged by the first two
/// alone, unless [`csrf_guard_upgrades`](crate::Config::csrf_guard_upgrades) is off: browsers
/// always send an `Origin` with it, so one without comes from no browser and passes. CONNECT, by
/// which HTTP/2 does the same, is judged like any unsafe method.
///
/// What must be open to other sites is exempt by a [`CsrfExempt`] in the request's extensions, or
/// by [`exempt_when`](Self::exempt_when).
///
/// A refusal is a 403 with its [`CsrfRefusal`] in the extensions.
#[derive(Clone, Debug)]
pub struct Csrf {
    pub(crate) trusted: Box<[OriginPattern]>,
    pub(crate) guard_upgrades: bool,
    pub(crate) exemption: Exemption,
}

impl Csrf {
    /// Lets in whatever other sites send to what this function tells by a request's extensions.
    ///
    /// It is asked of requests that would be refused. A second call replaces the function.
    ///
    /// It is made for the route that a router has matched, which is one thing whatever the
    /// spelling of the path. Do not look at paths here: what begins like an exempt path may be
    /// another route, and `%2e%2e` or `//` another path to whoever reads it next.
    ///
    /// axum tells by its `MatchedPath`, a route's path as it was written in the router, nested
    /// routers' included. Only a policy within the router sees it: one that stands in its `layer`
    /// or `route_layer`, and not one that is wrapped around it.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::extract::MatchedPath;
    /// use axum::routing::post;
    /// use seaworthy_gate::Config;
    /// use seaworthy_policy::PolicyLayer;
    ///
    /// let gate = Config::new(["www.example.com"]).build()?;
    /// let csrf = gate.csrf.exempt_when(|extensions| {
    ///     let route = extensions.get::<MatchedPath>();
    ///     route.is_some_and(|route| route.as_str() == "/webhooks/payments")
    /// });
    /// let outer = (gate.proxies, gate.hosts, gate.https);
    /// let app: Router = Router::new()
    ///     .route("/webhooks/payments", post(|| async { "paid" }))
    ///     .route("/transfer", post(|| async { "sent" }))
    ///     .layer(PolicyLayer::new((outer, csrf)));
    /// # let _ = app;
    /// # Ok::<(), seaworthy_gate::ConfigError>(())
    /// ```
    #[must_use]
    pub fn exempt_when(self, is_exempt: fn(&Extensions) -> bool) -> Self {
        Self {
            exemption: Exemption::when(is_exempt),
            ..self
        }
    }

    fn check(
        &self,
        is_handshake: bool,
        headers: &HeaderMap,
        connection: Option<&Connection>,
    ) -> Result<(), CsrfRefusal> {
        let may_send = |origin| self.trusts(origin) || is_own(origin, connection);

        let site = Line::of(headers, &SEC_FETCH_SITE);
        let origin = Line::of(headers, &ORIGIN);
        match (site, origin) {
            (Line::One(b"same-origin" | b"none"), _) => Ok(()),
            (Line::None | Line::One(b""), Line::None) => {
                if is_handshake || !headers.contains_key(COOKIE) {
                    return Ok(());
                }
                let referer = match Line::of(headers, &REFERER) {
                    Line::None if connection.is_some_and(Connection::is_secure) => {
                        return Err(CsrfRefusal::NoReferer);
                    }
                    Line::None => return Ok(()),
                    Line::One(url) => Origin::of_url(url),
                    Line::Several => None,
                };
                match referer {
                    Some(origin) if may_send(origin) => Ok(()),
                    Some(_) => Err(CsrfRefusal::ForeignReferer),
                    None => Err(CsrfRefusal::MalformedReferer),
                }
            }
            (Line::None | Line::One(b""), origin) => match origin.parse_origin()? {
                origin if may_send(origin) => Ok(()),
                _ => Err(CsrfRefusal::ForeignOrigin),
            },
            // What the browser calls another site is one, even if its origin looks like ours.
            (_, Line::None) => Err(CsrfRefusal::CrossSite),
            (_, origin) => match origin.parse_origin()? {
                origin if self.trusts(origin) => Ok(()),
                _ => Err(CsrfRefusal::CrossSite),
            },
        }
    }

    fn trusts(&self, origin: Origin<'_>) -> bool {
        self.trusted.iter().any(|pattern| pattern.admits(origin))
    }
}

impl Policy for Csrf {
    type Memo = ();

    fn judge<B>(&self, request: &mut Request<B>) -> Verdict<()> {
        let is_safe = is_safe(request.method());
        if is_safe && !(self.guard_upgrades && is_upgrade(request)) {
            return Verdict::Forward(());
        }
        let connection = Connection::of(request.extensions());
        let Err(reason) = self.check(is_safe, request.headers(), connection) else {
            return Verdict::Forward(());
        };
        if self.exemption.covers(request.extensions()) {
            return Verdict::Forward(());
        }
        let headers = request.headers();
        let origin = headers.get(ORIGIN).map(|origin| origin.as_bytes());
        // Only the origin of the Referer, for the rest may hold secrets.
        let referer = headers
            .get(REFERER)
            .and_then(|url| Origin::of_url(url.as_bytes()));
        let host = connection.and_then(|connection| connection.host.as_ref());
        tracing::warn!(
            %reason,
            method = ?Excerpt(request.method().as_str().as_bytes()),
            path = ?Excerpt(request.uri().path().as_bytes()),
            scheme = connection.map(|connection| display(connection.scheme)),
            host = host.map(|host| debug(Excerpt(host.as_str().as_bytes()))),
            origin = origin.map(|origin| debug(Excerpt(origin))),
            referer = referer.map(|origin| debug(Excerpt(origin.text))),
            "request refused"
        );
        Verdict::Reply(refusal(StatusCode::FORBIDDEN, reason))
    }

    fn finish<B>(&self, (): (), _response: &mut Response<B>) {}
}

/// Whether requests of this method change nothing:
/// [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1).
pub(crate) fn is_safe(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    )
}

fn is_own(origin: Origin<'_>, connection: Option<&Connection>) -> bool {
    connection.is_some_and(|connection| {
        let host = connection.host.as_ref();
        host.is_some_and(|host| origin.is_at(connection.scheme, host))
    })
}

/// What stands in a header that may be there once.
#[derive(Clone, Copy)]
enum Line<'a> {
    None,
    One(&'a [u8]),
    Several,
}

impl<'a> Line<'a> {
    fn of(headers: &'a HeaderMap, name: &HeaderName) -> Self {
        let mut lines = headers.get_all(name).iter();
        match (lines.next(), lines.next()) {
            (None, _) => Self::None,
            (Some(line), None) => Self::One(line.as_bytes()),
            (Some(_), Some(_)) => Self::Several,
        }
    }

    fn parse_origin(self) -> Result<Origin<'a>, CsrfRefusal> {
        match self {
            Self::One(b"null") => Err(CsrfRefusal::NullOrigin),
            Self::One(text) => Origin::parse(text).ok_or(CsrfRefusal::MalformedOrigin),
            Self::None | Self::Several => Err(CsrfRefusal::MalformedOrigin),
        }
    }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why [`Csrf`] refused a request.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CsrfRefusal {
    /// The browser says that another site sent the request, and its origin is not trusted.
    #[error("another site sent it, and its origin is not trusted")]
    CrossSite,
    /// The request's origin is neither the service's own nor trusted.
    #[error("its Origin is neither the service's own nor trusted")]
    ForeignOrigin,
    /// The page that sent the request is neither the service's own nor of a trusted origin.
    #[error("its Referer is neither the service's own nor trusted")]
    ForeignReferer,
    /// The `Origin` header is none that a browser sends.
    #[error("its Origin is malformed")]
    MalformedOrigin,
    /// The `Referer` header is no URL of a web page.
    #[error("its Referer is malformed")]
    MalformedReferer,
    /// The request has cookies and came over HTTPS, but nothing says where it comes from.
    #[error("it has cookies, but neither Sec-Fetch-Site nor Origin nor Referer")]
    NoReferer,
    /// The request's origin is hidden: by a sandbox, a redirect, or the page's referrer policy.
    #[error("its Origin is null; a page with Referrer-Policy: no-referrer sends that")]
    NullOrigin,
}

mod exempt;
#[cfg(test)]
mod tests;
