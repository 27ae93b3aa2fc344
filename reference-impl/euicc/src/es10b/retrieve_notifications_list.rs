//! ES10b.RetrieveNotificationsList (SGP.22 §5.7.10).

use super::list_notification::among;
use crate::codes::UNDEFINED;
use crate::euicc::Euicc;
use crate::notification::{Notification, integer};
use crate::rules;
use rsp_asn1::tlv::{self, Tlv};
use rsp_conduct::Refusal;

/// `noResultAvailable`, until v2.6.
const NO_RESULT: u8 = 1;

/// The criterion inside `A0`; the first field where the wrapper is missing.
fn criteria(content: &[u8]) -> Option<(Tlv<'_>, bool)> {
    let (field, _) = tlv::first(content).ok()?;
    if field.tag != 0xA0 {
        return Some((field, false));
    }
    tlv::first(field.content).ok().map(|(criterion, _)| (criterion, true))
}

impl Euicc {
    /// What waits, octet for octet, by sequence number, by event, or all: `BF2B`.
    pub(crate) fn retrieve_notifications_list(&self, content: &[u8]) -> Option<Vec<u8>> {
        let asked = if content.is_empty() { None } else { Some(criteria(content)?) };
        let known = asked.is_none_or(|(criterion, wrapped)| wrapped && matches!(criterion.tag, 0x80 | 0x81));
        let judged = self.context.conduct.judge(
            &rules::NOTIFICATION_CRITERIA,
            Refusal::unless(known, "undefinedError", || "searchCriteria is none, or has no tag of its own".into()),
        );
        if judged.is_err() {
            return Some(tlv::wrap(0xBF2B, &[&tlv::wrap(0x81, &[&[UNDEFINED]])]));
        }
        let wanted = |one: &&Notification| match asked {
            None => true,
            Some((criterion, _)) if criterion.tag == 0x80 => integer(one.sequence_number) == criterion.content,
            Some((criterion, _)) => among(criterion.content, one.event),
        };
        let notifications = self.state.notifications.iter().filter(wanted);
        let list: Vec<u8> = notifications.flat_map(|one| one.pending.clone()).collect();
        // From v2.7 on an empty list says it.
        let empty_list = asked.is_none() || self.identity.info2.svn >= [2, 7, 0];
        let result = match &list[..] {
            [] if !empty_list => tlv::wrap(0x81, &[&[NO_RESULT]]),
            list => tlv::wrap(0xA0, &[list]),
        };
        Some(tlv::wrap(0xBF2B, &[&result]))
    }
}
