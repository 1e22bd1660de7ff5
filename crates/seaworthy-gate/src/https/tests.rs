use http::header::UPGRADE;
use http::uri::Authority;
use seaworthy_policy::Scheme;

use super::*;

fn https(host: Option<&str>, exempt: &[&str]) -> Https {
    Https {
        host: host.map(Into::into),
        port: "".into(),
        exempt: exempt
            .iter()
            .map(|pattern| pattern.parse().unwrap())
            .collect(),
        loop_warning: Throttle::new(),
    }
}

fn request(method: &str, target: &str, scheme: Scheme) -> Request<()> {
    let mut connection = Connection::new(scheme);
    connection.host = Some(Authority::from_static("www.example.com:8080"));
    let request = Request::builder()
        .method(method)
        .uri(target)
        .extension(connection);
    request.body(()).unwrap()
}

fn reply(policy: &Https, mut request: Request<()>) -> Response<()> {
    match policy.judge(&mut request) {
        Verdict::Reply(reply) => reply,
        Verdict::Forward(()) => panic!("{request:?} was forwarded"),
    }
}

fn location(policy: &Https, request: Request<()>) -> String {
    let reply = reply(policy, request);
    reply.headers()[LOCATION].to_str().unwrap().to_owned()
}

#[test]
fn what_is_secure_or_exempt_comes_in() {
    let policy = https(None, &["/live"]);
    let secure = request("GET", "/", Scheme::Https);
    let exempt = request("GET", "/live?verbose", Scheme::Http);
    for mut request in [secure, exempt] {
        assert!(
            matches!(policy.judge(&mut request), Verdict::Forward(())),
            "{request:?}"
        );
    }
}

#[test]
fn only_get_and_head_may_change_their_method_on_the_way() {
    for (method, status) in [
        ("GET", 301),
        ("HEAD", 301),
        ("POST", 308),
        ("PUT", 308),
        ("OPTIONS", 308),
        ("PROPFIND", 308),
    ] {
        let reply = reply(&https(None, &[]), request(method, "/", Scheme::Http));
        assert_eq!(reply.status(), status, "{method}");
    }
}

#[test]
fn path_and_query_stay_as_they_were_sent() {
    for target in [
        "/",
        "/a/../b//c/",
        "//evil.test/x",
        "/\\evil.test",
        "/%2F%0d%0aset-cookie:a=b?x=%0A&y=//evil.test",
        "/@evil.test",
        "/.evil.test",
        "/?",
        "/a?b?c",
    ] {
        let location = location(&https(None, &[]), request("GET", target, Scheme::Http));
        assert_eq!(location, format!("https://www.example.com{target}"));
    }
}

#[test]
fn an_absolute_target_without_a_path_leads_to_the_root() {
    let policy = https(None, &[]);
    for (target, expected) in [
        ("http://www.example.com:8080", "https://www.example.com/"),
        (
            "http://www.example.com:8080?a",
            "https://www.example.com/?a",
        ),
    ] {
        assert_eq!(
            location(&policy, request("GET", target, Scheme::Http)),
            expected
        );
    }
}

#[test]
fn a_fixed_host_is_taken_as_it_is() {
    let policy = https(Some("secure.example.com:8443"), &[]);
    let mut request = request("GET", "/a", Scheme::Http);
    assert_eq!(
        location(&policy, request.clone()),
        "https://secure.example.com:8443/a"
    );
    request.extensions_mut().clear();
    assert_eq!(
        location(&policy, request),
        "https://secure.example.com:8443/a"
    );
}

#[test]
fn what_cannot_be_redirected_is_refused() {
    let mut hostless = request("GET", "/", Scheme::Http);
    hostless
        .headers_mut()
        .insert("host", HeaderValue::from_static("evil.test"));
    *hostless.extensions_mut().get_mut().unwrap() = Connection::new(Scheme::Http);
    let mut unknown = request("GET", "http://evil.test/", Scheme::Http);
    unknown.extensions_mut().clear();
    let mut websocket = request("GET", "/", Scheme::Http);
    websocket
        .headers_mut()
        .insert(UPGRADE, HeaderValue::from_static("websocket"));
    let mut several = request("GET", "/", Scheme::Http);
    several
        .headers_mut()
        .insert(UPGRADE, HeaderValue::from_static("h2c, WebSocket"));
    for (request, reason, status) in [
        (hostless, HttpsRefusal::Host, 400),
        (unknown, HttpsRefusal::Host, 400),
        (
            request("OPTIONS", "*", Scheme::Http),
            HttpsRefusal::Target,
            400,
        ),
        (
            request("CONNECT", "http://www.example.com/chat", Scheme::Http),
            HttpsRefusal::Upgrade,
            403,
        ),
        (websocket, HttpsRefusal::Upgrade, 403),
        (several, HttpsRefusal::Upgrade, 403),
    ] {
        let reply = reply(&https(None, &[]), request);
        assert_eq!(reply.status(), status);
        assert_eq!(reply.extensions().get(), Some(&reason));
        assert!(!reply.headers().contains_key(LOCATION));
    }
}

#[test]
fn an_offer_of_http_2_is_redirected_like_any_request() {
    let mut offer = request("GET", "/", Scheme::Http);
    offer
        .headers_mut()
        .insert(UPGRADE, HeaderValue::from_static("h2c"));
    assert_eq!(reply(&https(None, &[]), offer).status(), 301);
}

#[test]
fn the_port_that_answers_https_is_named_unless_it_is_its_own() {
    for (host, port, expected) in [
        (None, None, "www.example.com"),
        (None, Some(443), "www.example.com"),
        (None, Some(8443), "www.example.com:8443"),
        (Some("a.example"), Some(443), "a.example"),
        (Some("a.example"), Some(8443), "a.example:8443"),
        (Some("a.example:8443"), Some(8443), "a.example:8443"),
        (Some("[::1]"), Some(8443), "[::1]:8443"),
    ] {
        let mut config = crate::Config::new(["www.example.com"]);
        config.ssl_host = host.map(str::to_owned);
        config.ssl_port = port;
        let policy = config.build().unwrap().https.unwrap();
        let location = location(&policy, request("GET", "/a", Scheme::Http));
        assert_eq!(location, format!("https://{expected}/a"));
    }
}
