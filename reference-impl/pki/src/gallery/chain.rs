//! Chains that do not hang together, though each certificate is good.

use super::make::{Made, Signature};
use super::{BadIdentity, GalleryEntry, KeyNeeded, Place, make};
use crate::issue::Extension;
use crate::issuers::CurveIssuers;
use crate::{CertificateTemplate, Credential, FaultKind, Name, NamePart, Role};

/// The eUICC of these issuers, with its EUM.
fn euicc_of(issuers: &CurveIssuers) -> Made {
    make::euicc(issuers, |it| it, Signature::Good)
}

pub(super) const ENTRIES: &[GalleryEntry] = &[
    GalleryEntry {
        id: "foreign-ci",
        says: "CERT.EUM and CERT.EUICC are good, under a CI that the server does not trust.",
        clause: "SGP.22 §5.6.3",
        refusal: "ciPKUnknown",
        level: KeyNeeded::Eum,
        faults: &[(Place::Eum, FaultKind::Issuer), (Place::Eum, FaultKind::Signature)],
        build: |issuers, curve| euicc_of(&issuers.on(curve)?.foreign()?),
    },
    GalleryEntry {
        id: "foreign-ci-same-name",
        says: "CERT.EUM and CERT.EUICC are good, under another key of a CI with the name of the trusted one.",
        clause: "SGP.22 §5.6.3",
        refusal: "ciPKUnknown",
        level: KeyNeeded::Eum,
        faults: &[(Place::Eum, FaultKind::Issuer), (Place::Eum, FaultKind::Signature)],
        build: |issuers, curve| euicc_of(&issuers.on(curve)?.namesake()?),
    },
    GalleryEntry {
        id: "euicc-of-other-eum",
        says: "CERT.EUICC is good and of another EUM than the good CERT.EUM beside it.",
        clause: "SGP.22 §4.5.2.2",
        refusal: "euiccCertificateInvalid",
        level: KeyNeeded::Ci,
        faults: &[(Place::Euicc, FaultKind::Issuer), (Place::Euicc, FaultKind::Signature)],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let mut made = euicc_of(issuers)?;
            made.eum = issuers.issue_eum("other")?.certificate;
            Ok(made)
        },
    },
    GalleryEntry {
        id: "euicc-signed-by-ci",
        says: "The CI signed CERT.EUICC itself, past the EUM.",
        clause: "SGP.22 §4.5.2.2",
        refusal: "euiccCertificateInvalid",
        level: KeyNeeded::Ci,
        faults: &[(Place::Euicc, FaultKind::Issuer), (Place::Euicc, FaultKind::Signature)],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let (eum, _) = issuers.eum_with_key()?;
            let (template, key) = issuers.euicc_template(eum, &issuers.eid());
            let ci = &issuers.ci().certificate;
            let template = CertificateTemplate { issuer: Name::from_der(ci.subject()), ..template };
            let template = template.with(Extension::authority_key_id(&ci.subject_key_id().unwrap_or_default()));
            let certificate = template.issue(issuers.ci_key()?)?;
            Ok(BadIdentity { euicc: Credential::new(certificate, key), eum: eum.clone(), crl: None })
        },
    },
    GalleryEntry {
        id: "euicc-self-signed",
        says: "CERT.EUICC is signed with its own key and names itself as its issuer.",
        clause: "SGP.22 §4.5.2.2",
        refusal: "euiccCertificateInvalid",
        level: KeyNeeded::Eum,
        faults: &[(Place::Euicc, FaultKind::Issuer), (Place::Euicc, FaultKind::Signature)],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let (eum, _) = issuers.eum_with_key()?;
            let (template, key) = issuers.euicc_template(eum, &issuers.eid());
            let template = CertificateTemplate { issuer: template.subject.clone(), ..template };
            let template = template.with(Extension::authority_key_id(&key.public_key().key_id()));
            let certificate = template.issue(&key)?;
            Ok(BadIdentity { euicc: Credential::new(certificate, key), eum: eum.clone(), crl: None })
        },
    },
    GalleryEntry {
        id: "euicc-below-server",
        says: "The holder of a certificate that is not an issuer's, an SM-DP+, issued CERT.EUICC and stands as its EUM.",
        clause: "SGP.22 §4.5.2.1.0.2",
        refusal: "eumCertificateInvalid",
        level: KeyNeeded::Ci,
        faults: &[
            (Place::Eum, FaultKind::Policy),
            (Place::Eum, FaultKind::KeyUsage),
            (Place::Eum, FaultKind::BasicConstraints),
            (Place::Euicc, FaultKind::NameConstraints),
        ],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let server = issuers.server(Role::DpAuth, "rsptest SM-DP+", "2.999.10")?;
            let (template, key) = issuers.euicc_template(&server.certificate, &issuers.eid());
            let (organization, _) = issuers.permitted();
            let subject = Name::of(&[
                (NamePart::Country, "XX"),
                (NamePart::Organization, &organization),
                (NamePart::SerialNumber, &issuers.eid()),
            ]);
            let server_key = server.key.as_ref().ok_or(crate::IssueError::NoKey("the SM-DP+"))?;
            let certificate = CertificateTemplate { subject, ..template }.issue(server_key)?;
            Ok(BadIdentity { euicc: Credential::new(certificate, key), eum: server.certificate, crl: None })
        },
    },
];
