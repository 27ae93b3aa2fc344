//! ES9+.GetBoundProfilePackage (SGP.22 §5.6.2).

use super::order::{Order, ProfileState};
use super::session::Authenticated;
use super::{SmDpPlus, rules, unreadable};
use crate::es9plus::Members;
use rsp_asn1::PrepareDownloadResponse;
use rsp_conduct::Refusal;

impl SmDpPlus {
    /// Binds the profile to the eUICC of the session and hands it out.
    ///
    /// Errors: every one of the function's table, and `euiccReportedError` where the eUICC refused before.
    pub async fn get_bound_profile_package(&self, request: &Members) -> Result<Members, Refusal> {
        let conduct = &self.context.conduct;
        let session = self.session(request.octets("transactionId"))?;
        let response: PrepareDownloadResponse = rsp_asn1::decode(request.octets("prepareDownloadResponse"))
            .map_err(|error| unreadable("prepareDownloadResponse", error))?;
        conduct.judge(
            &rules::CLIENT_AUTHENTICATED,
            Refusal::unless(session.authenticated.is_some(), "invalidTransactionId", || {
                "the session has not authenticated its eUICC".into()
            }),
        )?;
        let client = match session.authenticated.clone() {
            Some(client) => client,
            // A mutant that skips the order of calls serves whoever was authenticated last.
            None => {
                let store = self.store();
                let last = store.sessions.iter().rev().find_map(|session| session.authenticated.clone());
                last.ok_or_else(|| Refusal::new("invalidTransactionId", "no eUICC was ever authenticated"))?
            }
        };
        let response = match response {
            PrepareDownloadResponse::DownloadResponseOk(response) => {
                conduct.judge(&rules::DOWNLOAD_PREPARED, Ok(()))?;
                response
            }
            PrepareDownloadResponse::DownloadResponseError(error) => {
                self.store().close(&session.transaction_id);
                let says = format!("the eUICC refused with {}", error.download_error_code);
                conduct.judge(&rules::DOWNLOAD_PREPARED, Err(Refusal::new("euiccReportedError", says)))?;
                // A mutant that does not look goes on with nothing to show.
                return Ok(Members::new().with("transactionId", session.transaction_id));
            }
        };
        let signed = response.euicc_signed2.value();
        let same = signed.transaction_id.as_ref() == session.transaction_id.as_slice();
        conduct.judge(
            &rules::DOWNLOAD_TRANSACTION_ID,
            Refusal::unless(same, "invalidTransactionId", || "transactionId in euiccSigned2 is another".into()),
        )?;
        let verified = client
            .euicc_key
            .verify(&[response.euicc_signed2.octets(), &client.smdp_signature2], response.euicc_signature2.as_ref());
        conduct.judge(
            &rules::EUICC_SIGNATURE2,
            verified.map_err(|error| Refusal::new("euiccSignatureInvalid", format!("euiccSignature2: {error}"))),
        )?;

        let otpk = signed.euicc_otpk.as_ref();
        let hash = signed.hash_cc.as_ref().map(|hash| hash.as_ref());
        let (order, again) = self.confirm(&session.transaction_id, &client, hash, otpk)?;
        let binding = match order.binding.as_ref().filter(|_| again) {
            Some(binding) => {
                let mut binding = binding.clone();
                binding.transaction_id.clone_from(&session.transaction_id);
                binding.euicc_key = client.euicc_key.clone();
                binding
            }
            None => self.bind(&order, &session, &client, otpk)?,
        };
        let package = self.bound_profile_package(&session, &binding)?;
        if let Some(order) = self.store().orders.get_mut(&client.iccid) {
            // Binding took its time, and no lock was held: another session may have come first.
            self.still_free(order, &client, false)?;
            self.bound_before(order, otpk)?;
            order.binding = Some(binding);
            if conduct.does(&rules::MARK_DOWNLOADED) {
                order.state = ProfileState::Downloaded;
            }
            if conduct.does(&rules::TIE_EID) {
                order.eid = Some(client.eid);
            }
        }
        self.report_download(&order, client.eid, Ok(()));
        Ok(Members::new().with("transactionId", session.transaction_id).with("boundProfilePackage", package))
    }

