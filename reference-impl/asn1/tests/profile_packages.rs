//! Profile packages of `vectors/profiles`, made by a DER writer of their own and read by another ASN.1 tool: each element
//! is read as the alternative that `profiles.json` names, and written again to the same octets.

use rsp_asn1::profile_package::{EuiccResponse, PeStatus, PeStatusCode, ProfileElement};
use rsp_asn1::{Extensions, decode, encode, tlv};

fn vectors() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/profiles")
}

/// The name in the module of an alternative.
fn name(element: &ProfileElement) -> &'static str {
    match element {
        ProfileElement::Header(_) => "header",
        ProfileElement::GenericFileManagement(_) => "genericFileManagement",
        ProfileElement::PinCodes(_) => "pinCodes",
        ProfileElement::PukCodes(_) => "pukCodes",
        ProfileElement::AkaParameter(_) => "akaParameter",
        ProfileElement::CdmaParameter(_) => "cdmaParameter",
        ProfileElement::SecurityDomain(_) => "securityDomain",
        ProfileElement::Rfm(_) => "rfm",
        ProfileElement::Application(_) => "application",
        ProfileElement::End(_) => "end",
        ProfileElement::Mf(_) => "mf",
        ProfileElement::Telecom(_) => "telecom",
        ProfileElement::Usim(_) => "usim",
        ProfileElement::OptUsim(_) => "opt-usim",
        ProfileElement::Isim(_) => "isim",
        ProfileElement::OptIsim(_) => "opt-isim",
        ProfileElement::GsmAccess(_) => "gsm-access",
        ProfileElement::Csim(_) => "csim",
        ProfileElement::OptCsim(_) => "opt-csim",
        ProfileElement::Df5gs(_) => "df-5gs",
        ProfileElement::DfSaip(_) => "df-saip",
        _ => "another",
    }
}

#[test]
fn every_element_is_read_and_written_again() {
    let index = std::fs::read_to_string(vectors().join("profiles.json")).unwrap();
    let index: serde_json::Value = serde_json::from_str(&index).unwrap();
    let profiles = index["profiles"].as_array().unwrap();
    assert!(profiles.len() >= 2);
    for profile in profiles {
        let octets = std::fs::read(vectors().join(profile["file"].as_str().unwrap())).unwrap();
        let elements = tlv::all(&octets).unwrap();
        let listed = profile["elements"].as_array().unwrap();
        assert_eq!(elements.len(), listed.len());
        for (element, listed) in elements.iter().zip(listed) {
            let read: ProfileElement = decode(element.whole).unwrap();
            assert_eq!(name(&read), listed["name"].as_str().unwrap());
            assert_eq!(encode(&read).unwrap(), element.whole, "{}", listed["name"]);
            if let ProfileElement::Mf(mf) = &read {
                // The header and the template are components 0 and 1; mf, ef-iccid, ef-dir and ef-arr are 2, 4, 5 and 6.
                let components: Vec<u32> = mf.files().unwrap().iter().map(|(number, _)| *number).collect();
                assert!([2, 4, 5, 6].iter().all(|number| components.contains(number)), "{components:?}");
            }
        }
    }
}

#[test]
fn a_response_has_the_published_octets() {
    let status = PeStatus {
        status: PeStatusCode::OK,
        identification: None,
        additional_information: None,
        offset: None,
        extensions: Extensions::NONE,
    };
    let response = EuiccResponse {
        pe_status: vec![status.clone()],
        profile_installation_aborted: None,
        status_message: None,
        extensions: Extensions::NONE,
    };
    assert_eq!(encode(&response).unwrap(), hex::decode("3007A0053003800100").unwrap());
    let refused = PeStatus { status: PeStatusCode::TEMPLATE_NOT_SUPPORTED, identification: Some(300), ..status };
    let response = EuiccResponse { pe_status: vec![refused], profile_installation_aborted: Some(()), ..response };
    assert_eq!(encode(&response).unwrap(), hex::decode("300DA00930078001098102012C8100").unwrap());
}

#[test]
fn components_out_of_order_are_no_files() {
    let read = |content: &str| {
        let octets = tlv::wrap(0xB0, &[&hex::decode(content).unwrap()]);
        let ProfileElement::Mf(mf) = decode(&octets).unwrap() else { panic!("an MF") };
        mf.files()
    };
    let head = "A003810101810667810F010201";
    assert_eq!(read(&format!("{head}A2028000A3028000")).unwrap().len(), 2);
    assert!(read(&format!("{head}A3028000A2028000")).unwrap_err().says.contains("out of order"));
    assert!(read(&format!("{head}A2028000A2028000")).is_err());
    assert!(read(&format!("{head}8200")).is_err());
    assert!(read(&format!("{head}A20184")).is_err());
}
