//! May a key be used for what its holder does with it?

use crate::{Certificate, Fault, FaultKind, KeyUsage, Role};

/// KeyUsage is there and has the bit of the role: `keyCertSign` for CI and EUM, `digitalSignature` for the others
/// (RFC 5280 §4.2.1.3; SGP.22 §4.5.2.1.0).
pub fn key_usage(certificate: &Certificate, role: Role) -> Result<(), Fault> {
    let (bit, name) = if role.issues() {
        (KeyUsage::KEY_CERT_SIGN, "keyCertSign")
    } else {
        (KeyUsage::DIGITAL_SIGNATURE, "digitalSignature")
    };
    match certificate.key_usage() {
        None => Err(Fault::new(FaultKind::KeyUsage, "no KeyUsage")),
        Some(usage) => Fault::unless(usage.contains(bit), FaultKind::KeyUsage, || {
            format!("KeyUsage {:04X} lacks {name}, which {role} needs", usage.0)
        }),
    }
}
