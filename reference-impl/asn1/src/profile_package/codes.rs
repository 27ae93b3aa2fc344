//! PINs and PUKs.

use super::PeHeader;
use crate::Octets;
use crate::macros::{choice, sequence};

sequence! {
    /// One PIN or administrative code.
    PinConfiguration [Universal 16] {
        /// Key reference: 1 to 8, 10 to 14 global; 129 to 136, 138 to 142 local.
        key_reference "keyReference" [Context 0]: u8,
        /// The code, padded with `FF`.
        pin_value "pinValue" [Context 1]: Octets<8, 8>,
        /// PUK that unblocks it.
        unblocking_pin_reference "unblockingPINReference" [Context 2]: Option<u8>,
        /// Bit 1 enabled; bits 2 and 3 may be changed and disabled.
        pin_attributes "pinAttributes" [Default Context 3 = 7]: u8,
        /// Most tries in the high, tries left in the low nibble.
        max_num_of_attempts_retry_num_left "maxNumOfAttemps-retryNumLeft" [Default Context 4 = 0x33]: u8,
    }
}

choice! {
    /// The codes of a directory, or another directory that has them.
    PinCodes [Untagged] {
        /// Codes of its own.
        PinConfig "pinconfig" [Context 0]: Vec<PinConfiguration>,
        /// Those of the directory at this path.
        FilePath "filePath" [Context 1]: Octets<0, 8>,
    }
}

sequence! {
    /// PINs of a directory; `A2` as an element.
    PePinCodes [Universal 16] {
        /// Head.
        header "pin-Header" [Context 0]: PeHeader,
        /// The codes.
        pin_codes "pinCodes" [Explicit Context 1]: PinCodes,
    }
}

sequence! {
    /// One PUK.
    PukConfiguration [Universal 16] {
        /// PUK reference: 1 to 8, 129 to 136.
        key_reference "keyReference" [Context 0]: u8,
        /// The code, padded with `FF`.
        puk_value "pukValue" [Context 1]: Octets<8, 8>,
        /// Most tries in the high, tries left in the low nibble.
        max_num_of_attempts_retry_num_left "maxNumOfAttemps-retryNumLeft" [Default Context 2 = 0xAA]: u8,
    }
}

sequence! {
    /// PUKs; `A3` as an element.
    PePukCodes [Universal 16] {
        /// Head.
        header "puk-Header" [Context 0]: PeHeader,
        /// The codes.
        puk_codes "pukCodes" [Context 1]: Vec<PukConfiguration>,
    }
}
