//! Notifications that wait for the LPA (SGP.22 §3.5).

use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{NotificationEvent, tlv};
use serde::{Deserialize, Serialize};

/// Notifications kept; the oldest go first when there are more.
const KEPT: usize = 64;

/// One notification, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notification {
    pub sequence_number: u32,
    /// Bit of NotificationEvent.
    pub event: u8,
    /// NotificationMetadata (`BF2F`).
    pub metadata: Vec<u8>,
    /// PendingNotification: `BF37` or `30`.
    pub pending: Vec<u8>,
}

/// An INTEGER's content, minimal.
pub(crate) fn integer(value: u32) -> Vec<u8> {
    let octets = i64::from(value).to_be_bytes();
    let skip = octets.windows(2).take_while(|pair| pair[0] == 0 && pair[1] < 0x80).count();
    octets[skip..].to_vec()
}

/// NotificationMetadata (`BF2F`) of an event (bit of NotificationEvent) of a profile.
pub(crate) fn notification_metadata(number: u32, event: u8, address: &str, iccid: Option<&[u8]>) -> Vec<u8> {
    let fields = [
        tlv::wrap(0x80, &[&integer(number)]),
        tlv::wrap(0x81, &[&[7 - event.min(7), 0x80 >> event.min(7)]]),
        tlv::wrap(0x0C, &[address.as_bytes()]),
        iccid.map(|iccid| tlv::wrap(0x5A, &[iccid])).unwrap_or_default(),
    ];
    tlv::wrap(0xBF2F, &[&fields.concat()])
}

impl Euicc {
    /// The next sequence number. One counter for all kinds; it never goes back.
    pub(crate) fn next_sequence_number(&mut self) -> u32 {
        let number = self.state.sequence_number;
        if self.context.conduct.does(&rules::RAISE_SEQUENCE_NUMBER) {
            self.state.sequence_number = number.saturating_add(1);
        }
        number
    }

    /// Keeps a signed notification until the LPA removes it.
    pub(crate) fn keep_notification(&mut self, notification: Notification) {
        let conduct = self.context.conduct.clone();
        if !conduct.does(&rules::KEEP_NOTIFICATION) {
            return;
        }
        let kept = self.state.notifications.len();
        if kept >= KEPT {
            // They stand in the order of their numbers: the first is the oldest.
            match conduct.choose(&rules::EVICTED_NOTIFICATION, kept, Some(0)) {
                Some(index) if index < kept => drop(self.state.notifications.remove(index)),
                _ => return,
            }
        }
        self.state.notifications.push(notification);
    }

    /// An OtherSignedNotification (`30`) of an event of a profile, kept and returned, signed under the identity with
    /// this index. What the eUICC does by itself when a profile is enabled, disabled or deleted; from outside it makes
    /// a notification without the event.
    pub fn notify(&mut self, event: u8, address: &str, iccid: Option<&[u8]>, signing: usize) -> Option<Vec<u8>> {
        let pending = self.other_signed_notification(event, address, iccid, signing)?;
        self.state.commit().ok().map(|()| pending)
    }

    /// One notification of an event for each recipient that the metadata of this profile names, in its order.
    pub(crate) fn notify_recipients(&mut self, aid: [u8; 16], event: NotificationEvent) {
        let Some(profile) = self.profile(aid) else { return };
        let (iccid, recipients) = (profile.iccid, profile.recipients(event));
        let signing = self.identity_of(&profile.ci_pkid.clone());
        for address in recipients {
            self.other_signed_notification(bit(event), &address, Some(&iccid), signing);
        }
    }

    /// The index of the identity under this CI: that which the profile was installed under (SGP.22 §3.5).
    pub(crate) fn identity_of(&self, ci_pkid: &[u8]) -> usize {
        let identities = &self.identity.signing;
        let honest = identities.iter().position(|identity| identity.ci_pkid == ci_pkid).unwrap_or(0);
        let picked = self.context.conduct.choose(&rules::NOTIFICATION_IDENTITY, identities.len(), Some(honest));
        picked.filter(|index| *index < identities.len()).unwrap_or(honest)
    }

    pub(crate) fn other_signed_notification(
        &mut self,
        event: u8,
        address: &str,
        iccid: Option<&[u8]>,
        signing: usize,
    ) -> Option<Vec<u8>> {
        let identity = self.identity.signing.get(signing)?.clone();
        let number = self.next_sequence_number();
        let mut metadata = notification_metadata(number, event, address, iccid);
        let conduct = self.context.conduct.clone();
        conduct.shape(&rules::NOTIFICATION_METADATA, &mut metadata);
        let mut signature = conduct.sign(&rules::NOTIFICATION_SIGNATURE, &[&metadata], &identity.key);
        conduct.shape(&rules::NOTIFICATION_SIGNATURE, &mut signature);
        let (euicc, eum) = self.shaped_certificates(&identity);
        let mut pending = tlv::wrap(0x30, &[&metadata, &tlv::wrap(0x5F37, &[&signature]), &euicc, &eum]);
        conduct.shape(&rules::OTHER_NOTIFICATION, &mut pending);
        self.keep_notification(Notification { sequence_number: number, event, metadata, pending: pending.clone() });
        Some(pending)
    }
}

/// The number of the one bit of an event.
pub(crate) fn bit(event: NotificationEvent) -> u8 {
    event.bits().trailing_zeros() as u8
}
