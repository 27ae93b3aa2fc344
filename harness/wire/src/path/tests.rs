use super::*;
use crate::dictionary::Dictionary;

/// BF38 { A1 { 80 01, 02 01 05 } }, by hand from SGP.22 §5.7.13.
const ERROR: &str = "BF3808A106800101020105";

fn at(structure: &str, hex: &str, path: &str) -> Result<Located, PathError> {
    locate(Dictionary::sgp22(), structure, &hex::decode(hex).unwrap(), &Path::parse(path).unwrap())
}

fn check(structure: &str, path: &str) -> Result<FieldType, PathError> {
    check_path(Dictionary::sgp22(), structure, &Path::parse(path).unwrap())
}

#[test]
fn reads_and_writes_paths() {
    for text in ["a", "a.b-c.d_e", "a[0].b[last]", "a[last-2]", "a[newest]", "a[newest-1].b", "[3].x", "a[0][1]"] {
        assert_eq!(Path::parse(text).unwrap().to_string(), text);
    }
    for text in [
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "a[",
        "a[x]",
        "a[0]b",
        "a b",
        "a[-1]",
        "a[last-]",
        "a[newest-]",
        "a[first-1]",
        "ä",
    ] {
        assert_eq!(Path::parse(text).unwrap_err().fault, PathFault::Syntax, "{text}");
    }
    assert!(Path::parse(&"a.".repeat(100_000)).is_err());
}

#[test]
fn a_choice_may_be_left_out() {
    let full = at("AuthenticateServerResponse", ERROR, "authenticateResponseError.authenticateErrorCode").unwrap();
    let short = at("AuthenticateServerResponse", ERROR, "authenticateErrorCode").unwrap();
    assert_eq!(full, short);
    assert_eq!((short.tlv, short.content), (8..11, 10..11));
    assert_eq!(short.ancestors.iter().map(|one| one.header.clone()).collect::<Vec<_>>(), [0..3, 3..5]);
    let checked = check("AuthenticateServerResponse", "euiccSignature1").unwrap();
    assert_eq!(checked.path, "authenticateResponseOk.euiccSignature1");
    assert_eq!((checked.kind, checked.tag.as_deref()), (Kind::Octets, Some(&[0x5F, 0x37][..])));
    assert_eq!(checked.note, "signature over euiccSigned1 by euiccCertificate");
    let deep = check("AuthenticateServerResponse", "euiccSigned1.ctxParams1.deviceInfo.tac").unwrap();
    assert_eq!(
        deep.path,
        "authenticateResponseOk.euiccSigned1.ctxParams1.ctxParamsForCommonAuthentication.deviceInfo.tac"
    );
}

/// A1 { 80 05, 81 0C, 82 { 30 { A0 { 30 { 80 01 }, 30 { 80 05, 81 5A } } } } }, counted by hand.
const REFUSED: &str = "A11980010581010C8211300FA00D3003800101300680010581015A";

#[test]
fn a_path_goes_into_what_octets_contain() {
    let number = "errorResult.simaResponse.peStatus[last].identificationNumber";
    let found = at("ProfileInstallationResultData.finalResult", REFUSED, number).unwrap();
    assert_eq!((found.tlv, found.content), (24..27, 26..27));
    let around: Vec<_> = found.ancestors.iter().map(|one| one.header.start..one.end).collect();
    assert_eq!(around, [0..27, 8..27, 10..27, 12..27, 19..27]);
    let path = Path::parse(number).unwrap();
    let octets = hex::decode(REFUSED).unwrap();
    let value = value_at(Dictionary::sgp22(), "ProfileInstallationResultData.finalResult", &octets, &path).unwrap();
    assert_eq!((value.content, value.json), (vec![0x5A], serde_json::json!(90)));
    // 83 01 FF at the end of EUICCResponse: of a later version.
    let later = "A11480010581010C820C300AA00530038001058301FF";
    let later = at("ProfileInstallationResultData.finalResult", later, "errorResult.simaResponse.peStatus[0].status");
    assert_eq!(later.unwrap().content, 18..19);
    let error = at("ProfileInstallationResultData.finalResult", "A10F80010581010C820730053003800101", number);
    assert_eq!(error.unwrap_err().fault, PathFault::Absent, "octets that are no EUICCResponse contain nothing");
    let error = check("ErrorResult", "simaResponse.peStatus[0].state").unwrap_err();
    assert_eq!(error.fault, PathFault::UnknownField);
    let whole = check("ErrorResult", "simaResponse").unwrap();
    assert_eq!(whole.kind, Kind::Octets);
}

