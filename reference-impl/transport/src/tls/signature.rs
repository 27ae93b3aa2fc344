//! Handshake signatures over the peer's raw key. The ready-made functions of rustls read the leaf through
//! webpki and stop at critical extensions they do not know.

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer};
use rustls::{CertificateError, DigitallySignedStruct, Error, PeerMisbehaved};
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

fn public_key(certificate: &CertificateDer<'_>) -> Result<SubjectPublicKeyInfoOwned, Error> {
    let certificate = Certificate::from_der(certificate).map_err(|_| bad_encoding())?;
    Ok(certificate.tbs_certificate().subject_public_key_info().clone())
}

fn bad_encoding() -> Error {
    CertificateError::BadEncoding.into()
}

/// The signature of a TLS 1.3 CertificateVerify (RFC 8446 §4.4.3).
pub(super) fn tls13(
    message: &[u8],
    certificate: &CertificateDer<'_>,
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let key = public_key(certificate)?.to_der().map_err(|_| bad_encoding())?;
    verify_tls13_signature_with_raw_key(message, &SubjectPublicKeyInfoDer::from(key), signed, algorithms)
}

/// The signature of a TLS 1.2 ServerKeyExchange or CertificateVerify (RFC 8422 §5.4, RFC 5246 §7.4.8).
pub(super) fn tls12(
    message: &[u8],
    certificate: &CertificateDer<'_>,
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<HandshakeSignatureValid, Error> {
    let key = public_key(certificate)?;
    let mut algorithm = Vec::new();
    key.algorithm.oid.encode_to_vec(&mut algorithm).map_err(|_| bad_encoding())?;
    if let Some(parameters) = &key.algorithm.parameters {
        parameters.encode_to_vec(&mut algorithm).map_err(|_| bad_encoding())?;
    }
    let point = key.subject_public_key.as_bytes().ok_or_else(bad_encoding)?;
    let Some((_, candidates)) = algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme) else {
        return Err(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into());
    };
    // In TLS 1.2 a scheme does not say the curve: the key does.
    let fitting = candidates.iter().find(|candidate| candidate.public_key_alg_id().as_ref() == algorithm);
    let Some(fitting) = fitting else {
        return Err(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into());
    };
    match fitting.verify_signature(point, message, signed.signature()) {
        Ok(()) => Ok(HandshakeSignatureValid::assertion()),
        Err(_) => Err(CertificateError::BadSignature.into()),
    }
}
