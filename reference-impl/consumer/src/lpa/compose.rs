//! The requests of ES9+ as they follow from the card's answers.

use super::function_name::function_name;
use super::{Es10, Lpa, LpaError, rules, segments};
use crate::es9plus::Members;
use rsp_asn1::tlv;

/// A notification that waits on the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Contents octets of its sequence number.
    pub sequence_number: Vec<u8>,
    /// PendingNotification.
    pub octets: Vec<u8>,
}

/// A response of the card, if it succeeded.
pub(super) fn ask(card: &mut dyn Es10, payload: &[u8]) -> Result<Vec<u8>, LpaError> {
    let response = card.command(payload).map_err(LpaError::Unreached)?;
    if let Some(before) = card.not_opened() {
        return Err(LpaError::Card(before.to_string()));
    }
    match response.sw {
        0x9000 | 0x9100..=0x91FF => Ok(response.data),
        sw => Err(LpaError::Card(format!("{} is answered with status word {sw:04X}", function_name(payload)))),
    }
}

fn content(tag: u32, octets: &[u8]) -> Result<&[u8], LpaError> {
    let found = tlv::only(tag, octets).map(|tlv| tlv.content);
    found.map_err(|error| LpaError::Card(format!("{error} where {tag:X} belongs")))
}

impl Lpa {
    /// ES10b.GetEUICCInfo and GetEUICCChallenge, then the request of ES9+.InitiateAuthentication.
    pub fn initiate_authentication(&self, card: &mut dyn Es10, address: &str) -> Result<Members, LpaError> {
        let info = ask(card, &[0xBF, 0x20, 0x00])?;
        let answer = ask(card, &[0xBF, 0x2E, 0x00])?;
        let challenge = content(0x80, content(0xBF2E, &answer)?)?;
        Ok(Members::new()
            .with("euiccChallenge", challenge)
            .with("smdpAddress", address.as_bytes())
            .with("euiccInfo1", info))
    }

    /// ctxParams1 (`A0`): the MatchingID and the device.
    pub fn ctx_params1(&self, matching_id: Option<&str>) -> Vec<u8> {
        let device = &self.device;
        let capabilities = device.eutran_release.map(|release| tlv::wrap(0x85, &[&release])).unwrap_or_default();
        let device = [
            tlv::wrap(0x80, &[&device.tac]),
            tlv::wrap(0xA1, &[&capabilities]),
            device.imei.map(|imei| tlv::wrap(0x82, &[&imei])).unwrap_or_default(),
        ];
        let id = matching_id.map(|id| tlv::wrap(0x80, &[id.as_bytes()])).unwrap_or_default();
        let mut parameters = tlv::wrap(0xA0, &[&id, &tlv::wrap(0xA1, &[&device.concat()])]);
        self.context.conduct.shape(&rules::CTX_PARAMS1, &mut parameters);
        parameters
    }

    /// ES10b.AuthenticateServer, then the request of ES9+.AuthenticateClient. `answer` is that of
    /// InitiateAuthentication.
    pub fn authenticate_client(
        &self,
        card: &mut dyn Es10,
        answer: &Members,
        matching_id: Option<&str>,
    ) -> Result<Members, LpaError> {
        let response = ask(card, &self.authenticate_server_request(answer, matching_id))?;
        Ok(Members::new()
            .with("transactionId", answer.octets("transactionId"))
            .with("authenticateServerResponse", response))
    }

    /// AuthenticateServerRequest from the answer of InitiateAuthentication (SGP.22 §5.7.13).
    pub fn authenticate_server_request(&self, answer: &Members, matching_id: Option<&str>) -> Vec<u8> {
        tlv::wrap(
            0xBF38,
            &[
                answer.octets("serverSigned1"),
                answer.octets("serverSignature1"),
                answer.octets("euiccCiPKIdToBeUsed"),
                answer.octets("serverCertificate"),
                &self.ctx_params1(matching_id),
            ],
        )
    }

    /// ES10b.PrepareDownload, then the request of ES9+.GetBoundProfilePackage. `answer` is that of
    /// AuthenticateClient.
    pub fn get_bound_profile_package(
        &self,
        card: &mut dyn Es10,
        answer: &Members,
        confirmation_code: Option<&str>,
    ) -> Result<Members, LpaError> {
        let response = ask(card, &self.prepare_download_request(answer, confirmation_code))?;
        Ok(Members::new()
            .with("transactionId", answer.octets("transactionId"))
            .with("prepareDownloadResponse", response))
    }

