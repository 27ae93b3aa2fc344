//! What a command to the ISD-R is called, for messages.

/// The function of ES10 that begins with these octets (SGP.22 §5.7), or the octets.
pub(super) fn function_name(payload: &[u8]) -> String {
    let name = match payload {
        [0xBF, 0x20, ..] => "GetEUICCInfo1",
        [0xBF, 0x21, ..] => "PrepareDownload",
        [0xBF, 0x22, ..] => "GetEUICCInfo2",
        [0xBF, 0x28, ..] => "ListNotification",
        [0xBF, 0x29, ..] => "SetNickname",
        [0xBF, 0x2B, ..] => "RetrieveNotificationsList",
        [0xBF, 0x2D, ..] => "GetProfilesInfo",
        [0xBF, 0x2E, ..] => "GetEUICCChallenge",
        [0xBF, 0x30, ..] => "RemoveNotificationFromList",
        [0xBF, 0x31, ..] => "EnableProfile",
        [0xBF, 0x32, ..] => "DisableProfile",
        [0xBF, 0x33, ..] => "DeleteProfile",
        [0xBF, 0x34, ..] => "eUICCMemoryReset",
        [0xBF, 0x35, ..] => "LoadCRL",
        [0xBF, 0x38, ..] => "AuthenticateServer",
        [0xBF, 0x3C, ..] => "GetEuiccConfiguredAddresses",
        [0xBF, 0x3E, ..] => "GetEID",
        [0xBF, 0x3F, ..] => "SetDefaultDpAddress",
        [0xBF, 0x41, ..] => "CancelSession",
        [0xBF, 0x43, ..] => "GetRAT",
        [0xBF, 0x36, ..] | [0x86..=0x88 | 0xA0..=0xA3, ..] => "LoadBoundProfilePackage",
        _ => return format!("command {}", hex::encode_upper(&payload[..payload.len().min(3)])),
    };
    name.into()
}
