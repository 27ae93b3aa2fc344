//! ES8+.StoreMetadata (SGP.22 §5.5.3).

use crate::es10b::loader::Loader;
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{IconType, ProfileClass, StoreMetadataRequest};
use rsp_conduct::Refusal;

/// Bit of RspCapability.
const TEST_PROFILE_SUPPORT: usize = 3;

fn incorrect(holds: bool, says: &str) -> Result<(), Refusal> {
    Refusal::unless(holds, "incorrectInputValues", || says.to_owned())
}

/// Digits with swapped nibbles, 18 to 20 of them, `F` behind the last.
fn is_iccid(iccid: &[u8]) -> bool {
    let digits: Vec<u8> = iccid.iter().flat_map(|octet| [octet & 0xF, octet >> 4]).collect();
    let count = digits.iter().take_while(|digit| **digit < 10).count();
    (18..=20).contains(&count) && digits[count..].iter().all(|digit| *digit == 0xF)
}

impl Euicc {
    /// Verifies the metadata (`BF25`) of the profile that is being installed. Fields of later versions are kept.
    pub(crate) fn store_metadata(&self, loader: &mut Loader, clear: Vec<u8>) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let read = rsp_asn1::decode::<StoreMetadataRequest>(&clear);
        let judged = read.as_ref().map(|_| ()).map_err(|error| Refusal::new("incorrectInputValues", error.to_string()));
        conduct.judge(&rules::STORE_METADATA, judged)?;
        loader.metadata = clear;
        let Ok(metadata) = read else { return Ok(()) };
        let iccid = metadata.iccid.as_ref().try_into().ok();
        loader.iccid = iccid;
        conduct.judge(
            &rules::ICCID_CODING,
            incorrect(iccid.is_some_and(|iccid: [u8; 10]| is_iccid(&iccid)), "iccid is not 18 to 20 digits"),
        )?;
        let icon = metadata.icon.as_ref().is_some_and(|icon| !icon.as_slice().is_empty());
        conduct.judge(
            &rules::ICON_TYPE,
            incorrect(icon == metadata.icon_type.is_some(), "icon and iconType come together or not at all"),
        )?;
        let known = metadata.icon_type.is_none_or(|kind| matches!(kind, IconType::JPG | IconType::PNG));
        conduct.judge(&rules::ICON_FORMAT, incorrect(known, "iconType is neither jpg nor png"))?;
        let configured = metadata.notification_configuration_info.as_deref().unwrap_or_default();
        let addressed = configured.iter().all(|one| !one.notification_address.is_empty());
        conduct.judge(&rules::NOTIFICATION_ADDRESSES, incorrect(addressed, "a notification without address"))?;
        let class = metadata.profile_class;
        let tests = self.identity.info2.rsp_capability.contains(&TEST_PROFILE_SUPPORT);
        let supported = match class {
            ProfileClass::TEST => tests,
            ProfileClass::PROVISIONING | ProfileClass::OPERATIONAL => true,
            _ => false,
        };
        conduct.judge(
            &rules::PROFILE_CLASS,
            Refusal::unless(supported, "unsupportedProfileClass", || format!("profileClass {class}")),
        )?;
        self.judge_policy_rules(&metadata)?;
        let taken = self.state.profiles.iter().any(|profile| Some(profile.iccid) == iccid);
        conduct.judge(
            &rules::ICCID_FREE,
            Refusal::unless(!taken, "installFailedDueToIccidAlreadyExistsOnEuicc", || "the ICCID is taken".into()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::is_iccid;

    #[test]
    fn an_iccid_is_18_to_20_digits() {
        assert!(is_iccid(&[0x98, 0x00, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0x14]));
        assert!(is_iccid(&[0x98, 0x00, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0xF4]));
        assert!(is_iccid(&[0x98, 0x00, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0xFF]));
        assert!(!is_iccid(&[0x98, 0x00, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0xF2, 0xFF]));
        assert!(!is_iccid(&[0x98, 0x0F, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0x14]));
        assert!(!is_iccid(&[0x98, 0x00, 0x10, 0x32, 0x54, 0x76, 0x98, 0x10, 0x32, 0x4F]));
    }
}
