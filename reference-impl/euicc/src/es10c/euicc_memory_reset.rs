//! ES10c.eUICCMemoryReset (SGP.22 §5.7.19).

use super::target::result;
use crate::codes;
use crate::euicc::Euicc;
use crate::isdp::{Isdp, IsdpState};
use crate::rules;
use crate::switch::Refresh;
use rsp_asn1::{EuiccMemoryResetRequest, ProfileClass, ResetOptions};
use rsp_conduct::{Duty, Refusal};

impl Euicc {
    /// Deletes profiles of the classes asked for, also enabled ones and whatever their policy rules say, and resets
    /// the default SM-DP+ address: `BF34 {82 resetOptions}`. Options that are not known are passed over.
    pub(crate) fn euicc_memory_reset(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        let options = rsp_asn1::decode::<EuiccMemoryResetRequest>(payload).ok()?.reset_options;
        Some(result(
            0xBF34,
            match self.memory_reset(options) {
                Ok(()) => 0,
                Err(refusal) => codes::memory_reset(&refusal),
            },
        ))
    }

    fn memory_reset(&mut self, options: ResetOptions) -> Result<(), Refusal> {
        let conduct = self.context.conduct.clone();
        let kinds: [(bool, ProfileClass, &'static Duty); 2] = [
            (options.is_delete_operational_profiles(), ProfileClass::OPERATIONAL, &rules::DELETE_OPERATIONAL),
            (options.is_delete_field_loaded_test_profiles(), ProfileClass::TEST, &rules::DELETE_TEST),
        ];
        let asked = |class| kinds.iter().any(|(asked, kind, _)| *asked && *kind == class);
        // Test profiles of the EUM stay: the bit is for those that were loaded in the field.
        let doomed = |profile: &&Isdp| {
            asked(profile.class()) && (profile.class() != ProfileClass::TEST || profile.is_field_loaded())
        };
        let profiles: Vec<([u8; 16], ProfileClass, IsdpState)> = self
            .state
            .profiles
            .iter()
            .filter(doomed)
            .map(|profile| (profile.aid, profile.class(), profile.state))
            .collect();
        let something = !profiles.is_empty() || options.is_reset_default_smdp_address();
        conduct.judge(
            &rules::MEMORY_RESET_SOMETHING,
            Refusal::unless(something, "nothingToDelete", || "no profile of the classes asked for".into()),
        )?;
        conduct.judge(
            &rules::MEMORY_RESET_CAT_BUSY,
            Refusal::unless(!self.busy(), "catBusy", || "a proactive session is running".into()),
        )?;
        for (_, class, duty) in kinds {
            if !conduct.does(duty) {
                continue;
            }
            for (aid, _, state) in profiles.iter().filter(|(_, kind, _)| *kind == class) {
                self.delete(*aid);
                if *state == IsdpState::Enabled && conduct.does(&rules::REFRESH_AFTER_RESET) {
                    self.refresh = Some(Refresh::ProfileGone);
                }
            }
        }
        if options.is_reset_default_smdp_address() && conduct.does(&rules::RESET_DP_ADDRESS) {
            self.state.default_dp_address = self.identity.default_dp_address.clone();
        }
        if !conduct.does(&rules::SEQUENCE_OUTLIVES_RESET) {
            self.state.sequence_number = 0;
        }
        Ok(())
    }
}
