//! Is a key on a curve that is supported?

use crate::{Certificate, Fault, FaultKind};
use rsp_crypto::KeyError;

/// The subject's key can be read and is on a curve of SGP.22 (SGP.22 §2.6.7.1).
pub fn supported_key(certificate: &Certificate) -> Result<(), Fault> {
    certificate.public_key().map(|_| ()).map_err(|error| match error {
        KeyError::UnsupportedCurve(_) => Fault::new(FaultKind::Curve, error.to_string()),
        _ => Fault::new(FaultKind::Unreadable, error.to_string()),
    })
}

/// Both keys are on the same curve.
pub fn same_curve(certificate: &Certificate, other: &Certificate) -> Result<(), Fault> {
    supported_key(certificate)?;
    supported_key(other)?;
    let curve = |certificate: &Certificate| certificate.public_key().map(|key| key.curve()).ok();
    Fault::unless(curve(certificate) == curve(other), FaultKind::Curve, || {
        format!("keys of \"{}\" and \"{}\" are on different curves", certificate.subject_text(), other.subject_text())
    })
}
