//! Each bad certificate of a server has the faults it is told to have, and no other; each control has none.

use crate::NOW;
use rsp_crypto::Curve;
use rsp_pki::gallery::{self, KeyNeeded, ServerEntry};
use rsp_pki::{Bundle, Certificate, Credential, Fault, FaultKind, IssueError, Issuers, Role, Suite, TestPki, verify};
use std::collections::{BTreeSet, HashSet};

/// All there are.
fn all() -> impl Iterator<Item = ServerEntry> {
    gallery::server_entries().chain(gallery::server_controls()).chain(gallery::server_undecided())
}

fn genuine(suite: &Suite, role: Role) -> &Credential {
    if role == Role::DpAuth { &suite.dp_auth } else { &suite.dp_pb }
}

/// Every fault that every step finds, those of an eUICC and the dates that it cannot judge.
fn faults(certificate: &Certificate, suite: &Suite, role: Role) -> HashSet<FaultKind> {
    let ci = &suite.ci.certificate;
    let fits = match (role, verify::fits_role(certificate, role)) {
        // AuthenticateServer takes an SM-DS, too.
        (Role::DpAuth, Err(fault)) => verify::fits_role(certificate, Role::DsAuth).map_err(|_| fault),
        (_, outcome) => outcome,
    };
    let server = match role {
        Role::DpPb => verify::same_server(certificate, &suite.dp_auth.certificate),
        _ => verify::names_server(certificate),
    };
    let outcomes: [Result<(), Fault>; 10] = [
        verify::supported_key(certificate),
        verify::issued_in_name_of(certificate, ci),
        verify::names_issuer_key(certificate),
        verify::signed_by(certificate, ci),
        fits,
        verify::key_usage(certificate, role),
        verify::no_unknown_critical(certificate),
        verify::is_no_issuer(certificate),
        verify::valid_at(certificate, NOW),
        server,
    ];
    outcomes.into_iter().filter_map(|outcome| Some(outcome.err()?.kind)).collect()
}

fn check(entry: &ServerEntry, issuers: &Issuers, suite: &Suite) {
    let (curve, genuine) = (suite.curve(), genuine(suite, entry.role));
    let made = (entry.build)(issuers, curve, genuine).unwrap_or_else(|error| panic!("{}: {error}", entry.id));
    assert_eq!(faults(&made, suite, entry.role), entry.faults.iter().copied().collect(), "{} on {curve}", entry.id);
    assert_ne!(made, genuine.certificate, "{}", entry.id);
    // What the genuine key signs verifies, so that nothing but the certificate is wrong.
    let keeps = !entry.faults.contains(&FaultKind::Curve);
    assert_eq!(made.spki() == genuine.certificate.spki(), keeps, "{}", entry.id);
    // Each certificate of the CI has a serial number of its own; two are the genuine one with a bit changed.
    let same_serial = entry.id.ends_with("-bad-signature");
    assert_eq!(made.serial() == genuine.certificate.serial(), same_serial, "{}", entry.id);
    assert_eq!((entry.build)(issuers, curve, genuine).unwrap(), made, "{}", entry.id);
}

#[test]
fn each_is_wrong_in_what_it_says_and_in_nothing_else() {
    let pki = TestPki::from_seed(b"server gallery");
    let issuers = Issuers::from_pki(&pki);
    for curve in Curve::ALL {
        for role in [Role::DpAuth, Role::DpPb] {
            assert_eq!(faults(&genuine(pki.on(curve), role).certificate, pki.on(curve), role), HashSet::new());
        }
        all().for_each(|entry| check(&entry, &issuers, pki.on(curve)));
    }
}

#[test]
fn certificates_of_the_gallery_differ() {
    let pki = TestPki::from_seed(b"server gallery");
    let issuers = Issuers::from_pki(&pki);
    let suite = pki.on(Curve::P256);
    let made = all().map(|entry| (entry.build)(&issuers, Curve::P256, genuine(suite, entry.role)).unwrap());
    let made: HashSet<Vec<u8>> = made.map(|certificate| certificate.der().to_vec()).collect();
    assert_eq!(made.len(), all().count());
}