#[test]
fn says_what_was_meant() {
    let error = check("AuthenticateServerResponse", "euiccSignatur1").unwrap_err();
    assert_eq!((error.fault, error.nearest.as_deref()), (PathFault::UnknownField, Some("euiccSignature1")));
    let error = check("AuthenticateServerResponse", "euiccSigned1.deviceInfo").unwrap_err();
    assert_eq!(error.nearest.as_deref(), Some("ctxParams1.deviceInfo"));
    let error = check("RemoteProfileProvisioningRequest", "transactionId").unwrap_err();
    assert_eq!(error.fault, PathFault::Ambiguous);
    assert!(error.says.contains("`authenticateClientRequest` or `getBoundProfilePackageRequest`"));
    assert_eq!(check("ProfileInfoListResponse", "profileInfoListOk.iccid").unwrap_err().fault, PathFault::Index);
    assert_eq!(check("ProfileInfoListResponse", "profileInfoListError[0]").unwrap_err().fault, PathFault::Index);
    assert_eq!(check("EUICCInfo", "svn").unwrap_err().fault, PathFault::UnknownStructure);
    assert_eq!(check("EUICCInfo1", "svn.major").unwrap_err().fault, PathFault::UnknownField);
}

#[test]
fn absent_and_unreadable_differ() {
    let error = at("AuthenticateServerResponse", ERROR, "euiccSignature1").unwrap_err();
    assert!(error.is_absent());
    let error = at("AuthenticateServerResponse", "BF2100", "euiccSignature1").unwrap_err();
    assert_eq!(error.fault, PathFault::Unreadable);
}

#[test]
fn lists_and_values() {
    // BF28 { A0 { BF2F{80 01, 81 0780, 0C 'a'}, BF2F{80 02, ...} } }
    let hex = "BF281AA018BF2F09800101810206400C00BF2F0980010281020780 0C00".replace(' ', "");
    let value = |path: &str| {
        value_at(
            Dictionary::sgp22(),
            "ListNotificationResponse",
            &hex::decode(&hex).unwrap(),
            &Path::parse(path).unwrap(),
        )
    };
    assert_eq!(value("[0].seqNumber").unwrap().value, crate::Value::Integer { value: 1, name: None });
    assert_eq!(value("notificationMetadataList[last].seqNumber").unwrap().content, [2]);
    assert_eq!(value("notificationMetadataList[last-1].seqNumber").unwrap().content, [1]);
    assert!(value("notificationMetadataList[last-2]").unwrap_err().is_absent());
    assert_eq!(value("notificationMetadataList[newest].seqNumber").unwrap().content, [2]);
    assert_eq!(value("notificationMetadataList[newest-1].seqNumber").unwrap().content, [1]);
    assert!(value("notificationMetadataList[newest-2]").unwrap_err().is_absent());
    let event = value("[last].profileManagementOperation").unwrap();
    assert_eq!(event.value, crate::Value::Bits { bits: "1".into(), names: vec!["notificationInstall".into()] });
    assert_eq!(event.tlv, [0x81, 2, 7, 0x80]);
    assert!(value("[2]").unwrap_err().is_absent());
    assert_eq!(value("[0]").unwrap().json["profileManagementOperation"]["bits"], "01");
}

/// The same list the other way round, and among signed notifications: BF2B { A0 { 30 { BF2F ... } } }.
#[test]
fn the_newest_wherever_it_stands() {
    let value = |structure: &str, hex: &str, path: &str| {
        let octets = hex::decode(hex.replace(' ', "")).unwrap();
        value_at(Dictionary::sgp22(), structure, &octets, &Path::parse(path).unwrap()).unwrap().content
    };
    let list = "BF281AA018BF2F0980010281020780 0C00BF2F09800101810206400C00";
    assert_eq!(value("ListNotificationResponse", list, "[newest].seqNumber"), [2]);
    assert_eq!(value("ListNotificationResponse", list, "[newest-1].seqNumber"), [1]);
    let list = "BF2B1EA01C 300CBF2F09800103810206400C00 300CBF2F09800102810207800C00";
    let path = "notificationList[newest].otherSignedNotification.tbsOtherNotification.seqNumber";
    assert_eq!(value("RetrieveNotificationsListResponse", list, path), [3]);
    // None has a number.
    let octets = hex::decode("BF2B04A0023000").unwrap();
    let path = Path::parse("notificationList[newest]").unwrap();
    let error = value_at(Dictionary::sgp22(), "RetrieveNotificationsListResponse", &octets, &path).unwrap_err();
    assert!(error.is_absent());
}

/// A1 { BF41 { 81 7F } } where A1 { 81 7F } is right: found, with the extra level among the ancestors.
#[test]
fn through_the_form_of_a_common_compiler() {
    let place = at(
        "CancelSessionRequestEs9",
        "BF410C80020C0DA106BF410381017F",
        "cancelSessionResponse.cancelSessionResponseError",
    );
    let place = place.unwrap();
    assert_eq!((place.tlv, place.content), (12..15, 14..15));
    assert_eq!(place.ancestors.iter().map(|one| one.tag.len()).collect::<Vec<_>>(), [2, 1, 2]);
}

#[test]
fn into_a_certificate() {
    let checked =
        check("AuthenticateServerResponse", "euiccCertificate.tbsCertificate.extensions[0].extnValue").unwrap();
    assert_eq!(checked.kind, Kind::Octets);
}
