//! ES10c.DisableProfile (SGP.22 §5.7.17).

use super::target::{Target, result, target_and_flag};
use crate::codes;
use crate::euicc::Euicc;
use crate::isdp::IsdpState;
use crate::rules;
use rsp_asn1::PprIds;
use rsp_conduct::Refusal;

impl Euicc {
    /// Disables the profile in use: `BF32 {A0 {4F or 5A}, 81 refreshFlag}`.
    pub(crate) fn disable_profile(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let (target, refresh) = target_and_flag(content)?;
        let outcome = self.judge_disable(target);
        Some(result(
            0xBF32,
            match outcome {
                Ok(aid) => {
                    if aid.is_some() {
                        self.accept_switch(None, aid, refresh);
                    }
                    0
                }
                Err(refusal) => codes::disable(&refusal),
            },
        ))
    }

    fn judge_disable(&self, target: Target<'_>) -> Result<Option<[u8; 16]>, Refusal> {
        let conduct = &self.context.conduct;
        let profile = self.state.profiles.iter().find(|profile| target.is(profile));
        conduct.judge(
            &rules::DISABLE_TARGET,
            Refusal::unless(profile.is_some(), "iccidOrAidNotFound", || format!("{target:02X?}")),
        )?;
        let Some(profile) = profile else { return Ok(None) };
        conduct.judge(
            &rules::DISABLE_STATE,
            Refusal::unless(profile.state == IsdpState::Enabled, "profileNotInEnabledState", || {
                "the profile is disabled".into()
            }),
        )?;
        let locked = profile.policy_rules().contains(PprIds::PPR1);
        conduct.judge(
            &rules::DISABLE_PPR1,
            Refusal::unless(!locked, "disallowedByPolicy", || "PPR1 of the profile".into()),
        )?;
        conduct.judge(
            &rules::DISABLE_CAT_BUSY,
            Refusal::unless(!self.busy(), "catBusy", || "a proactive session is running".into()),
        )?;
        Ok(Some(profile.aid))
    }
}
