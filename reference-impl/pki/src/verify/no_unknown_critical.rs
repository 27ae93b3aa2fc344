//! Does a certificate ask for something that is not known?

use crate::{Certificate, Fault, FaultKind};

/// Every critical extension is one that is processed here (RFC 5280 §4.2).
pub fn no_unknown_critical(certificate: &Certificate) -> Result<(), Fault> {
    let unknown = certificate.unknown_critical_extensions();
    Fault::unless(unknown.is_empty(), FaultKind::UnknownCritical, || {
        format!("critical extension not known: {}", unknown.join(", "))
    })
}
