//! Is a certificate valid at this time?

use crate::{Certificate, Fault, FaultKind};

/// `now`, in seconds since the epoch, is neither before notBefore nor after notAfter (RFC 5280 §4.1.2.5).
pub fn valid_at(certificate: &Certificate, now: i64) -> Result<(), Fault> {
    Fault::unless(now >= certificate.not_before(), FaultKind::NotYetValid, || {
        format!(
            "valid from {}, which is {} s after {now}",
            certificate.not_before(),
            certificate.not_before().saturating_sub(now)
        )
    })?;
    Fault::unless(now <= certificate.not_after(), FaultKind::Expired, || {
        format!(
            "valid until {}, which is {} s before {now}",
            certificate.not_after(),
            now.saturating_sub(certificate.not_after())
        )
    })
}
