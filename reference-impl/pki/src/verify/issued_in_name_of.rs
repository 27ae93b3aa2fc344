//! Does a certificate name this issuer and this key of it?

use crate::{Certificate, Fault, FaultKind, name};

/// The issuer's name is the subject of the issuer's certificate, and AuthorityKeyIdentifier, where it is there, is the
/// issuer's SubjectKeyIdentifier (RFC 5280 §6.1.3 (a)(4), §4.2.1.1). Says nothing about the signature.
pub fn issued_in_name_of(certificate: &Certificate, issuer: &Certificate) -> Result<(), Fault> {
    Fault::unless(name::same(certificate.issuer(), issuer.subject()), FaultKind::Issuer, || {
        format!("issued by \"{}\", not by \"{}\"", certificate.issuer_text(), issuer.subject_text())
    })?;
    match (certificate.authority_key_id(), issuer.subject_key_id()) {
        (Some(named), Some(held)) => Fault::unless(named == held, FaultKind::Issuer, || {
            format!("AuthorityKeyIdentifier {} is not the issuer's {}", hex::encode(named), hex::encode(held))
        }),
        _ => Ok(()),
    }
}
