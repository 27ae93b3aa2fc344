//! ES10a: addresses of servers that are stored in the eUICC.

use crate::macros::sequence;
use crate::named::named_integer;

sequence! {
    /// GetEuiccConfiguredAddresses, SGP.22 §5.7.3; `BF3C`.
    EuiccConfiguredAddressesRequest [Context 60] {}
}

sequence! {
    /// Answer to GetEuiccConfiguredAddresses, SGP.22 §5.7.3; `BF3C`.
    EuiccConfiguredAddressesResponse [Context 60] {
        /// Default SM-DP+ as a fully qualified domain name.
        default_dp_address "defaultDpAddress" [Context 0]: Option<String>,
        /// Root SM-DS as a fully qualified domain name.
        root_ds_address "rootDsAddress" [Context 1]: String,
    }
}

sequence! {
    /// SetDefaultDpAddress, SGP.22 §5.7.4; `BF3F`.
    SetDefaultDpAddressRequest [Context 63] {
        /// Default SM-DP+ as a fully qualified domain name; empty removes it.
        default_dp_address "defaultDpAddress" [Context 0]: String,
    }
}

sequence! {
    /// Answer to SetDefaultDpAddress, SGP.22 §5.7.4; `BF3F`.
    SetDefaultDpAddressResponse [Context 63] {
        /// The outcome.
        set_default_dp_address_result "setDefaultDpAddressResult" [Context 0]: SetDefaultDpAddressResult,
    }
}

named_integer! {
    /// Outcome of SetDefaultDpAddress, SGP.22 §5.7.4.
    SetDefaultDpAddressResult {
        OK "ok" = 0,
        UNDEFINED_ERROR "undefinedError" = 127,
    }
}
