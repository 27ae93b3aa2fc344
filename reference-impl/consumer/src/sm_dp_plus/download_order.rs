//! ES2+.DownloadOrder (SGP.22 §5.3.1).

use super::order::{Order, ProfileState};
use super::{SmDpPlus, rules};
use crate::es2plus::DownloadOrder;
use rsp_conduct::Refusal;
use serde_json::{Map, Value};
use std::sync::Arc;

impl SmDpPlus {
    /// Reserves a profile, for an eUICC if an EID is given. Returns the ICCID.
    pub async fn download_order(
        &self,
        owner: &str,
        call: &str,
        order: DownloadOrder,
    ) -> Result<Map<String, Value>, Refusal> {
        let conduct = &self.context.conduct;
        let given = order.iccid.is_some() || order.profile_type.is_some();
        conduct.judge(
            &rules::PROFILE_GIVEN,
            Refusal::unless(given, "mandatoryElementMissing", || "neither iccid nor profileType is given".into()),
        )?;
        let eid = super::eid_of(order.eid.as_deref())?;
        let mut store = self.store();

        let named = match &order.profile_type {
            Some(name) => {
                let found = self.config.profile_types.iter().find(|kind| &kind.name == name);
                conduct.judge(
                    &rules::PROFILE_TYPE_KNOWN,
                    Refusal::unless(found.is_some(), "profileTypeUnknown", || {
                        format!("there is no profile type {name}")
                    }),
                )?;
                found
            }
            None => None,
        };
        let profile_type = match &order.iccid {
            Some(iccid) => {
                let iccid = iccid.trim_end_matches(['F', 'f']);
                let found = self.config.profile_types.iter().find(|kind| kind.owns(iccid));
                conduct.judge(
                    &rules::ICCID_KNOWN,
                    Refusal::unless(found.is_some(), "iccidUnknown", || {
                        format!("ICCID {iccid} is not in the inventory")
                    }),
                )?;
                found.or(named)
            }
            None => named,
        };
        // A mutant that ignores what is unknown still needs something to sell.
        let profile_type = profile_type.or(self.config.profile_types.first());
        let profile_type = profile_type.ok_or_else(|| Refusal::new("noProfileOfType", "the inventory is empty"))?;
        if let (Some(named), Some(_)) = (named, &order.iccid) {
            conduct.judge(
                &rules::PROFILE_TYPE_FITS,
                Refusal::unless(Arc::ptr_eq(named, profile_type), "profileTypeMismatch", || {
                    format!("the ICCID belongs to the profile type {}", profile_type.name)
                }),
            )?;
        }
        let stranger = profile_type.owner.as_deref().is_some_and(|other| other != owner);
        let error = if order.iccid.is_some() { "iccidNotAllowed" } else { "profileTypeNotAllowed" };
        conduct.judge(
            &rules::PROFILE_OWNER,
            Refusal::unless(!stranger, error, || format!("{owner} may not order {}", profile_type.name)),
        )?;

        let iccid = match &order.iccid {
            Some(iccid) => {
                let iccid = iccid.trim_end_matches(['F', 'f']).to_owned();
                let state = store.orders.get(&iccid).map_or(ProfileState::Available, |order| order.state);
                conduct.judge(
                    &rules::ICCID_AVAILABLE,
                    Refusal::unless(state == ProfileState::Available, "iccidAlreadyInUse", || {
                        format!("the profile is {state:?}")
                    }),
                )?;
                iccid
            }
            None => {
                // Where to begin depends on the call alone, so that parallel orders do not swap profiles.
                let start = u64::from_be_bytes(self.context.random("iccid", format!("{owner}/{call}").as_bytes()));
                let stock = profile_type.stock;
                let left = (0..stock)
                    .map(|step| profile_type.iccid((start % stock.max(1) + step) % stock.max(1)))
                    .find(|iccid| store.orders.get(iccid).is_none_or(|order| order.state == ProfileState::Available));
                conduct.judge(
                    &rules::PROFILE_TYPE_LEFT,
                    Refusal::unless(left.is_some(), "noProfileOfType", || format!("no {} is left", profile_type.name)),
                )?;
                left.unwrap_or_else(|| profile_type.iccid(0))
            }
        };
        let mut fresh = Order::available(iccid.clone(), profile_type.clone());
        fresh.owner = owner.to_owned();
        fresh.eid = eid;
        fresh.eid_ordered = eid.is_some();
        fresh.state = if eid.is_some() { ProfileState::Linked } else { ProfileState::Allocated };
        store.orders.insert(iccid.clone(), fresh);
        Ok(Map::from_iter([("iccid".to_owned(), Value::String(iccid))]))
    }
}
