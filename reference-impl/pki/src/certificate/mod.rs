//! A certificate, read once, with the octets as they were received.

mod error;
mod extensions;
mod key_usage;
mod read;
mod subtree;

pub use error::CertificateError;
pub use key_usage::KeyUsage;
pub use subtree::Subtree;

use crate::Role;
use crate::name::{self, Attribute, NamePart};
pub(crate) use extensions::{Extensions, MANY as MANY_EXTENSIONS};
pub(crate) use read::{SIGNATURE_ALGORITHM, whole_octets};
use rsp_crypto::{KeyError, PublicKey};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A certificate (RFC 5280; SGP.22 §4.5.2). Cheap to clone. Every octet it hands out is cut from those it was read
/// from; nothing is encoded again.
#[derive(Clone)]
pub struct Certificate {
    fields: Arc<Fields>,
}

struct Fields {
    der: Vec<u8>,
    tbs: Range<usize>,
    serial: Range<usize>,
    inner_algorithm: Range<usize>,
    issuer: Range<usize>,
    not_before: i64,
    not_after: i64,
    subject: Range<usize>,
    subject_attributes: Vec<Attribute>,
    issuer_attributes: Vec<Attribute>,
    public_key: Range<usize>,
    extensions: Extensions,
    outer_algorithm: Range<usize>,
    signature: Range<usize>,
}

impl Certificate {
    /// Reads a certificate: strict DER, nothing behind it, at most 64 KiB. Extensions that SGP.22 knows must be
    /// readable; the others are kept unread.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        read::fields(der).map(|fields| Self { fields: Arc::new(fields) })
    }

    /// The first `CERTIFICATE` of a PEM text.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        read::pem(text).and_then(|der| Self::from_der(&der))
    }

    fn cut(&self, range: &Range<usize>) -> &[u8] {
        self.fields.der.get(range.clone()).unwrap_or_default()
    }

    /// All octets.
    pub fn der(&self) -> &[u8] {
        &self.fields.der
    }

    /// The octets that the signature covers, with tag and length.
    pub fn tbs(&self) -> &[u8] {
        self.cut(&self.fields.tbs)
    }

    /// Contents octets of the signature's BIT STRING: a DER `ECDSA-Sig-Value`.
    pub fn signature(&self) -> &[u8] {
        self.cut(&self.fields.signature)
    }

    /// The AlgorithmIdentifiers inside and outside the signed octets.
    pub(crate) fn algorithms(&self) -> (&[u8], &[u8]) {
        (self.cut(&self.fields.inner_algorithm), self.cut(&self.fields.outer_algorithm))
    }

    /// Contents octets of the serial number, as they stand there (a leading zero octet included).
    pub fn serial(&self) -> &[u8] {
        self.cut(&self.fields.serial)
    }

    /// The issuer's Name, with tag and length.
    pub fn issuer(&self) -> &[u8] {
        self.cut(&self.fields.issuer)
    }

    /// The subject's Name, with tag and length.
    pub fn subject(&self) -> &[u8] {
        self.cut(&self.fields.subject)
    }

    /// The subject for people: `CN=..., O=...`.
    pub fn subject_text(&self) -> String {
        name::shown(&self.fields.subject_attributes)
    }

    /// The issuer for people.
    pub fn issuer_text(&self) -> String {
        name::shown(&self.fields.issuer_attributes)
    }

    /// `serialNumber` of the subject: the EID in an eUICC's certificate.
    pub fn subject_serial_number(&self) -> Option<String> {
        name::value(&self.fields.subject_attributes, NamePart::SerialNumber)
    }

    /// `O` of the subject.
    pub fn subject_organization(&self) -> Option<String> {
        name::value(&self.fields.subject_attributes, NamePart::Organization)
    }

    /// `CN` of the subject.
    pub fn subject_common_name(&self) -> Option<String> {
        name::value(&self.fields.subject_attributes, NamePart::CommonName)
    }

    /// First second of the validity, since the epoch.
    pub fn not_before(&self) -> i64 {
        self.fields.not_before
    }

    /// Last second of the validity, since the epoch.
    pub fn not_after(&self) -> i64 {
        self.fields.not_after
    }

    /// The SubjectPublicKeyInfo, with tag and length.
    pub fn spki(&self) -> &[u8] {
        self.cut(&self.fields.public_key)
    }

    /// The subject's key, if it is on a curve of SGP.22.
    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_spki(self.spki())
    }

    /// SubjectKeyIdentifier.
    pub fn subject_key_id(&self) -> Option<Vec<u8>> {
        self.fields.extensions.subject_key_id.clone()
    }

    /// `keyIdentifier` of AuthorityKeyIdentifier.
    pub fn authority_key_id(&self) -> Option<Vec<u8>> {
        self.fields.extensions.authority_key_id.clone()
    }

    /// Certificate policies, dotted.
    pub fn policies(&self) -> Vec<String> {
        self.fields.extensions.policies.clone()
    }

    /// The roles that the policies name.
    pub fn roles(&self) -> Vec<Role> {
        self.fields.extensions.policies.iter().filter_map(|oid| Role::of_oid(oid)).collect()
    }

    /// KeyUsage, if there is one.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.fields.extensions.key_usage
    }

    /// ExtendedKeyUsage, dotted.
    pub fn ext_key_usage(&self) -> Vec<String> {
        self.fields.extensions.ext_key_usage.clone()
    }

    /// Does BasicConstraints say that the subject issues certificates?
    pub fn is_ca(&self) -> bool {
        self.fields.extensions.basic_constraints.is_some_and(|(ca, _)| ca)
    }

    /// How many issuers may stand below this one.
    pub fn path_len(&self) -> Option<u32> {
        self.fields.extensions.basic_constraints.and_then(|(_, path_len)| path_len)
    }

    /// DNS names of SubjectAltName.
    pub fn san_dns(&self) -> Vec<String> {
        self.fields.extensions.san_dns.clone()
    }

    /// The registeredID of SubjectAltName, dotted: the OID of an SM-DP+.
    pub fn san_registered_id(&self) -> Option<String> {
        self.fields.extensions.san_registered_id.as_ref().and_then(|contents| crate::der::oid::dotted(contents))
    }

    /// Contents octets of the registeredID.
    pub fn san_registered_id_der(&self) -> Option<Vec<u8>> {
        self.fields.extensions.san_registered_id.clone()
    }

    /// What NameConstraints permits: the organisation and the EINs an EUM issues for.
    pub fn name_constraints(&self) -> Vec<Subtree> {
        self.fields.extensions.name_constraints.clone()
    }

    /// The EINs of `permittedEins` (version 3).
    pub fn permitted_eins(&self) -> Vec<String> {
        self.fields.extensions.permitted_eins.clone()
    }

    /// URIs of CRLDistributionPoints.
    pub fn crl_distribution_points(&self) -> Vec<String> {
        self.fields.extensions.crl_distribution_points.clone()
    }

    /// Critical extensions that SGP.22 does not know, dotted.
    pub fn unknown_critical_extensions(&self) -> Vec<String> {
        self.fields.extensions.unknown_critical.clone()
    }

    /// Does it name itself as its issuer?
    pub fn is_self_issued(&self) -> bool {
        name::same(self.issuer(), self.subject())
    }

    /// The PEM text, lines ended by LF.
    pub fn to_pem(&self) -> String {
        read::to_pem(self.der())
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.fields.der == other.fields.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({}, serial {})", self.subject_text(), hex::encode(self.serial()))
    }
}
