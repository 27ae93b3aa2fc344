//! The extensions of a certificate that SGP.22 knows.

use super::{KeyUsage, Subtree};
use crate::der::oid::known;
use crate::der::read::{Document, Element, ReadError, oid};
use crate::name::{self, NamePart};

/// At most so many extensions, policies, names: no certificate has a tenth of it.
pub(crate) const MANY: usize = 64;

/// What the known extensions say, and which unknown ones are critical.
#[derive(Default)]
pub(crate) struct Extensions {
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) authority_key_id: Option<Vec<u8>>,
    pub(super) policies: Vec<String>,
    pub(super) key_usage: Option<KeyUsage>,
    pub(super) ext_key_usage: Vec<String>,
    pub(super) basic_constraints: Option<(bool, Option<u32>)>,
    pub(super) san_dns: Vec<String>,
    pub(super) san_registered_id: Option<Vec<u8>>,
    pub(super) name_constraints: Vec<Subtree>,
    pub(super) permitted_eins: Vec<String>,
    pub(super) crl_distribution_points: Vec<String>,
    pub(super) unknown_critical: Vec<String>,
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

fn boolean(document: Document<'_>, element: &Element) -> Result<bool, ReadError> {
    match document.value(element) {
        [0x00] => Ok(false),
        [0xFF] => Ok(true),
        _ => Err(element.error("BOOLEAN is neither 00 nor FF")),
    }
}

impl Extensions {
    pub(super) fn read(document: Document<'_>, tagged: Option<Element>) -> Result<Self, ReadError> {
        let mut extensions = Self::default();
        let Some(tagged) = tagged else { return Ok(extensions) };
        let list = document.only(tagged.contents(), 0x30, "extensions")?;
        let mut seen: Vec<String> = Vec::new();
        for extension in document.children(&list, MANY)? {
            let parts = document.children(&extension, 3)?;
            let (id, critical, value) = match parts.as_slice() {
                [id, value] => (id, false, value),
                [id, critical, value] if critical.tag == 0x01 => (id, boolean(document, critical)?, value),
                _ => return Err(extension.error("an extension that is not extnID, critical, extnValue")),
            };
            if value.tag != 0x04 {
                return Err(value.error("extnValue is no OCTET STRING"));
            }
            let id = oid(document, id, "extnID")?;
            if seen.contains(&id) {
                return Err(extension.error(format!("extension {id} stands there twice")));
            }
            if !extensions.note(document, &id, value)? && critical {
                extensions.unknown_critical.push(id.clone());
            }
            seen.push(id);
        }
        Ok(extensions)
    }

