//! Octets that are no certificate, or nearly one.

use crate::NOW;
use crate::vectors::{certificate, suites};
use rsp_crypto::Curve;
use rsp_pki::{Certificate, TestPki, verify};

#[test]
fn cut_anywhere_it_is_none() {
    for suite in suites() {
        let der = certificate(&suite, "eum").der().to_vec();
        for end in 0..der.len() {
            assert!(Certificate::from_der(&der[..end]).is_err());
        }
        let longer = [&der[..], &[0]].concat();
        assert!(Certificate::from_der(&longer).unwrap_err().to_string().contains("octet"));
    }
}

#[test]
fn any_changed_octet_ends_in_an_error_or_a_fault() {
    let pki = TestPki::from_seed(b"hostile");
    let suite = pki.on(Curve::P256);
    let (ci, eum, euicc) = (&suite.ci.certificate, &suite.eum.certificate, suite.euicc.certificate.der());
    for at in 0..euicc.len() {
        for value in [euicc[at] ^ 1, euicc[at] ^ 0x80, 0x00, 0xFF] {
            let mut other = euicc.to_vec();
            other[at] = value;
            if let Ok(read) = Certificate::from_der(&other) {
                let accepted = verify::euicc_chain(&read, eum, ci, NOW).is_ok();
                assert_eq!(accepted, other == euicc, "octet {at} = {value:02X}");
            }
        }
    }
}

#[test]
fn lengths_that_lie_and_nests_that_do_not_end() {
    for octets in [
        vec![],
        vec![0x30],
        vec![0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        vec![0x30, 0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        vec![0x30, 0x80, 0x00, 0x00],
        [0x30, 0x82, 0xFF, 0xFB].repeat(16_000),
        vec![0x30; 60_000],
        vec![0x00; 70_000],
    ] {
        assert!(Certificate::from_der(&octets).is_err());
        assert!(rsp_pki::crl::Crl::from_der(&octets).is_err());
    }
}

#[test]
fn an_extension_twice_is_refused() {
    let pki = TestPki::from_seed(b"twice");
    let suite = pki.on(Curve::P256);
    let on = suite.issuers();
    let (mut template, _) = on.euicc_template(&suite.eum.certificate, &on.eid());
    template.extensions.push(template.extensions[0].clone());
    let error = template.issue(suite.eum.key.as_ref().unwrap()).unwrap_err();
    assert!(error.to_string().contains("twice"), "{error}");
}
