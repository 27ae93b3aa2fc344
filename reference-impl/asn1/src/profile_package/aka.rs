//! Keys and settings of authentication.

use super::PeHeader;
use crate::Octets;
use crate::macros::{choice, sequence};
use rasn::types::OctetString;

/// `rotationConstants` of Milenage when they are left out.
pub const ROTATION_CONSTANTS: [u8; 5] = [0x40, 0x00, 0x20, 0x40, 0x60];

/// `xoringConstants` of Milenage when they are left out: c1 to c5.
pub const XORING_CONSTANTS: [u8; 80] = {
    let mut octets = [0; 80];
    octets[31] = 1;
    octets[47] = 2;
    octets[63] = 4;
    octets[79] = 8;
    octets
};

/// `sqnDelta` and `sqnAgeLimit` when they are left out.
pub const SQN_LIMIT: [u8; 6] = [0x00, 0x00, 0x10, 0x00, 0x00, 0x00];

sequence! {
    /// Parameters of another NAA are used.
    MappingParameter [Universal 16] {
        /// What is shared.
        mapping_options "mappingOptions" [Context 0]: Octets<1, 1>,
        /// AID of the other NAA.
        mapping_source "mappingSource" [Context 1]: Octets<5, 16>,
    }
}

sequence! {
    /// Algorithm and key.
    AlgoParameter [Universal 16] {
        /// 1 Milenage, 2 TUAK, 3 the test algorithm.
        algorithm_id "algorithmID" [Context 0]: u8,
        /// Lengths of what it gives.
        algorithm_options "algorithmOptions" [Context 1]: Octets<1, 1>,
        /// K.
        key "key" [Context 2]: OctetString,
        /// OPc or TOPc.
        opc "opc" [Context 3]: OctetString,
        /// r1 to r5 of Milenage, in bits.
        rotation_constants "rotationConstants" [Default Context 4 = Octets::from(ROTATION_CONSTANTS)]: Octets<5, 5>,
        /// c1 to c5 of Milenage.
        xoring_constants "xoringConstants" [Default Context 5 = Octets::from(XORING_CONSTANTS)]: Octets<80, 80>,
        /// Most authentications.
        auth_counter_max "authCounterMax" [Context 6]: Option<Octets<3, 3>>,
        /// Iterations of Keccak-f[1600] in TUAK.
        number_of_keccak "numberOfKeccak" [Default Context 7 = 1]: u8,
    }
}

choice! {
    /// Parameters of its own, or those of another NAA.
    AlgoConfiguration [Untagged] {
        /// Those of another.
        MappingParameter "mappingParameter" [Context 0]: MappingParameter,
        /// Its own.
        AlgoParameter "algoParameter" [Context 1]: AlgoParameter,
    }
}

sequence! {
    /// Authentication of a USIM or ISIM; `A4` as an element.
    PeAkaParameter [Universal 16] {
        /// Head.
        header "aka-header" [Context 0]: PeHeader,
        /// Algorithm and key.
        algo_configuration "algoConfiguration" [Explicit Context 1]: AlgoConfiguration,
        /// Which limits of sequence numbers apply.
        sqn_options "sqnOptions" [Default Context 2 = Octets::from([0x02])]: Octets<1, 1>,
        /// Largest step forward.
        sqn_delta "sqnDelta" [Default Context 3 = Octets::from(SQN_LIMIT)]: Octets<6, 6>,
        /// Largest age.
        sqn_age_limit "sqnAgeLimit" [Default Context 4 = Octets::from(SQN_LIMIT)]: Octets<6, 6>,
        /// First sequence numbers, 32 without index; all zero when left out.
        sqn_init "sqnInit" [Context 5]: Option<Vec<Octets<6, 6>>>,
    }
}

sequence! {
    /// Authentication of a CSIM; `A5` as an element.
    PeCdmaParameter [Universal 16] {
        /// Head.
        header "cdma-header" [Context 0]: PeHeader,
        /// A-key for CAVE.
        authentication_key "authenticationKey" [Context 1]: Octets<8, 8>,
        /// Shared secret data A and B.
        ssd "ssd" [Context 2]: Option<Octets<16, 16>>,
        /// HRPD access.
        hrpd_access_authentication_data "hrpdAccessAuthenticationData" [Context 3]: Option<Octets<2, 32>>,
        /// Simple IP.
        simple_ip_authentication_data "simpleIPAuthenticationData" [Context 4]: Option<Octets<3, 483>>,
        /// Mobile IP.
        mobile_ip_authentication_data "mobileIPAuthenticationData" [Context 5]: Option<Octets<5, 957>>,
    }
}
