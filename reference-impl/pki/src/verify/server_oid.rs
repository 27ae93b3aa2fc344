//! Which server is a certificate of?

use crate::{Certificate, Fault, FaultKind};

/// SubjectAltName has a registeredID, the OID of the server (SGP.22 §4.5.2.1).
pub fn names_server(certificate: &Certificate) -> Result<(), Fault> {
    Fault::unless(certificate.san_registered_id_der().is_some(), FaultKind::ServerOid, || {
        format!("{} names no server by its OID", certificate.subject_text())
    })
}

/// Both name a server, and the same one: CERT.DPpb and CERT.DPauth of an SM-DP+ (SGP.22 §5.7.5).
pub fn same_server(certificate: &Certificate, other: &Certificate) -> Result<(), Fault> {
    names_server(certificate)?;
    names_server(other)?;
    let same = certificate.san_registered_id_der() == other.san_registered_id_der();
    let shown = |it: &Certificate| it.san_registered_id().unwrap_or_else(|| "none that can be read".into());
    Fault::unless(same, FaultKind::ServerOid, || format!("OID {}, not {}", shown(certificate), shown(other)))
}
