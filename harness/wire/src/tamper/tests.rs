use proptest::prelude::*;
use serde_json::json;

use super::*;

/// BF31 { A0 { 4F A0B0 }, 81 FF }, by hand; the length of the whole is 9.
const ENABLE: &str = "BF3109A0044F02A0B08101FF";

fn operation(value: serde_json::Value) -> Operation {
    serde_json::from_value(value).unwrap()
}

fn tampered(at: Option<&str>, value: serde_json::Value) -> Result<String, TamperError> {
    let path = at.map(|at| Path::parse(at).unwrap());
    apply(
        Dictionary::sgp22(),
        Some("EnableProfileRequest"),
        &hex::decode(ENABLE).unwrap(),
        path.as_ref(),
        &operation(value),
    )
    .map(hex::encode_upper)
}

#[track_caller]
fn becomes(at: &str, value: serde_json::Value, expected: &str) {
    assert_eq!(tampered(Some(at), value).unwrap(), expected.replace(' ', ""));
}

const AID: &str = "profileIdentifier.isdpAid";

/// Each line by hand from X.690.
#[test]
fn each_operation_changes_what_it_says() {
    becomes(AID, json!({"flip": {"octet": 0, "bit": 7}}), "BF3109 A004 4F0220B0 8101FF");
    becomes(AID, json!({"flip": {"octet": -1, "bit": 0}}), "BF3109 A004 4F02A0B1 8101FF");
    becomes(AID, json!({"set": "00"}), "BF3108 A003 4F0100 8101FF");
    becomes(AID, json!({"set": ""}), "BF3107 A002 4F00 8101FF");
    becomes(AID, json!({"set": {"value": "C0C1C2"}}), "BF310A A005 4F03C0C1C2 8101FF");
    becomes("refreshFlag", json!({"set": {"value": false}}), "BF3109 A0044F02A0B0 810100");
    becomes(AID, json!({"truncate": {"keep": 1}}), "BF3108 A003 4F01A0 8101FF");
    becomes(AID, json!({"truncate": {"by": 2}}), "BF3107 A002 4F00 8101FF");
    becomes(AID, json!({"append": "01 02"}), "BF310B A006 4F04A0B00102 8101FF");
    becomes(AID, json!("drop"), "BF3105 A000 8101FF");
    becomes("profileIdentifier", json!("drop"), "BF3103 8101FF");
    becomes("refreshFlag", json!("duplicate"), "BF310C A0044F02A0B0 8101FF 8101FF");
    becomes("refreshFlag", json!({"insert": "8700"}), "BF310B A0044F02A0B0 8700 8101FF");
    becomes("refreshFlag", json!({"move": {"before": "profileIdentifier"}}), "BF3109 8101FF A0044F02A0B0");
    becomes("profileIdentifier", json!({"move": {"after": "refreshFlag"}}), "BF3109 8101FF A0044F02A0B0");
    becomes("profileIdentifier", json!({"move": {"to": "last"}}), "BF3109 8101FF A0044F02A0B0");
    becomes("refreshFlag", json!({"move": {"to": "first"}}), "BF3109 8101FF A0044F02A0B0");
    becomes(AID, json!({"retag": "5A"}), "BF3109 A004 5A02A0B0 8101FF");
    becomes(AID, json!({"retag": "BF8001"}), "BF310B A006 BF800102A0B0 8101FF");
    becomes(AID, json!({"length": {"form": "long"}}), "BF310A A005 4F8102A0B0 8101FF");
    becomes("profileIdentifier", json!({"length": {"form": "indefinite"}}), "BF310B A0804F02A0B00000 8101FF");
    becomes(AID, json!({"length": {"claims": 127}}), "BF3109 A004 4F7FA0B0 8101FF");
    becomes(AID, json!({"length": {"claims": 4294967295u64}}), "BF310D A008 4F84FFFFFFFFA0B0 8101FF");
    becomes(AID, json!({"nest": {"depth": 2}}), "BF310D A008 3006 3004 4F02A0B0 8101FF");
    becomes("profileIdentifier", json!({"nest": {"depth": 1, "tag": "BF38"}}), "BF310C BF3806A0044F02A0B0 8101FF");
    becomes(AID, json!({"fill": "00"}), "BF3109 A004 4F020000 8101FF");
    becomes(AID, json!({"replace": "0500"}), "BF3107 A002 0500 8101FF");
}

