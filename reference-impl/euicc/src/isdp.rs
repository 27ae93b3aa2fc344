//! An installed profile: the ISD-P and what it was configured with (SGP.22 §2.4.5).

use crate::profile::Profile;
use rsp_asn1::{
    NotificationConfigurationInformation, NotificationEvent, PprIds, ProfileClass, StoreMetadataRequest, tlv,
};
use serde::{Deserialize, Serialize};

/// Whether a profile is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IsdpState {
    /// Installed, not in use.
    Disabled,
    /// In use.
    Enabled,
}

/// One profile on the eUICC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Isdp {
    /// AID of the ISD-P, 16 octets.
    pub aid: [u8; 16],
    /// ICCID as in EF.ICCID.
    pub iccid: [u8; 10],
    /// StoreMetadataRequest as it was received.
    pub metadata: Vec<u8>,
    /// DpProprietaryData (`B8`) as ConfigureISDP brought it; empty for none.
    pub dp_proprietary_data: Vec<u8>,
    /// The profile elements as they were received.
    pub package: Vec<u8>,
    /// What its profile elements made: files, codes, applications.
    pub installed: Option<Box<Profile>>,
    /// Whether it is in use.
    pub state: IsdpState,
    /// Name given by the end user; empty for none.
    pub nickname: String,
    /// SubjectKeyIdentifier of the CI that the profile was installed under.
    pub ci_pkid: Vec<u8>,
}

impl Isdp {
    /// The metadata, read. It was read before it was kept.
    fn read(&self) -> Option<StoreMetadataRequest> {
        rsp_asn1::decode(&self.metadata).ok()
    }

    /// The element of the metadata with this tag, whole; `B8` is that of ConfigureISDP.
    pub fn field(&self, tag: u32) -> Option<&[u8]> {
        if tag == 0xB8 {
            return Some(&self.dp_proprietary_data[..]).filter(|data| !data.is_empty());
        }
        let fields = tlv::only(0xBF25, &self.metadata).and_then(|metadata| tlv::all(metadata.content)).ok()?;
        fields.into_iter().find(|field| field.tag == tag).map(|field| field.whole)
    }

    /// Whether it came over the air; what the EUM put on the card came without a package.
    pub fn is_field_loaded(&self) -> bool {
        !self.package.is_empty()
    }

    /// Its class; operational where the metadata does not say.
    pub fn class(&self) -> ProfileClass {
        self.read().map_or(ProfileClass::OPERATIONAL, |metadata| metadata.profile_class)
    }

    /// Its policy rules.
    pub fn policy_rules(&self) -> PprIds {
        self.read().and_then(|metadata| metadata.profile_policy_rules).unwrap_or(PprIds::NONE)
    }

    /// Who is to be notified of this event, in the order of notificationConfigurationInfo.
    pub fn recipients(&self, event: NotificationEvent) -> Vec<String> {
        let configured = self.read().and_then(|metadata| metadata.notification_configuration_info);
        let named = |one: &NotificationConfigurationInformation| one.profile_management_operation.contains(event);
        configured.unwrap_or_default().into_iter().filter(named).map(|one| one.notification_address).collect()
    }

    /// Octets of non-volatile memory that it takes.
    pub fn memory(&self) -> usize {
        let files = self.installed.as_ref().map_or(0, |profile| profile.size());
        self.metadata.len() + self.dp_proprietary_data.len() + self.package.len().max(files)
    }

    /// Applications in its package (PE-Application).
    pub fn applications(&self) -> usize {
        tlv::all(&self.package).map(|elements| elements.iter().filter(|one| one.tag == 0xA8).count()).unwrap_or(0)
    }
}

/// Number of the first ISD-P, and of the last.
pub(crate) const FIRST: u16 = 0x0010;
const LAST: u16 = 0x00FF;

/// The AID of the ISD-P with this number: `0010` stands for PIX `…0000 1000` (SGP.02 §H.1 as used by SGP.22).
pub(crate) fn aid(number: u16) -> [u8; 16] {
    let [high, low] = number.to_be_bytes();
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, high, low, 0x00]
}

/// The next number at or behind this one whose AID is free, beginning again behind the last; nothing when all are
/// taken.
pub(crate) fn free_number(from: u16, taken: &[Isdp]) -> Option<u16> {
    (from..=LAST).chain(FIRST..from.min(LAST)).find(|number| {
        let aid = aid(*number);
        taken.iter().all(|profile| profile.aid != aid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_again_behind_the_last() {
        let profile = |number| Isdp {
            aid: aid(number),
            iccid: [0; 10],
            metadata: Vec::new(),
            dp_proprietary_data: Vec::new(),
            package: Vec::new(),
            installed: None,
            state: IsdpState::Disabled,
            nickname: String::new(),
            ci_pkid: Vec::new(),
        };
        assert_eq!(free_number(FIRST, &[]), Some(FIRST));
        assert_eq!(free_number(FIRST, &[profile(FIRST)]), Some(FIRST + 1));
        assert_eq!(free_number(LAST + 1, &[profile(FIRST)]), Some(FIRST + 1));
        let all: Vec<Isdp> = (FIRST..=LAST).map(profile).collect();
        assert_eq!(free_number(FIRST, &all), None);
    }
}
