use proptest::prelude::*;

use super::*;

fn read_hex(structure: &str, hex: &str) -> Tree {
    read(Dictionary::sgp22(), structure, &hex::decode(hex.replace(' ', "")).unwrap()).unwrap()
}

/// Path, offset, kind and rule of each finding.
fn findings(structure: &str, hex: &str) -> Vec<(String, usize, FindingKind, &'static str)> {
    read_hex(structure, hex).findings.into_iter().map(|one| (one.path, one.offset, one.kind, one.rule)).collect()
}

/// The only finding.
#[track_caller]
fn one(structure: &str, hex: &str, path: &str, offset: usize, kind: FindingKind, rule: &str) {
    let found = findings(structure, hex);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0.as_str(), found[0].1, found[0].2, found[0].3), (path, offset, kind, rule));
}

use FindingKind::{Der, Extension, Type as OfType};

/// BF31 { A0 { 4F A0 }, 81 refreshFlag }, SGP.22 §5.7.16, by hand.
const ENABLE: &str = "BF3108 A0034F01A0 8101FF";

#[test]
fn reads_what_is_right() {
    let tree = read_hex("EnableProfileRequest", ENABLE);
    assert!(tree.is_strict(), "{:?}", tree.findings);
    let root = tree.root().unwrap();
    assert_eq!((root.tlv(), root.content.clone()), (0..11, 3..11));
    let aid = root.child("profileIdentifier").unwrap().child("isdpAid").unwrap();
    assert_eq!(
        (aid.tag.as_slice(), aid.tlv(), aid.value.clone()),
        (&[0x4F][..], 5..8, Some(Value::Octets(vec![0xA0])))
    );
    assert_eq!(root.child("refreshFlag").unwrap().value, Some(Value::Boolean(true)));
}

/// One fault each, offsets counted by hand.
#[test]
fn encoding_faults() {
    one("EnableProfileRequest", "BF318108 A0034F01A0 8101FF", "", 2, Der, "length-not-minimal");
    one("EnableProfileRequest", "BF3180 A0034F01A0 8101FF 0000", "", 2, Der, "length-indefinite");
    one("EnableProfileRequest", "BF3108 A0034F01A0 810101", "refreshFlag", 10, Der, "boolean");
    one("EnableProfileRequest", "BF3109 A0034F01A0 8102FFFF", "refreshFlag", 10, Der, "boolean");
    one("EnableProfileRequest", "BF3109 A0034F01A0 9F0101FF", "refreshFlag", 8, Der, "tag-not-minimal");
    one("GetRatRequest", "BF430000", "", 3, Der, "octets-after");
    one("NotificationSentRequest", "BF3004 80020051", "seqNumber", 5, Der, "integer-not-minimal");
    one("NotificationSentRequest", "BF3004 8002FFA3", "seqNumber", 5, Der, "integer-not-minimal");
    one("RetrieveNotificationsListRequest", "BF2B04 A0028000", "searchCriteria.seqNumber", 7, Der, "integer-empty");
    one("ListNotificationRequest", "BF2804 81020420", "profileManagementOperation", 5, Der, "bits-trailing-zeros");
    one("ListNotificationRequest", "BF2804 81020980", "profileManagementOperation", 5, Der, "bits-unused");
    one("ListNotificationRequest", "BF2804 810204FF", "profileManagementOperation", 6, Der, "bits-padding");
    one("EuiccMemoryResetRequest", "BF3402 8200", "resetOptions", 5, Der, "bits-empty");
    one("GetEuiccChallengeRequest", "BF2E", "", 0, Der, "length-cut");
    one("GetEuiccChallengeRequest", "", "", 0, Der, "no-octets");
    let oid = "BF240A B808 8006 88378000 0102".replace("8006 88378000 0102", "8006883780000102");
    one("ConfigureISDPRequest", &oid, "dpProprietaryData.dpOid", 7, Der, "oid");
    let beyond = findings("CancelSessionRequest", "BF4106 800101 810901");
    assert!(beyond.contains(&("reason".to_owned(), 7, Der, "length-beyond-end")), "{beyond:?}");
}

#[test]
fn faults_of_the_type() {
    one("EnableProfileRequest", "BF3105 A0034F01A0", "refreshFlag", 8, OfType, "missing");
    one("EnableProfileRequest", "BF3108 8101FF A0034F01A0", "profileIdentifier", 6, OfType, "order");
    one("EnableProfileRequest", "BF310B A0034F01A0 8101FF 8101FF", "refreshFlag", 11, OfType, "duplicate");
    one("EnableProfileRequest", "BF3107 A0024F00 8101FF", "profileIdentifier.isdpAid", 7, OfType, "size");
    one("EnableProfileRequest", "BF3105 A000 8101FF", "profileIdentifier", 5, OfType, "no-alternative");
    one("EnableProfileRequest", "BF310A A0054F01A08700 8101FF", "profileIdentifier", 8, OfType, "second-alternative");
    one("EnableProfileRequest", "BF310A A0034F01A0 8700 8101FF", "", 8, OfType, "unknown-field");
    one("EnableProfileRequest", "BF3200", "", 0, OfType, "wrong-tag");
    one("EnableProfileRequest", "9F3108 A0034F01A0 8101FF", "", 0, OfType, "primitive");
    one("SetDefaultDpAddressRequest", "BF3F04 8002C0AF", "defaultDpAddress", 5, OfType, "utf8");
    one("ListNotificationResponse", "BF2804 A002 3000", "notificationMetadataList[0]", 5, OfType, "wrong-tag");
    one(
        "AuthenticateClientRequest",
        "BF3B11 800101 BF380B BF3808 A106 800101 020105",
        "authenticateServerResponse",
        9,
        OfType,
        "doubled-tag",
    );
}

