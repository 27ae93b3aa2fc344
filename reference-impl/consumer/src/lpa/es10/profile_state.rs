//! ES10c.EnableProfile, DisableProfile, DeleteProfile (SGP.22 §5.7.16 to §5.7.18).

use super::{call, must};
use crate::iccid;
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{
    Aid, DeleteProfileRequest, DeleteProfileResponse, DeleteResult, DisableProfileRequest, DisableProfileResponse,
    DisableResult, EnableProfileRequest, EnableProfileResponse, EnableResult, Extensions, Iccid, ProfileIdentifier,
};
use std::fmt;
use std::str::FromStr;

/// Which profile is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileId {
    /// ICCID as in the TLV `5A`: always 10 octets, nibbles swapped, padded with F.
    Iccid([u8; 10]),
    /// AID of the ISD-P.
    Aid(Aid),
}

/// Why text names no profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileIdError(String);

impl fmt::Display for ProfileIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is neither an ICCID of 18 to 20 digits nor the AID of an ISD-P in hexadecimal", self.0)
    }
}

impl std::error::Error for ProfileIdError {}

impl FromStr for ProfileId {
    type Err = ProfileIdError;

    /// An ICCID in digits, with or without the padding F that modems show, or an AID in hexadecimal.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ProfileIdError(text.to_owned());
        let digits = text.trim_end_matches(['F', 'f']);
        if (18..=20).contains(&digits.len()) && digits.bytes().all(|octet| octet.is_ascii_digit()) {
            return Ok(Self::Iccid(iccid::to_ef(digits)));
        }
        let aid = hex::decode(text).ok().filter(|aid| aid.starts_with(&[0xA0]) && aid.len() >= 5).ok_or_else(error)?;
        Aid::new(aid).map(Self::Aid).map_err(|_| error())
    }
}

impl ProfileId {
    fn identifier(&self) -> Result<ProfileIdentifier, LpaError> {
        Ok(match self {
            Self::Iccid(iccid) => ProfileIdentifier::Iccid(whole(iccid)?),
            Self::Aid(aid) => ProfileIdentifier::IsdpAid(aid.clone()),
        })
    }
}

pub(super) fn whole(iccid: &[u8; 10]) -> Result<Iccid, LpaError> {
    Iccid::new(iccid.to_vec()).map_err(|error| LpaError::Stopped(error.to_string()))
}

/// ES10c.EnableProfile. With `refresh` the card is asked to say by REFRESH that its files have changed: what waits is
/// then carried out by [`crate::lpa::Isdr::run_proactive`].
pub fn enable_profile(card: &mut dyn Es10, which: &ProfileId, refresh: bool) -> Result<(), LpaError> {
    let request = EnableProfileRequest {
        profile_identifier: which.identifier()?,
        refresh_flag: refresh,
        extensions: Extensions::default(),
    };
    let answer: EnableProfileResponse = call(card, "EnableProfile", &request)?;
    must("EnableProfile", answer.enable_result, EnableResult::OK)
}

/// ES10c.DisableProfile; `refresh` as for [`enable_profile`].
pub fn disable_profile(card: &mut dyn Es10, which: &ProfileId, refresh: bool) -> Result<(), LpaError> {
    let request = DisableProfileRequest {
        profile_identifier: which.identifier()?,
        refresh_flag: refresh,
        extensions: Extensions::default(),
    };
    let answer: DisableProfileResponse = call(card, "DisableProfile", &request)?;
    must("DisableProfile", answer.disable_result, DisableResult::OK)
}

/// ES10c.DeleteProfile.
pub fn delete_profile(card: &mut dyn Es10, which: &ProfileId) -> Result<(), LpaError> {
    let request = match which.identifier()? {
        ProfileIdentifier::Iccid(iccid) => DeleteProfileRequest::Iccid(iccid),
        ProfileIdentifier::IsdpAid(aid) => DeleteProfileRequest::IsdpAid(aid),
    };
    let answer: DeleteProfileResponse = call(card, "DeleteProfile", &request)?;
    must("DeleteProfile", answer.delete_result, DeleteResult::OK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_euicc::Response;
    use rsp_transport::card::CardFault;

    /// A card that keeps the last command and gives one answer.
    struct Recorder(&'static str, Vec<u8>);

    impl Es10 for Recorder {
        fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
            self.1 = payload.to_vec();
            Ok(Response::ok(hex::decode(self.0).unwrap()))
        }
    }

    /// The octets that LPAs in the field send; always ten octets of ICCID, whatever the digits.
    #[test]
    fn requests_are_those_of_lpas_in_the_field() {
        let mut card = Recorder("BF3103800100", Vec::new());
        let sent = |card: &Recorder| hex::encode_upper(&card.1);
        enable_profile(&mut card, &"894900000000000001".parse().unwrap(), true).unwrap();
        assert_eq!(sent(&card), "BF3111A00C5A0A989400000000000010FF8101FF");
        enable_profile(&mut card, &"A0000005591010FFFFFFFF8900001000".parse().unwrap(), false).unwrap();
        assert_eq!(sent(&card), "BF3117A0124F10A0000005591010FFFFFFFF8900001000810100");
        card.0 = "BF3303800100";
        delete_profile(&mut card, &"8949000000000000019F".parse().unwrap()).unwrap();
        assert_eq!(sent(&card), "BF330C5A0A989400000000000010F9");
        card.0 = "BF3203800105";
        let busy = disable_profile(&mut card, &"8949000000000000019".parse().unwrap(), false);
        assert_eq!(busy, Err(LpaError::Result { function: "DisableProfile".into(), code: "catBusy(5)".into() }));
    }

    #[test]
    fn other_text_names_no_profile() {
        for text in ["", "8949", "89490000000000000011234", "A0", "3F00", "zz"] {
            assert!(text.parse::<ProfileId>().is_err(), "{text}");
        }
    }
}
