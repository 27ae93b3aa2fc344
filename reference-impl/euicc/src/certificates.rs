//! Certificates as the eUICC verifies them: without a clock (SGP.22 §5.7.13, §5.7.5).

use crate::euicc::Euicc;
use crate::identity::SigningIdentity;
use crate::rules;
use rsp_conduct::{Check, Refusal};
use rsp_pki::{Certificate, Role, verify};

/// A refusal with the error's number kept in its name; [`code`] finds it again.
pub(crate) fn invalid(outcome: Result<(), rsp_pki::Fault>) -> Result<(), Refusal> {
    outcome.map_err(|fault| Refusal::new("invalidCertificate", fault.detail))
}

/// The number of a named error of AuthenticateServer and PrepareDownload (SGP.22 §5.7.13, §5.7.5).
pub(crate) fn code(error: &str) -> u8 {
    match error {
        "invalidCertificate" => 1,
        "invalidSignature" => 2,
        "unsupportedCurve" => 3,
        "noSessionContext" => 4,
        "invalidTransactionId" | "invalidOid" => 5,
        "euiccChallengeMismatch" => 6,
        "ciPKUnknown" => 7,
        _ => 127,
    }
}

impl Euicc {
    /// Judges a server's certificate under this CI: signature, role, key usage.
    pub(crate) fn judge_server_certificate(
        &self,
        certificate: &Certificate,
        ci: &Certificate,
        checks: (&'static Check, &'static Check),
        roles: &[Role],
    ) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        conduct.judge(checks.0, invalid(verify::signed_by(certificate, ci)))?;
        let role = roles.iter().map(|role| verify::fits_role(certificate, *role)).find(Result::is_ok);
        let role = role.unwrap_or_else(|| verify::fits_role(certificate, roles[0]));
        conduct.judge(checks.1, invalid(role))?;
        conduct.judge(&rules::SERVER_CERTIFICATE_KEY_USAGE, invalid(verify::key_usage(certificate, roles[0])))
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