    /// Reads one extension; `false` when it is not known.
    fn note(&mut self, document: Document<'_>, id: &str, value: &Element) -> Result<bool, ReadError> {
        let only = |tag, what| document.only(value.contents(), tag, what);
        match id {
            known::SUBJECT_KEY_ID => {
                let id = only(0x04, "SubjectKeyIdentifier")?;
                self.subject_key_id = Some(document.value(&id).to_vec());
            }
            known::AUTHORITY_KEY_ID => {
                let sequence = only(0x30, "AuthorityKeyIdentifier")?;
                let parts = document.children(&sequence, 3)?;
                self.authority_key_id =
                    parts.iter().find(|part| part.tag == 0x80).map(|id| document.value(id).to_vec());
            }
            known::CERTIFICATE_POLICIES => {
                for policy in document.children(&only(0x30, "CertificatePolicies")?, MANY)? {
                    let parts = document.children(&policy, 2)?;
                    let id = parts.first().ok_or_else(|| policy.error("CertificatePolicies: an empty policy"))?;
                    self.policies.push(oid(document, id, "CertificatePolicies")?);
                }
            }
            known::KEY_USAGE => {
                let bits = only(0x03, "KeyUsage")?;
                self.key_usage = Some(match document.value(&bits) {
                    [0..=7, high] => KeyUsage(u16::from(*high) << 8),
                    [0..=7, high, low] => KeyUsage(u16::from(*high) << 8 | u16::from(*low)),
                    _ => return Err(bits.error("KeyUsage is no bit string of one or two octets")),
                });
            }
            known::EXT_KEY_USAGE => {
                for usage in document.children(&only(0x30, "ExtendedKeyUsage")?, MANY)? {
                    self.ext_key_usage.push(oid(document, &usage, "ExtendedKeyUsage")?);
                }
            }
            known::BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(document, value)?),
            known::SUBJECT_ALT_NAME => {
                for name in document.children(&only(0x30, "SubjectAltName")?, MANY)? {
                    match name.tag {
                        0x82 => self.san_dns.push(text(document.value(&name))),
                        0x88 => self.san_registered_id = Some(document.value(&name).to_vec()),
                        _ => {}
                    }
                }
            }
            known::NAME_CONSTRAINTS => self.name_constraints = name_constraints(document, value)?,
            known::PERMITTED_EINS => {
                for ein in document.children(&only(0x30, "permittedEins")?, MANY)? {
                    self.permitted_eins.push(text(document.value(&ein)));
                }
            }
            known::CRL_DISTRIBUTION_POINTS => self.crl_distribution_points = distribution_points(document, value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// `SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`.
fn basic_constraints(document: Document<'_>, value: &Element) -> Result<(bool, Option<u32>), ReadError> {
    let sequence = document.only(value.contents(), 0x30, "BasicConstraints")?;
    let parts = document.children(&sequence, 2)?;
    let number = |element: &Element| match document.value(element) {
        octets @ [0x00..=0x7F, ..] if octets.len() <= 4 => {
            Ok(octets.iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet)))
        }
        _ => Err(element.error("pathLenConstraint is no number of up to four octets")),
    };
    match parts.as_slice() {
        [] => Ok((false, None)),
        [ca] if ca.tag == 0x01 => Ok((boolean(document, ca)?, None)),
        [length] if length.tag == 0x02 => Ok((false, Some(number(length)?))),
        [ca, length] if ca.tag == 0x01 && length.tag == 0x02 => Ok((boolean(document, ca)?, Some(number(length)?))),
        _ => Err(sequence.error("BasicConstraints is not cA and pathLenConstraint")),
    }
}

/// The directory names of `[0] permittedSubtrees`.
fn name_constraints(document: Document<'_>, value: &Element) -> Result<Vec<Subtree>, ReadError> {
    let sequence = document.only(value.contents(), 0x30, "NameConstraints")?;
    let mut found = Vec::new();
    for permitted in document.children(&sequence, 2)?.iter().filter(|part| part.tag == 0xA0) {
        for subtree in document.children(permitted, MANY)? {
            let base = document.children(&subtree, 3)?;
            let Some(base) = base.first().filter(|base| base.tag == 0xA4) else { continue };
            let attributes = name::read(document.value(base));
            let attributes =
                attributes.map_err(|error| ReadError { offset: base.content + error.offset, says: error.says })?;
            found.push(Subtree {
                organization: name::value(&attributes, NamePart::Organization),
                serial_number: name::value(&attributes, NamePart::SerialNumber),
            });
        }
    }
    Ok(found)
}

/// The URIs of `fullName` in every distribution point.
fn distribution_points(document: Document<'_>, value: &Element) -> Result<Vec<String>, ReadError> {
    let sequence = document.only(value.contents(), 0x30, "CRLDistributionPoints")?;
    let mut found = Vec::new();
    for point in document.children(&sequence, MANY)? {
        for name in document.children(&point, 3)?.iter().filter(|part| part.tag == 0xA0) {
            for full in document.children(name, 1)?.iter().filter(|part| part.tag == 0xA0) {
                let uris = document.children(full, MANY)?;
                found.extend(uris.iter().filter(|uri| uri.tag == 0x86).map(|uri| text(document.value(uri))));
            }
        }
    }
    Ok(found)
}
