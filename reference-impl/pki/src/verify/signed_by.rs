//! Is a certificate signed by this issuer's key?

use crate::certificate::SIGNATURE_ALGORITHM;
use crate::{Certificate, Fault, FaultKind};
use rsp_crypto::KeyError;

/// The signature over the received octets verifies with the issuer's key, and both algorithm fields say
/// `ecdsa-with-SHA256` (RFC 5280 §6.1.3 (a)(1); SGP.22 §2.6.7.2). Names are not looked at:
/// [`issued_in_name_of`](super::issued_in_name_of).
pub fn signed_by(certificate: &Certificate, issuer: &Certificate) -> Result<(), Fault> {
    verify_signed(certificate.algorithms(), certificate.tbs(), certificate.signature(), issuer)
}

/// The same for anything that is signed as certificates are.
pub(crate) fn verify_signed(
    (inner, outer): (&[u8], &[u8]),
    tbs: &[u8],
    signature: &[u8],
    issuer: &Certificate,
) -> Result<(), Fault> {
    for (algorithm, place) in [(inner, "inside"), (outer, "outside")] {
        Fault::unless(algorithm == SIGNATURE_ALGORITHM, FaultKind::Signature, || {
            format!("algorithm {place} the signed octets is not ecdsa-with-SHA256: {}", hex::encode(algorithm))
        })?;
    }
    let key = issuer.public_key().map_err(|error| {
        let kind =
            if matches!(error, KeyError::UnsupportedCurve(_)) { FaultKind::Curve } else { FaultKind::Unreadable };
        Fault::new(kind, format!("key of the issuer: {error}"))
    })?;
    key.verify_der(tbs, signature)
        .map_err(|error| Fault::new(FaultKind::Signature, format!("{error} (issuer {})", issuer.subject_text())))
}
