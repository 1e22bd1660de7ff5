use super::*;

fn judged(target: &str, hosts: &[&[u8]]) -> Result<Connection, HostRefusal> {
    let mut request = Request::builder().uri(target);
    for &host in hosts {
        request = request.header(HOST, host);
    }
    verdict(request.body(()).unwrap())
}

fn verdict(mut request: Request<()>) -> Result<Connection, HostRefusal> {
    let patterns = [".example.com", "192.0.2.0/24"].map(|text| text.parse().unwrap());
    let exempt = ["/live", "/health/*"].map(|text| text.parse().unwrap());
    let policy = Hosts {
        patterns: patterns.into(),
        exempt: exempt.into(),
    };
    match policy.judge(&mut request) {
        Verdict::Forward(()) => Ok(Connection::of(request.extensions()).unwrap().clone()),
        Verdict::Reply(reply) => {
            assert_eq!(reply.status(), 400);
            Err(*reply.extensions().get().unwrap())
        }
    }
}

#[test]
fn the_host_is_kept_as_it_was_sent() {
    for host in ["www.example.com", "WWW.Example.com.:8443", "192.0.2.7:80"] {
        let connection = judged("/", &[host.as_bytes()]).unwrap();
        assert_eq!(connection.host.unwrap().as_str(), host);
        assert_eq!(connection.scheme, Scheme::Http, "nobody said otherwise");
    }
}

#[test]
fn the_target_of_http_2_is_a_host_too() {
    let connection = judged("https://www.example.com/", &[]).unwrap();
    assert_eq!(connection.host.unwrap(), "www.example.com");
    for (target, host) in [
        ("https://www.example.com/", "WWW.example.com"),
        ("https://www.example.com:443/", "www.example.com"),
        ("http://www.example.com/", "www.example.com:80"),
    ] {
        assert!(
            judged(target, &[host.as_bytes()]).is_ok(),
            "{target} {host}"
        );
    }
}

#[test]
fn two_different_hosts_are_refused_even_if_both_are_allowed() {
    for (target, host) in [
        ("https://a.example.com/", "b.example.com"),
        ("https://a.example.com/", "evil.test"),
        ("https://evil.test/", "a.example.com"),
        ("https://a.example.com/", "a.example.com:80"),
        ("http://a.example.com/", "a.example.com:443"),
        ("http://a.example.com/", "a.example.com."),
    ] {
        let refused = judged(target, &[host.as_bytes()]);
        assert_eq!(refused, Err(HostRefusal::Contradiction), "{target} {host}");
    }
}

#[test]
fn every_other_host_is_refused_for_its_reason() {
    for (target, hosts, reason) in [
        ("/", &[][..], HostRefusal::Missing),
        ("/", &[&b""[..]], HostRefusal::Malformed),
        ("/", &[b"evil.test"], HostRefusal::NotAllowed),
        ("/", &[b"example.com.evil.test"], HostRefusal::NotAllowed),
        ("/", &[b"www.example.com@evil.test"], HostRefusal::Malformed),
        ("/", &[b"www.example.com/"], HostRefusal::Malformed),
        (
            "/",
            &[b"www.example.com, evil.test"],
            HostRefusal::Malformed,
        ),
        ("/", &[b"www.example.com\xff"], HostRefusal::Malformed),
        (
            "/",
            &[b"www.example.com", b"www.example.com"],
            HostRefusal::Several,
        ),
        (
            "https://www.example.com/",
            &[b"www.example.com", b"evil.test"],
            HostRefusal::Several,
        ),
        ("https://user@www.example.com/", &[], HostRefusal::Malformed),
        (
            "https://www.example.com/",
            &[b"www.example.com@evil.test"],
            HostRefusal::Malformed,
        ),
        ("https://evil.test/", &[], HostRefusal::NotAllowed),
    ] {
        assert_eq!(judged(target, hosts), Err(reason), "{target} {hosts:?}");
    }
}
#[test]
fn an_exempt_path_lets_any_well_formed_host_in_but_keeps_none() {
    for (target, host) in [
        ("/live", "evil.test"),
        ("/live?verbose", "10.0.0.7:8000"),
        ("/health/db", "[::1]"),
        ("http://evil.test/live", "evil.test:80"),
    ] {
        let connection = judged(target, &[host.as_bytes()]).unwrap();
        assert_eq!(connection.host, None, "{target} {host}");
    }
    let connection = judged("/live", &[b"www.example.com"]).unwrap();
    assert_eq!(connection.host.unwrap(), "www.example.com");

    // Nor does it keep what somebody further out thought.
    let mut connection = Connection::new(Scheme::Https);
    connection.host = Some(Authority::from_static("elsewhere.test"));
    let request = Request::get("/live")
        .header(HOST, "evil.test")
        .extension(connection);
    let connection = verdict(request.body(()).unwrap()).unwrap();
    assert_eq!(connection, Connection::new(Scheme::Https));
}

#[test]
fn an_exempt_path_excuses_nothing_else() {
    for (target, hosts, reason) in [
        ("/live", &[][..], HostRefusal::Missing),
        ("/live", &[&b"evil.test/"[..]], HostRefusal::Malformed),
        ("/live", &[b""], HostRefusal::Malformed),
        ("/live", &[b"evil.test", b"evil.test"], HostRefusal::Several),
        (
            "http://evil.test/live",
            &[b"www.example.com"],
            HostRefusal::Contradiction,
        ),
        ("/live/", &[b"evil.test"], HostRefusal::NotAllowed),
        ("//live", &[b"evil.test"], HostRefusal::NotAllowed),
        ("/%6cive", &[b"evil.test"], HostRefusal::NotAllowed),
        ("/", &[b"evil.test"], HostRefusal::NotAllowed),
    ] {
        assert_eq!(judged(target, hosts), Err(reason), "{target} {hosts:?}");
    }
}

#[test]
fn another_protocol_is_exempt_nowhere() {
    let handshake = |host: &str| {
        let request = Request::get("/live").header(UPGRADE, "websocket");
        verdict(request.header(HOST, host).body(()).unwrap())
    };
    assert_eq!(handshake("evil.test"), Err(HostRefusal::NotAllowed));
    assert!(handshake("www.example.com").is_ok());
    let extended = Request::connect("http://evil.test/live").body(()).unwrap();
    assert_eq!(verdict(extended), Err(HostRefusal::NotAllowed));
}