    /// Checks the order and the Confirmation Code in one transaction; says whether the old binding serves again.
    fn confirm(
        &self,
        transaction_id: &[u8],
        client: &Authenticated,
        hash: Option<&[u8]>,
        otpk: &[u8],
    ) -> Result<(Order, bool), Refusal> {
        let conduct = &self.context.conduct;
        let now = self.context.clock.now();
        let mut store = self.store();
        let order = store.orders.get_mut(&client.iccid);
        let order = order.ok_or_else(|| Refusal::new("undefinedError", "the order is gone"))?;
        let tries = order.confirmation_tries;
        // Used-up tries end the order, and are still what there is to say of it.
        let blocked = order.state == ProfileState::Error && client.confirmation_code_required && tries == 0;
        self.still_free(order, client, blocked)?;
        conduct.judge(
            &rules::ORDER_EXPIRED,
            Refusal::unless(!order.expired(now), "downloadOrderExpired", || "the download order has expired".into()),
        )?;
        if let Some(code) = order.confirmation_code.clone() {
            conduct.judge(
                &rules::CONFIRMATION_CODE_TRIES,
                Refusal::unless(tries > 0, "confirmationCodeRetriesExceeded", || "no tries are left".into()),
            )?;
            conduct.judge(
                &rules::CONFIRMATION_CODE_GIVEN,
                Refusal::unless(hash.is_some(), "confirmationCodeMissing", || "hashCc is missing".into()),
            )?;
            let right = hash.is_none() || hash == Some(&rsp_crypto::hash_cc(&code, transaction_id)[..]);
            let mut left = order.confirmation_tries;
            if !right && conduct.does(&rules::COUNT_CONFIRMATION_CODE) {
                left = left.saturating_sub(1);
            }
            order.confirmation_tries = left;
            let over = left == 0 && !right;
            let error = if over { "confirmationCodeRetriesExceeded" } else { "confirmationCodeRefused" };
            let outcome = conduct.judge(
                &rules::CONFIRMATION_CODE,
                Refusal::unless(right, error, || format!("the Confirmation Code is wrong, {left} tries are left")),
            );
            if let Err(refusal) = outcome {
                if over && conduct.does(&rules::BLOCK_CONFIRMATION_CODE) {
                    order.state = ProfileState::Error;
                }
                let order = order.clone();
                drop(store);
                if over {
                    self.report_confirmation_failure(&order, client.eid, &refusal);
                }
                return Err(refusal);
            }
        }
        let again = self.bound_before(order, otpk)?;
        Ok((order.clone(), again))
    }

    /// The order is neither ended (a blocked one is refused for its tries) nor another eUICC's.
    fn still_free(&self, order: &Order, client: &Authenticated, blocked: bool) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let alive = order.downloadable() || blocked;
        conduct.judge(
            &rules::ORDER_ALIVE,
            Refusal::unless(alive, "matchingIdRefused", || format!("the profile is {:?}", order.state)),
        )?;
        let other = order.eid.is_some_and(|tied| tied != client.eid);
        conduct.judge(
            &rules::ORDER_EID,
            Refusal::unless(!other, "eidMismatch", || "the order was bound to another EID meanwhile".into()),
        )
    }

    /// Whether the profile is bound to this one-time key already; to another one it is bound only where it may be.
    fn bound_before(&self, order: &Order, otpk: &[u8]) -> Result<bool, Refusal> {
        let again = order.binding.as_ref().is_some_and(|binding| binding.euicc_otpk == otpk);
        let rebound = order.binding.is_some() && !again;
        self.context.conduct.judge(
            &rules::REBINDING,
            Refusal::unless(!rebound || order.profile_type.rebinding, "bppRebindingRefused", || {
                "the package is bound to another one-time key".into()
            }),
        )?;
        Ok(again)
    }
}
