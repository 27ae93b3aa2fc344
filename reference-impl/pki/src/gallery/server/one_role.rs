//! What is wrong for one of the two certificates only.

use super::make::{by, by_ci, in_name_of};
use super::{KeyNeeded, ServerEntry};
use crate::der::oid::known;
use crate::issue::Extension;
use crate::{FaultKind, Role};
use rsp_crypto::Curve;

const INVALID: &str = "invalidCertificate";

/// OIDs of two SM-DP+; a certificate is of one of them at most.
const OIDS: [&str; 2] = ["2.999.12", "2.999.10"];

pub(super) const ENTRIES: &[ServerEntry] = &[
    ServerEntry {
        id: "dp-auth-wrong-role",
        says: "The policy of CERT.DPauth is that of profile package binding.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpAuth,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::DpPb, true)))
        },
    },
    ServerEntry {
        id: "dp-auth-ds-tls-role",
        says: "The policy of CERT.DPauth is that of an SM-DS in TLS.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpAuth,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::DsTls, true)))
        },
    },
    ServerEntry {
        id: "dp-auth-euicc-role",
        says: "The policy of CERT.DPauth is that of an eUICC.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpAuth,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::Euicc, true)))
        },
    },
    ServerEntry {
        id: "dp-auth-aki-missing",
        says: "CERT.DPauth has no AuthorityKeyIdentifier, by which the eUICC finds the key of the CI.",
        clause: "SGP.22 §5.7.13",
        role: Role::DpAuth,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Issuer],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.without(known::AUTHORITY_KEY_ID)),
    },
    ServerEntry {
        id: "dp-auth-aki-unknown",
        says: "AuthorityKeyIdentifier of CERT.DPauth is that of no CI of the eUICC, though such a CI signed it.",
        clause: "SGP.22 §5.7.13",
        role: Role::DpAuth,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Issuer],
        build: |issuers, curve, genuine| {
            let id = issuers.on(curve)?.key("ci", "other").public_key().key_id();
            by_ci(issuers, curve, genuine, |it| it.with(Extension::authority_key_id(&id)))
        },
    },
    ServerEntry {
        id: "dp-pb-wrong-role",
        says: "The policy of CERT.DPpb is that of authentication.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpPb,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::DpAuth, true)))
        },
    },
    ServerEntry {
        id: "dp-pb-ds-role",
        says: "The policy of CERT.DPpb is that of an SM-DS, which binds no profiles.",
        clause: "SGP.22 §4.5.2.1",
        role: Role::DpPb,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Policy],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::DsAuth, true)))
        },
    },
    ServerEntry {
        id: "dp-pb-other-oid",
        says: "CERT.DPpb is of another SM-DP+ than CERT.DPauth, under the same CI.",
        clause: "SGP.22 §5.7.5",
        role: Role::DpPb,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::ServerOid],
        build: |issuers, curve, genuine| {
            let held = genuine.certificate.san_registered_id();
            let other = if held.as_deref() == Some(OIDS[0]) { OIDS[1] } else { OIDS[0] };
            let san = Extension::subject_alt_name(None, Some(other))?;
            by_ci(issuers, curve, genuine, |it| it.with(san))
        },
    },
    ServerEntry {
        id: "dp-pb-other-ci",
        says: "CERT.DPpb is good, under the CI of the other curve and not under that of CERT.DPauth.",
        clause: "SGP.22 §5.7.5",
        role: Role::DpPb,
        refusal: INVALID,
        level: KeyNeeded::Ci,
        faults: &[FaultKind::Issuer, FaultKind::Signature],
        build: |issuers, curve, genuine| {
            let other = issuers.on(match curve {
                Curve::P256 => Curve::BrainpoolP256r1,
                Curve::BrainpoolP256r1 => Curve::P256,
            })?;
            by(other.ci_key()?, genuine, |it| in_name_of(&other.ci().certificate, it))
        },
    },
];
