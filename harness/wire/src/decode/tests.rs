use super::*;

fn decoded(hex: &str) -> Tree {
    decode_any(&hex::decode(hex.replace(' ', "")).unwrap())
}

#[test]
fn guesses_by_what_fits() {
    let name = |hex: &str| decoded(hex).structure;
    assert_eq!(name("BF3808A106800101020105").as_deref(), Some("AuthenticateServerResponse"));
    assert_eq!(name("BF2000").as_deref(), Some("GetEuiccInfo1Request"));
    assert_eq!(name("BF410780020C0D810101").as_deref(), Some("CancelSessionRequest"));
    assert_eq!(name("BF410381017F").as_deref(), Some("CancelSessionResponse"));
    assert_eq!(name("300780020C0D010100").as_deref(), Some("SmdpSigned2"));
    assert_eq!(name("3000"), None);
    assert_eq!(name("BF7F00"), None);
    let two = decoded("BF2E00BF4300");
    assert_eq!((two.roots.len(), two.findings.len()), (2, 0));
    assert_eq!(decoded("").findings.len(), 1);
}

#[test]
fn renders_for_people() {
    let page = decoded("BF2D1F A01D E31B 5A0A98001032547698103214 9F700101 9009 C384 706672796C65")
        .render(&RenderOptions::default());
    assert!(page.contains("5A iccid (10) = 98001032547698103214 (89000123456789012341)"), "{page}");
    assert!(page.contains("9F70 profileState ProfileState (1) = 1 (enabled)"), "{page}");
    let page = decoded("BF3808A106800101020105").render(&RenderOptions::default());
    assert_eq!(
        page,
        "BF38 AuthenticateServerResponse (8)\n\
         \x20 A1 authenticateResponseError AuthenticateResponseError (6)\n\
         \x20   80 transactionId TransactionId (1) = 01\n\
         \x20   02 authenticateErrorCode AuthenticateErrorCode (1) = 5 (invalidOid)\n"
    );
    let page = decoded("BF3108 A0034F01A0 810101").render(&RenderOptions { hex: true, colour: true });
    assert!(page.contains("\u{1b}[36mA003\u{1b}[0m") && page.contains("! "), "{page}");
}

#[test]
fn json_has_all_of_it() {
    let json = decoded("BF3808A106800101020105").to_json();
    let code = &json["roots"][0]["children"][0]["children"][1];
    assert_eq!(
        (code["value"].as_i64(), code["named"].as_str(), code["offset"].as_u64()),
        (Some(5), Some("invalidOid"), Some(8))
    );
}

/// Cut from a certificate that `openssl req -x509` made for this test:
/// subject and issuer `CN=wire test,O=rsptest`, policy 2.23.146.1.2.1.4, RID 2.999.10.
#[test]
fn a_certificate_in_a_few_words() {
    let octets = octets_from_text(include_str!("test_certificate.pem")).unwrap();
    let summary = certificate_summary(&octets).unwrap();
    assert_eq!(summary.subject, "CN=wire test, O=rsptest");
    assert_eq!(summary.serial, "0102");
    assert_eq!(summary.policies, ["2.23.146.1.2.1.4 (id-rspRole-dp-auth)"]);
    assert_eq!(summary.alt_names, ["RID:2.999.10", "DNS:wire.example.test"]);
    let tree = decode_any(&octets);
    assert_eq!(tree.structure.as_deref(), Some("Certificate"));
    assert!(tree.is_strict(), "{:?}", tree.findings);
    assert!(tree.render(&RenderOptions::default()).contains("subjectAltName RID:2.999.10"));
}
