//! ES10c.DeleteProfile (SGP.22 §5.7.18).

use super::target::{Target, result};
use crate::codes;
use crate::euicc::Euicc;
use crate::isdp::{Isdp, IsdpState};
use crate::rules;
use rsp_asn1::{NotificationEvent, PprIds, tlv};
use rsp_conduct::Refusal;

impl Euicc {
    /// Deletes a profile that is not in use: `BF33 {4F or 5A}`.
    pub(crate) fn delete_profile(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let (field, _) = tlv::first(content).ok()?;
        let outcome = self.judge_delete(Target::of(field)?);
        Some(result(
            0xBF33,
            match outcome {
                Ok(aid) => {
                    if let Some(aid) = aid {
                        self.delete(aid);
                    }
                    0
                }
                Err(refusal) => codes::delete(&refusal),
            },
        ))
    }

    fn judge_delete(&self, target: Target<'_>) -> Result<Option<[u8; 16]>, Refusal> {
        let conduct = &self.context.conduct;
        let profile = self.state.profiles.iter().find(|profile| target.is(profile));
        conduct.judge(
            &rules::DELETE_TARGET,
            Refusal::unless(profile.is_some(), "iccidOrAidNotFound", || format!("{target:02X?}")),
        )?;
        let Some(profile) = profile else { return Ok(None) };
        // A profile that a REFRESH will enable is as good as enabled.
        let coming = self.state.switch.as_ref().is_some_and(|switch| switch.enable == Some(profile.aid));
        conduct.judge(
            &rules::DELETE_STATE,
            Refusal::unless(profile.state == IsdpState::Disabled && !coming, "profileNotInDisabledState", || {
                "the profile is enabled".into()
            }),
        )?;
        let locked = profile.policy_rules().contains(PprIds::PPR2);
        conduct.judge(
            &rules::DELETE_PPR2,
            Refusal::unless(!locked, "disallowedByPolicy", || "PPR2 of the profile".into()),
        )?;
        Ok(Some(profile.aid))
    }

    /// Deletes a profile, with its notifications to whom it is due. Those that wait already stay.
    pub(super) fn delete(&mut self, aid: [u8; 16]) {
        let conduct = self.context.conduct.clone();
        if conduct.does(&rules::NOTIFY_DELETE) {
            self.notify_recipients(aid, NotificationEvent::DELETE);
        }
        if self.state.replaced == Some(aid) {
            self.state.replaced = None;
        }
        let Some(index) = self.state.profiles.iter().position(|profile| profile.aid == aid) else { return };
        let Isdp { iccid, .. } = self.state.profiles.remove(index);
        if !conduct.does(&rules::KEEP_NOTIFICATIONS_OF_DELETED) {
            let iccid = tlv::wrap(0x5A, &[&iccid]);
            self.state.notifications.retain(|one| !one.metadata.ends_with(&iccid));
        }
    }
}
