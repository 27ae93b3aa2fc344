//! ES10b.PrepareDownload (SGP.22 §5.7.5).

use crate::certificates::CertificateRules;
use crate::codes;
use crate::euicc::Euicc;
use crate::rules;
use crate::session::{KeptKey, Prepared};
use rsp_asn1::{PrepareDownloadRequest, tlv};
use rsp_conduct::Refusal;
use rsp_crypto::PrivateKey;
use rsp_pki::{Certificate, Role};

/// The checks of CERT.DPpb.
const CERTIFICATE: CertificateRules = CertificateRules {
    signature: &rules::SMDP_CERTIFICATE_SIGNATURE,
    role: &rules::SMDP_CERTIFICATE_ROLE,
    key_usage: &rules::SMDP_CERTIFICATE_KEY_USAGE,
    extensions: &rules::SMDP_CERTIFICATE_EXTENSIONS,
    not_revoked: &rules::SMDP_CERTIFICATE_NOT_REVOKED,
};

/// One-time keys kept, one for each SM-DP+; the oldest goes first when there are more.
const KEYS: usize = 16;

impl Euicc {
    /// Keeps the one-time key of the last download from an SM-DP+ until the installation ended for good.
    fn keep_key(&mut self, key: KeptKey) {
        let keys = &mut self.state.kept_keys;
        keys.retain(|kept| kept.smdp_oid != key.smdp_oid);
        if keys.len() >= KEYS {
            keys.remove(0);
        }
        keys.push(key);
    }

    /// Verifies the download offer and makes, or takes again, the one-time key. A refusal is the error
    /// alternative and ends the session.
    pub(crate) fn prepare_download(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        let request: PrepareDownloadRequest = rsp_asn1::decode(payload).ok()?;
        let outcome = self.prepared(&request);
        let conduct = self.context.conduct.clone();
        let mut response = match outcome {
            Ok(ok) => tlv::wrap(0xBF21, &[&tlv::wrap(0xA0, &[&ok])]),
            Err(refusal) => {
                if conduct.does(&rules::CLOSE_ON_ERROR) {
                    self.end_session();
                }
                let id = request.smdp_signed2.value().transaction_id.as_ref();
                let error = [tlv::wrap(0x80, &[id]), tlv::wrap(0x02, &[&[codes::prepare_download(&refusal)]])].concat();
                tlv::wrap(0xBF21, &[&tlv::wrap(0xA1, &[&error])])
            }
        };
        conduct.shape(&rules::PREPARE_DOWNLOAD_RESPONSE, &mut response);
        Some(response)
    }

    /// The content of PrepareDownloadResponseOk.
    fn prepared(&mut self, request: &PrepareDownloadRequest) -> Result<Vec<u8>, Refusal> {
        let conduct = self.context.conduct.clone();
        conduct.judge(
            &rules::SERVER_AUTHENTICATED,
            Refusal::unless(self.session.server.is_some(), "noSessionContext", || "no server was authenticated".into()),
        )?;
        let server = self.session.server.clone();
        let server = server.ok_or_else(|| Refusal::new("undefinedError", "no server was authenticated"))?;
        let certificate = Certificate::from_der(request.smdp_certificate.octets())
            .map_err(|error| Refusal::new("invalidCertificate", error.to_string()))?;
        let key = certificate.public_key();
        let curve = key.as_ref().map(|_| ()).map_err(|error| Refusal::new("unsupportedCurve", error.to_string()));
        conduct.judge(&rules::SMDP_CURVE, curve)?;
        let key = key.map_err(|error| Refusal::new("undefinedError", error.to_string()))?;
        self.judge_server_certificate(&certificate, server.ci.as_ref(), &CERTIFICATE, &[Role::DpPb])?;
        let oid = certificate.san_registered_id_der();
        let same = oid.is_some() && oid == server.certificate.san_registered_id_der();
        conduct.judge(
            &rules::SMDP_OID,
            Refusal::unless(same, "invalidCertificate", || "CERT.DPpb names another SM-DP+ than CERT.DPauth".into()),
        )?;
        let signed = request.smdp_signed2.value();
        let verified =
            key.verify(&[request.smdp_signed2.octets(), &server.euicc_signature1], request.smdp_signature2.as_ref());
        conduct.judge(
            &rules::SMDP_SIGNATURE2,
            verified.map_err(|error| Refusal::new("invalidSignature", error.to_string())),
        )?;
        let same = signed.transaction_id.as_ref() == server.transaction_id.as_slice();
        conduct.judge(
            &rules::DOWNLOAD_TRANSACTION_ID,
            Refusal::unless(same, "invalidTransactionId", || "transactionId in smdpSigned2 is another".into()),
        )?;
        let given = !signed.cc_required_flag || request.hash_cc.is_some();
        conduct.judge(
            &rules::HASH_CC_GIVEN,
            Refusal::unless(given, "undefinedError", || "hashCc is required and missing".into()),
        )?;

        let smdp_oid = oid.unwrap_or_default();
        let offered = signed.bpp_euicc_otpk.as_ref().map(|key| key.as_ref().to_vec());
        let same_key = |kept: &&KeptKey| kept.smdp_oid == smdp_oid && offered.as_deref() == Some(&kept.public[..]);
        let kept = self.state.kept_keys.iter().find(same_key).and_then(KeptKey::otsk);
        let kept = kept.filter(|otsk| otsk.curve() == key.curve());
        let otsk = match kept.filter(|_| conduct.does(&rules::REUSE_OTPK)) {
            Some(otsk) => otsk,
            None => {
                // The number of the challenge goes in, too: a server may use a transactionId twice.
                let challenge = self.state.challenges.to_be_bytes();
                let fresh = [&challenge[..], &server.transaction_id].concat();
                let context: &[u8] = if conduct.does(&rules::FRESH_OTPK) { &fresh } else { b"stale" };
                let label = [&self.identity.eid[..], context].concat();
                PrivateKey::derive(key.curve(), self.context.entropy.as_ref(), "otSK.EUICC.ECKA", &label)
            }
        };
        self.keep_key(KeptKey::new(smdp_oid.clone(), &otsk));

        let mut otpk = otsk.public_key().to_sec1().to_vec();
        conduct.shape(&rules::EUICC_OTPK, &mut otpk);
        let hash = request.hash_cc.as_ref().map(|hash| {
            let mut hash = hash.as_ref().to_vec();
            conduct.shape(&rules::HASH_CC, &mut hash);
            tlv::wrap(0x04, &[&hash])
        });
        let mut euicc_signed2 = tlv::wrap(
            0x30,
            &[&tlv::wrap(0x80, &[&server.transaction_id]), &tlv::wrap(0x5F49, &[&otpk]), &hash.unwrap_or_default()],
        );
        conduct.shape(&rules::EUICC_SIGNED2, &mut euicc_signed2);
        let signature2 = tlv::wrap(0x5F37, &[request.smdp_signature2.as_ref()]);
        let identity = &self.identity.signing[server.signing];
        let mut signature = conduct.sign(&rules::EUICC_SIGNATURE2, &[&euicc_signed2, &signature2], &identity.key);
        conduct.shape(&rules::EUICC_SIGNATURE2, &mut signature);
        self.session.prepared = Some(Prepared { dp_pb_key: key, smdp_oid, otsk });
        Ok([euicc_signed2, tlv::wrap(0x5F37, &[&signature])].concat())
    }
}
