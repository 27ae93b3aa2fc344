//! Bad certificates of an eUICC under a good EUM. All need the EUM's key.

use super::make::{LONG_AGO, LONG_HENCE, P384, Signature, euicc, euicc_of, unknown_extension};
use super::{GalleryEntry, KeyNeeded, Place};
use crate::der::oid::known;
use crate::issue::Extension;
use crate::{CertificateTemplate, Eid, FaultKind, KeyUsage, Name, NamePart, Role};

const INVALID: &str = "euiccCertificateInvalid";

pub(super) const ENTRIES: &[GalleryEntry] = &[
    GalleryEntry {
        id: "euicc-expired",
        says: "The validity of CERT.EUICC is over.",
        clause: "SGP.22 §4.5.2.2",
        refusal: "euiccCertificateExpired",
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Expired)],
        build: |issuers, curve| {
            let (from, until) = LONG_AGO;
            euicc(
                issuers.on(curve)?,
                |it| CertificateTemplate { not_before: from, not_after: until, ..it },
                Signature::Good,
            )
        },
    },
    GalleryEntry {
        id: "euicc-not-yet-valid",
        says: "The validity of CERT.EUICC has not begun.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::NotYetValid)],
        build: |issuers, curve| {
            let (from, until) = LONG_HENCE;
            euicc(
                issuers.on(curve)?,
                |it| CertificateTemplate { not_before: from, not_after: until, ..it },
                Signature::Good,
            )
        },
    },
    GalleryEntry {
        id: "euicc-wrong-role",
        says: "The policy of CERT.EUICC is that of an SM-DP+.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Policy)],
        build: |issuers, curve| {
            euicc(issuers.on(curve)?, |it| it.with(Extension::policy(Role::DpAuth, true)), Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-no-policies",
        says: "CERT.EUICC has no policy.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Policy)],
        build: |issuers, curve| {
            euicc(issuers.on(curve)?, |it| it.without(known::CERTIFICATE_POLICIES), Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-other-key",
        says: "CERT.EUICC names the EUM and its key, and another key signed it.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Signature)],
        build: |issuers, curve| euicc(issuers.on(curve)?, |it| it, Signature::OtherKey),
    },
    GalleryEntry {
        id: "euicc-bad-signature",
        says: "The signature of CERT.EUICC is well-formed and wrong in one bit.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Signature)],
        build: |issuers, curve| euicc(issuers.on(curve)?, |it| it, Signature::Wrong),
    },
    GalleryEntry {
        id: "euicc-issuer",
        says: "CERT.EUICC says that its holder issues certificates, below an EUM that may have none below.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::BasicConstraints)],
        build: |issuers, curve| euicc(issuers.on(curve)?, |it| it.with(Extension::issuer(None)), Signature::Good),
    },
    GalleryEntry {
        id: "euicc-key-usage",
        says: "The key of CERT.EUICC may agree on keys, and sign nothing.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::KeyUsage)],
        build: |issuers, curve| {
            let usage = Extension::key_usage(KeyUsage::KEY_AGREEMENT);
            euicc(issuers.on(curve)?, |it| it.with(usage), Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-unknown-critical",
        says: "CERT.EUICC has a critical extension that nobody knows.",
        clause: "RFC 5280 §4.2",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::UnknownCritical)],
        build: |issuers, curve| euicc(issuers.on(curve)?, |it| it.with(unknown_extension(true)), Signature::Good),
    },
    GalleryEntry {
        id: "euicc-issuer-name",
        says: "CERT.EUICC names another issuer than the EUM whose key signed it.",
        clause: "RFC 5280 §6.1.3 (a)(4)",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Issuer)],
        build: |issuers, curve| {
            let other = Name::of(&[(NamePart::Country, "XX"), (NamePart::Organization, "rsptest other EUM")]);
            euicc(issuers.on(curve)?, |it| CertificateTemplate { issuer: other, ..it }, Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-authority-key",
        says: "AuthorityKeyIdentifier of CERT.EUICC is not the SubjectKeyIdentifier of CERT.EUM.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Issuer)],
        build: |issuers, curve| {
            let id = issuers.on(curve)?.key("eum", "other").public_key().key_id();
            euicc(issuers.on(curve)?, |it| it.with(Extension::authority_key_id(&id)), Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-eid-outside",
        says: "The EID in CERT.EUICC does not begin with the EIN that CERT.EUM permits.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::NameConstraints)],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let eid = outside(&issuers.eid());
            euicc_of(issuers, &eid, |it| it, Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-other-organization",
        says: "The organisation in CERT.EUICC is not the one that CERT.EUM permits.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::NameConstraints)],
        build: |issuers, curve| {
            let eid = issuers.on(curve)?.eid();
            let subject = Name::of(&[
                (NamePart::Country, "XX"),
                (NamePart::Organization, "rsptest other EUM"),
                (NamePart::SerialNumber, &eid),
                (NamePart::CommonName, "rsptest eUICC"),
            ]);
            euicc(issuers.on(curve)?, |it| CertificateTemplate { subject, ..it }, Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-no-eid",
        says: "The subject of CERT.EUICC has no serialNumber, so names no EID.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::NameConstraints)],
        build: |issuers, curve| {
            let (organization, _) = issuers.on(curve)?.permitted();
            let subject = Name::of(&[
                (NamePart::Country, "XX"),
                (NamePart::Organization, &organization),
                (NamePart::CommonName, "rsptest eUICC"),
            ]);
            euicc(issuers.on(curve)?, |it| CertificateTemplate { subject, ..it }, Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-other-curve",
        says: "The key of CERT.EUICC is on NIST P-384, a curve that SGP.22 does not know.",
        clause: "SGP.22 §2.6.7.1",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Curve)],
        build: |issuers, curve| {
            let spki = hex::decode(P384).unwrap_or_default();
            euicc(issuers.on(curve)?, |it| CertificateTemplate { spki, ..it }, Signature::Good)
        },
    },
];

/// An EID with right check digits that differs from this one in its first digit, so in the EIN, however long it is.
fn outside(eid: &str) -> String {
    let turned = |digit: char| char::from(b'0' + (digit as u8 % 16 + 5) % 10);
    let first: String =
        eid.chars().take(30).enumerate().map(|(at, it)| if at == 0 { turned(it) } else { it }).collect();
    Eid::with_check_digits(&first).map_or_else(|_| first, |eid| eid.to_string())
}
