//! ES10b.CancelSession (SGP.22 §5.7.14).

use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{CancelSessionRequest, CancelSessionResponseError, tlv};
use rsp_conduct::Refusal;

impl Euicc {
    /// Ends the session and signs why. A refusal leaves the session as it is.
    pub(crate) fn cancel_session(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        let request: CancelSessionRequest = rsp_asn1::decode(payload).ok()?;
        let conduct = self.context.conduct.clone();
        let server = self.session.server.clone();
        let same = server.as_ref().is_some_and(|server| server.transaction_id == request.transaction_id.as_ref());
        let judged = conduct.judge(
            &rules::CANCEL_TRANSACTION_ID,
            Refusal::unless(same, "invalidTransactionId", || "there is no such session".into()),
        );
        let error = |code: CancelSessionResponseError| {
            tlv::wrap(0xBF41, &[&tlv::wrap(0x81, &[&[u8::try_from(code.0).unwrap_or(crate::codes::UNDEFINED)]])])
        };
        let mut response = match (judged, server) {
            (Ok(()), Some(server)) => {
                let oid = server.certificate.san_registered_id_der().unwrap_or_default();
                let reason = tlv::wrap(0x82, &[&[u8::try_from(request.reason.0).unwrap_or(127)]]);
                let mut signed = tlv::wrap(
                    0x30,
                    &[&tlv::wrap(0x80, &[request.transaction_id.as_ref()]), &tlv::wrap(0x81, &[&oid]), &reason],
                );
                conduct.shape(&rules::CANCEL_SESSION_SIGNED, &mut signed);
                let identity = &self.identity.signing[server.signing];
                let mut signature = conduct.sign(&rules::CANCEL_SESSION_SIGNATURE, &[&signed], &identity.key);
                conduct.shape(&rules::CANCEL_SESSION_SIGNATURE, &mut signature);
                if conduct.does(&rules::CLOSE_ON_CANCEL) {
                    self.end_session();
                }
                tlv::wrap(0xBF41, &[&tlv::wrap(0xA0, &[&signed, &tlv::wrap(0x5F37, &[&signature])])])
            }
            // Without a session there is nothing to sign with, whatever was heeded.
            (Ok(()), None) => error(CancelSessionResponseError::UNDEFINED_ERROR),
            (Err(_), _) => error(CancelSessionResponseError::INVALID_TRANSACTION_ID),
        };
        conduct.shape(&rules::CANCEL_SESSION_RESPONSE, &mut response);
        Some(response)
    }
}
