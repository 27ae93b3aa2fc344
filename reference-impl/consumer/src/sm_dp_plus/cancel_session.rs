//! ES9+.CancelSession (SGP.22 §5.6.5).

use super::order::ProfileState;
use super::{SmDpPlus, rules, unreadable};
use crate::es9plus::Members;
use rsp_asn1::CancelSessionResponse;
use rsp_conduct::Refusal;

/// Reasons that leave the order as it is: postponed(1) and timeout(2).
fn keeps_order(reason: i64) -> bool {
    matches!(reason, 1 | 2)
}

impl SmDpPlus {
    /// Ends a session; unless the end user only put it off, the order ends with it.
    ///
    /// Errors: `invalidTransactionId`, `euiccSignatureInvalid`, `smdpOidMismatch`.
    pub async fn cancel_session(&self, request: &Members) -> Result<Members, Refusal> {
        let conduct = &self.context.conduct;
        let session = self.session(request.octets("transactionId"))?;
        let response: CancelSessionResponse = rsp_asn1::decode(request.octets("cancelSessionResponse"))
            .map_err(|error| unreadable("cancelSessionResponse", error))?;
        let response = match response {
            CancelSessionResponse::CancelSessionResponseOk(response) => response,
            CancelSessionResponse::CancelSessionResponseError(_) => {
                // The eUICC could not sign; the session is of no use, the order is left alone.
                self.store().close(&session.transaction_id);
                return Ok(Members::new());
            }
        };
        let signed = response.euicc_cancel_session_signed.value();
        let same = signed.transaction_id.as_ref() == session.transaction_id.as_slice();
        conduct.judge(
            &rules::CANCEL_TRANSACTION_ID,
            Refusal::unless(same, "invalidTransactionId", || {
                "transactionId in euiccCancelSessionSigned is another".into()
            }),
        )?;
        let verified = match &session.authenticated {
            Some(client) => client
                .euicc_key
                .verify(
                    &[response.euicc_cancel_session_signed.octets()],
                    response.euicc_cancel_session_signature.as_ref(),
                )
                .map_err(|error| {
                    Refusal::new("euiccSignatureInvalid", format!("euiccCancelSessionSignature: {error}"))
                }),
            None => Err(Refusal::new("euiccSignatureInvalid", "the session has not authenticated its eUICC")),
        };
        conduct.judge(&rules::CANCEL_SIGNATURE, verified)?;
        conduct.judge(
            &rules::CANCEL_OID,
            Refusal::unless(super::dotted(&signed.smdp_oid) == self.config.oid, "smdpOidMismatch", || {
                "smdpOid is of another SM-DP+".into()
            }),
        )?;

        let reason = signed.reason.0;
        let mut ended = None;
        {
            let mut store = self.store();
            let order = session.authenticated.as_ref().and_then(|client| store.orders.get_mut(&client.iccid));
            if let Some(order) = order.filter(|order| order.downloadable() && !keeps_order(reason)) {
                if conduct.does(&rules::CANCEL_ENDS_ORDER) {
                    order.state = ProfileState::Error;
                }
                ended = Some(order.clone());
            }
            if conduct.does(&rules::CANCEL_ENDS_SESSION) {
                store.close(&session.transaction_id);
            }
        }
        if let (Some(order), Some(client)) = (ended, &session.authenticated) {
            let refusal = Refusal::new("euiccReportedError", format!("cancelled with reason {reason}"));
            self.report_download(&order, client.eid, Err(&refusal));
        }
        Ok(Members::new())
    }
}
