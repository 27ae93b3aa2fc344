//! What the reader makes of octets: a tree of named nodes, and the findings.

use std::fmt;
use std::ops::Range;

use crate::tlv::Tag;

/// What kind of rule a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// A rule of the encoding itself (X.690): these octets are not DER.
    Der,
    /// The octets are not of the type: tag, presence, order, size, text.
    Type,
    /// Something the type does not name, in a place it leaves open: a newer peer may send it.
    Extension,
}

impl fmt::Display for FindingKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            FindingKind::Der => "der",
            FindingKind::Type => "type",
            FindingKind::Extension => "extension",
        })
    }
}

/// One thing that is not as the type and DER say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Field names from the root, such as `authenticateResponseOk.euiccSigned1`; empty at the root.
    pub path: String,
    /// Octets from the start of what was read.
    pub offset: usize,
    /// Encoding, type, or extension.
    pub kind: FindingKind,
    /// A short stable name such as `length-not-minimal`.
    pub rule: &'static str,
    /// One sentence for people.
    pub says: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the message" } else { &self.path };
        write!(formatter, "{place}, octet {}: {} ({}, {})", self.offset, self.says, self.kind, self.rule)
    }
}

/// The typed value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The contents octets as they are.
    Octets(Vec<u8>),
    /// Text.
    Text(String),
    /// A number, and its name where the type names it.
    Integer {
        /// The number.
        value: i128,
        /// Such as `euiccSignatureInvalid`.
        name: Option<String>,
    },
    /// A number of more than sixteen octets (serial numbers): two's complement, big endian.
    BigInteger(Vec<u8>),
    /// A truth value.
    Boolean(bool),
    /// Nothing, said explicitly.
    Null,
    /// Dotted.
    Oid(String),
    /// Bits, bit 0 first.
    Bits {
        /// Of `0` and `1`, as on the wire.
        bits: String,
        /// Names of the bits that are set; unnamed ones as `bit 7`.
        names: Vec<String>,
    },
    /// A SEQUENCE or SET with named fields.
    Sequence,
    /// A list of this many elements.
    List(usize),
    /// A CHOICE and the alternative taken, when it is known.
    Choice(Option<String>),
}

/// One TLV with its name, or one name for a TLV that its only child names more closely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Field name, `[0]` in a list, the structure's name at the root; none where unknown.
    pub name: Option<String>,
    /// The structure or named type, such as `EUICCInfo2`.
    pub type_name: Option<String>,
    /// The tag as on the wire.
    pub tag: Vec<u8>,
    /// Tag and length octets.
    pub header: Range<usize>,
    /// Contents octets.
    pub content: Range<usize>,
    /// First octet after the TLV.
    pub end: usize,
    /// What the contents are made of.
    pub children: Vec<Node>,
    /// The value, when it can be read.
    pub value: Option<Value>,
    /// The node adds a name, not octets: a CHOICE without a tag of its own, whose only child is the
    /// same TLV.
    pub transparent: bool,
    /// What an octet string contains, read for people; positions count from its own first octet.
    pub contained: Vec<Node>,
    /// How people like to read the octets, such as digits of an ICCID.
    pub reading: Option<String>,
    /// The type knows this field.
    pub known: bool,
}

impl Node {
    /// The whole TLV.
    pub fn tlv(&self) -> Range<usize> {
        self.header.start..self.end
    }

    /// The child with this name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name.as_deref() == Some(name))
    }

    /// The tag's meaning, when it is one in shortest form.
    pub fn tag(&self) -> Option<Tag> {
        Tag::from_octets(&self.tag)
    }
}

/// What the reader saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The structure that was read for, or that was guessed.
    pub structure: Option<String>,
    /// The octets that were read.
    pub octets: Vec<u8>,
    /// The message; several when octets follow it, none when nothing can be read.
    pub roots: Vec<Node>,
    /// What is not as it should be, in the order it was seen.
    pub findings: Vec<Finding>,
}

impl Tree {
    /// The message's own node.
    pub fn root(&self) -> Option<&Node> {
        self.roots.first()
    }

    /// No finding of encoding or type: an extensible reader must accept the octets.
    pub fn is_acceptable(&self) -> bool {
        self.findings.iter().all(|finding| finding.kind == FindingKind::Extension)
    }

    /// No finding at all.
    pub fn is_strict(&self) -> bool {
        self.findings.is_empty()
    }
}
