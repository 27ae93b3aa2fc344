//! Distinguished names: written, read, compared.

use crate::der::read::{Document, ReadError};
use crate::der::write::{object_identifier, sequence, tlv};

/// The attributes of names in SGP.22 certificates (SGP.22 §4.5.2.1.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamePart {
    /// `C`, a PrintableString.
    Country,
    /// `O`.
    Organization,
    /// `OU`.
    OrganizationalUnit,
    /// `CN`.
    CommonName,
    /// `serialNumber`, a PrintableString: the EID of an eUICC, the EIN in name constraints.
    SerialNumber,
}

impl NamePart {
    pub(crate) fn oid(self) -> &'static str {
        match self {
            Self::CommonName => "2.5.4.3",
            Self::SerialNumber => "2.5.4.5",
            Self::Country => "2.5.4.6",
            Self::Organization => "2.5.4.10",
            Self::OrganizationalUnit => "2.5.4.11",
        }
    }

    fn of_oid(dotted: &str) -> Option<&'static str> {
        Some(match dotted {
            "2.5.4.3" => "CN",
            "2.5.4.5" => "serialNumber",
            "2.5.4.6" => "C",
            "2.5.4.7" => "L",
            "2.5.4.8" => "ST",
            "2.5.4.10" => "O",
            "2.5.4.11" => "OU",
            _ => return None,
        })
    }
}

/// The DER octets of a Name, ready to stand in a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(Vec<u8>);

impl Name {
    /// A name of these parts, one attribute in each RDN, in this order. Country and serial number are written as
    /// PrintableString, the others as UTF8String.
    pub fn of(parts: &[(NamePart, &str)]) -> Self {
        let rdns: Vec<Vec<u8>> = parts
            .iter()
            .map(|(part, text)| {
                let printable = matches!(part, NamePart::Country | NamePart::SerialNumber);
                let value = tlv(if printable { 0x13 } else { 0x0C }, &[text.as_bytes()]);
                tlv(0x31, &[&sequence(&[&object_identifier(part.oid()).unwrap_or_default(), &value])])
            })
            .collect();
        Self(sequence(&[&rdns.concat()]))
    }

    /// These octets, whatever they are: how the issuer's own name is copied from its certificate.
    pub fn from_der(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }

    /// The octets, a SEQUENCE.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

/// One attribute as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// Which RDN it stands in; several may share one.
    pub(crate) rdn: usize,
    pub(crate) oid: String,
    pub(crate) value: String,
}

/// The attributes of a Name.
pub(crate) fn read(octets: &[u8]) -> Result<Vec<Attribute>, ReadError> {
    let document = Document(octets);
    let name = document.only(0..octets.len(), 0x30, "Name")?;
    let mut attributes = Vec::new();
    for (rdn, set) in document.children(&name, 32)?.into_iter().enumerate() {
        if set.tag != 0x31 {
            return Err(set.error("Name: an RDN that is no SET"));
        }
        for attribute in document.children(&set, 8)? {
            let parts = document.children(&attribute, 2)?;
            let [kind, value] = parts.as_slice() else {
                return Err(attribute.error("Name: an attribute that is not type and value"));
            };
            let oid = crate::der::read::oid(document, kind, "Name")?;
            attributes.push(Attribute { rdn, oid, value: text(value.tag, document.value(value)) });
        }
    }
    Ok(attributes)
}

/// A string of any of the types that names use; what is none is shown in hexadecimal, as RFC 4514 does.
fn text(tag: u8, octets: &[u8]) -> String {
    let units = || octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    match tag {
        0x0C | 0x13 | 0x16 | 0x12 => String::from_utf8_lossy(octets).into_owned(),
        0x1E => char::decode_utf16(units()).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        0x14 => octets.iter().map(|octet| char::from(*octet)).collect(),
        _ => format!("#{tag:02X}:{}", hex::encode(octets)),
    }
}

/// The first value of this attribute.
pub(crate) fn value(attributes: &[Attribute], part: NamePart) -> Option<String> {
    attributes.iter().find(|attribute| attribute.oid == part.oid()).map(|attribute| attribute.value.clone())
}

/// `CN=..., O=...`, in the order of the name.
pub(crate) fn shown(attributes: &[Attribute]) -> String {
    let shown = |attribute: &Attribute| {
        let kind = NamePart::of_oid(&attribute.oid).unwrap_or(&attribute.oid);
        format!("{kind}={}", attribute.value)
    };
    attributes.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Do two names say the same (RFC 5280 §7.1)? Letter case, runs of spaces and the type of string do not matter.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return true;
    }
    let folded = |octets| {
        let attributes = read(octets).ok()?;
        let fold = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        Some(attributes.into_iter().map(|it| (it.rdn, it.oid, fold(&it.value))).collect::<Vec<_>>())
    };
    matches!((folded(one), folded(other)), (Some(one), Some(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let name = Name::of(&[(NamePart::Country, "XX"), (NamePart::Organization, "Ä GmbH")]);
        let octets =
            hex::decode("301f310b3009060355040613025858 3110300e060355040a0c07c38420476d6248".replace(' ', ""));
        assert_eq!(hex::encode(name.der()), hex::encode(octets.unwrap()));
        let attributes = read(name.der()).unwrap();
        assert_eq!(shown(&attributes), "C=XX, O=Ä GmbH");
        assert_eq!(value(&attributes, NamePart::Organization).as_deref(), Some("Ä GmbH"));
        assert_eq!(value(&attributes, NamePart::SerialNumber), None);
    }

    #[test]
    fn string_types_and_case_do_not_matter() {
        let one = Name::of(&[(NamePart::Organization, "ACME  Ltd")]);
        let mut printable = Name::of(&[(NamePart::Organization, "acme  ltd")]).der().to_vec();
        let at = printable.iter().position(|octet| *octet == 0x0C).unwrap();
        printable[at] = 0x13;
        assert!(same(one.der(), &printable));
        assert!(!same(one.der(), Name::of(&[(NamePart::CommonName, "ACME  Ltd")]).der()));
        assert!(!same(one.der(), Name::of(&[(NamePart::Organization, "ACM")]).der()));
        assert!(!same(&[0x30, 0x01], &[0x30, 0x02]));
    }
}
