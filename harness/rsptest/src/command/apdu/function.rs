//! The functions of ES10 by their first tag, and the structures that they are decoded by.

/// A function of ES10 (SGP.22 §5.7).
pub struct Es10Function {
    tag: u8,
    /// With its interface: `ES10b.GetEUICCChallenge`.
    pub name: &'static str,
    /// Structure of the command.
    pub request: &'static str,
    /// Structure of the answer.
    pub response: &'static str,
}

/// `BF` and this octet.
const fn of(tag: u8, name: &'static str, request: &'static str, response: &'static str) -> Es10Function {
    Es10Function { tag, name, request, response }
}

/// Every function that comes whole in one STORE DATA chain.
const FUNCTIONS: &[Es10Function] = &[
    of(0x20, "ES10b.GetEUICCInfo (EUICCInfo1)", "GetEuiccInfo1Request", "EUICCInfo1"),
    of(0x21, "ES10b.PrepareDownload", "PrepareDownloadRequest", "PrepareDownloadResponse"),
    of(0x22, "ES10b.GetEUICCInfo (EUICCInfo2)", "GetEuiccInfo2Request", "EUICCInfo2"),
    of(0x28, "ES10b.ListNotification", "ListNotificationRequest", "ListNotificationResponse"),
    of(0x29, "ES10c.SetNickname", "SetNicknameRequest", "SetNicknameResponse"),
    of(
        0x2B,
        "ES10b.RetrieveNotificationsList",
        "RetrieveNotificationsListRequest",
        "RetrieveNotificationsListResponse",
    ),
    of(0x2D, "ES10c.GetProfilesInfo", "ProfileInfoListRequest", "ProfileInfoListResponse"),
    of(0x2E, "ES10b.GetEUICCChallenge", "GetEuiccChallengeRequest", "GetEuiccChallengeResponse"),
    of(0x30, "ES10b.RemoveNotificationFromList", "NotificationSentRequest", "NotificationSentResponse"),
    of(0x31, "ES10c.EnableProfile", "EnableProfileRequest", "EnableProfileResponse"),
    of(0x32, "ES10c.DisableProfile", "DisableProfileRequest", "DisableProfileResponse"),
    of(0x33, "ES10c.DeleteProfile", "DeleteProfileRequest", "DeleteProfileResponse"),
    of(0x34, "ES10c.eUICCMemoryReset", "EuiccMemoryResetRequest", "EuiccMemoryResetResponse"),
    of(0x35, "ES10b.LoadCRL", "LoadCRLRequest", "LoadCRLResponse"),
    of(0x38, "ES10b.AuthenticateServer", "AuthenticateServerRequest", "AuthenticateServerResponse"),
    of(
        0x3C,
        "ES10a.GetEuiccConfiguredAddresses",
        "EuiccConfiguredAddressesRequest",
        "EuiccConfiguredAddressesResponse",
    ),
    of(0x3E, "ES10c.GetEID", "GetEuiccDataRequest", "GetEuiccDataResponse"),
    of(0x3F, "ES10a.SetDefaultDpAddress", "SetDefaultDpAddressRequest", "SetDefaultDpAddressResponse"),
    of(0x41, "ES10b.CancelSession", "CancelSessionRequest", "CancelSessionResponse"),
    of(0x43, "ES10b.GetRAT", "GetRatRequest", "GetRatResponse"),
];

/// The function that a command to the ISD-R calls, if it comes whole.
pub fn function(payload: &[u8]) -> Option<&'static Es10Function> {
    let [0xBF, tag, ..] = payload else { return None };
    FUNCTIONS.iter().find(|function| function.tag == *tag)
}

/// What a part of a Bound Profile Package is (SGP.22 §2.5.5).
pub fn package_part(payload: &[u8]) -> Option<&'static str> {
    Some(match payload {
        [0xBF, 0x36, ..] => "boundProfilePackage, with InitialiseSecureChannel",
        [0xA0, ..] => "firstSequenceOf87 (ConfigureISDP)",
        [0xA1, ..] => "sequenceOf88, its head",
        [0xA2, ..] => "secondSequenceOf87 (ReplaceSessionKeys)",
        [0xA3, ..] => "sequenceOf86, its head",
        [0x86, ..] => "a segment 86 (LoadProfileElements)",
        [0x87, ..] => "a segment 87",
        [0x88, ..] => "a segment 88 (StoreMetadata)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_structure_is_in_the_dictionary() {
        for function in FUNCTIONS {
            for name in [function.request, function.response] {
                let read = rsptest_wire::read(rsptest_wire::Dictionary::sgp22(), name, &[]);
                assert!(read.is_ok(), "{name}");
            }
        }
    }
}
