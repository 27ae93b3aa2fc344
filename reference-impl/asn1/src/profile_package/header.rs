//! PE-Header: what the package is, and what the eUICC must support for it.

use crate::macros::sequence;
use crate::{Octets, Text};
use rasn::types::{ObjectIdentifier, OctetString};

sequence! {
    /// The first element of a package; `A0` as an element.
    ProfileHeader [Universal 16] {
        /// Version of the package specification, 0 to 255.
        major_version "major-version" [Context 0]: u8,
        /// Minor version, 0 to 255.
        minor_version "minor-version" [Context 1]: u8,
        /// Free text, 1 to 100 characters.
        profile_type "profileType" [Context 2]: Option<Text<100>>,
        /// ICCID in reading order, `F` behind an odd number of digits.
        iccid "iccid" [Context 3]: Octets<10, 10>,
        /// Policy rules of SGP.02.
        pol "pol" [Context 4]: Option<OctetString>,
        /// What the eUICC must be able to do.
        mandatory_services "eUICC-Mandatory-services" [Context 5]: ServicesList,
        /// File templates that the eUICC must know.
        mandatory_templates "eUICC-Mandatory-GFSTEList" [Context 6]: Vec<ObjectIdentifier>,
        /// Parameters for remote administration.
        connectivity_parameters "connectivityParameters" [Context 7]: Option<OctetString>,
        /// Applications and libraries that the eUICC must hold.
        mandatory_aids "eUICC-Mandatory-AIDs" [Context 8]: Option<Vec<MandatoryAid>>,
        /// IoT Minimal Profile, since v3.3.
        iot_options "iotOptions" [Context 9]: Option<IotOptions>,
    }
}

sequence! {
    /// An application that must be there.
    MandatoryAid [Universal 16] {
        /// Its AID, 5 to 16 octets.
        aid "aid" [Context 0]: Octets<5, 16>,
        /// Its version, 2 octets.
        version "version" [Context 1]: Octets<2, 2>,
    }
}

sequence! {
    /// Options of an IoT Minimal Profile.
    IotOptions [Universal 16] {
        /// PIX of the USIM, 7 to 11 octets.
        pix "pix" [Context 0]: Octets<7, 11>,
    }
}

/// Declares the members of ServicesList, all NULL OPTIONAL, and their numbers.
macro_rules! services {
    ($($field:ident $asn:literal = $number:literal,)*) => {
        sequence! {
            /// What the eUICC must be able to do.
            ServicesList [Universal 16] {
                $(#[doc = concat!("`", $asn, "`.")] $field $asn [Context $number]: Option<()>,)*
            }
        }

        impl ServicesList {
            /// Name and number (place in the list) of every service.
            pub const NAMES: &'static [(&'static str, u8)] = &[$(($asn, $number),)*];

            /// The numbers of those that are asked for.
            pub fn numbers(&self) -> Vec<u8> {
                let asked = [$((self.$field.is_some(), $number),)*];
                asked.iter().filter(|(asked, _)| *asked).map(|(_, number)| *number).collect()
            }
        }
    };
}

services! {
    contactless "contactless" = 0,
    usim "usim" = 1,
    isim "isim" = 2,
    csim "csim" = 3,
    milenage "milenage" = 4,
    tuak128 "tuak128" = 5,
    cave "cave" = 6,
    gba_usim "gba-usim" = 7,
    gba_isim "gba-isim" = 8,
    mbms "mbms" = 9,
    eap "eap" = 10,
    javacard "javacard" = 11,
    multos "multos" = 12,
    multiple_usim "multiple-usim" = 13,
    multiple_isim "multiple-isim" = 14,
    multiple_csim "multiple-csim" = 15,
    tuak256 "tuak256" = 16,
    usim_test_algorithm "usim-test-algorithm" = 17,
    ber_tlv "ber-tlv" = 18,
    df_link "dfLink" = 19,
    cat_tp "cat-tp" = 20,
    get_identity "get-identity" = 21,
    profile_a_x25519 "profile-a-x25519" = 22,
    profile_b_p256 "profile-b-p256" = 23,
    suci_calculator_api "suciCalculatorApi" = 24,
    dns_resolution "dns-resolution" = 25,
    scp11ac "scp11ac" = 26,
    scp11c_authorization_mechanism "scp11c-authorization-mechanism" = 27,
    s16mode "s16mode" = 28,
    eaka "eaka" = 29,
}
