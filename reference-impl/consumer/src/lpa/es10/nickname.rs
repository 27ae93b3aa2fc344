//! ES10c.SetNickname.

use super::profile_state::whole;
use super::{call, must};
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{Extensions, SetNicknameRequest, SetNicknameResponse, SetNicknameResult, Text};

/// ES10c.SetNickname (SGP.22 §5.7.21); an empty name removes it.
pub fn set_nickname(card: &mut dyn Es10, iccid: &[u8; 10], name: &str) -> Result<(), LpaError> {
    let name = Text::new(name).map_err(|error| LpaError::Stopped(format!("the name: {error}")))?;
    let request =
        SetNicknameRequest { iccid: whole(iccid)?, profile_nickname: name, extensions: Extensions::default() };
    let answer: SetNicknameResponse = call(card, "SetNickname", &request)?;
    must("SetNickname", answer.set_nickname_result, SetNicknameResult::OK)
}
