//! ES9+.AuthenticateClient (SGP.22 §5.6.3).

use super::certificates::certificate;
use super::order::{Order, ProfileState};
use super::session::Authenticated;
use super::{SmDpPlus, metadata, rules, unreadable};
use crate::es9plus::Members;
use rsp_asn1::{AuthenticateServerResponse, CtxParams1, EUICCInfo2, EuiccSigned1, tlv};
use rsp_conduct::Refusal;
use std::sync::Arc;

/// An order that was found, and the key it is bound to already.
struct Offer {
    order: Order,
    otpk: Option<Vec<u8>>,
}

/// Why nothing is offered, and the order it concerns, if one was found.
struct Denied {
    order: Option<Order>,
    refusal: Refusal,
}

impl SmDpPlus {
    /// Authenticates the eUICC, finds its order and offers the profile.
    ///
    /// Errors: every one of the function's table, and `euiccReportedError` where the eUICC refused before.
    pub async fn authenticate_client(&self, request: &Members) -> Result<Members, Refusal> {
        let conduct = &self.context.conduct;
        let transaction_id = request.octets("transactionId");
        let session = self.session(transaction_id)?;
        let response: AuthenticateServerResponse = rsp_asn1::decode(request.octets("authenticateServerResponse"))
            .map_err(|error| unreadable("authenticateServerResponse", error))?;
        let response = match response {
            AuthenticateServerResponse::AuthenticateResponseOk(response) => {
                conduct.judge(&rules::AUTHENTICATE_SUCCEEDED, Ok(()))?;
                response
            }
            AuthenticateServerResponse::AuthenticateResponseError(error) => {
                self.store().close(&session.transaction_id);
                let says = format!("the eUICC refused with {}", error.authenticate_error_code);
                conduct.judge(&rules::AUTHENTICATE_SUCCEEDED, Err(Refusal::new("euiccReportedError", says)))?;
                // A mutant that does not look goes on with nothing to show.
                return Ok(Members::new().with("transactionId", session.transaction_id));
            }
        };
        let signed: &EuiccSigned1 = response.euicc_signed1.value();
        let same = signed.transaction_id.as_ref() == session.transaction_id.as_slice();
        conduct.judge(
            &rules::AUTHENTICATE_TRANSACTION_ID,
            Refusal::unless(same, "invalidTransactionId", || "transactionId in euiccSigned1 is another".into()),
        )?;
        let eum = certificate(response.eum_certificate.octets(), "eumCertificateInvalid");
        let euicc = certificate(response.euicc_certificate.octets(), "euiccCertificateInvalid");
        let readable = eum.as_ref().and(euicc.as_ref()).map(|_| ()).map_err(Clone::clone);
        if readable.is_err() {
            self.unimpressed();
        }
        conduct.judge(&rules::CERTIFICATES_READABLE, readable)?;
        let (Ok(eum), Ok(euicc)) = (eum, euicc) else {
            // A mutant that does not look goes on with nothing to show.
            return Ok(Members::new().with("transactionId", session.transaction_id));
        };
        let (eid, euicc_key) = self.verify_euicc(&euicc, &eum, session.signing_ci).await?;
        let before = session.authenticated.as_ref().map(|client| client.eid);
        conduct.judge(
            &rules::SESSION_FRESH,
            Refusal::unless(before.is_none_or(|before| before == eid), "invalidTransactionId", || {
                "the session belongs to another eUICC".into()
            }),
        )?;

        let signature1 = response.euicc_signature1.as_ref();
        let verified = euicc_key.verify(&[response.euicc_signed1.octets()], signature1);
        conduct.judge(
            &rules::EUICC_SIGNATURE1,
            verified.map_err(|error| Refusal::new("euiccSignatureInvalid", format!("euiccSignature1: {error}"))),
        )?;
        let echoed = signed.server_challenge.as_ref() == session.server_challenge.as_slice();
        conduct.judge(
            &rules::SERVER_CHALLENGE,
            Refusal::unless(echoed, "euiccSignatureInvalid", || "serverChallenge is not the one that was sent".into()),
        )?;
        let address = signed.server_address.as_str();
        conduct.judge(
            &rules::SERVER_ADDRESS,
            Refusal::unless(address.eq_ignore_ascii_case(&self.config.address), "euiccSignatureInvalid", || {
                format!("serverAddress is {address:?}")
            }),
        )?;

        let CtxParams1::CtxParamsForCommonAuthentication(parameters) = signed.ctx_params1.value() else {
            return Err(Refusal::new("malformed", "ctxParams1 is of a kind that this version does not know"));
        };
        let matching_id = parameters.matching_id.as_deref().unwrap_or_default().to_owned();
        let outcome = self.offer(&matching_id, eid, signed.euicc_info2.value());
        let Offer { order, otpk: offer_otpk } = match outcome {
            Ok(found) => found,
            Err(Denied { order, refusal }) => {
                if let Some(order) = order {
                    self.report_eligibility(&order, eid, Err(&refusal));
                }
                return Err(refusal);
            }
        };
        self.report_eligibility(&order, eid, Ok(()));

        let mut profile_metadata = metadata::of(&order);
        conduct.shape(&rules::PROFILE_METADATA, &mut profile_metadata);
        let required = order.confirmation_code.is_some() && conduct.does(&rules::ASK_CONFIRMATION_CODE);
        let flag: &[u8] = if required { &[0xFF] } else { &[0x00] };
        let id = tlv::wrap(0x80, &[&session.transaction_id]);
        let otpk = offer_otpk.map(|key| tlv::wrap(0x5F49, &[&key])).unwrap_or_default();
        let mut smdp_signed2 = tlv::wrap(0x30, &[&id, &tlv::wrap(0x01, &[flag]), &otpk]);
        conduct.shape(&rules::SMDP_SIGNED2, &mut smdp_signed2);
        let trust = &self.config.trust[session.verification_ci];
        let key = trust.dp_pb.key.as_ref().ok_or_else(|| Refusal::new("undefinedError", "no key for CERT.DPpb"))?;
        let signature1 = tlv::wrap(0x5F37, &[signature1]);
        let mut signature2 = conduct.sign(&rules::SMDP_SIGNATURE2, &[&smdp_signed2, &signature1], key);
        conduct.shape(&rules::SMDP_SIGNATURE2, &mut signature2);
        let signature2 = tlv::wrap(0x5F37, &[&signature2]);
        let mut dp_pb = trust.dp_pb.certificate.der().to_vec();
        conduct.shape(&rules::SMDP_CERTIFICATE, &mut dp_pb);

        let authenticated = Authenticated {
            eid,
            euicc_key,
            iccid: order.iccid.clone(),
            smdp_signature2: signature2.clone(),
            metadata: profile_metadata.clone(),
            confirmation_code_required: order.confirmation_code.is_some(),
        };
        if let Some(session) = self.store().session(&session.transaction_id) {
            session.authenticated = Some(Arc::new(authenticated));
        }
        Ok(Members::new()
            .with("transactionId", session.transaction_id)
            .with("profileMetadata", profile_metadata)
            .with("smdpSigned2", smdp_signed2)
            .with("smdpSignature2", signature2)
            .with("smdpCertificate", dp_pb))
    }