#[test]
fn without_a_place_the_whole_octets() {
    let whole = |value| tampered(None, value).unwrap();
    assert_eq!(whole(json!({"flip": {"octet": 2, "bit": 0}})), "BF3108A0044F02A0B08101FF");
    assert_eq!(whole(json!({"set": "AB"})), "AB");
    assert_eq!(whole(json!({"truncate": {"keep": 2}})), "BF31");
    assert_eq!(whole(json!({"append": "00"})), format!("{ENABLE}00"));
    assert_eq!(whole(json!("drop")), "");
    assert_eq!(whole(json!("duplicate")), format!("{ENABLE}{ENABLE}"));
    assert_eq!(whole(json!({"retag": "BF32"})), "BF3209A0044F02A0B08101FF");
    assert_eq!(whole(json!({"length": {"form": "long"}})), "BF318109A0044F02A0B08101FF");
    assert_eq!(whole(json!({"nest": {"depth": 1}})), format!("300C{ENABLE}"));
    assert_eq!(whole(json!({"fill": "FF"})), "FF".repeat(12));
}

#[test]
fn lengths_grow_and_shrink_across_their_forms() {
    let metadata = crate::forge(
        Dictionary::sgp22(),
        "StoreMetadataRequest",
        &json!({"iccid": "98000000000000000000", "serviceProviderName": "", "profileName": ""}),
    )
    .unwrap();
    let at = Path::parse("profileName").unwrap();
    let long = operation(json!({"append": "41".repeat(200)}));
    let grown = apply(Dictionary::sgp22(), Some("StoreMetadataRequest"), &metadata, Some(&at), &long).unwrap();
    assert_eq!(hex::encode_upper(&grown[..4]), "BF2581D9");
    let short = operation(json!({"truncate": {"keep": 0}}));
    assert_eq!(apply(Dictionary::sgp22(), Some("StoreMetadataRequest"), &grown, Some(&at), &short).unwrap(), metadata);
}

#[test]
fn a_choice_without_a_tag_is_one_tlv() {
    let octets = crate::forge(
        Dictionary::sgp22(),
        "CtxParams1",
        &json!({"ctxParamsForCommonAuthentication": {"matchingId": "A", "deviceInfo": {"tac": "01020304", "deviceCapabilities": {}}}}),
    )
    .unwrap();
    let at = Path::parse("matchingId").unwrap();
    let dropped = apply(Dictionary::sgp22(), Some("CtxParams1"), &octets, Some(&at), &Operation::Drop).unwrap();
    assert_eq!(hex::encode_upper(dropped), "A00AA108800401020304A100");
}

#[test]
fn what_does_not_take_effect_is_an_error() {
    let fault = |at: Option<&str>, value| tampered(at, value).unwrap_err().to_string();
    assert_eq!(fault(Some(AID), json!({"set": "A0B0"})), "`set` changes nothing here");
    assert_eq!(fault(Some(AID), json!({"append": ""})), "`append` changes nothing here");
    assert_eq!(fault(Some(AID), json!({"replace": "4F02A0B0"})), "`replace` changes nothing here");
    assert_eq!(fault(Some("profileIdentifier"), json!({"move": {"to": "first"}})), "`move` changes nothing here");
    assert_eq!(fault(Some(AID), json!({"flip": {"octet": 2, "bit": 0}})), "`flip`: there is no octet 2, there are 2");
    assert!(fault(Some(AID), json!({"flip": {"octet": 0, "bit": 8}})).contains("bits 0 to 7"));
    assert!(fault(Some(AID), json!({"truncate": {"keep": 2}})).contains("there are only 2"));
    assert!(fault(Some(AID), json!({"truncate": {"by": 3}})).contains("there are only 2"));
    assert!(fault(Some(AID), json!({"set": "0"})).contains("is no hex"));
    assert!(fault(Some(AID), json!({"set": {"value": 5}})).contains("hex text"));
    assert!(fault(Some("refreshFlg"), json!("drop")).contains("did you mean `refreshFlag`"));
    assert!(fault(Some("profileIdentifier.iccid"), json!("drop")).contains("have no `iccid` here"));
    assert!(fault(None, json!({"move": {"to": "first"}})).contains("needs a place"));
    assert!(fault(Some(AID), json!({"nest": {"depth": 0}})).contains("the depth is 1"));
    assert!(fault(Some(AID), json!({"fill": "0000"})).contains("takes one octet"));
    let at = Path::parse("x").unwrap();
    assert!(matches!(
        apply(Dictionary::sgp22(), None, &[0], Some(&at), &Operation::Drop),
        Err(TamperError::NoStructure { .. })
    ));
}

