//! Certificates that `cryptography` (OpenSSL) made.

use crate::NOW;
use rsp_pki::crl::Crl;
use rsp_pki::{Certificate, CertificateTemplate, Fault, FaultKind, KeyUsage, Role, Subtree, verify};
use serde_json::Value;
use std::path::Path;

pub fn suites() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/certificates/certificates.json");
    let suites: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(suites.len(), 2);
    suites
}

pub fn octets(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

pub fn certificate(suite: &Value, label: &str) -> Certificate {
    Certificate::from_der(&octets(&suite["certificates"][label]["der"])).unwrap()
}

const ROLES: [(&str, Role); 5] =
    [("ci", Role::Ci), ("eum", Role::Eum), ("euicc", Role::Euicc), ("dp", Role::DpAuth), ("tls", Role::DpTls)];

#[test]
fn fields_are_cut_as_they_were_received() {
    for suite in suites() {
        for (label, role) in ROLES {
            let told = &suite["certificates"][label];
            let read = certificate(&suite, label);
            assert_eq!(read.der(), octets(&told["der"]));
            assert_eq!(read.tbs(), octets(&told["tbs"]));
            assert_eq!(read.subject(), octets(&told["subject"]));
            assert_eq!(read.issuer(), octets(&told["issuer"]));
            assert_eq!(hex::encode(read.serial()).trim_start_matches('0'), told["serial"].as_str().unwrap());
            assert_eq!(read.not_before(), told["not_before"].as_i64().unwrap());
            assert_eq!(read.not_after(), told["not_after"].as_i64().unwrap());
            assert_eq!(read.roles(), [role]);
            assert_eq!(read.policies(), [role.oid()]);
            let key = read.public_key().unwrap();
            assert_eq!(key.curve().name(), suite["curve"].as_str().unwrap());
            assert_eq!(read.subject_key_id().unwrap(), key.key_id());
            assert_eq!(Certificate::from_pem(&read.to_pem()).unwrap(), read);
        }
    }
}

#[test]
fn extensions_are_read() {
    for suite in suites() {
        let [ci, eum, euicc, dp, tls] = ROLES.map(|(label, _)| certificate(&suite, label));
        assert_eq!(ci.subject_text(), "CN=Vector CI, OU=TESTCERT, O=Vectors, C=XX");
        assert!(ci.is_self_issued() && !eum.is_self_issued());
        assert_eq!((ci.is_ca(), ci.path_len(), eum.is_ca(), eum.path_len()), (true, None, true, Some(0)));
        assert_eq!((euicc.is_ca(), euicc.path_len()), (false, None));
        assert_eq!(ci.key_usage(), Some(KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN)));
        assert_eq!(dp.key_usage(), Some(KeyUsage::DIGITAL_SIGNATURE));
        assert_eq!((ci.authority_key_id(), eum.authority_key_id()), (None, ci.subject_key_id()));
        assert_eq!(euicc.subject_serial_number().unwrap(), "89049032123451234512345678901235");
        assert_eq!(euicc.subject_organization().unwrap(), "Vector EUM");
        assert_eq!(dp.san_registered_id().unwrap(), "2.999.10");
        assert_eq!(dp.san_registered_id_der().unwrap(), [0x88, 0x37, 0x0A]);
        assert!(dp.san_dns().is_empty());
        assert_eq!(tls.san_dns(), ["dp.example.net", "dp2.example.net"]);
        assert_eq!(tls.san_registered_id().unwrap(), "2.999.10");
        assert_eq!(tls.ext_key_usage(), ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
        assert_eq!(ci.crl_distribution_points(), ["http://crl.example.net/a.crl", "http://crl.example.net/b.crl"]);
        let permitted = Subtree { organization: Some("Vector EUM".into()), serial_number: Some("89049032".into()) };
        assert_eq!(eum.name_constraints(), [permitted]);
        assert!(euicc.san_registered_id().is_none() && euicc.crl_distribution_points().is_empty());
    }
}

#[test]
fn chains_verify_and_do_not_verify_under_another() {
    let suites = suites();
    for (suite, other) in [(&suites[0], &suites[1]), (&suites[1], &suites[0])] {
        let [ci, eum, euicc, dp, tls] = ROLES.map(|(label, _)| certificate(suite, label));
        verify::signed_by(&ci, &ci).unwrap();
        verify::euicc_chain(&euicc, &eum, &ci, NOW).unwrap();
        verify::leaf_of_ci(&dp, &ci, Role::DpAuth, NOW).unwrap();
        verify::leaf_of_ci(&tls, &ci, Role::DpTls, NOW).unwrap();
        let kind = |outcome: Result<(), Fault>| outcome.unwrap_err().kind;
        assert_eq!(kind(verify::leaf_of_ci(&dp, &ci, Role::DpPb, NOW)), FaultKind::Policy);
        assert_eq!(kind(verify::signed_by(&euicc, &ci)), FaultKind::Signature);
        assert_eq!(kind(verify::signed_by(&eum, &certificate(other, "ci"))), FaultKind::Signature);
        assert_eq!(kind(verify::issued_in_name_of(&eum, &certificate(other, "ci"))), FaultKind::Issuer);
        assert_eq!(kind(verify::same_curve(&eum, &certificate(other, "ci"))), FaultKind::Curve);
        assert_eq!(kind(verify::eid_within(&ci, &euicc)), FaultKind::NameConstraints);
        assert_eq!(kind(verify::is_no_issuer(&eum)), FaultKind::BasicConstraints);
    }
}

#[test]
fn one_unusual_thing_each() {
    for suite in suites() {
        let (ci, eum) = (certificate(&suite, "ci"), certificate(&suite, "eum"));
        for (label, unusual) in suite["unusual"].as_object().unwrap() {
            let read = Certificate::from_der(&octets(&unusual["der"])).unwrap();
            let outcome = verify::euicc_chain(&read, &eum, &ci, NOW);
            let found = outcome.err().map(|fault| format!("{:?}", fault.kind));
            assert_eq!(found.as_deref(), unusual["fault"].as_str(), "{label}");
        }
    }
}

#[test]
fn dates_hold_to_the_second() {
    for suite in suites() {
        let tls = certificate(&suite, "tls");
        let (from, until) = (tls.not_before(), tls.not_after());
        let kind = |now| verify::valid_at(&tls, now).err().map(|fault| fault.kind);
        assert_eq!(kind(from - 1), Some(FaultKind::NotYetValid));
        assert_eq!((kind(from), kind(until)), (None, None));
        assert_eq!(kind(until + 1), Some(FaultKind::Expired));
        assert_eq!(kind(i64::MIN), Some(FaultKind::NotYetValid));
        assert_eq!(kind(i64::MAX), Some(FaultKind::Expired));
    }
}

#[test]
fn lists() {
    let suites = suites();
    for (suite, other) in [(&suites[0], &suites[1]), (&suites[1], &suites[0])] {
        let [ci, eum, _, dp, _] = ROLES.map(|(label, _)| certificate(suite, label));
        let list = Crl::from_der(&octets(&suite["crl"])).unwrap();
        assert_eq!(list.this_update(), suite["crl_this_update"].as_i64().unwrap());
        assert_eq!(list.next_update(), suite["crl_next_update"].as_i64());
        list.verify(&ci).unwrap();
        assert_eq!(list.verify(&certificate(other, "ci")).unwrap_err().kind, FaultKind::Signature);
        assert_eq!(list.verify(&eum).unwrap_err().kind, FaultKind::Issuer);
        assert_eq!(verify::not_revoked(&eum, &list).unwrap_err().kind, FaultKind::Revoked);
        verify::not_revoked(&dp, &list).unwrap();
        let empty = Crl::from_der(&octets(&suite["empty_crl"])).unwrap();
        empty.verify(&ci).unwrap();
        assert!(empty.is_empty());
        verify::not_revoked(&eum, &empty).unwrap();
    }
}

#[test]
fn what_a_certificate_says_can_be_said_again() {
    for suite in suites() {
        for (label, _) in ROLES {
            let read = certificate(&suite, label);
            let template = CertificateTemplate::of(&read).unwrap();
            assert_eq!(hex::encode(template.tbs().unwrap()), hex::encode(read.tbs()), "{label}");
            assert_eq!(template.issue_with_signature(read.signature()).unwrap(), read, "{label}");
        }
    }
}

#[test]
fn servers_are_told_by_their_oid() {
    for suite in suites() {
        let [dp, tls, eum, euicc, ci] = ["dp", "tls", "eum", "euicc", "ci"].map(|label| certificate(&suite, label));
        assert_eq!(verify::names_server(&dp), Ok(()));
        assert_eq!(verify::same_server(&dp, &tls), Ok(()));
        for outcome in [
            verify::names_server(&euicc),
            verify::same_server(&dp, &euicc),
            verify::same_server(&euicc, &dp),
            verify::same_server(&dp, &eum),
        ] {
            assert_eq!(outcome.unwrap_err().kind, FaultKind::ServerOid);
        }
        assert_eq!(verify::names_issuer_key(&dp), Ok(()));
        assert_eq!(verify::names_issuer_key(&ci).unwrap_err().kind, FaultKind::Issuer);
    }
}
