//! A [`ChainPolicy`] in the places where rustls asks about certificates.

use super::policy::{ChainFault, ChainPolicy};
use super::{presented, signature};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};
use std::fmt;
use std::sync::Arc;

/// Verifies the other side by a policy.
pub(super) struct PolicyVerifier {
    policy: Arc<dyn ChainPolicy>,
    algorithms: WebPkiSupportedAlgorithms,
    issuers: Vec<DistinguishedName>,
    mandatory: bool,
}

impl PolicyVerifier {
    /// For clients `mandatory` says whether they must show a certificate.
    pub(super) fn new(policy: Arc<dyn ChainPolicy>, algorithms: WebPkiSupportedAlgorithms, mandatory: bool) -> Self {
        let issuers = policy.issuer_names().into_iter().map(DistinguishedName::from).collect();
        Self { policy, algorithms, issuers, mandatory }
    }
}

impl fmt::Debug for PolicyVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolicyVerifier").field("mandatory", &self.mandatory).finish_non_exhaustive()
    }
}

fn chain(leaf: &CertificateDer<'_>, others: &[CertificateDer<'_>]) -> Vec<Vec<u8>> {
    std::iter::once(leaf).chain(others).map(|certificate| certificate.to_vec()).collect()
}

fn decided(chain: &[Vec<u8>], decision: Result<(), ChainFault>) -> Result<(), Error> {
    presented::note(chain, decision.as_ref().err());
    decision.map_err(ChainFault::into_rustls)
}

fn seconds(now: UnixTime) -> i64 {
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

impl ServerCertVerifier for PolicyVerifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = chain(leaf, others);
        decided(&chain, self.policy.verify_server(&chain, &name.to_str(), seconds(now)))?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        signature::tls12(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        signature::tls13(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for PolicyVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.issuers
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let chain = chain(leaf, others);
        decided(&chain, self.policy.verify_client(&chain, seconds(now)))?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        signature::tls12(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        signature::tls13(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
