//! What a dictionary entry consists of.

use crate::tlv::Tag;

/// One entry: a structure of the specification or a named type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// The specification's own name; inline types are called after their place, such as
    /// `ProfileInstallationResultData.finalResult`.
    pub name: String,
    /// The tag when the structure stands alone; none for a choice without one.
    pub tag: Option<Tag>,
    /// What it is made of.
    pub body: Body,
    /// Unknown fields at the end, or unknown alternatives, are for newer peers.
    pub extensible: bool,
    /// Such as `SGP.22 §5.7.13`.
    pub clause: String,
}

impl Structure {
    /// The fields of a sequence or the alternatives of a choice; empty for other types.
    pub fn fields(&self) -> &[Field] {
        match &self.body {
            Body::Sequence(fields) | Body::Run(fields) | Body::Choice(fields) => fields,
            Body::Alias(_) => &[],
        }
    }

    /// The field or alternative of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.name == name)
    }
}

/// What a structure is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Fields in order.
    Sequence(Vec<Field>),
    /// Fields in order without a TLV around them: what an octet string contains.
    Run(Vec<Field>),
    /// Exactly one of these.
    Choice(Vec<Field>),
    /// A name for a type.
    Alias(Type),
}

/// A field of a sequence or an alternative of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The specification's own name.
    pub name: String,
    /// Tag and type.
    pub element: Element,
    /// It may be absent.
    pub optional: bool,
    /// Its value when it is absent; DER then forbids to encode it.
    pub default: Option<i64>,
    /// What its octets contain: a structure, read for people only.
    pub containing: Option<String>,
    /// One line, such as `signature over euiccSigned1 by euiccCertificate`; may be empty.
    pub note: String,
}

impl Field {
    /// For a signature: what it is over and by whom, such as `euiccSigned1` and `euiccCertificate`.
    pub fn signature(&self) -> Option<(&str, &str)> {
        self.note.strip_prefix("signature over ")?.split_once(" by ")
    }
}

/// A tag and a type. Without a tag it is a choice or an open type that stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The tag as on the wire: it replaces the type's own tag, except over a choice without a tag,
    /// where it stands around the alternative.
    pub tag: Option<Tag>,
    /// The type.
    pub ty: Type,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// OCTET STRING.
    Octets(Size, Show),
    /// UTF8String; the size counts characters.
    Text(Size),
    /// A string of ASCII characters, such as a time.
    Ascii,
    /// INTEGER with its named values.
    Integer(Vec<Named>),
    /// BIT STRING; with named bits DER removes trailing zero bits, X.690 §11.2.2.
    Bits(Vec<Named>),
    /// BOOLEAN.
    Boolean,
    /// NULL.
    Null,
    /// OBJECT IDENTIFIER.
    Oid,
    /// Open type: any TLVs.
    Any,
    /// SEQUENCE OF or SET OF.
    List(Box<Element>),
    /// An explicit tag: exactly one TLV inside.
    Explicit(Box<Element>),
    /// The structure of this name.
    Named(String),
}

/// A named number or a named bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Such as `undefinedError`.
    pub name: String,
    /// Such as 127.
    pub number: i64,
}

/// How many octets or characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Size {
    /// Any number.
    Any,
    /// From the first to the last, both included.
    Range(u64, u64),
    /// One of these.
    OneOf(Vec<u64>),
}

impl Size {
    /// Whether so many are allowed.
    pub fn allows(&self, count: u64) -> bool {
        match self {
            Size::Any => true,
            Size::Range(least, most) => (*least..=*most).contains(&count),
            Size::OneOf(counts) => counts.contains(&count),
        }
    }

    /// Such as `16`, `1 to 16` or `20 or 32`.
    pub fn words(&self) -> String {
        match self {
            Size::Any => "any number".to_owned(),
            Size::Range(least, most) if least == most => least.to_string(),
            Size::Range(least, most) => format!("{least} to {most}"),
            Size::OneOf(counts) => counts.iter().map(u64::to_string).collect::<Vec<_>>().join(" or "),
        }
    }
}

/// How people like to read octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// As hex.
    Hex,
    /// Digits with nibbles swapped: ICCID.
    Swapped,
    /// Digits as they stand: EID.
    Digits,
    /// Three numbers: 2.5.0.
    Version,
    /// Mobile country and network code of 3GPP TS 24.008.
    MccMnc,
}
