//! Certificates that say the right things, signed by the wrong party or not at all.

use super::make::{by, in_name_of};
use super::{ForBoth, KeyNeeded};
use crate::issue::{Extension, serial};
use crate::{Certificate, CertificateTemplate, FaultKind, IssueError};

const INVALID: &str = "invalidCertificate";

pub(super) const BOTH: &[ForBoth] = &[
    ForBoth {
        ids: ["dp-auth-bad-signature", "dp-pb-bad-signature"],
        says: "The signature of the genuine certificate is wrong in one bit.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Nobody,
        faults: &[FaultKind::Signature],
        build: |_, _, genuine| {
            // The signature ends the certificate, and `s` the signature.
            let mut der = genuine.certificate.der().to_vec();
            if let Some(last) = der.last_mut() {
                *last ^= 0x01;
            }
            Ok(Certificate::from_der(&der)?)
        },
    },
    ForBoth {
        ids: ["dp-auth-altered", "dp-pb-altered"],
        says: "The serial number is another one than the CI signed.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Nobody,
        faults: &[FaultKind::Signature],
        build: |_, _, genuine| {
            let serial = serial("server gallery", b"altered");
            let template = CertificateTemplate { serial, ..CertificateTemplate::of(&genuine.certificate)? };
            template.issue_with_signature(genuine.certificate.signature())
        },
    },
    ForBoth {
        ids: ["dp-auth-other-key", "dp-pb-other-key"],
        says: "The certificate names the CI and its key, and another key signed it.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Nobody,
        faults: &[FaultKind::Signature],
        build: |issuers, curve, genuine| by(&issuers.on(curve)?.key("ci", "other"), genuine, |it| it),
    },
    ForBoth {
        ids: ["dp-auth-foreign-ci", "dp-pb-foreign-ci"],
        says: "The certificate is good, under a CI that the eUICC does not know.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Nobody,
        faults: &[FaultKind::Issuer, FaultKind::Signature],
        build: |issuers, curve, genuine| {
            let foreign = issuers.on(curve)?.foreign()?;
            by(foreign.ci_key()?, genuine, |it| in_name_of(&foreign.ci().certificate, it))
        },
    },
    ForBoth {
        ids: ["dp-auth-foreign-ci-same-name", "dp-pb-foreign-ci-same-name"],
        says: "The certificate is good, under another key of a CI with the name of the known one.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Nobody,
        faults: &[FaultKind::Issuer, FaultKind::Signature],
        build: |issuers, curve, genuine| {
            let namesake = issuers.on(curve)?.namesake()?;
            by(namesake.ci_key()?, genuine, |it| in_name_of(&namesake.ci().certificate, it))
        },
    },
    ForBoth {
        ids: ["dp-auth-self-signed", "dp-pb-self-signed"],
        says: "The certificate is signed with its own key and names itself as its issuer.",
        clause: "SGP.22 §4.5.2.2",
        refusal: INVALID,
        level: KeyNeeded::Nobody,
        faults: &[FaultKind::Issuer, FaultKind::Signature],
        build: |_, _, genuine| {
            let key = genuine.key.as_ref().ok_or(IssueError::NoKey("the server"))?;
            by(key, genuine, |it| {
                let it = CertificateTemplate { issuer: it.subject.clone(), ..it };
                it.with(Extension::authority_key_id(&key.public_key().key_id()))
            })
        },
    },
    ForBoth {
        ids: ["dp-auth-signed-by-eum", "dp-pb-signed-by-eum"],
        says: "The EUM issued the certificate, which may issue for eUICCs only.",
        clause: "SGP.22 §4.5.2.1",
        refusal: INVALID,
        level: KeyNeeded::Eum,
        faults: &[FaultKind::Issuer, FaultKind::Signature],
        build: |issuers, curve, genuine| {
            let (eum, key) = issuers.on(curve)?.eum_with_key()?;
            by(key, genuine, |it| in_name_of(eum, it))
        },
    },
];
