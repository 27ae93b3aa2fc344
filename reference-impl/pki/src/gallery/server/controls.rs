//! Good certificates of a server that look unusual. All need the CI's key.

use super::super::make::{NO_END, unknown_extension};
use super::make::by_ci;
use super::{ForBoth, KeyNeeded, ServerEntry};
use crate::issue::Extension;
use crate::{CertificateTemplate, Role};
use rsp_crypto::sha1;

pub(super) const BOTH: &[ForBoth] = &[
    ForBoth {
        ids: ["dp-auth-renewed", "dp-pb-renewed"],
        says: "The CI issued the certificate anew: only the serial number is another one.",
        clause: "SGP.22 §4.5.2.1",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it),
    },
    ForBoth {
        ids: ["dp-auth-extra-extension", "dp-pb-extra-extension"],
        says: "The certificate has an extension that nobody knows and that is not critical.",
        clause: "RFC 5280 §4.2",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve, genuine| by_ci(issuers, curve, genuine, |it| it.with(unknown_extension(false))),
    },
    ForBoth {
        ids: ["dp-auth-extension-order", "dp-pb-extension-order"],
        says: "The extensions of the certificate stand in the opposite order.",
        clause: "RFC 5280 §4.2",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |mut it| {
                it.extensions.reverse();
                it
            })
        },
    },
    ForBoth {
        ids: ["dp-auth-long-serial", "dp-pb-long-serial"],
        says: "The serial number of the certificate has twenty octets, the most there are.",
        clause: "RFC 5280 §4.1.2.2",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve, genuine| {
            let mut serial = sha1(&[genuine.certificate.der()]).to_vec();
            // Neither negative nor with zeros in front, either of which would change the length.
            serial[0] = serial[0] & 0x3F | 0x40;
            by_ci(issuers, curve, genuine, |it| CertificateTemplate { serial, ..it })
        },
    },
    ForBoth {
        ids: ["dp-auth-without-end", "dp-pb-without-end"],
        says: "The certificate is valid until the last second of the year 9999, which means for ever.",
        clause: "RFC 5280 §4.1.2.5",
        refusal: "",
        level: KeyNeeded::Ci,
        faults: &[],
        build: |issuers, curve, genuine| {
            by_ci(issuers, curve, genuine, |it| CertificateTemplate { not_after: NO_END, ..it })
        },
    },
];

pub(super) const ENTRIES: &[ServerEntry] = &[ServerEntry {
    id: "dp-auth-ds-role",
    says: "The policy of CERT.DPauth is that of an SM-DS, whom AuthenticateServer authenticates as well.",
    clause: "SGP.22 §5.7.13",
    role: Role::DpAuth,
    refusal: "",
    level: KeyNeeded::Ci,
    faults: &[],
    build: |issuers, curve, genuine| {
        by_ci(issuers, curve, genuine, |it| it.with(Extension::policy(Role::DsAuth, true)))
    },
}];
