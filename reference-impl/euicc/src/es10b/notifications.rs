//! ES10b.ListNotification, RetrieveNotificationsList, RemoveNotificationFromList (SGP.22 §5.7.9 to §5.7.11).

use crate::euicc::Euicc;
use crate::notification::{Notification, integer};
use rsp_asn1::tlv;

/// Whether an event stands in a NotificationEvent bit string.
fn among(bits: &[u8], event: u8) -> bool {
    bits.get(1 + usize::from(event) / 8).is_some_and(|octet| octet & (0x80 >> (event % 8)) != 0)
}

impl Euicc {
    /// ES10b.ListNotification: the metadata of what waits, all or of some events.
    pub(crate) fn list_notification(&self, content: &[u8]) -> Option<Vec<u8>> {
        let filter = tlv::all(content).ok()?.into_iter().find(|field| field.tag == 0x81);
        let wanted = |one: &&Notification| filter.is_none_or(|filter| among(filter.content, one.event));
        let list: Vec<u8> = self.notifications.iter().filter(wanted).flat_map(|one| one.metadata.clone()).collect();
        Some(tlv::wrap(0xBF28, &[&tlv::wrap(0xA0, &[&list])]))
    }

    /// ES10b.RetrieveNotificationsList: what waits, by sequence number, by event, or all.
    pub(crate) fn retrieve_notifications_list(&self, content: &[u8]) -> Option<Vec<u8>> {
        let criteria = match content {
            [] => None,
            _ => Some(tlv::first(tlv::only(0xA0, content).ok()?.content).ok()?.0),
        };
        let wanted = |one: &&Notification| match criteria {
            None => true,
            Some(criteria) if criteria.tag == 0x80 => integer(one.sequence_number) == criteria.content,
            Some(criteria) => among(criteria.content, one.event),
        };
        let list: Vec<u8> = self.notifications.iter().filter(wanted).flat_map(|one| one.pending.clone()).collect();
        let result = match (&list[..], criteria) {
            ([], Some(_)) => tlv::wrap(0x81, &[&[1]]),
            (list, _) => tlv::wrap(0xA0, &[list]),
        };
        Some(tlv::wrap(0xBF2B, &[&result]))
    }

    /// ES10b.RemoveNotificationFromList: forgets the notification with this sequence number.
    pub(crate) fn remove_notification_from_list(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let number = tlv::only(0x80, content).ok()?.content;
        let before = self.notifications.len();
        self.notifications.retain(|one| integer(one.sequence_number) != number);
        let result = u8::from(self.notifications.len() == before);
        Some(tlv::wrap(0xBF30, &[&tlv::wrap(0x80, &[&[result]])]))
    }
}
