//! Each bad identity has the faults it is told to have, and no other; each control has none.

use crate::NOW;
use rsp_crypto::Curve;
use rsp_pki::crl::Crl;
use rsp_pki::gallery::{self, BadIdentity, GalleryEntry, Place};
use rsp_pki::{Certificate, Fault, FaultKind, IssueError, Issuers, Role, TestPki, verify};
use std::collections::{BTreeSet, HashSet};

/// Every fault that every step finds.
fn faults(bad: &BadIdentity, ci: &Certificate) -> HashSet<(Place, FaultKind)> {
    let (euicc, eum) = (&bad.euicc.certificate, &bad.eum);
    let shared = |certificate: &Certificate, issuer: &Certificate, role: Role| -> Vec<Result<(), Fault>> {
        vec![
            verify::supported_key(certificate),
            verify::issued_in_name_of(certificate, issuer),
            verify::signed_by(certificate, issuer),
            verify::fits_role(certificate, role),
            verify::key_usage(certificate, role),
            verify::no_unknown_critical(certificate),
            verify::valid_at(certificate, NOW),
        ]
    };
    let mut of_eum = shared(eum, ci, Role::Eum);
    of_eum.push(verify::is_issuer(eum));
    if let Some(list) = &bad.crl {
        let list = Crl::from_der(list).unwrap();
        list.verify(ci).unwrap();
        of_eum.push(verify::not_revoked(eum, &list));
    }
    let mut of_euicc = shared(euicc, eum, Role::Euicc);
    of_euicc.push(verify::is_no_issuer(euicc));
    of_euicc.push(verify::eid_within(eum, euicc));
    let of_eum = of_eum.into_iter().map(|outcome| (Place::Eum, outcome));
    let of_euicc = of_euicc.into_iter().map(|outcome| (Place::Euicc, outcome));
    of_eum.chain(of_euicc).filter_map(|(place, outcome)| Some((place, outcome.err()?.kind))).collect()
}

fn check(entry: &GalleryEntry, issuers: &Issuers, curve: Curve) {
    let bad = (entry.build)(issuers, curve).unwrap_or_else(|error| panic!("{}: {error}", entry.id));
    let ci = &issuers.on(curve).unwrap().ci().certificate;
    assert_eq!(faults(&bad, ci), entry.faults.iter().copied().collect(), "{} on {curve}", entry.id);
    // The key signs for the certificate, so that nothing but the certificate is wrong.
    if let Ok(public) = bad.euicc.certificate.public_key() {
        assert_eq!(&public, bad.euicc.key.as_ref().unwrap().public_key(), "{}", entry.id);
    }
    let again = (entry.build)(issuers, curve).unwrap();
    assert_eq!((again.euicc.certificate, again.eum, again.crl), (bad.euicc.certificate, bad.eum, bad.crl));
}

#[test]
fn each_entry_is_wrong_in_what_it_says_and_in_nothing_else() {
    let issuers = Issuers::from_pki(&TestPki::from_seed(b"gallery"));
    for curve in Curve::ALL {
        for entry in gallery::entries() {
            assert!(!entry.faults.is_empty());
            check(entry, &issuers, curve);
        }
    }
}

#[test]
fn each_control_is_good() {
    let issuers = Issuers::from_pki(&TestPki::from_seed(b"gallery"));
    for curve in Curve::ALL {
        for entry in gallery::controls() {
            assert!(entry.faults.is_empty() && entry.refusal.is_empty());
            check(entry, &issuers, curve);
        }
    }
}

#[test]
fn entries_are_told_in_full() {
    const REFUSALS: [&str; 5] = [
        "eumCertificateInvalid",
        "eumCertificateExpired",
        "euiccCertificateInvalid",
        "euiccCertificateExpired",
        "ciPKUnknown",
    ];
    let all: Vec<_> = gallery::entries().chain(gallery::controls()).collect();
    let ids: BTreeSet<_> = all.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), all.len(), "an id is there twice");
    for entry in gallery::entries() {
        assert!(REFUSALS.contains(&entry.refusal), "{}", entry.id);
        assert!(entry.says.ends_with('.') && entry.clause.contains('§'), "{}", entry.id);
        assert_eq!(gallery::find(entry.id).unwrap().id, entry.id);
    }
    let kinds: HashSet<_> = gallery::entries().flat_map(|entry| entry.faults).map(|(_, kind)| *kind).collect();
    for kind in [
        FaultKind::Signature,
        FaultKind::Issuer,
        FaultKind::Expired,
        FaultKind::NotYetValid,
        FaultKind::Policy,
        FaultKind::KeyUsage,
        FaultKind::BasicConstraints,
        FaultKind::UnknownCritical,
        FaultKind::NameConstraints,
        FaultKind::Revoked,
        FaultKind::Curve,
    ] {
        assert!(kinds.contains(&kind), "no entry attacks {kind:?}");
    }
    assert!(gallery::find("no such entry").is_none());
}

#[test]
fn what_the_level_says_is_what_is_needed() {
    let dir = tempfile::tempdir().unwrap();
    let pki = TestPki::from_seed(b"levels");
    pki.write_bundle(dir.path()).unwrap();
    for curve in Curve::ALL {
        std::fs::remove_file(dir.path().join(format!("CI/SK_CI_ECDSA_{}.pem", curve.file_suffix()))).unwrap();
    }
    let bundle = rsp_pki::Bundle::load(dir.path()).unwrap();
    let issuers = Issuers::from_bundle(&bundle, b"seed").unwrap();
    for curve in Curve::ALL {
        for entry in gallery::entries().chain(gallery::controls()) {
            match entry.level {
                gallery::KeyNeeded::Nobody => panic!("{}: each CERT.EUICC is signed", entry.id),
                gallery::KeyNeeded::Eum => check(entry, &issuers, curve),
                gallery::KeyNeeded::Ci => {
                    let error = (entry.build)(&issuers, curve).unwrap_err();
                    assert_eq!(error, IssueError::NoKey("the CI"), "{}", entry.id);
                }
            }
        }
    }
}