#[test]
fn unknown_words_are_refused_when_read() {
    for bad in [
        json!({"flip": {"octet": 0, "byte": 1}}),
        json!({"flop": 1}),
        json!({"length": {"form": "short"}}),
        json!({"truncate": {}}),
    ] {
        assert!(serde_json::from_value::<Operation>(bad.clone()).is_err(), "{bad}");
    }
    for (name, value) in Operation::NAMES.iter().zip([
        json!({"flip": {"octet": 0}}),
        json!({"set": 1}),
        json!({"truncate": {"by": 1}}),
        json!({"append": ""}),
        json!("drop"),
        json!("duplicate"),
        json!({"insert": ""}),
        json!({"move": {"to": "last"}}),
        json!({"retag": ""}),
        json!({"length": {"claims": 1}}),
        json!({"nest": {"depth": 1}}),
        json!({"fill": ""}),
        json!({"replace": ""}),
    ]) {
        assert_eq!(operation(value).name(), *name);
    }
}

#[test]
fn words_and_checks_before_there_are_octets() {
    assert_eq!(Operation::from_words("drop", &json!(true)), Ok(Operation::Drop));
    assert_eq!(Operation::from_words("fill", &json!("00")), Ok(Operation::Fill(Octets("00".into()))));
    assert!(Operation::from_words("drop", &json!(1)).is_err());
    assert!(Operation::from_words("flop", &json!(1)).unwrap_err().contains("flop"));
    let checked = |at: Option<&str>, value| {
        let path = at.map(|at| Path::parse(at).unwrap());
        check(Dictionary::sgp22(), Some("EnableProfileRequest"), path.as_ref(), &operation(value))
    };
    assert_eq!(
        checked(Some("isdpAid"), json!("drop")).unwrap_err().to_string().matches("profileIdentifier.isdpAid").count(),
        1
    );
    assert_eq!(checked(Some(AID), json!({"set": {"value": "A0"}})), Ok(()));
    assert_eq!(checked(Some("refreshFlag"), json!({"move": {"before": "profileIdentifier"}})), Ok(()));
    for (at, bad) in [
        (Some(AID), json!({"set": "0"})),
        (Some("refreshFlag"), json!({"set": {"value": 3}})),
        (Some("refreshFlag"), json!({"move": {"before": "profileIdentifer"}})),
        (None, json!({"move": {"to": "first"}})),
        (Some(AID), json!({"fill": "0000"})),
        (Some(AID), json!({"nest": {"depth": 1, "tag": "BF"}})),
        (Some(AID), json!({"append": "xy"})),
        (Some(AID), json!({"flip": {"octet": 0, "bit": 8}})),
    ] {
        assert!(checked(at, bad.clone()).is_err(), "{bad}");
    }
}

#[test]
fn the_schema_knows_every_operation() {
    let schema = serde_json::to_string(&schemars::schema_for!(Operation)).unwrap();
    for name in Operation::NAMES {
        assert!(schema.contains(&format!("\"{name}\"")), "{name}");
    }
}

const BODY: &str = r#"{ "header" : {"functionExecutionStatus": {"status":"Failed"}}, "transactionId":"0A0B", "list":[1, {"a":"x,]}\""} ,3] }"#;

#[track_caller]
fn body_becomes(at: &str, value: serde_json::Value, from: &str, to: &str) {
    assert_eq!(BODY.matches(from).count(), 1);
    let changed = apply_json(BODY.as_bytes(), Some(at), &operation(value)).unwrap();
    assert_eq!(String::from_utf8(changed).unwrap(), BODY.replace(from, to));
}

