//! Whether a profile fits an eUICC (SGP.22 §5.6.3, eligibility check).

use super::order::Order;
use super::{SmDpPlus, rules};
use rsp_asn1::{EUICCInfo2, tlv};
use rsp_conduct::Refusal;

/// Free non-volatile memory of `extCardResource` (ETSI TS 102 226): tag 82, big endian, any length.
fn free_memory(ext_card_resource: &[u8]) -> Option<u64> {
    let found = tlv::all(ext_card_resource).ok()?.into_iter().find(|tlv| tlv.tag == 0x82)?;
    let digits: Vec<u8> = found.content.iter().copied().skip_while(|octet| *octet == 0).collect();
    if digits.len() > 8 {
        return Some(u64::MAX);
    }
    Some(digits.iter().fold(0, |sum, digit| sum << 8 | u64::from(*digit)))
}

impl SmDpPlus {
    /// Refuses an eUICC that cannot take the profile.
    pub(super) fn eligible(&self, order: &Order, info: &EUICCInfo2) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let package = &order.profile_type.package;
        let needed = package.octets.len() as u64;
        let free = free_memory(info.ext_card_resource.as_ref());
        conduct.judge(
            &rules::ELIGIBLE_MEMORY,
            // An eUICC that says nothing of its memory is not refused for it.
            Refusal::unless(free.is_none_or(|free| free >= needed), "insufficientMemory", || {
                format!("the profile needs {needed} octets, the eUICC has {}", free.unwrap_or_default())
            }),
        )?;
        let missing = package.capabilities.iter().find(|bit| info.uicc_capability.bits() >> **bit & 1 == 0);
        conduct.judge(
            &rules::ELIGIBLE_CAPABILITY,
            Refusal::unless(missing.is_none(), "noEligibleProfile", || {
                format!("the eUICC lacks bit {} of UICCCapability", missing.copied().unwrap_or_default())
            }),
        )?;
        let version = info.profile_version.as_ref();
        let reads = version.first() == package.version.first() && version >= &package.version[..];
        conduct.judge(
            &rules::ELIGIBLE_VERSION,
            Refusal::unless(reads, "noEligibleProfile", || {
                let dotted = |octets: &[u8]| octets.iter().map(u8::to_string).collect::<Vec<_>>().join(".");
                format!("the package is of version {}, the eUICC reads {}", dotted(&package.version), dotted(version))
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::free_memory;

    #[test]
    fn memory_is_read_in_any_length() {
        let read = |hex: &str| free_memory(&hex::decode(hex).unwrap());
        assert_eq!(read("8101058204 0005D230 83021D4C".replace(' ', "").as_str()), Some(381_488));
        assert_eq!(read("820100"), Some(0));
        assert_eq!(read("810105"), None);
        assert_eq!(read("8209FFFFFFFFFFFFFFFFFF"), Some(u64::MAX));
    }
}
