//! What an SM-DP+ prepares: a package, its metadata and the rules of its download.

use crate::iccid;

/// One place in a profile package where the ICCID stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IccidPlace {
    /// Offset of the first of its 10 octets.
    pub offset: usize,
    /// Nibbles swapped as in EF.ICCID, or in reading order as in PE-Header.
    pub swapped: bool,
}

/// An unprotected profile package and where it is personalised.
#[derive(Debug, Clone)]
pub struct Package {
    /// The profile elements, one after the other.
    pub octets: Vec<u8>,
    /// Where the ICCID stands.
    pub iccid_places: Vec<IccidPlace>,
    /// Version of the package format, as in `EUICCInfo2.profileVersion`.
    pub version: [u8; 3],
    /// Bits of `UICCCapability` that the package requires.
    pub capabilities: Vec<usize>,
}

impl Package {
    /// The package with this ICCID in its places.
    pub fn personalised(&self, digits: &str) -> Vec<u8> {
        let mut octets = self.octets.clone();
        for place in &self.iccid_places {
            let coded = if place.swapped { iccid::to_ef(digits) } else { iccid::to_header(digits) };
            if let Some(target) = octets.get_mut(place.offset..place.offset + coded.len()) {
                target.copy_from_slice(&coded);
            }
        }
        octets
    }
}

/// Which keys protect the profile elements (SGP.22 §2.5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Random keys of the package's own, handed over by ReplaceSessionKeys.
    ProfileProtectionKeys,
    /// The session keys.
    SessionKeys,
}

/// `notificationConfigurationInfo` of the metadata: one event and where to report it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationTarget {
    /// Bit of `NotificationEvent`: 0 install, 1 enable, 2 disable, 3 delete.
    pub event: u8,
    /// An FQDN.
    pub address: String,
}

/// What the metadata says of a profile beside its names; nothing where absent (SGP.22 §5.5.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// profileClass: 0 test, 1 provisioning; operational where absent.
    pub class: Option<u8>,
    /// profileOwner: MCC and MNC as in 3GPP TS 24.008.
    pub owner: Option<[u8; 3]>,
    /// profilePolicyRules: bits of PprIds, 1 for PPR1, 2 for PPR2.
    pub rules: Vec<u8>,
}

/// A kind of profile in the inventory.
#[derive(Debug, Clone)]
pub struct ProfileType {
    /// The name that ES2+ orders it by.
    pub name: String,
    /// The operator that may order it; any where absent.
    pub owner: Option<String>,
    /// The package.
    pub package: Package,
    /// The first digits of its ICCIDs.
    pub iccid_prefix: String,
    /// How many profiles of the type there are.
    pub stock: u64,
    /// Metadata: serviceProviderName.
    pub service_provider_name: String,
    /// Metadata: profileName.
    pub profile_name: String,
    /// Metadata: a PNG icon of at most 1024 octets.
    pub icon: Option<Vec<u8>>,
    /// Metadata: notificationConfigurationInfo.
    pub notifications: Vec<NotificationTarget>,
    /// Metadata: class, owner and policy rules.
    pub policy: Policy,
    /// Clear octets in a protected segment, where fewer (or more) than fit into 1020.
    pub segment: Option<usize>,
    /// Keys of the package.
    pub protection: Protection,
    /// Whether a package may be bound again to another one-time key of the same eUICC.
    pub rebinding: bool,
    /// Attempts to download.
    pub attempts: u32,
    /// Tries for a Confirmation Code.
    pub confirmation_tries: u32,
    /// Seconds after release at which the order expires.
    pub validity: Option<i64>,
}

impl ProfileType {
    /// Whether this ICCID is one of the type's.
    pub fn owns(&self, digits: &str) -> bool {
        let number = digits.strip_prefix(&self.iccid_prefix).and_then(|rest| rest.get(..rest.len().saturating_sub(1)));
        number.and_then(|number| number.parse::<u64>().ok()).is_some_and(|number| number < self.stock)
            && digits.len() == 19
    }

    /// The ICCID of the profile with this number: prefix, number, Luhn digit; 19 digits.
    pub fn iccid(&self, number: u64) -> String {
        let width = 18usize.saturating_sub(self.iccid_prefix.len());
        iccid::with_check_digit(&format!("{}{number:0width$}", self.iccid_prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_personalised_in_both_codings() {
        let places = vec![IccidPlace { offset: 1, swapped: false }, IccidPlace { offset: 12, swapped: true }];
        let package = Package { octets: vec![0; 23], iccid_places: places, version: [2, 3, 0], capabilities: vec![] };
        let octets = package.personalised("8900012345678901239");
        assert_eq!(hex::encode(&octets[1..11]), "8900012345678901239f");
        assert_eq!(hex::encode(&octets[12..22]), "980010325476981032f9");
        assert_eq!((octets[0], octets[11], octets[22]), (0, 0, 0));
    }
}
