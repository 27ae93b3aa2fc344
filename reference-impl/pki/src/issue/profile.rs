//! The profiles of SGP.22 certificates, variant O, as SGP.26 fills them in (SGP.22 §4.5.2.1.0).

use super::{CertificateTemplate, Extension, IssueError};
use crate::{Certificate, KeyUsage, Name, NamePart, Role};
use rsp_crypto::{PublicKey, sha256};

/// 2020-01-01T00:00:00Z: first second of what is issued here. Fixed, so that a run today and one in ten years send the
/// same octets.
pub const NOT_BEFORE: i64 = 1_577_836_800;
/// 2059-12-31T23:59:59Z: last second of what is issued here.
pub const NOT_AFTER: i64 = 2_840_140_799;
/// Where the revocation lists of our CI are.
pub const CRL_URIS: [&str; 2] = ["http://ci.rsptest.example.com/CRL-A.crl", "http://ci.rsptest.example.com/CRL-B.crl"];

/// A serial number that follows from what the certificate is for: eight octets, positive.
pub(crate) fn serial(label: &str, context: &[u8]) -> Vec<u8> {
    let digest = sha256(&[b"serial", label.as_bytes(), &[0], context]);
    [&[digest[0] & 0x3F | 0x40], &digest[1..8]].concat()
}

/// Where the lists of this issuer are: where its own certificate says.
fn lists(issuer: &Certificate) -> Extension {
    let uris = issuer.crl_distribution_points();
    let uris: Vec<&str> = uris.iter().map(String::as_str).collect();
    Extension::crl_distribution_points(if uris.is_empty() { &CRL_URIS } else { &uris })
}

fn key_id_of(issuer: &Certificate) -> Vec<u8> {
    let computed = || issuer.public_key().map(|key| key.key_id().to_vec());
    issuer.subject_key_id().or_else(|| computed().ok()).unwrap_or_default()
}

impl CertificateTemplate {
    /// Everything that all certificates share.
    fn below(issuer: &Certificate, subject: Name, serial: Vec<u8>, key: &PublicKey) -> Self {
        Self {
            serial,
            issuer: Name::from_der(issuer.subject()),
            not_before: NOT_BEFORE,
            not_after: NOT_AFTER,
            subject,
            spki: key.to_spki(),
            extensions: vec![Extension::authority_key_id(&key_id_of(issuer)), Extension::subject_key_id(&key.key_id())],
        }
    }

    /// CERT.CI, to be signed with its own key.
    pub fn ci(subject: Name, serial: Vec<u8>, key: &PublicKey) -> Result<Self, IssueError> {
        Ok(Self {
            serial,
            issuer: subject.clone(),
            not_before: NOT_BEFORE,
            not_after: NOT_AFTER,
            subject,
            spki: key.to_spki(),
            extensions: vec![
                Extension::subject_key_id(&key.key_id()),
                Extension::key_usage(KeyUsage::KEY_CERT_SIGN.with(KeyUsage::CRL_SIGN)),
                Extension::policy(Role::Ci, true),
                Extension::issuer(None),
                Extension::subject_alt_name(None, Some("2.999.1"))?,
                Extension::crl_distribution_points(&CRL_URIS),
            ],
        })
    }

    /// CERT.EUM under this CI, for EIDs that begin with `ein`.
    pub fn eum(
        ci: &Certificate,
        serial: Vec<u8>,
        key: &PublicKey,
        organization: &str,
        ein: &str,
    ) -> Result<Self, IssueError> {
        let subject = Name::of(&[
            (NamePart::Country, "XX"),
            (NamePart::Organization, organization),
            (NamePart::CommonName, "rsptest EUM"),
        ]);
        Ok(Self::below(ci, subject, serial, key)
            .with(Extension::key_usage(KeyUsage::KEY_CERT_SIGN))
            .with(Extension::policy(Role::Eum, true))
            .with(Extension::subject_alt_name(None, Some("2.999.5"))?)
            .with(Extension::issuer(Some(0)))
            .with(lists(ci))
            .with(Extension::name_constraints(organization, ein)))
    }

    /// CERT.EUICC under this EUM: `organization` is the EUM's, `eid` 32 digits.
    pub fn euicc(eum: &Certificate, serial: Vec<u8>, key: &PublicKey, organization: &str, eid: &str) -> Self {
        let subject = Name::of(&[
            (NamePart::Country, "XX"),
            (NamePart::Organization, organization),
            (NamePart::SerialNumber, eid),
            (NamePart::CommonName, "rsptest eUICC"),
        ]);
        Self::below(eum, subject, serial, key)
            .with(Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE))
            .with(Extension::policy(Role::Euicc, true))
    }

    /// CERT.DPauth, CERT.DPpb or CERT.DSauth under this CI; `oid` is that of the server, dotted.
    pub fn server(
        ci: &Certificate,
        serial: Vec<u8>,
        key: &PublicKey,
        role: Role,
        common_name: &str,
        oid: &str,
    ) -> Result<Self, IssueError> {
        let subject = Name::of(&[(NamePart::Organization, "rsptest"), (NamePart::CommonName, common_name)]);
        Ok(Self::below(ci, subject, serial, key)
            .with(Extension::subject_alt_name(None, Some(oid))?)
            .with(Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE))
            .with(Extension::policy(role, true))
            .with(lists(ci)))
    }

    /// A TLS certificate under this CI for this host and OID; the policy of the role is not critical, so that TLS
    /// libraries take it. Without a role there is no policy: operators have none in SGP.22.
    pub fn tls(
        ci: &Certificate,
        serial: Vec<u8>,
        key: &PublicKey,
        role: Option<Role>,
        host: &str,
        oid: &str,
    ) -> Result<Self, IssueError> {
        let subject = Name::of(&[(NamePart::Organization, "rsptest"), (NamePart::CommonName, host)]);
        let template = Self::below(ci, subject, serial, key)
            .with(Extension::key_usage(KeyUsage::DIGITAL_SIGNATURE))
            .with(Extension::tls())
            .with(Extension::subject_alt_name(Some(host), Some(oid))?)
            .with(lists(ci));
        Ok(match role {
            Some(role) => template.with(Extension::policy(role, false)),
            None => template,
        })
    }
}
