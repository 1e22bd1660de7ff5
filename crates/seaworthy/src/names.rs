//! Which variable sets which field of a block's `Config`.

/// The variable behind a field of [`seaworthy_gate::Config`].
pub(crate) fn of_gate(field: &str) -> String {
    match field {
        "proxy_ssl_header" | "ssl_redirect" | "ssl_host" | "ssl_port" | "redirect_exempt" => {
            format!("SECURE_{}", field.to_uppercase())
        }
        field => field.to_uppercase(),
    }
}

/// The variable behind a field of [`seaworthy_gate::TokenConfig`].
pub(crate) fn of_token(field: &str) -> &'static str {
    match field {
        "cookie_http_only" => "CSRF_COOKIE_HTTPONLY",
        "cookie_max_age" => "CSRF_COOKIE_AGE",
        "cookie_name" => "CSRF_COOKIE_NAME",
        "cookie_same_site" => "CSRF_COOKIE_SAMESITE",
        "cookie_secure" => "CSRF_COOKIE_SECURE",
        "header" => "CSRF_HEADER_NAME",
        "session_cookie" => "SESSION_COOKIE_NAME",
        _ => "SECRET_KEY",
    }
}

/// The variable behind a field of [`seaworthy_headers::Config`], or a directive of its policy.
pub(crate) fn of_headers(field: &str, directive: Option<&str>) -> String {
    match (field, directive) {
        ("csp" | "csp_report_only", Some(directive)) => {
            format!("CSP_{}", directive.to_uppercase().replace('-', "_"))
        }
        ("csp" | "csp_report_only", None) => "CSP_INCLUDE_NONCE_IN".to_owned(),
        ("reporting_endpoints", _) => "REPORTING_ENDPOINTS".to_owned(),
        ("cookies", _) => "COOKIES_SECURE_EXCEPT".to_owned(),
        ("frame_options", _) => "X_FRAME_OPTIONS".to_owned(),
        ("permissions_policy", _) => "PERMISSIONS_POLICY".to_owned(),
        ("hsts", _) => "SECURE_HSTS_SECONDS".to_owned(),
        (field, _) => format!("SECURE_{}", field.to_uppercase()),
    }
}

/// The variable behind a field of [`seaworthy_cors::Config`].
pub(crate) fn of_cors(field: &str) -> &'static str {
    match field {
        "credentials" => "CORS_ALLOW_CREDENTIALS",
        "expose" => "CORS_EXPOSE_HEADERS",
        "headers" => "CORS_ALLOW_HEADERS",
        "max_age" => "CORS_PREFLIGHT_MAX_AGE",
        "methods" => "CORS_ALLOW_METHODS",
        _ => "CORS_ALLOWED_ORIGINS",
    }
}

/// The variable behind a field of [`seaworthy_health::Config`].
pub(crate) fn of_health(field: &str) -> &'static str {
    match field {
        "access" => "HEALTH_TOKEN",
        "mode" => "HEALTH_INTERVAL",
        "notify" => "NOTIFY_SOCKET",
        _ => "HEALTH_TIMEOUT",
    }
}

/// The variable behind a field of [`seaworthy_log::Config`].
pub(crate) fn of_log(field: &str) -> String {
    match field {
        "output" => "LOG_FILE".to_owned(),
        field => format!("LOG_{}", field.to_uppercase()),
    }
}

/// The variable behind a field of [`seaworthy_password::Config`].
pub(crate) fn of_password(field: &str) -> String {
    format!("AUTH_PASSWORD_{}", field.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn every_field_of_a_block_has_a_variable_that_there_is() {
        let declared: Vec<String> = Settings::fields()
            .into_iter()
            .map(|field| field.variable)
            .collect();
        let mut named = Vec::new();
        named.extend(
            [
                "allowed_hosts",
                "allowed_hosts_exempt",
                "trusted_proxies",
                "trusted_hops",
                "use_forwarded",
                "proxy_ssl_header",
                "use_x_forwarded_host",
                "ssl_redirect",
                "ssl_host",
                "ssl_port",
                "redirect_exempt",
                "csrf_trusted_origins",
                "csrf_guard_upgrades",
            ]
            .map(of_gate),
        );
        named.extend(
            [
                "keys",
                "header",
                "cookie_name",
                "cookie_secure",
                "cookie_http_only",
                "cookie_same_site",
                "cookie_max_age",
                "session_cookie",
            ]
            .map(|field| of_token(field).to_owned()),
        );
        named.extend(
            [
                "hsts",
                "content_type_nosniff",
                "frame_options",
                "referrer_policy",
                "cross_origin_opener_policy",
                "cross_origin_resource_policy",
                "cross_origin_embedder_policy",
                "permissions_policy",
                "cookies",
                "csp",
                "csp_report_only",
                "reporting_endpoints",
            ]
            .map(|field| of_headers(field, None)),
        );
        named.push(of_headers("csp", Some("script-src-elem")));
        named.extend(
            ["access", "mode", "notify", "timeout"].map(|field| of_health(field).to_owned()),
        );
        named.extend(
            [
                "origins",
                "credentials",
                "methods",
                "headers",
                "expose",
                "max_age",
            ]
            .map(|field| of_cors(field).to_owned()),
        );
        named.extend(
            [
                "level", "levels", "format", "schema", "service", "project", "output", "queue",
            ]
            .map(of_log),
        );
        named.extend(["validators", "min_length", "max_length", "context_words"].map(of_password));
        for variable in named {
            assert!(declared.contains(&variable), "{variable} is not a variable");
        }
    }
}
