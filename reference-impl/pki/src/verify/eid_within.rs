//! May this EUM issue for this EID?

use crate::{Certificate, Fault, FaultKind};

/// The EID in the subject of CERT.EUICC begins with an EIN of CERT.EUM, and the organisation is the one permitted
/// (SGP.22 §4.5.2.1.0.3). The rule is not that of RFC 5280, which knows no beginnings of serial numbers. An EIN in
/// `permittedEins` counts as well; the organisation is then that of the EUM. A CERT.EUM that permits nothing is refused.
pub fn eid_within(eum: &Certificate, euicc: &Certificate) -> Result<(), Fault> {
    let refuse = |detail: String| Err(Fault::new(FaultKind::NameConstraints, detail));
    let Some(eid) = euicc.subject_serial_number() else {
        return refuse("CERT.EUICC names no EID".into());
    };
    let organization = euicc.subject_organization();
    let constraints = eum.name_constraints();
    let permitted_eins = eum.permitted_eins();
    if constraints.is_empty() && permitted_eins.is_empty() {
        return refuse("CERT.EUM permits no EID".into());
    }
    let within = |ein: &str| !ein.is_empty() && eid.starts_with(ein);
    let permitted = constraints.iter().any(|subtree| {
        let in_range = subtree.serial_number.as_deref().is_some_and(within);
        in_range && (subtree.organization.is_none() || subtree.organization == organization)
    });
    let by_ein = permitted_eins.iter().any(|ein| within(ein)) && organization == eum.subject_organization();
    if permitted || by_ein {
        return Ok(());
    }
    let eins = constraints.into_iter().filter_map(|subtree| subtree.serial_number).chain(permitted_eins);
    refuse(format!(
        "EID {eid} of {} is outside what {} may issue for: {}",
        organization.unwrap_or_default(),
        eum.subject_organization().unwrap_or_default(),
        eins.collect::<Vec<_>>().join(", ")
    ))
}
