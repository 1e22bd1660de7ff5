use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    ClientConfig, DigitallySignedStruct, Error as TlsError, SignatureScheme,
};

use super::certificate::der::Validity;
use super::certificate::{Fault, judged, numbered};
use super::net::{Turn, connected};
use crate::moment::since_epoch;
use crate::{Check, Passed};

impl Check {
    /// Whether the certificates that a host presents are valid now, and for so many days more;
    /// else as [`Check::certificate`].
    ///
    /// It connects to `host:port` over TLS, sends nothing, and looks at the dates alone: whether
    /// the certificate is the host's, and who issued it, is for those to ask who send something.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use seaworthy_health::{Check, Criticality, Mode};
    ///
    /// let mut check = Check::tls("certificate", "www.example.com:443", 21);
    /// check.criticality = Criticality::Degraded;
    /// check.mode = Some(Mode::polled(Duration::from_secs(3600)));
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn tls(name: impl Into<String>, address: impl Into<String>, days: u32) -> Self {
        let (address, turn) = (address.into(), Turn::default());
        Self::new(name, move || {
            let (address, turn) = (address.clone(), Arc::clone(&turn));
            async move { look(turn, address, days).await }
        })
    }
}

async fn look(turn: Turn, address: String, days: u32) -> Result<Passed, Fault> {
    let presented = presented(turn, address).await?;
    let found = presented
        .iter()
        .map(|certificate| Validity::of(certificate));
    judged(
        &numbered(found.collect())?,
        since_epoch(SystemTime::now()),
        days,
    )
}

/// The certificates that a host presents, its own first.
async fn presented(turn: Turn, address: String) -> io::Result<Vec<CertificateDer<'static>>> {
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
    let host = address.rsplit_once(':').map_or(&*address, |(host, _)| host);
    let host = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let name = ServerName::try_from(host).map_err(|error| invalid(error.to_string()))?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Onlooker))
        .with_no_client_auth();
    let stream = connected(turn, address).await?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    let (_, connection) = stream.get_ref();
    let presented = connection.peer_certificates().unwrap_or_default();
    Ok(presented.to_vec())
}

/// Lets every certificate pass, for its dates are what is asked and nothing is entrusted to it.
#[derive(Debug)]
struct Onlooker;

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
