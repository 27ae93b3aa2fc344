//! ES10b.RemoveNotificationFromList (SGP.22 §5.7.11).

use crate::euicc::Euicc;
use crate::notification::integer;
use crate::rules;
use rsp_asn1::tlv;
use rsp_conduct::Refusal;

impl Euicc {
    /// Forgets the notification with this sequence number: `BF30 {80 seqNumber}`.
    pub(crate) fn remove_notification_from_list(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let (number, _) = tlv::first(content).ok().filter(|(number, _)| number.tag == 0x80)?;
        let here = self.state.notifications.iter().position(|one| integer(one.sequence_number) == number.content);
        let conduct = self.context.conduct.clone();
        let judged = conduct.judge(
            &rules::NOTIFICATION_PRESENT,
            Refusal::unless(here.is_some(), "nothingToDelete", || "no notification has this number".into()),
        );
        if let Some(index) = here
            && conduct.does(&rules::REMOVE_NOTIFICATION)
        {
            self.state.notifications.remove(index);
        }
        Some(tlv::wrap(0xBF30, &[&tlv::wrap(0x80, &[&[u8::from(judged.is_err())]])]))
    }
}
