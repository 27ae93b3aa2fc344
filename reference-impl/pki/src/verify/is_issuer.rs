//! Does a certificate belong to an issuer?

use crate::{Certificate, Fault, FaultKind};

/// BasicConstraints says that the subject issues certificates (RFC 5280 §4.2.1.9).
pub fn is_issuer(certificate: &Certificate) -> Result<(), Fault> {
    Fault::unless(certificate.is_ca(), FaultKind::BasicConstraints, || {
        format!("{} is not the certificate of an issuer", certificate.subject_text())
    })
}

/// BasicConstraints is absent, or says that the subject issues none.
pub fn is_no_issuer(certificate: &Certificate) -> Result<(), Fault> {
    Fault::unless(!certificate.is_ca(), FaultKind::BasicConstraints, || {
        format!("{} is the certificate of an issuer", certificate.subject_text())
    })
}
