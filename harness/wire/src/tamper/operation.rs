//! The operations by their names in cases.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Flip, Length, Move, Nest, TamperError, Truncate};

/// Hex text for octets, plain text where the artefact is text (JSON members, header fields).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Octets(pub String);

impl Octets {
    /// The octets; blanks count for nothing. Errors: not hex.
    pub fn octets(&self) -> Result<Vec<u8>, TamperError> {
        let text: String = self.0.split_whitespace().collect();
        hex::decode(&text)
            .map_err(|error| TamperError::Hex { text: self.0.chars().take(40).collect(), says: error.to_string() })
    }
}

/// One operation, as in a case: `flip: { octet: 0, bit: 7 }`, `set: "00"`, `drop`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Inverts one bit of the contents.
    Flip(Flip),
    /// New contents: hex in DER, `{value: X}` for a value by the field's type; in JSON any value.
    Set(serde_json::Value),
    /// Cuts the contents short.
    Truncate(Truncate),
    /// Octets (hex) or text behind the contents.
    Append(Octets),
    /// The field is not there.
    Drop,
    /// The field stands twice.
    Duplicate,
    /// Octets (hex) before the field; in JSON a new member of this value, in a head a new field.
    Insert(serde_json::Value),
    /// The field stands elsewhere among its siblings.
    Move(Move),
    /// Other tag octets (hex); in JSON and heads another name.
    Retag(Octets),
    /// A length that is not shortest, indefinite, or not true.
    Length(Length),
    /// The field inside further TLVs.
    Nest(Nest),
    /// Every octet of the contents becomes this one (hex).
    Fill(Octets),
    /// The whole TLV becomes these octets (hex).
    Replace(Octets),
}

impl Operation {
    /// The name in cases.
    pub fn name(&self) -> &'static str {
        match self {
            Operation::Flip(_) => "flip",
            Operation::Set(_) => "set",
            Operation::Truncate(_) => "truncate",
            Operation::Append(_) => "append",
            Operation::Drop => "drop",
            Operation::Duplicate => "duplicate",
            Operation::Insert(_) => "insert",
            Operation::Move(_) => "move",
            Operation::Retag(_) => "retag",
            Operation::Length(_) => "length",
            Operation::Nest(_) => "nest",
            Operation::Fill(_) => "fill",
            Operation::Replace(_) => "replace",
        }
    }

    /// The operation from its name and what stands behind it, as the two are found in a case:
    /// `flip` and `{octet: 0, bit: 7}`; behind `drop` and `duplicate` stands nothing (null) or true.
    ///
    /// Errors: one sentence that says what does not fit.
    pub fn from_words(name: &str, value: &serde_json::Value) -> Result<Operation, String> {
        use serde_json::{Value, json};
        let words = match (name, value) {
            ("drop" | "duplicate", Value::Null | Value::Bool(true)) => json!(name),
            ("drop" | "duplicate", _) => return Err(format!("`{name}` takes no value but `true`")),
            _ => json!({ name: value }),
        };
        serde_json::from_value(words).map_err(|error| error.to_string())
    }

    /// The names of all operations, for hints.
    pub const NAMES: [&'static str; 13] = [
        "flip",
        "set",
        "truncate",
        "append",
        "drop",
        "duplicate",
        "insert",
        "move",
        "retag",
        "length",
        "nest",
        "fill",
        "replace",
    ];
}
