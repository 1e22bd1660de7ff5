//! What a configuration sends.

use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderValue, Request, Response, Uri};
use seaworthy_policy::{Connection, Policy, Scheme, Verdict};

use super::{Exchange, Score};
use crate::{Config, ConfigError, Nonce};

impl Config {
    /// The [score](crate::observatory) of a site that sends these headers with an HTML page.
    ///
    /// The page shows the nonce and loads no script. Its session's cookie is hardened, plain http
    /// is redirected to https on the same host, and no other origin may read anything. The most
    /// such a page can have is 135; a script with `integrity` gives 5 more, a preloaded host too.
    ///
    /// ```
    /// use seaworthy_headers::Config;
    ///
    /// let mut config = Config::default();
    /// assert_eq!(config.observatory()?.points(), 135);
    ///
    /// config.hsts = None;
    /// assert_eq!(config.observatory()?.points(), 80);
    /// # Ok::<(), seaworthy_headers::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What [`build`](Self::build) says: a configuration that does not work sends nothing.
    pub fn observatory(&self) -> Result<Score, ConfigError> {
        let policy = self.build()?;
        let mut request = Request::new(());
        let mut connection = Connection::new(Scheme::Https);
        connection.host = HOST.parse().ok();
        request.extensions_mut().insert(connection);
        let mut response = Response::new(());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        headers.insert(SET_COOKIE, HeaderValue::from_static(COOKIE));
        if let Verdict::Forward(memo) = policy.judge(&mut request) {
            // Displaying the nonce makes it.
            let _ = Nonce::of(request.extensions()).map(Nonce::to_string);
            policy.finish(memo, &mut response);
        }
        let redirects = [
            Uri::from_static("http://www.site.example/"),
            Uri::from_static("https://www.site.example/"),
        ];
        let mut exchange = Exchange::new(HOST, response.headers());
        exchange.redirects = &redirects;
        Ok(Score::of(&exchange))
    }
}

const HOST: &str = "www.site.example";
const COOKIE: &str = "__Host-session=1; Path=/; Secure; HttpOnly; SameSite=Lax";
