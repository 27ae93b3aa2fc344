//! ES2+.ConfirmOrder (SGP.22 §5.3.2).

use super::order::ProfileState;
use super::{SmDpPlus, rules};
use crate::es2plus::ConfirmOrder;
use rsp_conduct::Refusal;
use serde_json::{Map, Value};

impl SmDpPlus {
    /// Gives a reserved profile its MatchingID and Confirmation Code, and releases it if asked to.
    pub async fn confirm_order(
        &self,
        owner: &str,
        call: &str,
        order: ConfirmOrder,
    ) -> Result<Map<String, Value>, Refusal> {
        let conduct = &self.context.conduct;
        let eid = super::eid_of(order.eid.as_deref())?;
        if order.smds_address.is_some() {
            // No SM-DS is connected to this SM-DP+: an event cannot be registered, and saying so is the honest answer.
            let refusal = Refusal::new("smdsInaccessible", "this SM-DP+ is connected to no SM-DS");
            conduct.judge(&rules::SMDS_CONNECTED, Err(refusal))?;
        }
        let now = self.context.clock.now();
        let mut store = self.store();
        let in_use = |matching_id: &str, iccid: &str, store: &super::store::Store| {
            let others =
                store.orders.values().filter(|other| other.iccid != iccid && other.state != ProfileState::Available);
            others.into_iter().any(|other| other.matching_id.as_deref() == Some(matching_id))
        };
        let chosen = order.matching_id.as_deref().filter(|id| !id.is_empty());
        let free = chosen.is_none_or(|id| !in_use(id, &order.iccid, &store));
        let profile = self.owned(&mut store, owner, &order.iccid)?;

        let reserved = matches!(profile.state, ProfileState::Allocated | ProfileState::Linked);
        conduct.judge(
            &rules::CONFIRM_STATE,
            Refusal::unless(reserved, "iccidAlreadyInUse", || format!("the profile is {:?}", profile.state)),
        )?;
        conduct.judge(
            &rules::MATCHING_ID_FREE,
            Refusal::unless(free, "matchingIdInUse", || format!("MatchingID {} is in use", chosen.unwrap_or_default())),
        )?;
        let other_eid = eid.is_some() && profile.eid.is_some() && eid != profile.eid;
        conduct.judge(
            &rules::EID_ASSOCIATION,
            Refusal::unless(!other_eid, "eidAssociationInvalid", || "the profile is tied to another EID".into()),
        )?;
        let needs_eid = order.matching_id.as_deref() == Some("");
        conduct.judge(
            &rules::EID_GIVEN,
            Refusal::unless(!needs_eid || eid.is_some() || profile.eid.is_some(), "eidMissing", || {
                "an order without MatchingID is found by its EID".into()
            }),
        )?;

        let made = self.context.random::<10>("matchingId", format!("{owner}/{call}/{}", order.iccid).as_bytes());
        let matching_id = order.matching_id.clone().unwrap_or_else(|| hex::encode_upper(made));
        profile.eid = eid.or(profile.eid);
        profile.eid_ordered = profile.eid.is_some();
        profile.matching_id = Some(matching_id.clone());
        profile.confirmation_code = order.confirmation_code.clone().filter(|code| !code.is_empty());
        profile.state = if order.release_flag { ProfileState::Released } else { ProfileState::Confirmed };
        profile.released_at = now;

        let mut output = Map::new();
        if let Some(eid) = profile.eid {
            output.insert("eid".into(), Value::String(hex::encode(eid)));
        }
        output.insert("matchingId".into(), Value::String(matching_id));
        output.insert("smdpAddress".into(), Value::String(self.config.address.clone()));
        Ok(output)
    }
}
