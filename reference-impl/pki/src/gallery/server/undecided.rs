//! Bad certificates of a server that an eUICC may accept: it has no clock, holds keys of CIs and not always their
//! names, and need not look at what its verification does not use. All need the CI's key.

use super::super::make::LONG_AGO;
use super::make::by_ci;
use super::{ForBoth, KeyNeeded, ServerEntry};
use crate::der::oid::known;
use crate::issue::Extension;
use crate::{CertificateTemplate, FaultKind, Name, NamePart, Role};

const INVALID: &str = "invalidCertificate";

pub(super) const BOTH: &[ForBoth] = &[
    ForBoth {
        ids: ["dp-auth-expired-control", "dp-pb-expired-control"],
        says: "The validity of the certificate is over, which an eUICC without a clock cannot know.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Expired],
        build: |issuers, curve, genuine| {
            let (from, until) = LONG_AGO;
            by_ci(issuers, curve, genuine, |it| CertificateTemplate { not_before: from, not_after: until, ..it })
        },
    },
    ForBoth {
        ids: ["dp-auth-wrong-issuer", "dp-pb-wrong-issuer"],
        says: "The certificate names another issuer than the CI, and the right key of the CI.",
        clause: "RFC 5280 §6.1.3 (a)(4)",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Issuer],
        build: |issuers, curve, genuine| {
            let issuer = Name::of(&[(NamePart::Organization, "rsptest"), (NamePart::CommonName, "rsptest other CI")]);
            by_ci(issuers, curve, genuine, |it| CertificateTemplate { issuer, ..it })
        },
    },
    ForBoth {
        ids: ["dp-auth-ca-flag", "dp-pb-ca-flag"],
        says: "The certificate says that its holder issues certificates.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::BasicConstraints],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.with(Extension::issuer(None))),
    },
];

/// CERT.DPpb is verified with the key that CERT.DPauth was verified with; nobody must find it by its identifier.
pub(super) const ENTRIES: &[ServerEntry] = &[
    ServerEntry {
        id: "dp-pb-aki-missing",
        says: "CERT.DPpb has no AuthorityKeyIdentifier.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpPb,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Issuer],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.without(known::AUTHORITY_KEY_ID)),
    },
    ServerEntry {
        id: "dp-pb-aki-unknown",
        says: "AuthorityKeyIdentifier of CERT.DPpb is that of no CI of the eUICC, though the right CI signed it.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpPb,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Issuer],
        build: |issuers, curve, genuine| {
            let id = issuers.on(curve)?.key("ci", "other").public_key().key_id();
            by_ci(issuers, curve, genuine, |it| it.with(Extension::authority_key_id(&id)))
        },
    },
];
