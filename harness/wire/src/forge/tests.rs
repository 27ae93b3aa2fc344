use serde_json::json;

use super::*;

fn made(structure: &str, value: Value) -> String {
    hex::encode_upper(forge(Dictionary::sgp22(), structure, &value).unwrap())
}

fn fault(structure: &str, value: Value) -> String {
    forge(Dictionary::sgp22(), structure, &value).unwrap_err().to_string()
}

/// Octets by hand from the tables of SGP.22 §5.7.
#[test]
fn known_octets() {
    assert_eq!(made("GetEuiccChallengeRequest", json!({})), "BF2E00");
    assert_eq!(
        made("CancelSessionRequest", json!({"transactionId": "0A0B", "reason": "postponed"})),
        "BF4107 80020A0B 810101".replace(' ', "")
    );
    assert_eq!(
        made("ListNotificationRequest", json!({"profileManagementOperation": ["notificationEnable"]})),
        "BF280481020640"
    );
    assert_eq!(
        made("ListNotificationRequest", json!({"profileManagementOperation": {"bits": "0100"}})),
        "BF280481020640"
    );
    assert_eq!(made("DeleteProfileRequest", json!({"isdpAid": "A0"})), "BF33034F01A0");
    assert_eq!(
        made("RetrieveNotificationsListRequest", json!({"searchCriteria": {"seqNumber": 200}})),
        "BF2B06A004800200C8"
    );
    assert_eq!(
        made(
            "AuthenticateServerResponse",
            json!({"authenticateResponseError": {"transactionId": "01", "authenticateErrorCode": 5}})
        ),
        "BF3808A106800101020105"
    );
}

#[test]
fn raw_octets_and_whole_fields() {
    let crl = json!({"crl": "3003020101"});
    assert_eq!(made("LoadCRLRequest", crl), "BF3505A003020101");
    let any = json!({"transactionId": {"tlv": "9F0100"}, "reason": 0});
    assert_eq!(made("CancelSessionRequest", any), "BF41069F0100810100");
}

#[test]
fn a_default_is_left_out() {
    let metadata = |class: Value| json!({"iccid": "98000000000000000000", "serviceProviderName": "", "profileName": "", "profileClass": class});
    assert_eq!(made("StoreMetadataRequest", metadata(json!(2))), "BF25105A0A9800000000000000000091009200");
    assert_eq!(made("StoreMetadataRequest", metadata(json!("operational"))), "BF25105A0A9800000000000000000091009200");
    assert!(made("StoreMetadataRequest", metadata(json!("test"))).ends_with("950100"));
}

#[test]
fn faults_name_the_field() {
    assert_eq!(
        fault("CancelSessionRequest", json!({"transactionId": "01"})),
        "`reason`: CancelSessionRequest needs reason"
    );
    assert_eq!(
        fault("CancelSessionRequest", json!({"transactionId": "01", "raeson": 1})),
        "`raeson`: CancelSessionRequest has no field `raeson`; did you mean `reason`?"
    );
    assert!(
        fault("CancelSessionRequest", json!({"transactionId": "", "reason": 1}))
            .starts_with("`transactionId`: 0 octets, where the type has 1 to 16")
    );
    assert!(
        fault("CancelSessionRequest", json!({"transactionId": "0x", "reason": 1}))
            .starts_with("`transactionId`: octets are hex text")
    );
    assert!(fault("DeleteProfileRequest", json!({})).contains("needs one alternative"));
    assert!(
        fault("DeleteProfileRequest", json!({"isdpAid": "A0", "iccid": "98000000000000000000"}))
            .contains("one alternative only")
    );
    assert!(fault("Nothing", json!({})).contains("no structure"));
    assert!(fault("CancelSessionRequest", json!([])).contains("not an array"));
}
