//! ES10c.GetProfilesInfo.

use super::{call, failed};
use crate::lpa::{Es10, LpaError};
use rsp_asn1::{Extensions, ProfileInfo, ProfileInfoListRequest, ProfileInfoListResponse};

/// ES10c.GetProfilesInfo (SGP.22 §5.7.15) of every profile, with what the eUICC gives unasked.
pub fn profiles_info(card: &mut dyn Es10) -> Result<Vec<ProfileInfo>, LpaError> {
    let request = ProfileInfoListRequest {
        search_criteria: None,
        tag_list: None,
        iot_specific_tag_list: None,
        extensions: Extensions::default(),
    };
    match call(card, "GetProfilesInfo", &request)? {
        ProfileInfoListResponse::ProfileInfoListOk(profiles) => Ok(profiles),
        ProfileInfoListResponse::ProfileInfoListError(error) => Err(failed("GetProfilesInfo", error)),
    }
}
