//! Certificates that the CI signed and that say something wrong, whichever of the two they stand for. All need the
//! CI's key.

use super::super::make::{P384, unknown_extension};
use super::make::by_ci;
use super::{ForBoth, KeyNeeded};
use crate::der::oid::known;
use crate::issue::Extension;
use crate::{CertificateTemplate, FaultKind, KeyUsage, Role};
use rsp_crypto::sha1;

const INVALID: &str = "invalidCertificate";

/// Octets of a point of P-384, not compressed.
const P384_POINT: usize = 97;

pub(super) const BOTH: &[ForBoth] = &[
    ForBoth {
        ids: ["dp-auth-no-policy", "dp-pb-no-policy"],
        says: "The certificate has no policy.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.without(known::CERTIFICATE_POLICIES)),
    },
    ForBoth {
        ids: ["dp-auth-tls-role", "dp-pb-tls-role"],
        says: "The policy of the certificate is that of an SM-DP+ in TLS.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::DpTls, true)))
        },
    },
    ForBoth {
        ids: ["dp-auth-key-usage", "dp-pb-key-usage"],
        says: "The key of the certificate may agree on keys, and sign nothing.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::KeyUsage],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::key_usage(KeyUsage::KEY_AGREEMENT)))
        },
    },
    ForBoth {
        ids: ["dp-auth-key-usage-issuer", "dp-pb-key-usage-issuer"],
        says: "The key of the certificate may sign certificates, and nothing else.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::KeyUsage],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::key_usage(KeyUsage::KEY_CERT_SIGN)))
        },
    },
    ForBoth {
        ids: ["dp-auth-no-key-usage", "dp-pb-no-key-usage"],
        says: "The certificate does not say what its key may be used for.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::KeyUsage],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.without(known::KEY_USAGE)),
    },
    ForBoth {
        ids: ["dp-auth-unknown-critical", "dp-pb-unknown-critical"],
        says: "The certificate has a critical extension that nobody knows.",
        clause: "RFC 5280 §4.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::UnknownCritical],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.with(unknown_extension(true))),
    },
    ForBoth {
        ids: ["dp-auth-no-san", "dp-pb-no-san"],
        says: "The certificate has no SubjectAltName, so names no server.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::ServerOid],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.without(known::SUBJECT_ALT_NAME)),
    },
    ForBoth {
        ids: ["dp-auth-no-oid", "dp-pb-no-oid"],
        says: "SubjectAltName of the certificate has a DNS name, and no OID of a server.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::ServerOid],
        build: |issuers, curve, genuine| {
            let san = Extension::subject_alt_name(Some("smdp.rsptest.example.com"), None)?;
            by_ci(issuers, curve, genuine, |it| it.with(san))
        },
    },
    ForBoth {
        ids: ["dp-auth-other-curve-key", "dp-pb-other-curve-key"],
        says: "The key of the certificate is on NIST P-384, a curve that SGP.22 does not know.",
        clause: "SGP.22 §2.6.7.1",
        refusal: "unsupportedCurve",
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Curve],
        build: |issuers, curve, genuine| {
            let spki = hex::decode(P384).unwrap_or_default();
            // The point ends the SubjectPublicKeyInfo, and is what its identifier is computed over.
            let id = sha1(&[&spki[spki.len().saturating_sub(P384_POINT)..]]);
            by_ci(issuers, curve, genuine, |it| CertificateTemplate { spki, ..it }.with(Extension::subject_key_id(&id)))
        },
    },
];
