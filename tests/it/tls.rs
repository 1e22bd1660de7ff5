//! A server that ends TLS, with a certificate of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertifiedKey, PublicKeyData as _, generate_simple_self_signed};
use tokio::io;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::server::TlsStream;

/// A running server; it ends when it goes out of scope.
pub(crate) struct Tls {
    /// The port of this machine that it listens on.
    pub(crate) port: u16,
    /// The digest of the key that its certificate is for, in Base64.
    pub(crate) key: String,
    /// Its certificate, as PEM.
    pub(crate) certificate: String,
    _runtime: Runtime,
}

impl Tls {
    /// Serves an application under this name, on a port that is free.
    pub(crate) fn serve(name: &str, app: Router) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed([name.to_owned()]).unwrap();
        let digest = hmac_sha256::Hash::hash(&signing_key.subject_public_key_info());
        let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key.into())
            .unwrap();
        let runtime = Runtime::new().unwrap();
        let (listener, port) = runtime.block_on(async {
            let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = tcp.local_addr().unwrap();
            let (sender, ready) = channel(16);
            tokio::spawn(accept(tcp, TlsAcceptor::from(Arc::new(config)), sender));
            (Listener { address, ready }, address.port())
        });
        runtime.spawn(async { axum::serve(listener, app).await });
        Self {
            port,
            key: STANDARD.encode(digest),
            certificate: cert.pem(),
            _runtime: runtime,
        }
    }
}

/// Connections whose handshakes are done; one that hangs does not hold up the others.
struct Listener {
    address: SocketAddr,
    ready: Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl axum::serve::Listener for Listener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn accept(
    tcp: TcpListener,
    tls: TlsAcceptor,
    ready: Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    while let Ok((stream, peer)) = tcp.accept().await {
        let (handshake, ready) = (tls.accept(stream), ready.clone());
        tokio::spawn(async move {
            // Who speaks plain HTTP here is cut off.
            if let Ok(stream) = handshake.await {
                let _ = ready.send((stream, peer)).await;
            }
        });
    }
}
