//! ES10c.GetEID.

use super::call;
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{Extensions, GetEuiccDataRequest, GetEuiccDataResponse, Octets};

/// ES10c.GetEID (SGP.22 §5.7.20): 16 octets, packed BCD in reading order.
pub fn get_eid(card: &mut dyn Es10) -> Result<[u8; 16], LpaError> {
    let tag_list = Octets::new([0x5A]).map_err(|error| LpaError::Stopped(error.to_string()))?;
    let request = GetEuiccDataRequest { tag_list, extensions: Extensions::default() };
    let answer: GetEuiccDataResponse = call(card, "GetEID", &request)?;
    Ok(answer.eid_value.to_array())
}
