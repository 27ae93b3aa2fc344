//! ES10b.ListNotification (SGP.22 §5.7.9).

use crate::euicc::Euicc;
use crate::notification::Notification;
use rsp_asn1::tlv;

/// Whether an event stands in a NotificationEvent bit string.
pub(super) fn among(bits: &[u8], event: u8) -> bool {
    bits.get(1 + usize::from(event) / 8).is_some_and(|octet| octet & (0x80 >> (event % 8)) != 0)
}

impl Euicc {
    /// The metadata of what waits, all or of some events: `BF28`.
    pub(crate) fn list_notification(&self, content: &[u8]) -> Option<Vec<u8>> {
        let filter = tlv::all(content).ok()?.into_iter().find(|field| field.tag == 0x81);
        let wanted = |one: &&Notification| filter.is_none_or(|filter| among(filter.content, one.event));
        let notifications = self.state.notifications.iter().filter(wanted);
        let list: Vec<u8> = notifications.flat_map(|one| one.metadata.clone()).collect();
        Some(tlv::wrap(0xBF28, &[&tlv::wrap(0xA0, &[&list])]))
    }
}
