//! ES10a: the addresses that the eUICC keeps (SGP.22 §5.7.3, §5.7.4).

use super::{call, must};
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{
    EuiccConfiguredAddressesRequest, EuiccConfiguredAddressesResponse, Extensions, SetDefaultDpAddressRequest,
    SetDefaultDpAddressResponse, SetDefaultDpAddressResult,
};

/// ES10a.GetEuiccConfiguredAddresses (SGP.22 §5.7.3).
pub fn configured_addresses(card: &mut dyn Es10) -> Result<EuiccConfiguredAddressesResponse, LpaError> {
    let request = EuiccConfiguredAddressesRequest { extensions: Extensions::default() };
    call(card, "GetEuiccConfiguredAddresses", &request)
}

/// ES10a.SetDefaultDpAddress (SGP.22 §5.7.4); an empty address removes it.
pub fn set_default_dp_address(card: &mut dyn Es10, address: &str) -> Result<(), LpaError> {
    let request =
        SetDefaultDpAddressRequest { default_dp_address: address.to_owned(), extensions: Extensions::default() };
    let answer: SetDefaultDpAddressResponse = call(card, "SetDefaultDpAddress", &request)?;
    must("SetDefaultDpAddress", answer.set_default_dp_address_result, SetDefaultDpAddressResult::OK)
}
