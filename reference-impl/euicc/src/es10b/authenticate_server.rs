//! ES10b.AuthenticateServer (SGP.22 §5.7.13).

use crate::certificates::CertificateRules;
use crate::codes;
use crate::euicc::Euicc;
use crate::rules;
use crate::session::{Server, Session};
use rsp_asn1::{AuthenticateServerRequest, tlv};
use rsp_conduct::Refusal;
use rsp_pki::{Certificate, Role};

/// The checks of CERT.DPauth and CERT.DSauth.
const CERTIFICATE: CertificateRules = CertificateRules {
    signature: &rules::SERVER_CERTIFICATE_SIGNATURE,
    role: &rules::SERVER_CERTIFICATE_ROLE,
    key_usage: &rules::SERVER_CERTIFICATE_KEY_USAGE,
    extensions: &rules::SERVER_CERTIFICATE_EXTENSIONS,
    not_revoked: &rules::SERVER_CERTIFICATE_NOT_REVOKED,
};

impl Euicc {
    /// Ends the session, and with it a package that is being loaded.
    pub(crate) fn end_session(&mut self) {
        self.session = Session::default();
        if self.state.installing.is_some() {
            self.state.installing = None;
        }
    }

    /// Verifies the server, then signs what the server wants to know. A refusal is the error alternative and
    /// ends the session.
    pub(crate) fn authenticate_server(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        let request: AuthenticateServerRequest = rsp_asn1::decode(payload).ok()?;
        let outcome = self.authenticated(&request);
        let conduct = self.context.conduct.clone();
        let mut response = match outcome {
            Ok(ok) => tlv::wrap(0xBF38, &[&tlv::wrap(0xA0, &[&ok])]),
            Err(refusal) => {
                if conduct.does(&rules::CLOSE_ON_ERROR) {
                    self.end_session();
                }
                let id = request.server_signed1.value().transaction_id.as_ref();
                let error =
                    [tlv::wrap(0x80, &[id]), tlv::wrap(0x02, &[&[codes::authenticate_server(&refusal)]])].concat();
                tlv::wrap(0xBF38, &[&tlv::wrap(0xA1, &[&error])])
            }
        };
        conduct.shape(&rules::AUTHENTICATE_SERVER_RESPONSE, &mut response);
        Some(response)
    }

    /// The content of AuthenticateResponseOk.
    fn authenticated(&mut self, request: &AuthenticateServerRequest) -> Result<Vec<u8>, Refusal> {
        let conduct = self.context.conduct.clone();
        let certificate = Certificate::from_der(request.server_certificate.octets())
            .map_err(|error| Refusal::new("invalidCertificate", error.to_string()))?;
        let key = certificate.public_key();
        let curve = key.as_ref().map(|_| ()).map_err(|error| Refusal::new("unsupportedCurve", error.to_string()));
        conduct.judge(&rules::SERVER_CURVE, curve)?;
        let key = key.map_err(|error| Refusal::new("undefinedError", error.to_string()))?;
        let issuer = certificate.authority_key_id().unwrap_or_default();
        let mut listed = self.identity.verification.iter();
        let ci = listed.find(|ci| ci.subject_key_id().is_some_and(|id| id == issuer)).cloned();
        conduct.judge(
            &rules::SERVER_CI,
            Refusal::unless(ci.is_some(), "invalidCertificate", || {
                "CERT.DPauth is of a CI that is not known here".into()
            }),
        )?;
        self.judge_server_certificate(&certificate, ci.as_ref(), &CERTIFICATE, &[Role::DpAuth, Role::DsAuth])?;
        let oid = certificate.san_registered_id_der();
        conduct.judge(
            &rules::SERVER_OID,
            Refusal::unless(oid.is_some(), "invalidCertificate", || "CERT.DPauth names no SM-DP+".into()),
        )?;

        let signed = request.server_signed1.value();
        let verified = key.verify(&[request.server_signed1.octets()], request.server_signature1.as_ref());
        conduct.judge(
            &rules::SERVER_SIGNATURE1,
            verified.map_err(|error| Refusal::new("invalidSignature", error.to_string())),
        )?;
        let challenge = self.session.challenge;
        conduct.judge(
            &rules::CHALLENGE_OUTSTANDING,
            Refusal::unless(challenge.is_some(), "noSessionContext", || "no challenge was asked for".into()),
        )?;
        let same = challenge.is_some_and(|challenge| signed.euicc_challenge.as_ref() == &challenge[..]);
        conduct.judge(
            &rules::EUICC_CHALLENGE,
            Refusal::unless(same, "euiccChallengeMismatch", || "serverSigned1 carries another challenge".into()),
        )?;
        let wanted = request.euicc_ci_pkid_to_be_used.as_ref();
        let candidates = &self.identity.signing;
        let honest = candidates.iter().position(|identity| identity.ci_pkid == wanted);
        conduct.judge(
            &rules::CI_PKID_TO_BE_USED,
            Refusal::unless(honest.is_some(), "ciPKUnknown", || "this eUICC has no certificate under that CI".into()),
        )?;
        let picked = conduct.choose(&rules::SIGNING_IDENTITY, candidates.len(), honest.or(Some(0)));
        let signing = picked.filter(|index| *index < candidates.len());
        let signing = signing.ok_or_else(|| Refusal::new("ciPKUnknown", "no identity was picked"))?;
        let identity = candidates[signing].clone();

        let info2 = self.info2();
        let mut euicc_signed1 = tlv::wrap(
            0x30,
            &[
                &tlv::wrap(0x80, &[signed.transaction_id.as_ref()]),
                &tlv::wrap(0x83, &[signed.server_address.as_bytes()]),
                &tlv::wrap(0x84, &[signed.server_challenge.as_ref()]),
                &info2,
                request.ctx_params1.octets(),
            ],
        );
        conduct.shape(&rules::EUICC_SIGNED1, &mut euicc_signed1);
        let mut signature = conduct.sign(&rules::EUICC_SIGNATURE1, &[&euicc_signed1], &identity.key);
        conduct.shape(&rules::EUICC_SIGNATURE1, &mut signature);
        let signature = tlv::wrap(0x5F37, &[&signature]);
        let (euicc, eum) = self.shaped_certificates(&identity);

        let challenge = if conduct.does(&rules::SPEND_CHALLENGE) { None } else { challenge };
        self.end_session();
        self.session = Session { challenge, ..Session::default() };
        self.session.server = Some(Server {
            transaction_id: signed.transaction_id.as_ref().to_vec(),
            address: signed.server_address.as_str().to_owned(),
            ci,
            certificate,
            signing,
            euicc_signature1: signature.clone(),
        });
        Ok([euicc_signed1, signature, euicc, eum].concat())
    }
}
