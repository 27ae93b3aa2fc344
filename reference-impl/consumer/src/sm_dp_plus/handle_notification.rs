//! ES9+.HandleNotification (SGP.22 §5.6.4). Whatever is thought of the content, the answer is the same.

use super::certificates::certificate;
use super::order::ProfileState;
use super::store::StoredNotification;
use super::{SmDpPlus, rules, unreadable};
use crate::es9plus::Members;
use crate::iccid;
use rsp_asn1::{
    FinalResult, NotificationMetadata, OtherSignedNotification, PendingNotification, ProfileInstallationResult,
};
use rsp_conduct::Refusal;

/// Reasons after which the download may be tried again: no memory (10), interruption (11).
fn temporary(reason: i64) -> bool {
    matches!(reason, 10 | 11)
}

impl SmDpPlus {
    /// Takes a notification. The refusal is for the log only: the LPA sees 204 in any case, unless the
    /// request could not be read.
    pub async fn handle_notification(&self, request: &Members) -> Result<Members, Refusal> {
        let octets = request.octets("pendingNotification");
        let pending: PendingNotification =
            rsp_asn1::decode(octets).map_err(|error| unreadable("pendingNotification", error))?;
        let outcome = match pending {
            PendingNotification::ProfileInstallationResult(result) => self.installation_result(&result, octets),
            PendingNotification::OtherSignedNotification(other) => self.other_notification(&other, octets).await,
            PendingNotification::Other(_) => Err(Refusal::new("malformed", "a notification of an unknown kind")),
        };
        // Refused notifications are dropped: a forged one must leave no trace in the orders.
        drop(outcome);
        Ok(Members::new())
    }

    fn installation_result(&self, result: &ProfileInstallationResult, octets: &[u8]) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let data = result.profile_installation_result_data.value();
        let transaction_id = data.transaction_id.as_ref();
        let bound = |order: &super::Order| {
            order.binding.as_ref().is_some_and(|binding| binding.transaction_id == transaction_id)
        };
        let found = self.store().orders.values().find(|order| bound(order)).cloned();
        let order =
            found.ok_or_else(|| Refusal::new("invalidTransactionId", "no package was bound in that transaction"))?;
        let binding = order.binding.as_ref().ok_or_else(|| Refusal::new("invalidTransactionId", "nothing is bound"))?;
        let verified = binding
            .euicc_key
            .verify(&[result.profile_installation_result_data.octets()], result.euicc_sign_pir.as_ref());
        conduct.judge(
            &rules::PIR_SIGNATURE,
            verified.map_err(|error| Refusal::new("euiccSignatureInvalid", format!("euiccSignPIR: {error}"))),
        )?;
        let said = data.notification_metadata.iccid.as_ref().map(|iccid| iccid::from_ef(iccid.as_ref()));
        let same = said.as_deref().is_none_or(|said| said == order.iccid);
        conduct.judge(
            &rules::PIR_ICCID,
            Refusal::unless(same, "undefinedError", || {
                format!("the result is of ICCID {}", said.as_deref().unwrap_or_default())
            }),
        )?;
        let mine = super::dotted(&data.smdp_oid) == self.config.oid;
        conduct.judge(
            &rules::PIR_OID,
            Refusal::unless(mine, "smdpOidMismatch", || "smdpOid is of another SM-DP+".into()),
        )?;

        let (state, outcome) = match &data.final_result {
            FinalResult::SuccessResult(_) if conduct.does(&rules::MARK_INSTALLED) => {
                (Some(ProfileState::Installed), Ok(()))
            }
            FinalResult::SuccessResult(_) => (None, Ok(())),
            FinalResult::ErrorResult(error) => {
                let reason = error.error_reason.0;
                let refusal =
                    Refusal::new("euiccReportedError", format!("installation failed with errorReason {reason}"));
                let last = !temporary(reason) && conduct.does(&rules::MARK_ERROR);
                (last.then_some(ProfileState::Error), Err(refusal))
            }
        };
        let changed = {
            let mut store = self.store();
            self.keep(&mut store, &data.notification_metadata, octets);
            let order = store.orders.get_mut(&order.iccid);
            let order = order.ok_or_else(|| Refusal::new("undefinedError", "the order is gone"))?;
            // A result that comes twice, or after the order was given back, changes nothing.
            let counts = order.state == ProfileState::Downloaded;
            if counts && let Some(state) = state {
                order.state = state;
                store.close(transaction_id);
            }
            counts
        };
        if changed {
            self.report_installation(&order, outcome.as_ref().map(|_| ()));
        }
        Ok(())
    }

    async fn other_notification(&self, other: &OtherSignedNotification, octets: &[u8]) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let eum = certificate(other.eum_certificate.octets(), "eumCertificateInvalid")?;
        let euicc = certificate(other.euicc_certificate.octets(), "euiccCertificateInvalid")?;
        let issuer = eum.authority_key_id().unwrap_or_default();
        let ci = self.config.trust.iter().position(|trust| trust.ci_pkid == issuer);
        let chained = match ci {
            Some(ci) => self.verify_euicc(&euicc, &eum, ci).await.map(|_| ()),
            None => Err(Refusal::new("ciPKUnknown", "CERT.EUM was issued under a CI that is not trusted")),
        };
        conduct.judge(&rules::NOTIFICATION_CERTIFICATES, chained)?;
        let key = euicc.public_key().map_err(|error| Refusal::new("euiccCertificateInvalid", error.to_string()))?;
        let verified =
            key.verify(&[other.tbs_other_notification.octets()], other.euicc_notification_signature.as_ref());
        conduct.judge(
            &rules::NOTIFICATION_SIGNATURE,
            verified
                .map_err(|error| Refusal::new("euiccSignatureInvalid", format!("euiccNotificationSignature: {error}"))),
        )?;
        self.keep(&mut self.store(), other.tbs_other_notification.value(), octets);
        Ok(())
    }

    fn keep(&self, store: &mut super::store::Store, metadata: &NotificationMetadata, octets: &[u8]) {
        if self.context.conduct.does(&rules::STORE_NOTIFICATION) {
            store.keep_notification(StoredNotification {
                sequence_number: metadata.seq_number,
                iccid: metadata.iccid.as_ref().map(|iccid| iccid::from_ef(iccid.as_ref())),
                event: event_of(metadata.profile_management_operation),
                octets: octets.to_vec(),
            });
        }
    }
}

/// The lowest bit that is set: only one is meant to be.
fn event_of(event: rsp_asn1::NotificationEvent) -> Option<u8> {
    let bits = event.bits();
    (bits != 0).then(|| bits.trailing_zeros() as u8)
}
