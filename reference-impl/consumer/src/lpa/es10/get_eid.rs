//! ES10c.GetEID.

use crate::lpa::compose::ask;
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{GetEuiccDataResponse, decode};

/// GetEuiccDataRequest for the EID, tag `5A`: it changes nothing, and every eUICC answers it.
pub const GET_EID: [u8; 6] = [0xBF, 0x3E, 0x03, 0x5C, 0x01, 0x5A];

/// ES10c.GetEID (SGP.22 §5.7.20): 16 octets, packed BCD in reading order.
pub fn get_eid(card: &mut dyn Es10) -> Result<[u8; 16], LpaError> {
    let answer = ask(card, &GET_EID)?;
    let answer: GetEuiccDataResponse =
        decode(&answer).map_err(|error| LpaError::Card(format!("the answer to GetEID cannot be read: {error}")))?;
    Ok(answer.eid_value.to_array())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_asn1::{Extensions, GetEuiccDataRequest, Octets, encode};

    #[test]
    fn the_request_is_what_the_codec_writes() {
        let request = GetEuiccDataRequest { tag_list: Octets::new([0x5A]).unwrap(), extensions: Extensions::default() };
        assert_eq!(encode(&request).unwrap(), GET_EID);
    }
}
