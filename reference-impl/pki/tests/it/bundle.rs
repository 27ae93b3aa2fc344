//! Directories of credentials.

use crate::NOW;
use rsp_crypto::Curve;
use rsp_pki::{Bundle, BundleError, CredentialLevel, FaultKind, IssueError, Issuers, NOT_AFTER, Role, TestPki, verify};
use std::fs;
use std::path::Path;

#[test]
fn what_is_written_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let pki = TestPki::from_seed(b"bundle");
    pki.write_bundle(dir.path()).unwrap();
    let bundle = Bundle::load(dir.path()).unwrap();
    assert_eq!(bundle.found().len(), 22, "each certificate once, though it is there as DER and as PEM");
    assert!(bundle.keys_left_over().is_empty() && bundle.unreadable().is_empty());
    for curve in Curve::ALL {
        let suite = pki.on(curve);
        assert_eq!(bundle.level(curve), CredentialLevel::Ci);
        for (read, written) in [
            (bundle.ci(curve), &suite.ci),
            (bundle.eum(curve), &suite.eum),
            (bundle.server(curve, Role::DpAuth, "2.999.10"), &suite.dp_auth),
            (bundle.server(curve, Role::DpPb, "2.999.12"), &suite.dp2_pb),
            (bundle.server(curve, Role::DpTls, "2.999.10"), &suite.dp_tls),
        ] {
            let read = read.unwrap();
            assert_eq!(read.certificate, written.certificate);
            assert_eq!(read.key.as_ref().unwrap().to_bytes(), written.key.as_ref().unwrap().to_bytes());
        }
        assert_eq!(bundle.of_role(curve, Role::Euicc).count(), 2);
        assert!(bundle.server(curve, Role::DpAuth, "2.999.11").is_none());
        verify::signed_by(&bundle.euicc(curve).unwrap().certificate, &suite.eum.certificate).unwrap();
    }
    assert!(bundle.expired_tls(NOW).is_empty());
    assert_eq!(bundle.expired_tls(NOT_AFTER + 1).len(), 4);
    assert_eq!(bundle.report(NOW).len(), 2);
    assert_eq!(bundle.report(NOT_AFTER + 86_401).len(), 6);
}

fn remove(dir: &Path, file: &str) {
    fs::remove_file(dir.join(file)).unwrap();
}

#[test]
fn the_level_falls_with_the_keys() {
    let dir = tempfile::tempdir().unwrap();
    TestPki::from_seed(b"levels").write_bundle(dir.path()).unwrap();
    let level = || Bundle::load(dir.path()).unwrap().level(Curve::P256);
    assert_eq!(level(), CredentialLevel::Ci);
    remove(dir.path(), "CI/SK_CI_ECDSA_NIST.pem");
    assert_eq!(level(), CredentialLevel::Eum);
    remove(dir.path(), "EUM/SK_EUM_ECDSA_NIST.pem");
    assert_eq!(level(), CredentialLevel::Euicc);
    remove(dir.path(), "eUICC/SK_EUICC_ECDSA_NIST.pem");
    remove(dir.path(), "eUICC/SK_EUICC2_ECDSA_NIST.pem");
    assert_eq!(level(), CredentialLevel::None);
    assert_eq!(Bundle::load(dir.path()).unwrap().level(Curve::BrainpoolP256r1), CredentialLevel::Ci);
    assert!(CredentialLevel::Ci > CredentialLevel::Eum && CredentialLevel::Card > CredentialLevel::None);
}

#[test]
fn what_is_missing_is_issued() {
    let dir = tempfile::tempdir().unwrap();
    TestPki::from_seed(b"issuing").write_bundle(dir.path()).unwrap();
    // Flat, and only the CI of one curve: nothing below it is there.
    let flat = tempfile::tempdir().unwrap();
    for file in ["CERT_CI_ECDSA_NIST.pem", "SK_CI_ECDSA_NIST.pem"] {
        fs::copy(dir.path().join("CI").join(file), flat.path().join(file)).unwrap();
    }
    let bundle = Bundle::load(flat.path()).unwrap();
    assert_eq!(bundle.level(Curve::P256), CredentialLevel::Ci);
    let issuers = Issuers::from_bundle(&bundle, b"seed").unwrap();
    assert_eq!(issuers.on(Curve::BrainpoolP256r1).unwrap_err(), IssueError::NoCurve(Curve::BrainpoolP256r1));
    let on = issuers.on(Curve::P256).unwrap();
    let (ci, eum) = (&on.ci().certificate, &on.eum().unwrap().certificate);
    let euicc = on.euicc_for(&on.eid()).unwrap();
    verify::euicc_chain(&euicc.certificate, eum, ci, NOW).unwrap();
    let leaf = on.tls_leaf("fresh.example.com", "2.999.10").unwrap();
    verify::leaf_of_ci(&leaf.certificate, ci, Role::DpTls, NOW).unwrap();
    verify::signed_by(&on.operator().unwrap().certificate, ci).unwrap();
    // Another seed, other keys.
    let other = Issuers::from_bundle(&bundle, b"other").unwrap();
    assert_ne!(other.on(Curve::P256).unwrap().eum().unwrap().certificate, *eum);
}

