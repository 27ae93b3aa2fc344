//! Good identities that look unusual.

use super::make::{NO_END, Signature, euicc, euicc_of, eum, unknown_extension};
use super::{GalleryEntry, KeyNeeded};
use crate::issue::{Extension, NOT_AFTER, NOT_BEFORE};
use crate::{CertificateTemplate, KeyUsage, crl};

pub(super) const ENTRIES: &[GalleryEntry] = &[
    GalleryEntry {
        id: "eid-inside-range",
        says: "Another EID that begins with the EIN of CERT.EUM.",
        clause: "SGP.22 §4.5.2.1.0.3",
        refusal: "",
        level: KeyNeeded::Eum,
        faults: &[],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            euicc_of(issuers, &issuers.other_eid(), |it| it, Signature::Good)
        },
    },
    GalleryEntry {
        id: "euicc-unknown-extension",
        says: "CERT.EUICC has an extension that nobody knows and that is not critical.",
        clause: "RFC 5280 §4.2",
        refusal: "",
        level: KeyNeeded::Eum,
        faults: &[],
        build: |issuers, curve| euicc(issuers.on(curve)?, |it| it.with(unknown_extension(false)), Signature::Good),
    },
    GalleryEntry {
        id: "eum-unknown-extension",
        says: "CERT.EUM has an extension that nobody knows and that is not critical.",
        clause: "RFC 5280 §4.2",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve| eum(issuers.on(curve)?, |it| it.with(unknown_extension(false)), Signature::Good),
    },
    GalleryEntry {
        id: "euicc-without-end",
        says: "CERT.EUICC is valid until the last second of the year 9999, which means for ever.",
        clause: "RFC 5280 §4.1.2.5",
        refusal: "",
        level: KeyNeeded::Eum,
        faults: &[],
        build: |issuers, curve| {
            euicc(issuers.on(curve)?, |it| CertificateTemplate { not_after: NO_END, ..it }, Signature::Good)
        },
    },
    GalleryEntry {
        id: "eum-signs-lists",
        says: "The key of CERT.EUM may sign certificates and revocation lists.",
        clause: "SGP.22 §4.5.2.1.0.2",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve| {
            let usage = Extension::key_usage(KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN));
            eum(issuers.on(curve)?, |it| it.with(usage), Signature::Good)
        },
    },
    GalleryEntry {
        id: "eum-not-on-list",
        says: "The CI's revocation list holds another certificate than CERT.EUM.",
        clause: "SGP.22 §4.5.2.1.3",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve| {
            let issuers = issuers.on(curve)?;
            let mut made = eum(issuers, |it| it, Signature::Good)?;
            let list = crl::issue(issuers.ci(), &[&[0x7F, 0x01]], NOT_BEFORE, NOT_AFTER)?;
            made.crl = Some(list.der().to_vec());
            Ok(made)
        },
    },
];
