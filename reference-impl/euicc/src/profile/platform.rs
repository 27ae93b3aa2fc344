//! What the eUICC offers a profile.

/// The eUICC as a package meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// Version of the package specification, major and minor.
    pub version: (u8, u8),
    /// Bits of UICCCapability that are set.
    pub capability: Vec<usize>,
    /// Octets of non-volatile memory that are free.
    pub free_memory: usize,
}

/// The bit of UICCCapability for each member of eUICC-Mandatory-services, by its number.
const CAPABILITY_OF_SERVICE: [usize; 30] =
    [0, 1, 2, 3, 4, 6, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 7, 8, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30];

impl Platform {
    /// From EUICCInfo2, with so many octets of memory free.
    pub fn new(info: &crate::Info2, free_memory: usize) -> Self {
        let version = (info.profile_version[0], info.profile_version[1]);
        Self { version, capability: info.uicc_capability.clone(), free_memory }
    }

    /// Is this member of eUICC-Mandatory-services supported?
    pub fn offers(&self, service: u8) -> bool {
        let bit = CAPABILITY_OF_SERVICE.get(usize::from(service));
        bit.is_some_and(|bit| self.capability.contains(bit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_asn1::profile_package::ServicesList;

    #[test]
    fn services_and_capabilities_are_two_orders() {
        let only = |bit| Platform { version: (2, 3), capability: vec![bit], free_memory: 0 };
        let number = |name| ServicesList::NAMES.iter().find(|(known, _)| *known == name).unwrap().1;
        for (name, bit) in [
            ("cave", 5),
            ("tuak128", 6),
            ("tuak256", 7),
            ("usim-test-algorithm", 8),
            ("eap", 13),
            ("multiple-csim", 18),
            ("ber-tlv", 19),
            ("profile-b-p256", 24),
            ("eaka", 30),
        ] {
            assert!(only(bit).offers(number(name)), "{name}");
            assert!(!only(bit + 1).offers(number(name)), "{name}");
        }
        assert!(!only(31).offers(30));
    }
}
