//! From the variables to what each block is asked for.

use std::time::Duration;

use {seaworthy_cors as cors, seaworthy_gate as gate, seaworthy_headers as headers};
use {seaworthy_health as health, seaworthy_log as log, seaworthy_password as password};

use seaworthy_settings::SecretKey;

use crate::Settings;
use crate::value::{parse_ssl_header, queue_of};
use crate::variables::ENDPOINT;

impl Settings {
    /// What is asked of the gate: proxies, hosts, HTTPS, cross-site requests.
    #[must_use]
    pub fn gate_config(&self) -> gate::Config {
        let mut config = gate::Config::new(self.allowed_hosts.iter().cloned());
        config
            .allowed_hosts_exempt
            .clone_from(&self.allowed_hosts_exempt);
        config.trusted_proxies.clone_from(&self.trusted_proxies);
        config.trusted_hops = self.trusted_hops;
        config.use_forwarded = self.use_forwarded;
        config.proxy_ssl_header = self
            .secure
            .proxy_ssl_header
            .as_deref()
            .and_then(parse_ssl_header);
        config.use_x_forwarded_host = self.use_x_forwarded_host;
        config.ssl_redirect = self.secure.ssl_redirect;
        config.ssl_host.clone_from(&self.secure.ssl_host);
        config.ssl_port = self.secure.ssl_port;
        config
            .redirect_exempt
            .clone_from(&self.secure.redirect_exempt);
        config
            .csrf_trusted_origins
            .clone_from(&self.csrf.trusted_origins);
        config.csrf_guard_upgrades = self.csrf.guard_upgrades;
        config
    }

    /// What is asked of tokens against cross-site requests.
    #[must_use]
    pub fn token_config(&self) -> gate::TokenConfig {
        let keys = std::iter::once(&self.secret_key).chain(&self.secret_key_fallbacks);
        let cookie = &self.csrf.cookie;
        let mut config = gate::TokenConfig::new(keys.map(SecretKey::expose));
        config.header.clone_from(&self.csrf.header_name);
        config.cookie_name.clone_from(&cookie.name);
        config.cookie_secure = cookie.secure;
        config.cookie_http_only = cookie.httponly;
        config.cookie_same_site = match cookie.samesite {
            headers::SameSite::Lax => gate::SameSite::Lax,
            headers::SameSite::None => gate::SameSite::None,
            headers::SameSite::Strict => gate::SameSite::Strict,
        };
        // Zero is until the browser is closed.
        config.cookie_max_age = Some(cookie.age).filter(|&seconds| seconds > 0);
        config.session_cookie = Some(self.session_cookie.name.clone());
        config
    }

    /// What is asked of the response headers.
    #[must_use]
    pub fn headers_config(&self) -> headers::Config {
        let mut config = headers::Config::default();
        config.hsts = self.secure.hsts();
        config.content_type_nosniff = self.secure.content_type_nosniff;
        config.frame_options = self.x_frame_options.0;
        config
            .referrer_policy
            .clone_from(&self.secure.referrer_policy.0);
        config.cross_origin_opener_policy = self.secure.cross_origin_opener_policy.0;
        config.cross_origin_resource_policy = self.secure.cross_origin_resource_policy.0;
        config.cross_origin_embedder_policy = self.secure.cross_origin_embedder_policy.0;
        // It was read once already, to be judged.
        config.permissions_policy = self.permissions_policy.parse().ok();
        config.cookies = Some(self.cookie_rules());
        let mut endpoints = self.reporting_endpoints.clone();
        if let Some(uri) = self.csp.reported_to() {
            endpoints.insert(ENDPOINT.to_owned(), uri.to_owned());
        }
        config.reporting_endpoints = endpoints.into_iter().collect();
        let csp = Some(self.csp.policy());
        if self.csp.report_only {
            (config.csp, config.csp_report_only) = (None, csp);
        } else {
            config.csp = csp;
        }
        config
    }

    /// What is asked of CORS; nothing where no origin is allowed.
    #[must_use]
    pub fn cors_config(&self) -> Option<cors::Config> {
        let origins = if self.cors.allow_all_origins {
            vec!["*".to_owned()]
        } else {
            self.cors.allowed_origins.clone()
        };
        if origins.is_empty() {
            return None;
        }
        let mut config = cors::Config::new(origins);
        config.credentials = self.cors.allow_credentials;
        config.methods.clone_from(&self.cors.allow_methods);
        config.headers.clone_from(&self.cors.allow_headers);
        config.expose.clone_from(&self.cors.expose_headers);
        // Zero leaves the header out, as it does in django-cors-headers.
        config.max_age = Some(self.cors.preflight_max_age).filter(|&seconds| seconds > 0);
        Some(config)
    }

    /// What is asked of the health; the host adds its checks.
    ///
    /// ```
    /// use seaworthy::{Settings, health::Check, settings::Sources};
    ///
    /// let settings = Settings::load(&Sources::pairs([("DEBUG", "true")]))?.settings;
    /// let mut config = settings.health_config();
    /// config.checks = vec![Check::certificate("certificate", "/etc/app/tls.pem", 21)];
    /// let health = config.build()?;
    /// // In `main`: `.with_graceful_shutdown(health.shutdown(settings.drain()))`.
    /// # let _ = health;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn health_config(&self) -> health::Config {
        let mut config = health::Config::default();
        if let Some(token) = &self.health.token {
            config.access = health::Access::bearer(token.expose());
        }
        config.mode = health::Mode::polled(self.health.interval);
        config.timeout = self.health.timeout;
        config.notify = self.notify_socket.as_ref().map(|socket| {
            let mut notify = health::Notify::new(socket);
            notify.watchdog = self.watchdog_usec.map(Duration::from_micros);
            notify
        });
        config
    }

    /// For how long the service goes on after the signal to end, while it says that it is not
    /// ready: `HEALTH_DRAIN`, else 5 s on Kubernetes, which goes on sending requests for a moment,
    /// and no time elsewhere.
    #[must_use]
    pub fn drain(&self) -> Duration {
        let is_on_kubernetes = self.kubernetes_service_host.is_some();
        let usual = Duration::from_secs(if is_on_kubernetes { 5 } else { 0 });
        self.health.drain.unwrap_or(usual)
    }

    /// What is asked of the logs.
    #[must_use]
    pub fn log_config(&self) -> log::Config {
        let mut config = log::Config::default();
        config.level.clone_from(&self.log.level);
        config.levels.clone_from(&self.log.levels);
        config.format = self.log.format;
        config.color = self.no_color.is_none();
        config.schema = self.log.schema;
        config.service.clone_from(&self.log.service);
        config.project.clone_from(&self.log.project);
        config.queue = queue_of(self.log.queue);
        if let Some(file) = &self.log.file {
            config.output = log::Output::File(file.clone());
        }
        config
    }

    /// What is asked of passwords.
    #[must_use]
    pub fn password_config(&self) -> password::Config {
        let mut config = password::Config::default();
        config.validators.clone_from(&self.auth_password.validators);
        config.min_length = self.auth_password.min_length;
        config.max_length = self.auth_password.max_length;
        config
            .context_words
            .clone_from(&self.auth_password.context_words);
        config.through_disguises = self.auth_password.through_disguises;
        config
    }
}
