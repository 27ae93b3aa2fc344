//! ProfileInstallationResult (SGP.22 §2.5.6): how an installation ended, signed and kept as a notification.

use super::loader::{Loader, PackageRefusal};
use crate::codes;
use crate::euicc::Euicc;
use crate::isdp::{self, Isdp, IsdpState};
use crate::notification::{Notification, bit, integer, notification_metadata};
use crate::rules;
use crate::session::OpenInstallation;
use rsp_asn1::{BppCommandId, ErrorReason, NotificationEvent, tlv};
use rsp_conduct::Refusal;

/// The content of ErrorResult.
fn error_result(command: u8, reason: u8, sima_response: Option<&[u8]>) -> Vec<u8> {
    let said = sima_response.map(|response| tlv::wrap(0x82, &[response])).unwrap_or_default();
    tlv::wrap(0xA1, &[&tlv::wrap(0x80, &[&[command]]), &tlv::wrap(0x81, &[&integer(u32::from(reason))]), &said])
}

impl Euicc {
    /// The package is loaded: the profile is installed, Disabled, and the result says so.
    pub(super) fn installed(&mut self, loader: &mut Loader) -> Vec<u8> {
        let conduct = self.context.conduct.clone();
        let number = isdp::free_number(self.state.next_isdp, &self.state.profiles);
        let (Some(number), Some(iccid)) = (number, loader.iccid) else {
            let says = if number.is_none() { "no AID is free" } else { "the metadata has no ICCID" };
            let name = match number {
                None => "installFailedDueToInsufficientMemoryForProfile",
                Some(_) => "installFailedDueToUnknownError",
            };
            return self.failed(loader, loader.id(), Refusal::new(name, says).into());
        };
        let aid = isdp::aid(number);
        let open = self.open_installation(loader, loader.id());
        let disabled = conduct.does(&rules::INSTALL_DISABLED);
        self.state.next_isdp = number + 1;
        self.state.profiles.push(Isdp {
            aid,
            iccid,
            metadata: loader.metadata.clone(),
            dp_proprietary_data: loader.dp_proprietary_data.clone(),
            package: loader.package.clone(),
            installed: loader.installed.take(),
            state: if disabled { IsdpState::Disabled } else { IsdpState::Enabled },
            nickname: String::new(),
            ci_pkid: open.ci_pkid.clone(),
        });
        if conduct.does(&rules::ERASE_OTSK) {
            self.state.kept_keys.retain(|kept| kept.smdp_oid != open.smdp_oid);
        }
        let success = tlv::wrap(0xA0, &[&tlv::wrap(0x4F, &[&aid]), &tlv::wrap(0x04, &[&loader.sima_response])]);
        let result = self.installation_result(&open, success);
        self.close_after_result();
        // The SM-DP+ has the result; who else wants to know gets a notification.
        let others = self.profile(aid).map(|profile| profile.recipients(NotificationEvent::INSTALL));
        let signing = loader.server.signing;
        for address in others.unwrap_or_default().into_iter().filter(|address| *address != open.address) {
            if conduct.does(&rules::NOTIFY_INSTALL) {
                self.other_signed_notification(bit(NotificationEvent::INSTALL), &address, Some(&iccid), signing);
            }
        }
        result
    }

    /// The package is refused: nothing of it stays.
    pub(super) fn failed(&mut self, loader: &Loader, id: BppCommandId, refused: PackageRefusal) -> Vec<u8> {
        let reason = codes::installation(&refused.refusal);
        let open = self.open_installation(loader, id);
        self.settle_key(&open, reason);
        let error = error_result(open.command, reason, refused.sima_response.as_deref());
        let result = self.installation_result(&open, error);
        self.close_after_result();
        result
    }

    /// The installation was interrupted by loss of power or reset.
    pub(crate) fn interrupted(&mut self, open: &OpenInstallation) {
        let reason = u8::try_from(ErrorReason::INSTALL_FAILED_DUE_TO_INTERRUPTION.0).unwrap_or(codes::UNDEFINED);
        self.settle_key(open, reason);
        let error = error_result(open.command, reason, None);
        self.installation_result(open, error);
    }

    /// After no memory (10) and interruption (11) the download may be tried again with the same one-time key.
    fn settle_key(&mut self, open: &OpenInstallation, reason: u8) {
        let conduct = self.context.conduct.clone();
        let erase =
            if matches!(reason, 10 | 11) { !conduct.does(&rules::KEEP_OTSK) } else { conduct.does(&rules::ERASE_OTSK) };
        if erase {
            self.state.kept_keys.retain(|kept| kept.smdp_oid != open.smdp_oid);
        }
    }

    fn close_after_result(&mut self) {
        if self.state.installing.is_some() {
            self.state.installing = None;
        }
        if self.context.conduct.does(&rules::CLOSE_AFTER_RESULT) {
            self.end_session();
        }
    }

    /// ProfileInstallationResult (`BF37`), kept as a notification to the SM-DP+.
    fn installation_result(&mut self, open: &OpenInstallation, alternative: Vec<u8>) -> Vec<u8> {
        let conduct = self.context.conduct.clone();
        let number = self.next_sequence_number();
        let event = bit(NotificationEvent::INSTALL);
        let metadata = notification_metadata(number, event, &open.address, open.iccid.as_ref().map(|iccid| &iccid[..]));
        let mut final_result = tlv::wrap(0xA2, &[&alternative]);
        conduct.shape(&rules::FINAL_RESULT, &mut final_result);
        let transaction_id = tlv::wrap(0x80, &[&open.transaction_id]);
        let oid = tlv::wrap(0x06, &[&open.smdp_oid]);
        let mut data = tlv::wrap(0xBF27, &[&transaction_id, &metadata, &oid, &final_result]);
        conduct.shape(&rules::INSTALLATION_RESULT_DATA, &mut data);
        let signing = self.identity.signing.iter().position(|identity| identity.ci_pkid == open.ci_pkid);
        let mut signature = match self.identity.signing.get(signing.unwrap_or(0)) {
            Some(identity) => conduct.sign(&rules::EUICC_SIGN_PIR, &[&data], &identity.key),
            // A session without an identity cannot have come about.
            None => Vec::new(),
        };
        conduct.shape(&rules::EUICC_SIGN_PIR, &mut signature);
        let mut pending = tlv::wrap(0xBF37, &[&data, &tlv::wrap(0x5F37, &[&signature])]);
        conduct.shape(&rules::INSTALLATION_RESULT, &mut pending);
        self.keep_notification(Notification { sequence_number: number, event, metadata, pending: pending.clone() });
        pending
    }
}
