//! Every message in `vectors/sgp22-messages`, which two foreign ASN.1 tools made: what they wrote is
//! read and written again octet for octet, and what is broken is refused.

#![expect(clippy::unwrap_used, reason = "a test says where it stopped")]

use rsp_asn1::*;
use serde_json::Value;
use std::collections::BTreeSet;

type Again = fn(&[u8]) -> Result<Vec<u8>, String>;

/// Decodes as `T` and encodes again. What a [`Raw`] keeps hides nothing: every type in
/// one stands in the table by itself.
fn again<T: Decode + Encode>(octets: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = decode(octets).map_err(|error| error.to_string())?;
    encode(&value).map_err(|error| error.to_string())
}

macro_rules! table {
    ($($name:ident,)*) => { &[$((stringify!($name), again::<$name> as Again),)*] };
}

const TYPES: &[(&str, Again)] = table![
    AuthenticateClientRequest,
    AuthenticateClientResponseEs11,
    AuthenticateClientResponseEs9,
    AuthenticateServerRequest,
    AuthenticateServerResponse,
    BoundProfilePackage,
    CancelSessionRequest,
    CancelSessionRequestEs9,
    CancelSessionResponse,
    CancelSessionResponseEs9,
    ConfigureISDPRequest,
    ControlRefTemplate,
    CtxParams1,
    DeleteProfileRequest,
    DeleteProfileResponse,
    DeviceCapabilities,
    DeviceInfo,
    DisableProfileRequest,
    DisableProfileResponse,
    EUICCInfo1,
    EUICCInfo2,
    EUICCSigned2,
    EnableProfileRequest,
    EnableProfileResponse,
    EuiccCancelSessionSigned,
    EuiccConfiguredAddressesRequest,
    EuiccConfiguredAddressesResponse,
    EuiccMemoryResetRequest,
    EuiccMemoryResetResponse,
    EuiccSigned1,
    GetBoundProfilePackageRequest,
    GetBoundProfilePackageResponse,
    GetEuiccChallengeRequest,
    GetEuiccChallengeResponse,
    GetEuiccDataRequest,
    GetEuiccDataResponse,
    GetEuiccInfo1Request,
    GetEuiccInfo2Request,
    GetRatRequest,
    GetRatResponse,
    HandleNotification,
    ISDRProprietaryApplicationTemplate,
    InitialiseSecureChannelRequest,
    InitiateAuthenticationRequest,
    InitiateAuthenticationResponse,
    ListNotificationRequest,
    ListNotificationResponse,
    LoadCRLRequest,
    LoadCRLResponse,
    LpaeActivationRequest,
    LpaeActivationResponse,
    NotificationMetadata,
    NotificationSentRequest,
    NotificationSentResponse,
    OtherSignedNotification,
    PendingNotification,
    PrepareDownloadRequest,
    PrepareDownloadResponse,
    ProfileInfo,
    ProfileInfoListRequest,
    ProfileInfoListResponse,
    ProfileInstallationResult,
    ProfileInstallationResultData,
    RemoteProfileProvisioningRequest,
    RemoteProfileProvisioningResponse,
    ReplaceSessionKeysRequest,
    RetrieveNotificationsListRequest,
    RetrieveNotificationsListResponse,
    ServerSigned1,
    SetDefaultDpAddressRequest,
    SetDefaultDpAddressResponse,
    SetNicknameRequest,
    SetNicknameResponse,
    SmdpSigned2,
    StoreMetadataRequest,
    UpdateMetadataRequest,
];

struct Message {
    id: String,
    octets: Vec<u8>,
    value: Value,
    valid: bool,
    layer: String,
    again: Again,
}

fn messages() -> Vec<Message> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/sgp22-messages/messages.json");
    let list: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let text = |message: &Value, key: &str| message[key].as_str().unwrap_or_default().to_owned();
    let known = |name: &str| TYPES.iter().find(|(known, _)| *known == name).map(|(_, again)| *again);
    let read = |message: Value| Message {
        id: text(&message, "id"),
        octets: hex::decode(text(&message, "hex")).unwrap(),
        valid: message["result"] == "valid",
        layer: text(&message, "layer"),
        again: known(&text(&message, "type")).unwrap_or_else(|| panic!("no type {}", text(&message, "type"))),
        value: message["value"].clone(),
    };
    list.into_iter().map(read).collect()
}