#[test]
fn what_a_newer_peer_may_send() {
    one("EnableProfileRequest", "BF310B A0034F01A0 8101FF 820101", "", 11, Extension, "unknown-field");
    one("EnableProfileRequest", "BF3107 A0028700 8101FF", "profileIdentifier", 5, Extension, "unknown-alternative");
    one("CancelSessionRequest", "BF4106 800101 810110", "reason", 8, Extension, "unnamed-value");
    one("ListNotificationRequest", "BF2804 81020308", "profileManagementOperation", 5, Extension, "unnamed-bit");
    one("RetrieveNotificationsListRequest", "BF2B03 800101", "searchCriteria", 3, Extension, "ambiguous-field");
    one(
        "CancelSessionRequestEs9",
        "BF410C 80020C0D A106 BF4103 81017F",
        "cancelSessionResponse",
        9,
        Extension,
        "explicit-tag",
    );
}

/// X.509 is not extensible: RFC 5280 §4.1 says what stands there.
#[test]
fn x509_has_no_room_for_more() {
    let certificate = crate::octets_from_text(include_str!("../decode/test_certificate.pem")).unwrap();
    let tree = read(Dictionary::sgp22(), "Certificate", &certificate).unwrap();
    assert!(tree.is_strict());
    let more = crate::apply(
        Dictionary::sgp22(),
        Some("Certificate"),
        &certificate,
        Some(&"tbsCertificate".parse().unwrap()),
        &crate::Operation::Append(crate::Octets("8700".into())),
    );
    let tree = read(Dictionary::sgp22(), "Certificate", &more.unwrap()).unwrap();
    assert!(tree.findings.iter().any(|one| one.kind == OfType && one.rule == "unknown-field"), "{:?}", tree.findings);
}

#[test]
fn contents_of_octet_strings_are_read_for_people() {
    // A2 { A0 { 4F 05.., 04 { 30 { A0 { 30 { 80 00 } } } } } } inside BF27, by hand.
    let hex = "BF272A 800101 BF2F09 800101 81020780 0C00 0603883703 A214 A012 4F05A000000001 0409 3007A005300380 0100";
    let tree = read_hex("ProfileInstallationResultData", hex);
    assert!(tree.is_strict(), "{:?}", tree.findings);
    let result = tree.root().unwrap().child("finalResult").unwrap().child("successResult").unwrap();
    let sima = result.child("simaResponse").unwrap();
    assert_eq!(sima.contained[0].name.as_deref(), Some("EUICCResponse"));
    assert_eq!(
        sima.contained[0].children[0].children[0].child("status").unwrap().value,
        Some(Value::Integer { value: 0, name: Some("ok".into()) })
    );
}

/// Bounded in depth, nodes and memory; on a thread with the usual stack.
#[test]
fn hostile_octets_end_soon() {
    let deep: Vec<u8> = [0xBF, 0x20, 0x80].into_iter().chain([0x30, 0x80].repeat(100_000)).collect();
    assert!(!read(Dictionary::sgp22(), "EUICCInfo1", &deep).unwrap().is_acceptable());
    let nested = crate::apply(
        Dictionary::sgp22(),
        None,
        &[0x05, 0x00],
        None,
        &crate::Operation::Nest(crate::Nest { depth: 10_000, tag: None }),
    );
    let tree = crate::decode_any(&nested.unwrap());
    assert!(tree.findings.iter().any(|one| one.rule == "too-deep"));
    let many = crate::tlv::encode(&[0xBF, 0x2E], &[0x30, 0x00].repeat(1 << 20));
    let tree = read(Dictionary::sgp22(), "GetEuiccChallengeRequest", &many).unwrap();
    assert!(tree.findings.len() <= MOST_FINDINGS);
    let tree = read(Dictionary::sgp22(), "SegmentedCrlList", &[0x30, 0x84, 0x40, 0, 0, 0]).unwrap();
    assert!(tree.findings.iter().any(|one| one.rule == "length-beyond-end"));
}

/// Octets that look like messages more often than chance would have it.
fn message_like() -> impl Strategy<Value = Vec<u8>> {
    let octet = prop_oneof![
        any::<u8>(),
        proptest::sample::select(vec![
            0x30u8, 0xBF, 0x38, 0x20, 0x5F, 0x37, 0xA0, 0xA1, 0x80, 0x81, 0x82, 0x02, 0x04, 0x00, 0x03
        ]),
    ];
    proptest::collection::vec(octet, 0..96)
}

proptest! {
    #[test]
    fn never_panics(octets in message_like()) {
        let dictionary = Dictionary::sgp22();
        for name in dictionary.names() {
            let tree = read(dictionary, name, &octets).unwrap();
            let _ = tree.to_value();
        }
        let tree = crate::decode_any(&octets);
        let _ = (tree.render(&crate::RenderOptions { hex: true, colour: true }), tree.to_json());
    }

    /// Whatever the reader names lies inside the octets, and children inside their parents.
    #[test]
    fn ranges_are_inside(octets in message_like()) {
        fn inside(node: &Node, from: usize, to: usize) -> bool {
            node.header.start >= from && node.header.end == node.content.start && node.content.end <= node.end && node.end <= to
                && node.children.iter().all(|child| {
                    if node.transparent { inside(child, from, to) } else { inside(child, node.content.start, node.content.end) }
                })
        }
        for name in ["AuthenticateServerResponse", "ProfileInfoListResponse", "PendingNotification"] {
            let tree = read(Dictionary::sgp22(), name, &octets).unwrap();
            prop_assert!(tree.roots.iter().all(|root| inside(root, 0, octets.len())));
        }
    }
}