#[test]
fn json_is_edited_in_place() {
    body_becomes(
        "header.functionExecutionStatus.status",
        json!({"set": "Executed-Success"}),
        r#""Failed""#,
        r#""Executed-Success""#,
    );
    body_becomes("transactionId", json!({"set": null}), r#""0A0B""#, "null");
    body_becomes("transactionId", json!({"set": ["x"]}), r#""0A0B""#, r#"["x"]"#);
    body_becomes("transactionId", json!({"replace": "nul"}), r#""0A0B""#, "nul");
    body_becomes("transactionId", json!("drop"), r#""transactionId":"0A0B", "#, "");
    body_becomes("list[last]", json!("drop"), " ,3]", "]");
    body_becomes(
        "transactionId",
        json!("duplicate"),
        r#""transactionId":"0A0B""#,
        r#""transactionId":"0A0B","transactionId":"0A0B""#,
    );
    body_becomes("transactionId", json!({"retag": "TransactionID"}), "transactionId", "TransactionID");
    body_becomes("transactionId", json!({"truncate": {"keep": 1}}), "0A0B", "0");
    body_becomes("transactionId", json!({"append": "\"é"}), "0A0B\"", r#"0A0B\"é""#);
    body_becomes("transactionId", json!({"flip": {"octet": 0, "bit": 0}}), "0A0B", "1A0B");
    body_becomes("transactionId", json!({"fill": "30"}), "0A0B", "0000");
    body_becomes("list[1].a", json!({"set": 5}), r#""x,]}\"""#, "5");
    body_becomes("list[1]", json!({"move": {"to": "first"}}), r#"1, {"a":"x,]}\""}"#, r#"{"a":"x,]}\""}, 1"#);
    body_becomes(
        "header.version",
        json!({"insert": "2"}),
        r#"{"status":"Failed"}"#,
        r#"{"status":"Failed"},"version":"2""#,
    );
    body_becomes("list", json!("drop"), r#", "list":[1, {"a":"x,]}\""} ,3]"#, "");
    assert_eq!(apply_json(b"{}", Some("a"), &operation(json!({"insert": 1}))).unwrap(), br#"{"a":1}"#);
    assert_eq!(apply_json(b"{}", None, &operation(json!({"append": "7D"}))).unwrap(), b"{}}");
    let fault = |at: &str, value| apply_json(BODY.as_bytes(), Some(at), &operation(value)).unwrap_err().to_string();
    assert!(fault("transactionID", json!("drop")).contains("did you mean `transactionId`"));
    assert!(fault("transactionId", json!({"insert": 1})).contains("there already"));
    assert!(fault("transactionId", json!({"set": "0A0B"})).contains("changes nothing"));
    assert!(fault("list", json!({"truncate": {"by": 1}})).contains("whose value is text"));
    assert!(fault("list[3]", json!("drop")).contains("[]"));
    assert!(fault("transactionId", json!({"nest": {"depth": 1}})).contains("does not fit"));
    assert!(apply_json(b"{", Some("a"), &Operation::Drop).unwrap_err().to_string().contains("no JSON"));
    assert!(apply_json(&b"[".repeat(1 << 20), Some("a"), &Operation::Drop).is_err());
}

#[test]
fn heads_are_edited_by_name() {
    let head = || {
        vec![
            ("X-Admin-Protocol".to_owned(), "gsma/rsp/v2.2.0".to_owned()),
            ("Content-Length".to_owned(), "10".to_owned()),
        ]
    };
    let edited = |at: &str, value| {
        let mut head = head();
        apply_head(&mut head, at, &operation(value))
            .map(|()| head.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("|"))
    };
    assert_eq!(
        edited("x-admin-protocol", json!({"set": "gsma/rsp/v9.0.0"})).unwrap(),
        "X-Admin-Protocol: gsma/rsp/v9.0.0|Content-Length: 10"
    );
    assert_eq!(
        edited("content-length", json!({"set": 11})).unwrap(),
        "X-Admin-Protocol: gsma/rsp/v2.2.0|Content-Length: 11"
    );
    assert_eq!(edited("content-length", json!("drop")).unwrap(), "X-Admin-Protocol: gsma/rsp/v2.2.0");
    assert_eq!(
        edited("content-length", json!("duplicate")).unwrap(),
        "X-Admin-Protocol: gsma/rsp/v2.2.0|Content-Length: 10|Content-Length: 10"
    );
    assert_eq!(
        edited("content-length", json!({"move": {"to": "first"}})).unwrap(),
        "Content-Length: 10|X-Admin-Protocol: gsma/rsp/v2.2.0"
    );
    assert_eq!(
        edited("content-length", json!({"retag": "Length"})).unwrap(),
        "X-Admin-Protocol: gsma/rsp/v2.2.0|Length: 10"
    );
    assert_eq!(
        edited("x-admin-protocol", json!({"truncate": {"keep": 4}})).unwrap(),
        "X-Admin-Protocol: gsma|Content-Length: 10"
    );
    assert_eq!(
        edited("X-New", json!({"insert": "1"})).unwrap(),
        "X-Admin-Protocol: gsma/rsp/v2.2.0|Content-Length: 10|X-New: 1"
    );
    assert!(edited("content-length", json!({"set": "10"})).unwrap_err().to_string().contains("changes nothing"));
    assert!(edited("X-None", json!("drop")).unwrap_err().to_string().contains("no field `X-None`"));
    assert!(edited("content-length", json!({"nest": {"depth": 1}})).is_err());
}

fn any_operation() -> impl Strategy<Value = Operation> {
    let hex = || "([0-9A-F]{2}){0,4}".prop_map(Octets);
    prop_oneof![
        (-9i64..9, 0u8..9).prop_map(|(octet, bit)| Operation::Flip(Flip { octet, bit })),
        hex().prop_map(|octets| Operation::Set(json!(octets.0))),
        (0u64..9).prop_map(|keep| Operation::Truncate(Truncate::Keep(keep))),
        any::<u64>().prop_map(|by| Operation::Truncate(Truncate::By(by))),
        hex().prop_map(Operation::Append),
        Just(Operation::Drop),
        Just(Operation::Duplicate),
        hex().prop_map(|octets| Operation::Insert(json!(octets.0))),
        Just(Operation::Move(Move::To(Place::First))),
        Just(Operation::Move(Move::Before("refreshFlag".to_owned()))),
        hex().prop_map(Operation::Retag),
        any::<u64>().prop_map(|claims| Operation::Length(Length::Claims(claims))),
        Just(Operation::Length(Length::Form(LengthForm::Long))),
        Just(Operation::Length(Length::Form(LengthForm::Indefinite))),
        (0u32..300, hex()).prop_map(|(depth, tag)| Operation::Nest(Nest { depth, tag: Some(tag) })),
        hex().prop_map(Operation::Fill),
        hex().prop_map(Operation::Replace),
    ]
}

proptest! {
    /// On good messages, on cut and bent ones, and on noise: an error or other octets.
    #[test]
    fn apply_never_panics(
        first in any_operation(), second in any_operation(), noise in proptest::collection::vec(any::<u8>(), 0..40),
        at in proptest::sample::select(vec![None, Some("profileIdentifier"), Some("isdpAid"), Some("profileIdentifier.isdpAid"), Some("refreshFlag")]),
    ) {
        let path = at.map(|at| Path::parse(at).unwrap());
        let dictionary = Dictionary::sgp22();
        let good = hex::decode(ENABLE).unwrap();
        for octets in [&good, &noise] {
            if let Ok(once) = apply(dictionary, Some("EnableProfileRequest"), octets, path.as_ref(), &first) {
                prop_assert_ne!(&once, octets);
                let _ = apply(dictionary, Some("EnableProfileRequest"), &once, path.as_ref(), &second);
            }
        }
    }

    #[test]
    fn apply_json_never_panics(operation in any_operation(), body in "[\\[\\]{}\",:a0 \\\\é]{0,24}", at in "[a0]{1,2}(\\[[0-2]\\])?") {
        let _ = apply_json(body.as_bytes(), Some(&at), &operation);
        let _ = apply_json(body.as_bytes(), None, &operation);
    }
}