    /// Finds the order and counts the attempt, in one transaction. A refusal carries the order it concerns.
    #[expect(clippy::result_large_err, reason = "the order is reported to the operator and dropped at once")]
    fn offer(&self, matching_id: &str, eid: [u8; 16], info: &EUICCInfo2) -> Result<Offer, Denied> {
        let conduct = &self.context.conduct;
        let now = self.context.clock.now();
        let mut store = self.store();
        let position = store.orders.values().position(|order| {
            let id = order.matching_id.as_deref();
            if matching_id.is_empty() {
                id == Some("") && order.eid == Some(eid) && order.downloadable()
            } else {
                id == Some(matching_id)
            }
        });
        let picked = conduct.choose(&rules::ORDER, store.orders.len(), position);
        conduct
            .judge(
                &rules::MATCHING_ID,
                Refusal::unless(picked.is_some(), "matchingIdRefused", || {
                    format!("there is no order for MatchingID {matching_id:?}")
                }),
            )
            .map_err(|refusal| Denied { order: None, refusal })?;
        // A mutant that does not look for the order takes whichever comes first.
        let order = store.orders.values_mut().nth(picked.unwrap_or_default());
        let order = order.ok_or_else(|| Denied {
            order: None,
            refusal: Refusal::new("matchingIdRefused", "nothing was ever ordered"),
        })?;
        let verdict = (|| {
            let other = order.eid.is_some_and(|tied| tied != eid);
            conduct.judge(
                &rules::ORDER_EID,
                Refusal::unless(!other, "eidMismatch", || "the order is tied to another EID".into()),
            )?;
            let waiting = matches!(
                order.state,
                ProfileState::Available | ProfileState::Allocated | ProfileState::Linked | ProfileState::Confirmed
            );
            conduct.judge(
                &rules::ORDER_RELEASED,
                Refusal::unless(!waiting, "profileNotReleased", || format!("the profile is {:?}", order.state)),
            )?;
            conduct.judge(
                &rules::MATCHING_ID,
                Refusal::unless(waiting || order.downloadable(), "matchingIdRefused", || {
                    format!("the order is used up: the profile is {:?}", order.state)
                }),
            )?;
            conduct.judge(
                &rules::ORDER_EXPIRED,
                Refusal::unless(!order.expired(now), "downloadOrderExpired", || {
                    "the download order has expired".into()
                }),
            )?;
            conduct.judge(
                &rules::ORDER_ATTEMPTS,
                Refusal::unless(order.attempts > 0, "downloadAttemptsExceeded", || "no attempts are left".into()),
            )?;
            self.eligible(order, info)
        })();
        if let Err(refusal) = verdict {
            return Err(Denied { order: Some(order.clone()), refusal });
        }
        if conduct.does(&rules::COUNT_ATTEMPT) {
            order.attempts = order.attempts.saturating_sub(1);
        }
        let bound = order.binding.as_ref().filter(|_| order.eid == Some(eid));
        let otpk = bound.map(|binding| binding.euicc_otpk.clone()).filter(|_| conduct.does(&rules::OFFER_OTPK));
        Ok(Offer { order: order.clone(), otpk })
    }
}