    /// PrepareDownloadRequest from the answer of AuthenticateClient (SGP.22 §5.7.5).
    pub fn prepare_download_request(&self, answer: &Members, confirmation_code: Option<&str>) -> Vec<u8> {
        let transaction_id = answer.octets("transactionId");
        let hash = confirmation_code.map(|code| tlv::wrap(0x04, &[&rsp_crypto::hash_cc(code, transaction_id)]));
        tlv::wrap(
            0xBF21,
            &[
                answer.octets("smdpSigned2"),
                answer.octets("smdpSignature2"),
                &hash.unwrap_or_default(),
                answer.octets("smdpCertificate"),
            ],
        )
    }

    /// ES10b.LoadBoundProfilePackage, part by part (SGP.22 §2.5.5); stops as soon as the card gives a result.
    pub fn load_bound_profile_package(&self, card: &mut dyn Es10, package: &[u8]) -> Result<Vec<u8>, LpaError> {
        let parts = segments(package).map_err(|error| LpaError::Unreadable(error.to_string()))?;
        for part in parts {
            let data = ask(card, part)?;
            if !data.is_empty() {
                return Ok(data);
            }
        }
        Err(LpaError::Card("the package was loaded whole and no result came".into()))
    }

    /// ES10b.CancelSession, then the request of ES9+.CancelSession.
    pub fn cancel_session(&self, card: &mut dyn Es10, transaction_id: &[u8], reason: u8) -> Result<Members, LpaError> {
        let request = tlv::wrap(0xBF41, &[&tlv::wrap(0x80, &[transaction_id]), &tlv::wrap(0x81, &[&[reason]])]);
        let response = ask(card, &request)?;
        Ok(Members::new().with("transactionId", transaction_id).with("cancelSessionResponse", response))
    }

    /// The request of ES9+.HandleNotification.
    pub fn handle_notification(&self, pending: &[u8]) -> Members {
        Members::new().with("pendingNotification", pending)
    }

    /// ES10b.RetrieveNotificationsList: what waits on the card, with sequence numbers.
    pub fn pending_notifications(&self, card: &mut dyn Es10) -> Result<Vec<Pending>, LpaError> {
        let answer = ask(card, &[0xBF, 0x2B, 0x00])?;
        let list = content(0xA0, content(0xBF2B, &answer)?)?;
        let all = tlv::all(list).map_err(|error| LpaError::Card(error.to_string()))?;
        Ok(all
            .iter()
            .filter_map(|one| {
                Some(Pending { sequence_number: sequence_number(one.whole)?, octets: one.whole.to_vec() })
            })
            .collect())
    }

    /// ES10b.RemoveNotificationFromList, once the notification was delivered.
    pub fn remove_notification(&self, card: &mut dyn Es10, sequence_number: &[u8]) -> Result<(), LpaError> {
        if self.context.conduct.does(&rules::REMOVE_NOTIFICATION) {
            ask(card, &tlv::wrap(0xBF30, &[&tlv::wrap(0x80, &[sequence_number])]))?;
        }
        Ok(())
    }
}

/// Whether a PendingNotification is for the SM-DP+ of this session: it is the session's own result, or names the
/// server's address.
pub(super) fn is_for(pending: &[u8], transaction: &[u8], address: &str) -> bool {
    let field = |tag: u32, octets: &[u8]| {
        tlv::all(octets).ok()?.into_iter().find(|field| field.tag == tag).map(|field| field.content.to_vec())
    };
    let data = tlv::only(0xBF37, pending).ok().and_then(|outer| field(0xBF27, outer.content));
    let own = data.and_then(|data| field(0x80, &data)).is_some_and(|id| id == transaction);
    let named = metadata(pending).and_then(|metadata| field(0x0C, &metadata));
    own || named.is_some_and(|named| named.eq_ignore_ascii_case(address.as_bytes()))
}

/// seqNumber of a PendingNotification, as the contents of its INTEGER.
fn sequence_number(pending: &[u8]) -> Option<Vec<u8>> {
    Some(tlv::first(&metadata(pending)?).ok()?.0.content.to_vec())
}

/// The content of the NotificationMetadata in a PendingNotification.
fn metadata(pending: &[u8]) -> Option<Vec<u8>> {
    let outer = tlv::first(pending).ok()?.0;
    let first = tlv::first(outer.content).ok()?.0;
    if first.tag != 0xBF27 {
        return Some(first.content.to_vec());
    }
    let fields = tlv::all(first.content).ok()?;
    fields.into_iter().find(|field| field.tag == 0xBF2F).map(|field| field.content.to_vec())
}
