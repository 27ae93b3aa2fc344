//! Did the issuer take a certificate back?

use crate::crl::Crl;
use crate::{Certificate, Fault, FaultKind, name};

/// The list, if it is the issuer's, does not hold the serial number (RFC 5280 §6.3.3). Whether the list is good is
/// [`Crl::verify`].
pub fn not_revoked(certificate: &Certificate, list: &Crl) -> Result<(), Fault> {
    let revoked = name::same(certificate.issuer(), list.issuer()) && list.revokes(certificate.serial());
    Fault::unless(!revoked, FaultKind::Revoked, || {
        format!("serial number {} is on the list of {}", hex::encode(certificate.serial()), certificate.issuer_text())
    })
}
