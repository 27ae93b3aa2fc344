//! Profiles that are on the card when it leaves its EUM (SGP.22 §2.4.5).

use crate::euicc::Euicc;
use crate::isdp::{self, Isdp, IsdpState};
use crate::persistent::StoreError;
use crate::profile::Profile;

impl Euicc {
    /// Puts a profile on the card without a download: `metadata` is a StoreMetadataRequest (`BF25`), `iccid` is as in
    /// EF.ICCID. An enabled one takes the place of the one enabled before. The answer is the AID of its ISD-P;
    /// nothing when no AID is free. An error when the state cannot be kept; then nothing has changed.
    pub fn preload(
        &mut self,
        iccid: [u8; 10],
        metadata: Vec<u8>,
        installed: Profile,
        state: IsdpState,
    ) -> Result<Option<[u8; 16]>, StoreError> {
        let Some(number) = isdp::free_number(self.state.next_isdp, &self.state.profiles) else { return Ok(None) };
        if state == IsdpState::Enabled {
            for other in &mut self.state.profiles {
                other.state = IsdpState::Disabled;
            }
        }
        let aid = isdp::aid(number);
        let ci_pkid = self.identity.signing.first().map(|signing| signing.ci_pkid.clone()).unwrap_or_default();
        self.state.profiles.push(Isdp {
            aid,
            iccid,
            metadata,
            dp_proprietary_data: Vec::new(),
            package: Vec::new(),
            installed: Some(Box::new(installed)),
            state,
            nickname: String::new(),
            ci_pkid,
        });
        self.state.next_isdp = number + 1;
        self.state.commit()?;
        Ok(Some(aid))
    }
}
