//! ES10c.EnableProfile (SGP.22 §5.7.16).

use super::target::{Target, result, target_and_flag};
use crate::codes;
use crate::euicc::Euicc;
use crate::isdp::{Isdp, IsdpState};
use crate::rules;
use rsp_asn1::{PprIds, ProfileClass};
use rsp_conduct::Refusal;

/// AID of the profile that comes and of the one that goes.
type Switched = ([u8; 16], Option<[u8; 16]>);

impl Euicc {
    /// Enables a profile and disables the one in use: `BF31 {A0 {4F or 5A}, 81 refreshFlag}`.
    pub(crate) fn enable_profile(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let (target, refresh) = target_and_flag(content)?;
        let outcome = self.judge_enable(target);
        Some(result(
            0xBF31,
            match outcome {
                Ok(switch) => {
                    if let Some((enable, disable)) = switch {
                        self.accept_switch(Some(enable), disable, refresh);
                    }
                    0
                }
                Err(refusal) => codes::enable(&refusal),
            },
        ))
    }

    /// What is to be switched; nothing where no check that failed was heeded.
    fn judge_enable(&self, target: Target<'_>) -> Result<Option<Switched>, Refusal> {
        let conduct = &self.context.conduct;
        let profile = self.state.profiles.iter().find(|profile| target.is(profile));
        conduct.judge(
            &rules::ENABLE_TARGET,
            Refusal::unless(profile.is_some(), "iccidOrAidNotFound", || format!("{target:02X?}")),
        )?;
        let Some(profile) = profile else { return Ok(None) };
        conduct.judge(
            &rules::ENABLE_STATE,
            Refusal::unless(profile.state == IsdpState::Disabled, "profileNotInDisabledState", || {
                "the profile is enabled".into()
            }),
        )?;
        let enabled = self.enabled_profile();
        conduct.judge(&rules::ENABLE_AFTER_TEST, self.fits_after_test(profile, enabled))?;
        // PPR1 gives way to a provisioning and to a test profile: neither takes the subscription out of use for good.
        let operational = profile.class() == ProfileClass::OPERATIONAL;
        let locked = operational && enabled.is_some_and(|enabled| enabled.policy_rules().contains(PprIds::PPR1));
        conduct.judge(
            &rules::ENABLE_PPR1,
            Refusal::unless(!locked, "disallowedByPolicy", || "PPR1 of the enabled profile".into()),
        )?;
        conduct.judge(
            &rules::ENABLE_CAT_BUSY,
            Refusal::unless(!self.busy(), "catBusy", || "a proactive session is running".into()),
        )?;
        let going = enabled.map(|enabled| enabled.aid).filter(|aid| *aid != profile.aid);
        Ok(Some((profile.aid, going)))
    }

    /// After a test profile comes another, or the operational profile whose place it took.
    fn fits_after_test(&self, profile: &Isdp, enabled: Option<&Isdp>) -> Result<(), Refusal> {
        let testing = enabled.is_some_and(|enabled| enabled.class() == ProfileClass::TEST);
        let replaced = self.state.replaced.filter(|_| testing && profile.class() != ProfileClass::TEST);
        Refusal::unless(replaced.is_none_or(|replaced| replaced == profile.aid), "wrongProfileReenabling", || {
            "the test profile took the place of another profile".into()
        })
    }
}
