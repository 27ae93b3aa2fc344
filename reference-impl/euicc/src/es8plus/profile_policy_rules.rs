//! Profile Policy Rules of a profile that is being installed (SGP.22 §2.9).

use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{OperatorId, PprIds, ProfileClass, StoreMetadataRequest};
use rsp_conduct::Refusal;

/// Bits of PprIds that are rules: PPR1, PPR2.
const RULES: [usize; 2] = [1, 2];

/// MCC and MNC are digits; only the third digit of the MNC may be the filler `F`.
fn is_operator(owner: &OperatorId) -> bool {
    let digits: Vec<u8> = owner.mcc_mnc.as_slice().iter().flat_map(|octet| [octet & 0xF, octet >> 4]).collect();
    digits.iter().enumerate().all(|(at, digit)| *digit < 10 || (at == 3 && *digit == 0xF))
}

impl Euicc {
    /// Judges whether the profile may have the policy rules that it asks for.
    pub(crate) fn judge_policy_rules(&self, metadata: &StoreMetadataRequest) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let ids = metadata.profile_policy_rules.unwrap_or(PprIds::NONE);
        let asked: Vec<usize> = RULES.into_iter().filter(|bit| ids.bits() >> bit & 1 == 1).collect();
        let refuse = |holds, says: &str| Refusal::unless(holds, "pprNotAllowed", || says.to_owned());

        let operational = metadata.profile_class == ProfileClass::OPERATIONAL;
        conduct.judge(
            &rules::PPR_CLASS,
            refuse(asked.is_empty() || operational, "policy rules of a profile that is not operational"),
        )?;
        let owner = metadata.profile_owner.as_ref();
        conduct.judge(
            &rules::PROFILE_OWNER,
            Refusal::unless(asked.is_empty() || owner.is_some(), "incorrectInputValues", || {
                "policy rules without profileOwner".into()
            }),
        )?;
        conduct.judge(
            &rules::PROFILE_OWNER_CODING,
            Refusal::unless(owner.is_none_or(is_operator), "incorrectInputValues", || {
                "mccMnc of profileOwner is not digits".into()
            }),
        )?;
        let forbidden = &self.identity.info2.forbidden_profile_policy_rules;
        conduct.judge(
            &rules::PPR_FORBIDDEN,
            refuse(!asked.iter().any(|bit| forbidden.contains(bit)), "a policy rule that this eUICC forbids"),
        )?;
        let authorised = asked.iter().all(|bit| owner.is_none_or(|owner| self.authorised(*bit, owner)));
        conduct.judge(&rules::PPR_AUTHORISED, refuse(authorised, "no row of the table allows it"))?;
        let others = self.state.profiles.iter().any(|profile| profile.class() == ProfileClass::OPERATIONAL);
        conduct.judge(
            &rules::PPR1_ALONE,
            refuse(!asked.contains(&1) || !others, "PPR1 where another operational profile is installed"),
        )
    }

    /// Does a row of the table allow this policy rule to this owner?
    fn authorised(&self, bit: usize, owner: &OperatorId) -> bool {
        let rows = &self.state.rat;
        let honest = rows.iter().position(|row| row.allows(bit, owner));
        let picked = self.context.conduct.choose(&rules::POLICY_ROW, rows.len(), honest);
        // Whose row it is was looked at when it was picked.
        picked.and_then(|row| rows.get(row)).is_some_and(|row| row.ppr_ids.contains(&bit))
    }
}
