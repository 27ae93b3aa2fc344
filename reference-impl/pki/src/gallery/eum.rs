//! Bad certificates of an EUM, each with a good eUICC below. All need the CI's key.

use super::make::{LONG_AGO, LONG_HENCE, Signature, eum, eum_named, unknown_extension};
use super::{GalleryEntry, KeyNeeded, Place};
use crate::der::oid::known;
use crate::issue::{Extension, NOT_AFTER, NOT_BEFORE};
use crate::{FaultKind, KeyUsage, Name, NamePart, Role, crl};

const INVALID: &str = "eumCertificateInvalid";

pub(super) const ENTRIES: &[GalleryEntry] = &[
    GalleryEntry {
        id: "eum-expired",
        says: "The validity of CERT.EUM is over.",
        clause: "SGP.22 §4.5.2.2",
        refusal: "eumCertificateExpired",
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Expired)],
        build: |issuers, curve| {
            let (from, until) = LONG_AGO;
            eum(
                issuers.on(curve)?,
                |it| crate::CertificateTemplate { not_before: from, not_after: until, ..it },
                Signature::Good,
            )
        },
    },
    GalleryEntry {
        id: "eum-not-yet-valid",
        says: "The validity of CERT.EUM has not begun.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::NotYetValid)],
        build: |issuers, curve| {
            let (from, until) = LONG_HENCE;
            eum(
                issuers.on(curve)?,
                |it| crate::CertificateTemplate { not_before: from, not_after: until, ..it },
                Signature::Good,
            )
        },
    },
    GalleryEntry {
        id: "eum-wrong-role",
        says: "The policy of CERT.EUM is that of an SM-DP+.",
        clause: "SGP.22 §4.5.2.1.0.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Policy)],
        build: |issuers, curve| {
            eum(issuers.on(curve)?, |it| it.with(Extension::policy(Role::DpAuth, true)), Signature::Good)
        },
    },
    GalleryEntry {
        id: "eum-no-policies",
        says: "CERT.EUM has no policy.",
        clause: "SGP.22 §4.5.2.1.0.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Policy)],
        build: |issuers, curve| eum(issuers.on(curve)?, |it| it.without(known::CERTIFICATE_POLICIES), Signature::Good),
    },
    GalleryEntry {
        id: "eum-other-key",
        says: "CERT.EUM names the CI and its key, and another key signed it.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Signature)],
        build: |issuers, curve| eum(issuers.on(curve)?, |it| it, Signature::OtherKey),
    },
    GalleryEntry {
        id: "eum-bad-signature",
        says: "The signature of CERT.EUM is well-formed and wrong in one bit.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Signature)],
        build: |issuers, curve| eum(issuers.on(curve)?, |it| it, Signature::Wrong),
    },
    GalleryEntry {
        id: "eum-no-issuer",
        says: "CERT.EUM has no BasicConstraints: its holder may not issue certificates.",
        clause: "SGP.22 §4.5.2.1.0.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::BasicConstraints)],
        build: |issuers, curve| eum(issuers.on(curve)?, |it| it.without(known::BASIC_CONSTRAINTS), Signature::Good),
    },
    GalleryEntry {
        id: "eum-key-usage",
        says: "The key of CERT.EUM may sign data, and no certificates.",
        clause: "SGP.22 §4.5.2.1.0.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::KeyUsage)],
        build: |issuers, curve| {
            let usage = Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE);
            eum(issuers.on(curve)?, |it| it.with(usage), Signature::Good)
        },
    },
    GalleryEntry {
        id: "eum-unknown-critical",
        says: "CERT.EUM has a critical extension that nobody knows.",
        clause: "RFC 5280 §4.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::UnknownCritical)],
        build: |issuers, curve| eum(issuers.on(curve)?, |it| it.with(unknown_extension(true)), Signature::Good),
    },
    GalleryEntry {
        id: "eum-issuer-name",
        says: "CERT.EUM names another issuer than the CI whose key signed it.",
        clause: "RFC 5280 §6.1.3 (a)(4)",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Issuer)],
        build: |issuers, curve| {
            let other = Name::of(&[(NamePart::Organization, "rsptest"), (NamePart::CommonName, "rsptest other CI")]);
            eum(issuers.on(curve)?, |it| crate::CertificateTemplate { issuer: other, ..it }, Signature::Good)
        },
    },
    GalleryEntry {
        id: "eum-revoked",
        says: "The CI's revocation list holds CERT.EUM.",
        clause: "SGP.22 §4.5.2.1.3",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[(Place::Eum, FaultKind::Revoked)],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let mut made = eum_named(issuers, "revoked", |it| it, Signature::Good)?;
            let list = crl::issue(issuers.ci(), &[made.eum.serial()], NOT_BEFORE, NOT_AFTER)?;
            made.crl = Some(list.der().to_vec());
            Ok(made)
        },
    },
];
