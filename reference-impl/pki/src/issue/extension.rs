//! The extensions of SGP.22 certificates, written.

use super::IssueError;
use crate::der::oid::{self, known};
use crate::der::write::{object_identifier, sequence, tlv, unsigned};
use crate::{KeyUsage, Name, NamePart, Role};

/// One extension to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// `extnID`, dotted.
    pub oid: String,
    /// Is it critical?
    pub critical: bool,
    /// The octets inside `extnValue`.
    pub value: Vec<u8>,
}

impl Extension {
    /// Any extension.
    pub fn new(oid: &str, critical: bool, value: Vec<u8>) -> Self {
        Self { oid: oid.into(), critical, value }
    }

    /// SubjectKeyIdentifier.
    pub fn subject_key_id(id: &[u8]) -> Self {
        Self::new(known::SUBJECT_KEY_ID, false, tlv(0x04, &[id]))
    }

    /// AuthorityKeyIdentifier with a keyIdentifier only.
    pub fn authority_key_id(id: &[u8]) -> Self {
        Self::new(known::AUTHORITY_KEY_ID, false, sequence(&[&tlv(0x80, &[id])]))
    }

    /// KeyUsage, critical.
    pub fn key_usage(usage: KeyUsage) -> Self {
        let unused = if usage.0 == 0 { 0 } else { usage.0.trailing_zeros() as u8 };
        let octets = usage.0.to_be_bytes();
        let value = if unused >= 8 { vec![unused - 8, octets[0]] } else { vec![unused, octets[0], octets[1]] };
        Self::new(known::KEY_USAGE, true, tlv(0x03, &[&value]))
    }

    /// CertificatePolicies with the one policy of a role.
    pub fn policy(role: Role, critical: bool) -> Self {
        // The object identifiers of roles are constants; an unreadable one would be refused by `issue`.
        let policy = object_identifier(role.oid()).unwrap_or_default();
        Self::new(known::CERTIFICATE_POLICIES, critical, sequence(&[&sequence(&[&policy])]))
    }

    /// BasicConstraints of an issuer, critical.
    pub fn issuer(path_len: Option<u8>) -> Self {
        let path_len = path_len.map(|length| unsigned(&[length])).unwrap_or_default();
        Self::new(known::BASIC_CONSTRAINTS, true, sequence(&[&[0x01, 0x01, 0xFF], &path_len]))
    }

    /// ExtendedKeyUsage for TLS servers that are clients, too; critical.
    pub fn tls() -> Self {
        let usages = [known::SERVER_AUTH, known::CLIENT_AUTH].map(|oid| object_identifier(oid).unwrap_or_default());
        Self::new(known::EXT_KEY_USAGE, true, sequence(&[&usages.concat()]))
    }

    /// SubjectAltName with a DNS name, a registeredID, or both.
    pub fn subject_alt_name(dns: Option<&str>, registered_id: Option<&str>) -> Result<Self, IssueError> {
        let dns = dns.map(|name| tlv(0x82, &[name.as_bytes()])).unwrap_or_default();
        let contents = registered_id
            .map(|dotted| oid::contents(dotted).ok_or_else(|| IssueError::ObjectIdentifier(dotted.to_owned())));
        let registered_id = contents.transpose()?.map(|contents| tlv(0x88, &[&contents])).unwrap_or_default();
        Ok(Self::new(known::SUBJECT_ALT_NAME, false, sequence(&[&dns, &registered_id])))
    }

    /// NameConstraints of an EUM, critical: its organisation and one EIN (SGP.22 §4.5.2.1.0.2).
    pub fn name_constraints(organization: &str, ein: &str) -> Self {
        let name = Name::of(&[(NamePart::Organization, organization), (NamePart::SerialNumber, ein)]);
        let permitted = tlv(0xA0, &[&sequence(&[&tlv(0xA4, &[name.der()])])]);
        Self::new(known::NAME_CONSTRAINTS, true, sequence(&[&permitted]))
    }

    /// `permittedEins` of version 3.
    pub fn permitted_eins(eins: &[&str]) -> Self {
        let eins: Vec<u8> = eins.iter().flat_map(|ein| tlv(0x13, &[ein.as_bytes()])).collect();
        Self::new(known::PERMITTED_EINS, false, sequence(&[&eins]))
    }

    /// CRLDistributionPoints, one point for each URI.
    pub fn crl_distribution_points(uris: &[&str]) -> Self {
        let point = |uri: &&str| sequence(&[&tlv(0xA0, &[&tlv(0xA0, &[&tlv(0x86, &[uri.as_bytes()])])])]);
        let points: Vec<u8> = uris.iter().flat_map(point).collect();
        Self::new(known::CRL_DISTRIBUTION_POINTS, false, sequence(&[&points]))
    }

    /// The Extension as it stands in a certificate.
    pub(crate) fn der(&self) -> Result<Vec<u8>, IssueError> {
        let id = object_identifier(&self.oid).ok_or_else(|| IssueError::ObjectIdentifier(self.oid.clone()))?;
        let critical: &[u8] = if self.critical { &[0x01, 0x01, 0xFF] } else { &[] };
        Ok(sequence(&[&id, critical, &tlv(0x04, &[&self.value])]))
    }
}
