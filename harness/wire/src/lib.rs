//! The harness's own eyes on the wire: message dictionary, strict reader, paths, tampering, forging
//! and decoding. No I/O, no async, and nothing of the roles' own codec: what the roles encode with
//! one implementation, this crate judges with another.
//!
//! - [`Dictionary`]: names, tags and types of every message, as data (plain text, embedded).
//! - [`read`]: octets to a [`Tree`] with [`Finding`]s; it never fails on what the octets are.
//! - [`Path`], [`check_path`], [`locate`], [`value_at`]: fields by their names in the specification.
//! - [`Operation`], [`apply`], [`apply_json`], [`apply_head`]: one deliberate fault in one place;
//!   [`check`] looks at an operation before there are octets.
//! - [`forge`]: field names and values to DER.
//! - [`decode_any`], [`octets_from_text`], [`Tree::render`], [`Tree::to_json`]: for people.

mod decode;
mod dictionary;
mod forge;
mod nearest;
mod oid;
mod path;
mod reader;
mod tamper;
mod tlv;
mod tree;

pub use decode::{CertificateSummary, RenderOptions, TextError, certificate_summary, decode_any, octets_from_text};
pub use dictionary::{
    Body, Dictionary, DictionaryError, Element, Field, Named, Show, Size, Structure, Type, UnknownStructure,
};
pub use forge::{ForgeError, forge};
pub use oid::{oid_from_text, oid_to_text};
pub use path::{
    Ancestor, FieldType, FieldValue, Index, Kind, Located, Path, PathError, PathFault, Segment, check_path, locate,
    value_at,
};
pub use reader::{DEEPEST, MOST_NODES, read};
pub use tamper::{
    Flip, Length, LengthForm, Move, Nest, Octets, Operation, Place, TamperError, Truncate, apply, apply_head,
    apply_json, check,
};
pub use tlv::{Class, HeaderFault, Tag, Tlv, encode_length};
pub use tree::{Finding, FindingKind, Node, Tree, Value};
