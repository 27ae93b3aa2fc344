//! Does a certificate say which key signed it?

use crate::{Certificate, Fault, FaultKind};

/// AuthorityKeyIdentifier is there: an eUICC that holds several CI keys finds the right one by it (SGP.22 §4.5.2.1;
/// RFC 5280 §4.2.1.1). Whether it is the issuer's is [`issued_in_name_of`](super::issued_in_name_of).
pub fn names_issuer_key(certificate: &Certificate) -> Result<(), Fault> {
    Fault::unless(certificate.authority_key_id().is_some(), FaultKind::Issuer, || {
        format!("{} names no key of its issuer", certificate.subject_text())
    })
}
