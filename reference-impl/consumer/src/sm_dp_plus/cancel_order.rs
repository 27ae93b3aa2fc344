//! ES2+.CancelOrder (SGP.22 §5.3.3).

use super::order::{Order, ProfileState};
use super::{SmDpPlus, rules};
use crate::es2plus::CancelOrder;
use rsp_conduct::Refusal;
use serde_json::{Map, Value};

impl SmDpPlus {
    /// Takes an order back; the profile becomes available again or is withdrawn.
    pub async fn cancel_order(&self, owner: &str, order: CancelOrder) -> Result<Map<String, Value>, Refusal> {
        let conduct = &self.context.conduct;
        let eid = super::eid_of(order.eid.as_deref())?;
        let last = match order.final_profile_status_indicator.as_str() {
            "Available" => ProfileState::Available,
            "Unavailable" => ProfileState::Unavailable,
            other => return Err(Refusal::new("malformed", format!("finalProfileStatusIndicator is {other:?}"))),
        };
        let mut store = self.store();
        let profile = self.owned(&mut store, owner, &order.iccid)?;

        let unused =
            !matches!(profile.state, ProfileState::Installed | ProfileState::Downloaded | ProfileState::Unavailable);
        conduct.judge(
            &rules::CANCEL_STATE,
            Refusal::unless(unused, "profileInUse", || format!("the profile is {:?}", profile.state)),
        )?;
        let other_eid = eid.is_some() && eid != profile.eid;
        conduct.judge(
            &rules::CANCEL_EID,
            Refusal::unless(!other_eid, "eidAssociationInvalid", || "the profile is not tied to this EID".into()),
        )?;
        let other_id = order.matching_id.is_some() && order.matching_id != profile.matching_id;
        conduct.judge(
            &rules::CANCEL_MATCHING_ID,
            Refusal::unless(!other_id, "matchingIdAssociationInvalid", || "the order has another MatchingID".into()),
        )?;

        let mut fresh = Order::available(profile.iccid.clone(), profile.profile_type.clone());
        fresh.state = last;
        fresh.owner = owner.to_owned();
        *profile = fresh;
        Ok(Map::new())
    }
}
