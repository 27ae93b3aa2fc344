//! ES2+.ReleaseProfile (SGP.22 §5.3.4).

use super::order::ProfileState;
use super::{SmDpPlus, rules};
use crate::es2plus::ReleaseProfile;
use rsp_conduct::Refusal;
use serde_json::{Map, Value};

impl SmDpPlus {
    /// Opens a confirmed profile for download.
    pub async fn release_profile(&self, owner: &str, order: ReleaseProfile) -> Result<Map<String, Value>, Refusal> {
        let now = self.context.clock.now();
        let mut store = self.store();
        let profile = self.owned(&mut store, owner, &order.iccid)?;
        let confirmed = profile.state == ProfileState::Confirmed;
        self.context.conduct.judge(
            &rules::RELEASE_STATE,
            Refusal::unless(confirmed, "invalidTransition", || format!("the profile is {:?}", profile.state)),
        )?;
        profile.state = ProfileState::Released;
        profile.released_at = now;
        Ok(Map::new())
    }
}
