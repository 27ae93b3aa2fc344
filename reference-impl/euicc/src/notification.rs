//! Notifications that wait for the LPA (SGP.22 §3.5).

use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::tlv;

/// Notifications kept; the oldest go first when there are more.
const KEPT: usize = 64;

/// One notification, signed.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Euicc {
    /// The next sequence number. One counter for all kinds; it never goes back.
    pub(crate) fn next_sequence_number(&mut self) -> u32 {
        let number = self.sequence_number;
        if self.context.conduct.does(&rules::RAISE_SEQUENCE_NUMBER) {
            self.sequence_number += 1;
        }
        number
    }

    /// NotificationMetadata (`BF2F`) of an event (bit of NotificationEvent) of a profile.
    pub(crate) fn notification_metadata(&self, number: u32, event: u8, address: &str, iccid: Option<&[u8]>) -> Vec<u8> {
        let fields = [
            tlv::wrap(0x80, &[&integer(number)]),
            tlv::wrap(0x81, &[&[7 - event.min(7), 0x80 >> event.min(7)]]),
            tlv::wrap(0x0C, &[address.as_bytes()]),
            iccid.map(|iccid| tlv::wrap(0x5A, &[iccid])).unwrap_or_default(),
        ];
        tlv::wrap(0xBF2F, &[&fields.concat()])
    }

    /// Keeps a signed notification until the LPA removes it.
    pub(crate) fn keep_notification(&mut self, notification: Notification) {
        if !self.context.conduct.does(&rules::KEEP_NOTIFICATION) {
            return;
        }
        if self.notifications.len() >= KEPT {
            self.notifications.remove(0);
        }
        self.notifications.push(notification);
    }

    /// An OtherSignedNotification (`30`) of an event of a profile, kept and returned. It is signed under the
    /// identity with this index (SGP.22 §3.5: the CI that was used when the profile was installed).
    pub fn notify(&mut self, event: u8, address: &str, iccid: Option<&[u8]>, signing: usize) -> Option<Vec<u8>> {
        let number = self.next_sequence_number();
        let mut metadata = self.notification_metadata(number, event, address, iccid);
        let conduct = self.context.conduct.clone();
        conduct.shape(&rules::NOTIFICATION_METADATA, &mut metadata);
        let identity = self.identity.signing.get(signing)?.clone();
        let mut signature = conduct.sign(&rules::NOTIFICATION_SIGNATURE, &[&metadata], &identity.key);
        conduct.shape(&rules::NOTIFICATION_SIGNATURE, &mut signature);
        let (euicc, eum) = self.shaped_certificates(&identity);
        let mut pending = tlv::wrap(0x30, &[&metadata, &tlv::wrap(0x5F37, &[&signature]), &euicc, &eum]);
        conduct.shape(&rules::OTHER_NOTIFICATION, &mut pending);
        self.keep_notification(Notification { sequence_number: number, event, metadata, pending: pending.clone() });
        Some(pending)
    }
}
