//! The certificates of a test run.

use crate::NOW;
use rsp_crypto::Curve;
use rsp_pki::{Certificate, Credential, FaultKind, IssueError, NOT_AFTER, NOT_BEFORE, Role, TestPki, verify};
use std::collections::BTreeSet;

#[test]
fn every_chain_verifies() {
    let pki = TestPki::from_seed(b"chains");
    for curve in Curve::ALL {
        let suite = pki.on(curve);
        let ci = &suite.ci.certificate;
        verify::leaf_of_ci(ci, ci, Role::Ci, NOW).unwrap();
        for euicc in [&suite.euicc, &suite.other_euicc, &suite.euicc_for("89049032000000000000000000000038").unwrap()] {
            verify::euicc_chain(&euicc.certificate, &suite.eum.certificate, ci, NOW).unwrap();
            verify::same_curve(&euicc.certificate, ci).unwrap();
        }
        for (leaf, role, oid) in [
            (&suite.dp_auth, Role::DpAuth, "2.999.10"),
            (&suite.dp_pb, Role::DpPb, "2.999.10"),
            (&suite.dp_tls, Role::DpTls, "2.999.10"),
            (&suite.dp2_auth, Role::DpAuth, "2.999.12"),
            (&suite.dp2_pb, Role::DpPb, "2.999.12"),
            (&suite.dp2_tls, Role::DpTls, "2.999.12"),
            (&suite.server(Role::DsAuth, "rsptest SM-DS", "2.999.15").unwrap(), Role::DsAuth, "2.999.15"),
        ] {
            verify::leaf_of_ci(&leaf.certificate, ci, role, NOW).unwrap();
            assert_eq!(leaf.certificate.san_registered_id().as_deref(), Some(oid));
        }
        assert_eq!(suite.dp_tls.certificate.san_dns(), ["testsmdpplus1.example.com"]);
        assert_eq!(suite.dp2_tls.certificate.san_dns(), ["testsmdpplus2.example.com"]);
        verify::signed_by(&suite.operator.certificate, ci).unwrap();
        assert_eq!(suite.operator.certificate.san_registered_id().as_deref(), Some("2.999.20"));
        assert_eq!(suite.ci_pkid(), ci.public_key().unwrap().key_id());
    }
}

#[test]
fn keys_belong_to_their_certificates_and_no_two_are_the_same() {
    let pki = TestPki::from_seed(b"keys");
    for curve in Curve::ALL {
        let suite = pki.on(curve);
        let foreign = &suite.foreign;
        let all: [&Credential; 18] = [
            &suite.ci,
            &suite.eum,
            &suite.euicc,
            &suite.other_euicc,
            &suite.dp_auth,
            &suite.dp_pb,
            &suite.dp_tls,
            &suite.dp2_auth,
            &suite.dp2_pb,
            &suite.dp2_tls,
            &suite.operator,
            &foreign.ci,
            &foreign.eum,
            &foreign.euicc,
            &foreign.dp_auth,
            &foreign.dp_pb,
            &foreign.dp_tls,
            &foreign.operator,
        ];
        for credential in all {
            let key = credential.key.as_ref().unwrap();
            assert_eq!(&credential.certificate.public_key().unwrap(), key.public_key());
            assert_eq!(credential.certificate.not_before(), NOT_BEFORE);
            assert_eq!(credential.certificate.not_after(), NOT_AFTER);
        }
        let keys: BTreeSet<_> = all.iter().map(|it| it.certificate.spki().to_vec()).collect();
        let serials: BTreeSet<_> = all.iter().map(|it| it.certificate.serial().to_vec()).collect();
        assert_eq!((keys.len(), serials.len()), (all.len(), all.len()));
    }
}

#[test]
fn the_foreign_chain_is_good_and_foreign() {
    let pki = TestPki::from_seed(b"foreign");
    for curve in Curve::ALL {
        let (suite, foreign) = (pki.on(curve), &pki.on(curve).foreign);
        verify::euicc_chain(&foreign.euicc.certificate, &foreign.eum.certificate, &foreign.ci.certificate, NOW)
            .unwrap();
        for certificate in [&foreign.eum, &foreign.dp_auth, &foreign.dp_pb, &foreign.dp_tls, &foreign.operator] {
            let outcome = verify::signed_by(&certificate.certificate, &suite.ci.certificate);
            assert_eq!(outcome.unwrap_err().kind, FaultKind::Signature);
            verify::signed_by(&certificate.certificate, &foreign.ci.certificate).unwrap();
        }
    }
}

#[test]
fn the_seed_decides_everything() {
    let der = |seed: &[u8], pick: fn(&TestPki) -> &Certificate| pick(&TestPki::from_seed(seed)).der().to_vec();
    for pick in [
        |pki: &TestPki| &pki.on(Curve::P256).euicc.certificate,
        |pki: &TestPki| &pki.on(Curve::BrainpoolP256r1).foreign.operator.certificate,
    ] as [fn(&TestPki) -> &Certificate; 2]
    {
        assert_eq!(der(b"one", pick), der(b"one", pick));
        assert_ne!(der(b"one", pick), der(b"two", pick));
    }
}

#[test]
fn what_cannot_be_issued() {
    let pki = TestPki::from_seed(b"errors");
    let suite = pki.on(Curve::P256);
    let error = suite.tls_leaf("host.example.com", "no oid").unwrap_err();
    assert_eq!(error, IssueError::ObjectIdentifier("no oid".into()));
    let long = "9".repeat(70_000);
    assert!(matches!(suite.euicc_for(&long), Err(IssueError::Unreadable(_))));
}