fn valid(id: &str) -> Message {
    messages().into_iter().find(|message| message.valid && message.id == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn what_is_valid_is_read_and_written_again() {
    let messages = messages();
    let valid: Vec<&Message> = messages.iter().filter(|message| message.valid).collect();
    assert!(valid.len() >= 150, "only {}", valid.len());
    for message in &valid {
        assert_eq!((message.again)(&message.octets).as_ref(), Ok(&message.octets), "{}", message.id);
    }
    let types: BTreeSet<&str> = valid.iter().filter_map(|message| message.id.split('/').next()).collect();
    assert_eq!(types, TYPES.iter().map(|(name, _)| *name).collect());
}

/// rasn reads some octets that are not DER; the strict reader of the harness judges them. This list is
/// exact, so that a change does not pass unseen.
const LENIENT: &[&str] = &[
    "EUICCInfo1/length-two-octets-too-many",
    "GetEuiccChallengeResponse/length-not-minimal",
    "ListNotificationRequest/bits-padding-set",
    "ListNotificationRequest/bits-trailing-zeros",
    "NotificationSentRequest/integer-padded",
    "StoreMetadataRequest/default-written",
];

#[test]
fn what_is_broken_is_refused() {
    let messages = messages();
    let invalid: Vec<&Message> = messages.iter().filter(|message| !message.valid).collect();
    assert!(invalid.len() >= 40, "only {}", invalid.len());
    let mut taken = BTreeSet::new();
    for message in invalid {
        match (message.again)(&message.octets) {
            Ok(_) => assert!(message.layer == "der" && taken.insert(message.id.as_str()), "{} is taken", message.id),
            Err(error) => assert!(!error.is_empty() && !error.contains('\n'), "{error}"),
        }
    }
    assert_eq!(taken, LENIENT.iter().copied().collect());
}

/// The types that are a CHOICE.
const CHOICES: &[&str] = &[
    "AuthenticateClientResponseEs11",
    "AuthenticateClientResponseEs9",
    "AuthenticateServerResponse",
    "CancelSessionResponse",
    "CancelSessionResponseEs9",
    "CtxParams1",
    "DeleteProfileRequest",
    "GetBoundProfilePackageResponse",
    "InitiateAuthenticationResponse",
    "ListNotificationResponse",
    "LoadCRLResponse",
    "PendingNotification",
    "PrepareDownloadResponse",
    "ProfileInfoListResponse",
    "RemoteProfileProvisioningRequest",
    "RemoteProfileProvisioningResponse",
    "RetrieveNotificationsListResponse",
];

/// Three unknown elements with high tags.
const UNKNOWN: [u8; 12] = [0xDF, 0x7F, 0x01, 0xAA, 0xFF, 0x7E, 0x02, 0x05, 0x00, 0xDF, 0x7D, 0x00];

#[test]
fn unknown_elements_survive_in_every_sequence() {
    let is_sequence = |id: &str| id.split('/').next().is_some_and(|name| !CHOICES.contains(&name));
    let mut grown_types = BTreeSet::new();
    for message in messages().iter().filter(|message| message.valid && is_sequence(&message.id)) {
        let (element, _) = tlv::first(&message.octets).unwrap();
        let grown = tlv::wrap(element.tag, &[element.content, &UNKNOWN]);
        assert_eq!((message.again)(&grown), Ok(grown), "{}", message.id);
        grown_types.extend(message.id.split('/').next().map(str::to_owned));
    }
    assert_eq!(grown_types.len() + CHOICES.len(), TYPES.len());
}

#[test]
fn unknown_elements_survive_in_the_chosen_alternative() {
    for id in [
        "AuthenticateClientResponseEs11/two-events",
        "AuthenticateClientResponseEs9/ok",
        "AuthenticateServerResponse/ok",
        "AuthenticateServerResponse/error-1",
        "CancelSessionResponse/ok",
        "CancelSessionResponseEs9/ok",
        "GetBoundProfilePackageResponse/ok",
        "InitiateAuthenticationResponse/ok",
        "LoadCRLResponse/loaded",
        "PrepareDownloadResponse/ok",
        "RemoteProfileProvisioningRequest/initiateAuthenticationRequest",
    ] {
        let message = valid(id);
        let (outer, _) = tlv::first(&message.octets).unwrap();
        let (chosen, _) = tlv::first(outer.content).unwrap();
        let grown = tlv::wrap(outer.tag, &[&tlv::wrap(chosen.tag, &[chosen.content, &UNKNOWN])]);
        assert_eq!((message.again)(&grown), Ok(grown), "{id}");
        let beside = tlv::wrap(outer.tag, &[outer.content, &UNKNOWN]);
        assert!((message.again)(&beside).is_err(), "{id} takes two alternatives");
    }
}

/// Cut anywhere or with any octet changed: an answer, never a panic; and what is read is stable once written.
#[test]
fn hostile_octets_give_an_answer() {
    for message in messages().iter().filter(|message| message.valid && message.octets.len() < 600) {
        for at in 0..message.octets.len() {
            assert!((message.again)(&message.octets[..at]).is_err(), "{} cut at {at}", message.id);
            for mask in [0x01, 0x20, 0x80, 0xFF] {
                let mut octets = message.octets.clone();
                octets[at] ^= mask;
                if let Ok(written) = (message.again)(&octets) {
                    assert_eq!((message.again)(&written).as_ref(), Ok(&written), "{} at {at}", message.id);
                }
            }
        }
    }
}

fn octets_of(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

#[test]
fn server_signed1_by_field() {
    let message = valid("ServerSigned1/not-ascii");
    let read: ServerSigned1 = decode(&message.octets).unwrap();
    assert_eq!(read.transaction_id.as_slice(), octets_of(&message.value["transactionId"]));
    assert_eq!(read.euicc_challenge.as_slice(), octets_of(&message.value["euiccChallenge"]));
    assert_eq!(read.server_challenge.as_slice(), octets_of(&message.value["serverChallenge"]));
    assert_eq!(read.server_address, "dp.håfen.example");
}

#[test]
fn authenticate_server_response_by_field() {
    let message = valid("AuthenticateServerResponse/ok-full");
    let AuthenticateServerResponse::AuthenticateResponseOk(ok) = decode(&message.octets).unwrap() else {
        panic!("another alternative");
    };
    let value = &message.value["authenticateResponseOk"];
    assert_eq!(*ok.euicc_signature1, *octets_of(&value["euiccSignature1"]));
    assert_eq!(ok.euicc_certificate.octets()[..2], [0x30, 0x82]);
    assert_ne!(ok.euicc_certificate, ok.eum_certificate);
    let signed = ok.euicc_signed1.value();
    assert_eq!(signed.server_address, "dp.harbour.example");
    assert_eq!(signed.euicc_info2.octets(), valid("EUICCInfo2/full").octets);
    assert_eq!(signed.ctx_params1.octets(), valid("CtxParams1/empty-matching-id").octets);
    let CtxParams1::CtxParamsForCommonAuthentication(context) = signed.ctx_params1.value() else { panic!() };
    assert_eq!(context.matching_id.as_deref(), Some(""));
    assert_eq!(context.device_info.tac.to_array(), [0x35, 0x29, 0x06, 0x11]);
    let error: AuthenticateServerResponse = decode(&valid("AuthenticateServerResponse/error-42").octets).unwrap();
    let AuthenticateServerResponse::AuthenticateResponseError(error) = error else { panic!() };
    assert_eq!((error.authenticate_error_code.0, error.authenticate_error_code.name()), (42, None));
}

#[test]
fn euicc_info2_by_field() {
    let read: EUICCInfo2 = decode(&valid("EUICCInfo2/v2.7").octets).unwrap();
    assert_eq!(read.svn.to_array(), [2, 5, 0]);
    assert_eq!(read.euicc_category, Some(EuiccCategory::BASIC_EUICC));
    assert!(read.uicc_capability.is_usim_support() && read.uicc_capability.is_suci_calculator_api());
    assert!(read.uicc_capability.is_csim_support() && !read.uicc_capability.is_contactless_support());
    assert!(read.rsp_capability.is_rsp_server_test_profile_allowlist_check_support());
    assert!(read.forbidden_profile_policy_rules.unwrap().is_ppr1());
    assert!(read.tre_properties.unwrap().is_integrated());
    assert_eq!(read.highest_svn.unwrap().to_array(), [2, 7, 0]);
    assert_eq!(read.additional_euicc_profile_package_versions.unwrap()[1].to_array(), [3, 3, 0]);
    assert_eq!(read.iot_specific_info.unwrap().ecall_supported, Some(()));
    assert_eq!(read.sas_acreditation_number.as_str(), "HB-EX-0001");
    assert!(read.extensions.is_empty());
}

#[test]
fn metadata_by_field() {
    let message = valid("StoreMetadataRequest/full");
    let read: StoreMetadataRequest = decode(&message.octets).unwrap();
    assert_eq!(read.iccid.as_slice(), octets_of(&message.value["iccid"]));
    assert_eq!(read.profile_class, ProfileClass::TEST);
    assert_eq!(read.icon_type, Some(IconType::PNG));
    assert_eq!(read.icon.unwrap().len(), 60);
    let addresses = read.notification_configuration_info.unwrap();
    assert!(addresses[0].profile_management_operation.is_install());
    let others = NotificationEvent::ENABLE | NotificationEvent::DISABLE | NotificationEvent::DELETE;
    assert_eq!(addresses[1].profile_management_operation, others);
    assert_eq!(*read.profile_owner.unwrap().gid1.unwrap(), [0xAA, 0x01]);
    assert_eq!(read.profile_policy_rules, Some(PprIds::PPR1 | PprIds::PPR2));
    let small: StoreMetadataRequest = decode(&valid("StoreMetadataRequest/small").octets).unwrap();
    assert_eq!(small.profile_class, ProfileClass::OPERATIONAL);
}

#[test]
fn installation_result_by_field() {
    let message = valid("PendingNotification/result");
    let PendingNotification::ProfileInstallationResult(read) = decode(&message.octets).unwrap() else { panic!() };
    let data = &read.profile_installation_result_data;
    assert_eq!(data.octets(), valid("ProfileInstallationResultData/installed").octets);
    assert_eq!(data.value().smdp_oid, ObjectIdentifier::new(vec![2, 999, 10, 1]).unwrap());
    assert_eq!(data.value().notification_metadata.seq_number, 7);
    let FinalResult::SuccessResult(installed) = &data.value().final_result else { panic!() };
    assert_eq!(installed.aid.len(), 16);
    assert_eq!(*installed.sima_response, *hex::decode("3007A0053003800100").unwrap());
}

#[test]
fn package_and_binding_by_field() {
    let read: BoundProfilePackage = decode(&valid("BoundProfilePackage/twenty-pieces").octets).unwrap();
    assert_eq!(read.sequence_of86.len(), 20);
    assert!(read.sequence_of86.iter().all(|piece| piece[..4] == [0x86, 0x82, 0x03, 0xF0] && piece.len() == 1012));
    let request = valid("RemoteProfileProvisioningRequest/authenticateClientRequest");
    let RemoteProfileProvisioningRequest::AuthenticateClientRequest(read) = decode(&request.octets).unwrap() else {
        panic!("another alternative");
    };
    assert_eq!(read.authenticate_server_response.octets(), valid("AuthenticateServerResponse/ok").octets);
    let crl: LoadCRLRequest = decode(&valid("LoadCRLRequest/crl").octets).unwrap();
    assert_eq!(crl.crl.octets()[0], 0x30);
}
