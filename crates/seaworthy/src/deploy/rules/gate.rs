//! Who may come in: cross-site requests, hosts, HTTPS, proxies.

use seaworthy_check::Level::{Error, Warning};
use seaworthy_check::Rule;

pub(super) const RULES: [Rule; 19] = [
    Rule::new(
        "csrf.cross_site_accepted",
        Error,
        "A request that another site has a visitor send is let in, with the visitor's cookies.",
    )
    .alias("security.W003")
    .hint(
        "Put the hardening layer around the whole application; only what a signature protects may \
         be exempt.",
    )
    .docs(CSRF),
    Rule::new(
        "csrf.plain_origin",
        Warning,
        "An origin over plain HTTP is trusted: whoever is on the way can send unsafe requests in \
         its name.",
    )
    .docs(CSRF),
    Rule::new(
        "csrf.upgrades_unguarded",
        Warning,
        "Another site can open a WebSocket with a visitor's cookies and read what comes.",
    )
    .hint("Set CSRF_GUARD_UPGRADES=true.")
    .docs(CSRF),
    Rule::new(
        "hosts.any",
        Error,
        "Requests for every host are answered, so that links and caches can be poisoned with \
         another's name.",
    )
    .alias("security.W020")
    .hint("Set ALLOWED_HOSTS to the service's own hosts: www.example.com,.example.org.")
    .docs(HOSTS),
    Rule::new(
        "hosts.exempt_everywhere",
        Error,
        "Paths that cover everything are exempt from the host check.",
    )
    .hint("Set ALLOWED_HOSTS_EXEMPT to single paths, such as those of health checks.")
    .docs(HOSTS),
    Rule::new(
        "hosts.foreign_accepted",
        Error,
        "A request for a host that is not the service's is answered: some part of it is outside \
         of the host check.",
    )
    .alias("security.W020")
    .hint(
        "Put the hardening layer around the whole application, what is merged and nested \
         included.",
    )
    .docs(HOSTS),
    Rule::new(
        "hosts.forged_reflected",
        Error,
        "An answer repeats the host that a client writes into a forwarding header: links and \
         caches can be poisoned.",
    )
    .hint(
        "Build addresses from the settings or from the connection's host, never from \
         X-Forwarded-Host.",
    )
    .docs(HOSTS),
    Rule::new(
        "hosts.local_only",
        Warning,
        "Only names of this machine are allowed.",
    )
    .docs(HOSTS),
    Rule::new(
        "hosts.own_refused",
        Error,
        "No page is to be had at the service's own host: visitors get errors.",
    )
    .hint(
        "Build the whole hardening layer with the settings that are checked, and name a page that \
         there is.",
    )
    .docs(HOSTS),
    Rule::new(
        "https.host_not_allowed",
        Warning,
        "Visitors are redirected to a host that is then refused.",
    )
    .hint("Set SECURE_SSL_HOST to a host of ALLOWED_HOSTS, or allow it there.")
    .docs(HTTPS),
    Rule::new(
        "https.loop",
        Error,
        "A request that came by HTTPS is redirected to itself, so that no page is ever shown.",
    )
    .hint("Take out the redirect that does not know the connection's scheme.")
    .docs(HTTPS),
    Rule::new(
        "https.not_redirected",
        Error,
        "A page is answered over plain HTTP: some part of the service is outside of the redirect.",
    )
    .alias("security.W008")
    .hint("Put the hardening layer outermost, and keep SECURE_REDIRECT_EXEMPT narrow.")
    .docs(HTTPS),
    Rule::new(
        "https.off",
        Warning,
        "Plain HTTP is answered: whoever is on the way can read and change everything.",
    )
    .alias("security.W008")
    .hint("Set SECURE_SSL_REDIRECT=true; SECURE_REDIRECT_EXEMPT spares single paths.")
    .docs(HTTPS),
    Rule::new(
        "protected.cacheable",
        Warning,
        "A page that is not for everybody may be kept by a cache on the way, which gives it to \
         others.",
    )
    .hint("Answer it with Cache-Control: no-store."),
    Rule::new(
        "protected.open",
        Error,
        "A page that is not for everybody is answered to whoever asks: it is outside of what asks \
         who they are.",
    )
    .hint("Put the layer that authenticates around it, what is merged and nested included."),
    Rule::new(
        "proxies.any_peer",
        Error,
        "Forwarding headers are believed without a look at who sends them.",
    )
    .hint("Set TRUSTED_PROXIES to the addresses of the proxies, such as 10.0.0.0/8.")
    .docs(PROXIES),
    Rule::new(
        "proxies.redirect_loop",
        Error,
        "What comes through a trusted proxy by HTTPS is redirected again and again.",
    )
    .hint(
        "Say where the server keeps the peer's address, and have the proxy set the headers that \
         are read.",
    )
    .docs(PROXIES),
    Rule::new(
        "proxies.stranger_believed",
        Error,
        "Anybody can pretend to have come by HTTPS, or from another address.",
    )
    .hint("Read forwarded headers from the peers of TRUSTED_PROXIES alone.")
    .docs(PROXIES),
    Rule::new(
        "proxies.trust_everyone",
        Error,
        "Forwarding headers of every peer are believed: clients choose their own address.",
    )
    .hint("Set TRUSTED_PROXIES to the addresses of the proxies, such as 10.0.0.0/8.")
    .docs(PROXIES),
];

const CSRF: &str = "https://developer.mozilla.org/docs/Web/Security/Attacks/CSRF";

const HOSTS: &str =
    "https://docs.djangoproject.com/en/stable/topics/security/#host-header-validation";

const HTTPS: &str = "https://docs.djangoproject.com/en/stable/topics/security/#ssl-https";

const PROXIES: &str = "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Forwarded";
