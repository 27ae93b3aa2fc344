//! ES10a.GetEuiccConfiguredAddresses (SGP.22 §5.7.3).

use crate::euicc::Euicc;
use rsp_asn1::tlv;

impl Euicc {
    /// The default SM-DP+, if there is one, and the root SM-DS: `BF3C`.
    pub(crate) fn get_euicc_configured_addresses(&self) -> Option<Vec<u8>> {
        let default = &self.state.default_dp_address;
        let default = if default.is_empty() { Vec::new() } else { tlv::wrap(0x80, &[default.as_bytes()]) };
        Some(tlv::wrap(0xBF3C, &[&default, &tlv::wrap(0x81, &[self.identity.root_ds_address.as_bytes()])]))
    }
}
