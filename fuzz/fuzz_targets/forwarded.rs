//! `Forwarded`: whatever a client sends before the element that its proxy appends, it does not say
//! who it is, nor that it came over HTTPS.
#![no_main]

use std::net::IpAddr;
use std::sync::LazyLock;

use http::{HeaderValue, Request};
use libfuzzer_sys::fuzz_target;
use seaworthy_gate::{Config, Peer, Proxies};
use seaworthy_policy::{Connection, Policy};

static PROXIES: LazyLock<Proxies> = LazyLock::new(|| {
    let mut config = Config::new([".example.com"]);
    config.trusted_proxies = vec!["127.0.0.1".to_owned()];
    config.use_forwarded = true;
    config.build().unwrap().proxies
});

fuzz_target!(|data: &[u8]| {
    let client: IpAddr = [192, 0, 2, 1].into();
    let appended = b"for=192.0.2.1;proto=http";
    let one_line = [data, b", ", appended].concat();
    for lines in [vec![&one_line[..]], vec![data, appended]] {
        let mut request = Request::new(());
        for line in lines {
            let Ok(line) = HeaderValue::from_bytes(line) else {
                return;
            };
            request.headers_mut().append("forwarded", line);
        }
        let peer = Peer::ip([127, 0, 0, 1].into());
        request.extensions_mut().insert(peer);
        let _ = PROXIES.judge(&mut request);
        let connection = Connection::of(request.extensions()).unwrap();
        assert!(!connection.is_secure(), "{connection:?}");
        // An open quote of the client's swallows what the proxy appends: then nobody is known.
        assert!(
            connection.client.is_none_or(|found| found == client),
            "{connection:?}"
        );
    }
});
