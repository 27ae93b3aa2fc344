//! Is a certificate issued for this role?

use crate::{Certificate, Fault, FaultKind, Role};

/// The policies name the role (SGP.22 §4.5.2.1). What the key may be used for is
/// [`key_usage`](super::key_usage), whether it issues is [`is_issuer`](super::is_issuer).
pub fn fits_role(certificate: &Certificate, role: Role) -> Result<(), Fault> {
    let policies = certificate.policies();
    Fault::unless(policies.iter().any(|policy| policy == role.oid()), FaultKind::Policy, || {
        let found = if policies.is_empty() { "none".into() } else { policies.join(", ") };
        format!("policy {} ({role}) is asked for, found: {found}", role.oid())
    })
}
