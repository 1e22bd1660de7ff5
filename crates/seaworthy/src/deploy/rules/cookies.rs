//! Cookies, of the application and of sessions.

use seaworthy_check::Level::Warning;
use seaworthy_check::Rule;

pub(super) const RULES: [Rule; 12] = [
    Rule::new(
        "cookies.dropped",
        Warning,
        "A cookie has a prefix or attributes that browsers refuse together: it is never stored.",
    )
    .hint(
        "Send it with Secure; the prefix of a host's own cookie also asks for Path=/ and for no \
         Domain.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.http_only_off",
        Warning,
        "Cookies of the application stay readable for scripts, also for one that is smuggled in.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.no_samesite",
        Warning,
        "A cookie leaves it to the browser whether it comes along with requests from other sites.",
    )
    .hint("Put the hardening layer around what sets the cookie, or set SameSite=Lax there.")
    .docs(COOKIES),
    Rule::new(
        "cookies.not_httponly",
        Warning,
        "Scripts can read a cookie, also one that is smuggled in.",
    )
    .hint(
        "Put the hardening layer around what sets the cookie, or list it in \
         COOKIES_HTTPONLY_EXCEPT.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.not_secure",
        Warning,
        "A cookie travels over plain HTTP too, where everybody on the way can read it.",
    )
    .hint(
        "Put the hardening layer around what sets the cookie, or list it in \
         COOKIES_SECURE_EXCEPT.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.off",
        Warning,
        "Cookies of the application are sent as handlers and libraries set them.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.same_site_none",
        Warning,
        "Cookies come along with every request from other sites.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.same_site_off",
        Warning,
        "Cookies leave it to the browser whether they come along with requests from other sites.",
    )
    .docs(COOKIES),
    Rule::new(
        "cookies.secure_off",
        Warning,
        "Cookies of the application travel over plain HTTP too.",
    )
    .docs(COOKIES),
    Rule::new(
        "csrf_cookie.not_secure",
        Warning,
        "The cookie against cross-site requests travels over plain HTTP too, where it can be read \
         and replaced.",
    )
    .alias("security.W016")
    .docs(COOKIES),
    Rule::new(
        "session_cookie.not_httponly",
        Warning,
        "Scripts can read the session cookie: one that is smuggled in takes the session over.",
    )
    .alias("security.W015")
    .docs(COOKIES),
    Rule::new(
        "session_cookie.not_secure",
        Warning,
        "The session cookie travels over plain HTTP too: whoever reads it takes the session over.",
    )
    .alias("security.W012")
    .docs(COOKIES),
];

const COOKIES: &str = "https://developer.mozilla.org/docs/Web/HTTP/Guides/Cookies";
