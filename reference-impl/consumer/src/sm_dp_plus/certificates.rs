//! CERT.EUM and CERT.EUICC as the SM-DP+ verifies them (SGP.22 §4.5.2, §5.6.3).

use super::{SmDpPlus, rules};
use rsp_conduct::Refusal;
use rsp_crypto::PublicKey;
use rsp_pki::{Certificate, Fault, FaultKind, Role, crl, verify};

/// The refusal of a step, if it failed.
fn refused(outcome: Result<(), Fault>, error: &'static str) -> Result<(), Refusal> {
    outcome.map_err(|fault| Refusal::new(error, fault.detail))
}

/// Steps that end in several kinds of fault are split, so that each kind is a check of its own.
fn only(outcome: &Result<(), Fault>, kind: FaultKind, error: &'static str) -> Result<(), Refusal> {
    match outcome {
        Err(fault) if fault.kind == kind => Err(Refusal::new(error, fault.detail.clone())),
        _ => Ok(()),
    }
}

impl SmDpPlus {
    /// Verifies the two certificates of an eUICC under one of our CIs; returns the EID and the eUICC's key.
    pub(super) async fn verify_euicc(
        &self,
        euicc: &Certificate,
        eum: &Certificate,
        ci: usize,
    ) -> Result<([u8; 16], PublicKey), Refusal> {
        let conduct = &self.context.conduct;
        let now = self.context.clock.now();
        let ci = &self.config.trust[ci];

        let negotiated = eum.authority_key_id().is_some_and(|id| id == ci.ci_pkid);
        conduct.judge(
            &rules::EUM_CI,
            Refusal::unless(negotiated, "ciPKUnknown", || "CERT.EUM was issued under another CI key".into()),
        )?;
        let invalid = "eumCertificateInvalid";
        conduct.judge(&rules::EUM_ISSUER, refused(verify::issued_in_name_of(eum, &ci.ci), invalid))?;
        conduct.judge(&rules::EUM_SIGNATURE, refused(verify::signed_by(eum, &ci.ci), invalid))?;
        let role = verify::fits_role(eum, Role::Eum);
        conduct.judge(&rules::EUM_ROLE, only(&role, FaultKind::Policy, invalid))?;
        conduct.judge(&rules::EUM_CA, refused(verify::is_issuer(eum), invalid))?;
        conduct.judge(&rules::EUM_KEY_USAGE, refused(verify::key_usage(eum, Role::Eum), invalid))?;
        conduct.judge(&rules::EUM_EXTENSIONS, refused(verify::no_unknown_critical(eum), invalid))?;
        let dates = verify::valid_at(eum, now);
        conduct.judge(&rules::EUM_EXPIRED, only(&dates, FaultKind::Expired, "eumCertificateExpired"))?;
        conduct.judge(&rules::EUM_NOT_YET_VALID, only(&dates, FaultKind::NotYetValid, invalid))?;
        if let Some(source) = &self.config.crl {
            let outcome = self.revocation(eum, &ci.ci, source.as_ref()).await;
            conduct.judge(&rules::EUM_REVOKED, outcome.map_err(|detail| Refusal::new(invalid, detail)))?;
        }

        let invalid = "euiccCertificateInvalid";
        conduct.judge(&rules::EUICC_ISSUER, refused(verify::issued_in_name_of(euicc, eum), invalid))?;
        conduct.judge(&rules::EUICC_SIGNATURE, refused(verify::signed_by(euicc, eum), invalid))?;
        let role = verify::fits_role(euicc, Role::Euicc);
        conduct.judge(&rules::EUICC_ROLE, only(&role, FaultKind::Policy, invalid))?;
        conduct.judge(&rules::EUICC_KEY_USAGE, refused(verify::key_usage(euicc, Role::Euicc), invalid))?;
        conduct.judge(
            &rules::EUICC_NOT_CA,
            Refusal::unless(!euicc.is_ca(), invalid, || "CERT.EUICC is the certificate of an issuer".into()),
        )?;
        conduct.judge(&rules::EUICC_EXTENSIONS, refused(verify::no_unknown_critical(euicc), invalid))?;
        let dates = verify::valid_at(euicc, now);
        conduct.judge(&rules::EUICC_EXPIRED, only(&dates, FaultKind::Expired, "euiccCertificateExpired"))?;
        conduct.judge(&rules::EUICC_NOT_YET_VALID, only(&dates, FaultKind::NotYetValid, invalid))?;
        let eid = super::eid_of(euicc.subject_serial_number().as_deref());
        let within = refused(verify::eid_within(eum, euicc), invalid);
        let named = eid.as_ref().map(|_| ()).map_err(|_| Refusal::new(invalid, "CERT.EUICC names no EID"));
        conduct.judge(&rules::EUICC_EID, within.and(named))?;

        let key = euicc.public_key();
        let known = key.as_ref().map(|_| ()).map_err(|error| Refusal::new(invalid, error.to_string()));
        conduct.judge(&rules::EUICC_CURVE, known)?;
        // A mutant that does not look goes on with the only other key there is.
        let key = key.or_else(|_| eum.public_key()).map_err(|error| Refusal::new(invalid, error.to_string()))?;
        Ok((eid.ok().flatten().unwrap_or_default(), key))
    }

    /// Asks the CI's list whether it revoked this certificate. A list that cannot be had revokes nothing.
    async fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        source: &dyn super::CrlSource,
    ) -> Result<(), String> {
        for uri in certificate.crl_distribution_points() {
            let Ok(octets) = source.fetch(&uri).await else { continue };
            let Ok(list) = crl::Crl::from_der(&octets) else { continue };
            if list.verify(issuer).is_err() {
                continue;
            }
            verify::not_revoked(certificate, &list).map_err(|fault| fault.detail)?;
        }
        Ok(())
    }
}

/// A certificate of a request, or the refusal that says why it is none.
pub(super) fn certificate(octets: &[u8], error: &'static str) -> Result<Certificate, Refusal> {
    Certificate::from_der(octets).map_err(|fault| Refusal::new(error, fault.to_string()))
}