#[test]
fn entries_are_told_in_full() {
    let ids: BTreeSet<_> = all().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), all().count(), "an id is there twice");
    let identities = gallery::entries().chain(gallery::controls());
    assert!(identities.into_iter().all(|entry| !ids.contains(entry.id)), "an id is that of an identity");
    for entry in all() {
        let prefix = if entry.role == Role::DpAuth { "dp-auth-" } else { "dp-pb-" };
        assert!(entry.id.starts_with(prefix) && [Role::DpAuth, Role::DpPb].contains(&entry.role), "{}", entry.id);
        assert!(entry.says.ends_with('.') && entry.clause.contains('§'), "{}", entry.id);
        assert_eq!(gallery::find_server(entry.id).unwrap().id, entry.id);
    }
    for entry in gallery::server_entries().chain(gallery::server_undecided()) {
        let curve = entry.faults.contains(&FaultKind::Curve);
        assert_eq!(entry.refusal, if curve { "unsupportedCurve" } else { "invalidCertificate" }, "{}", entry.id);
        assert!(!entry.faults.is_empty(), "{}", entry.id);
    }
    assert!(gallery::server_controls().all(|entry| entry.refusal.is_empty() && entry.faults.is_empty()));
    for role in [Role::DpAuth, Role::DpPb] {
        let of_role = gallery::server_entries().filter(|entry| entry.role == role);
        let kinds: HashSet<_> = of_role.flat_map(|entry| entry.faults).copied().collect();
        for kind in [
            FaultKind::Signature,
            FaultKind::Issuer,
            FaultKind::Policy,
            FaultKind::KeyUsage,
            FaultKind::UnknownCritical,
            FaultKind::ServerOid,
            FaultKind::Curve,
        ] {
            assert!(kinds.contains(&kind), "no entry of {role} attacks {kind:?}");
        }
    }
    // An eUICC has no clock.
    assert!(gallery::server_entries().all(|entry| !entry.faults.contains(&FaultKind::Expired)));
    assert!(gallery::find_server("no such entry").is_none());
}

#[test]
fn what_the_level_says_is_what_is_needed() {
    let dir = tempfile::tempdir().unwrap();
    let pki = TestPki::from_seed(b"levels");
    pki.write_bundle(dir.path()).unwrap();
    let held = [(KeyNeeded::Eum, "CI/SK_CI"), (KeyNeeded::Nobody, "EUM/SK_EUM")];
    for (held, key) in held {
        for curve in Curve::ALL {
            std::fs::remove_file(dir.path().join(format!("{key}_ECDSA_{}.pem", curve.file_suffix()))).unwrap();
        }
        let issuers = Issuers::from_bundle(&Bundle::load(dir.path()).unwrap(), b"seed").unwrap();
        for curve in Curve::ALL {
            for entry in all() {
                if entry.level <= held {
                    check(&entry, &issuers, pki.on(curve));
                    continue;
                }
                let error = (entry.build)(&issuers, curve, genuine(pki.on(curve), entry.role)).unwrap_err();
                let whose = if entry.level == KeyNeeded::Ci { "the CI" } else { "the EUM" };
                assert_eq!(error, IssueError::NoKey(whose), "{}", entry.id);
            }
        }
    }
}

#[test]
fn a_server_without_its_key_signs_nothing_itself() {
    let pki = TestPki::from_seed(b"levels");
    let issuers = Issuers::from_pki(&pki);
    let genuine = Credential::without_key(pki.on(Curve::P256).dp_auth.certificate.clone());
    for entry in all().filter(|entry| entry.role == Role::DpAuth) {
        let made = (entry.build)(&issuers, Curve::P256, &genuine);
        let error = entry.id.ends_with("-self-signed").then_some(IssueError::NoKey("the server"));
        assert_eq!(made.err(), error, "{}", entry.id);
    }
}

#[test]
fn the_other_sm_dp_plus_is_another_for_each_genuine_one() {
    let pki = TestPki::from_seed(b"server gallery");
    let issuers = Issuers::from_pki(&pki);
    let entry = gallery::find_server("dp-pb-other-oid").unwrap();
    let suite = pki.on(Curve::P256);
    for genuine in [&suite.dp_pb, &suite.dp2_pb] {
        let made = (entry.build)(&issuers, Curve::P256, genuine).unwrap();
        let fault = verify::same_server(&made, &genuine.certificate).unwrap_err();
        assert_eq!(fault.kind, FaultKind::ServerOid);
        assert!(verify::names_server(&made).is_ok());
    }
}