#[test]
fn the_eum_that_is_there_is_used() {
    let dir = tempfile::tempdir().unwrap();
    let pki = TestPki::from_seed(b"eum");
    pki.write_bundle(dir.path()).unwrap();
    remove(dir.path(), "CI/SK_CI_ECDSA_NIST.pem");
    let issuers = Issuers::from_bundle(&Bundle::load(dir.path()).unwrap(), b"seed").unwrap();
    let on = issuers.on(Curve::P256).unwrap();
    assert_eq!(on.eum().unwrap().certificate, pki.on(Curve::P256).eum.certificate);
    verify::signed_by(&on.euicc_for(&on.eid()).unwrap().certificate, &on.eum().unwrap().certificate).unwrap();
    assert_eq!(on.tls_leaf("a.example.com", "2.999.10").unwrap_err(), IssueError::NoKey("the CI"));
}

#[test]
fn files_that_are_neither_are_noted() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Bundle::load(dir.path()), Err(BundleError::Empty(_))));
    assert!(matches!(Bundle::load(&dir.path().join("none")), Err(BundleError::File { .. })));
    let suite_pki = TestPki::from_seed(b"notes");
    let suite = suite_pki.on(Curve::P256);
    fs::write(dir.path().join("CERT.der"), suite.ci.certificate.der()).unwrap();
    fs::write(dir.path().join("noise.der"), [0x30, 0x80, 0, 0]).unwrap();
    fs::write(dir.path().join("broken.pem"), "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n").unwrap();
    fs::write(dir.path().join("large.der"), vec![0; 65_537]).unwrap();
    fs::write(dir.path().join("README"), "not looked at").unwrap();
    fs::write(dir.path().join("lonely.key"), suite.eum.key.as_ref().unwrap().to_pem()).unwrap();
    fs::write(dir.path().join("key.der"), suite.ci.key.as_ref().unwrap().to_pkcs8_der()).unwrap();
    fs::write(dir.path().join("PK.der"), suite.ci.certificate.spki()).unwrap();
    let bundle = Bundle::load(dir.path()).unwrap();
    assert_eq!((bundle.found().len(), bundle.unreadable().len(), bundle.keys_left_over().len()), (1, 3, 1));
    assert_eq!(bundle.level(Curve::P256), CredentialLevel::Ci);
    assert_eq!(bundle.report(NOW).len(), 2 + 3 + 1);
}

#[test]
fn a_ci_that_was_renamed_is_the_one_that_the_others_name() {
    // As in SGP.26: two certificates of one key, under two names.
    let dir = tempfile::tempdir().unwrap();
    let pki = TestPki::from_seed(b"renamed");
    pki.write_bundle(dir.path()).unwrap();
    let suite = pki.on(Curve::P256);
    let key = suite.ci.key.as_ref().unwrap();
    let name = rsp_pki::Name::of(&[(rsp_pki::NamePart::CommonName, "former name")]);
    let former = rsp_pki::CertificateTemplate::ci(name, vec![9], key.public_key()).unwrap().issue(key).unwrap();
    fs::write(dir.path().join("A_FORMER.der"), former.der()).unwrap();
    let bundle = Bundle::load(dir.path()).unwrap();
    assert_eq!(bundle.of_role(Curve::P256, Role::Ci).count(), 2);
    assert_eq!(bundle.ci(Curve::P256).unwrap().certificate, suite.ci.certificate);
    assert_eq!(verify::issued_in_name_of(&suite.eum.certificate, &former).unwrap_err().kind, FaultKind::Issuer);
}
