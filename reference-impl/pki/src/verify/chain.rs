//! Whole chains, for those who do not judge each step.

use super::*;
use crate::{Certificate, Fault, Role};

/// Every step for a certificate that the CI issued itself.
fn below(certificate: &Certificate, issuer: &Certificate, role: Role, now: i64) -> Result<(), Fault> {
    supported_key(certificate)?;
    issued_in_name_of(certificate, issuer)?;
    signed_by(certificate, issuer)?;
    fits_role(certificate, role)?;
    key_usage(certificate, role)?;
    no_unknown_critical(certificate)?;
    valid_at(certificate, now)?;
    if role.issues() { is_issuer(certificate) } else { is_no_issuer(certificate) }
}

/// CERT.EUICC and CERT.EUM under this CI: all steps but revocation (SGP.22 §4.5.2.2).
pub fn euicc_chain(euicc: &Certificate, eum: &Certificate, ci: &Certificate, now: i64) -> Result<(), Fault> {
    below(eum, ci, Role::Eum, now)?;
    below(euicc, eum, Role::Euicc, now)?;
    eid_within(eum, euicc)
}

/// A server's certificate under this CI: all steps but revocation.
pub fn leaf_of_ci(leaf: &Certificate, ci: &Certificate, role: Role, now: i64) -> Result<(), Fault> {
    below(leaf, ci, role, now)
}
