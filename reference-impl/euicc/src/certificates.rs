//! Certificates as the eUICC verifies them: without a clock (SGP.22 §5.7.13, §5.7.5).

use crate::euicc::Euicc;
use crate::identity::SigningIdentity;
use crate::rules;
use rsp_conduct::{Check, Refusal};
use rsp_pki::{Certificate, Role, verify};

/// The checks of one kind of server certificate.
pub(crate) struct CertificateRules {
    pub signature: &'static Check,
    pub role: &'static Check,
    pub key_usage: &'static Check,
    pub extensions: &'static Check,
    pub not_revoked: &'static Check,
}

/// A refusal with the one error name that certificates have.
fn invalid(outcome: Result<(), rsp_pki::Fault>) -> Result<(), Refusal> {
    outcome.map_err(|fault| Refusal::new("invalidCertificate", fault.detail))
}

impl Euicc {
    /// Judges a server's certificate under this CI: signature, role, key usage, extensions, revocation. Without a CI
    /// there is no key to verify with; the check for the CI has said so.
    pub(crate) fn judge_server_certificate(
        &self,
        certificate: &Certificate,
        ci: Option<&Certificate>,
        rules: &CertificateRules,
        roles: &[Role],
    ) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let signed = ci.map_or(Ok(()), |ci| verify::signed_by(certificate, ci));
        conduct.judge(rules.signature, invalid(signed))?;
        let mut outcomes = roles.iter().map(|role| verify::fits_role(certificate, *role));
        let first = outcomes.next().unwrap_or(Ok(()));
        let role = if first.is_err() && outcomes.any(|outcome| outcome.is_ok()) { Ok(()) } else { first };
        conduct.judge(rules.role, invalid(role))?;
        conduct.judge(rules.key_usage, invalid(verify::key_usage(certificate, Role::DpAuth)))?;
        conduct.judge(rules.extensions, invalid(verify::no_unknown_critical(certificate)))?;
        let lists = self.state.crls.iter().flat_map(|crl| crl.lists());
        let revoked = lists.map(|list| verify::not_revoked(certificate, &list)).find(Result::is_err);
        conduct.judge(rules.not_revoked, invalid(revoked.unwrap_or(Ok(()))))
    }

    /// CERT.EUICC and CERT.EUM as they are sent.
    pub(crate) fn shaped_certificates(&self, identity: &SigningIdentity) -> (Vec<u8>, Vec<u8>) {
        let mut euicc = identity.euicc_certificate.clone();
        self.context.conduct.shape(&rules::EUICC_CERTIFICATE, &mut euicc);
        let mut eum = identity.eum_certificate.clone();
        self.context.conduct.shape(&rules::EUM_CERTIFICATE, &mut eum);
        (euicc, eum)
    }
}
