//! The function table: members of messages, error names and the codes that carry them in each binding.

use super::es10::{self, Es10};
use super::files::CaseText;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    interface: String,
    #[serde(default)]
    functions: Vec<FunctionRow>,
    #[serde(default)]
    es10: Vec<es10::Row>,
    #[serde(default)]
    generic_errors: Vec<FunctionError>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct FunctionRow {
    name: String,
    clause: String,
    kind: String,
    path: String,
    request: Vec<MemberRow>,
    response: Vec<MemberRow>,
    errors: Vec<FunctionError>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct MemberRow {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    mandatory: bool,
}

/// A pair of codes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Codes {
    /// `subjectCode`
    pub subject: String,
    /// `reasonCode`
    pub reason: String,
}

/// One error of a function.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FunctionError {
    /// The name cases use.
    pub name: String,
    /// `subjectCode`
    pub subject: String,
    /// `reasonCode`
    pub reason: String,
    /// The number in the ASN.1 binding.
    #[serde(default)]
    pub asn1: Option<i64>,
    /// Numbers that later versions of the specification gave it: version → number.
    #[serde(default)]
    pub asn1_since: std::collections::BTreeMap<String, i64>,
    /// Other pairs that sources use for the same refusal.
    #[serde(default)]
    pub also: Vec<Codes>,
    /// When it is given.
    #[serde(default)]
    pub says: String,
}

impl FunctionError {
    /// Whether this number carries this error in the ASN.1 binding, in some version of the specification.
    pub fn is_number(&self, number: i64) -> bool {
        self.asn1 == Some(number) || self.asn1_since.values().any(|later| *later == number)
    }

    /// Whether these codes carry this error.
    pub fn is(&self, subject: &str, reason: &str) -> bool {
        (self.subject == subject && self.reason == reason)
            || self.also.iter().any(|codes| codes.subject == subject && codes.reason == reason)
    }
}

/// How a member is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberType {
    /// Base64 of a whole TLV of this structure.
    Tlv(String),
    /// Base64 of bare octets.
    Octets,
    /// Hexadecimal.
    Hex,
    /// Text.
    Text,
    /// A JSON number, boolean or object.
    Json,
}

/// One member of a message.
#[derive(Debug, Clone)]
pub struct Member {
    /// The JSON member's name.
    pub name: String,
    /// How it is written.
    pub kind: MemberType,
    /// Whether it may be left out.
    pub mandatory: bool,
}

/// An interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interface {
    /// LPA and SM-DP+.
    Es9Plus,
    /// Operator and SM-DP+.
    Es2Plus,
    /// LPA and eUICC.
    Es10,
}

/// One function.
#[derive(Debug, Clone)]
pub struct Function {
    /// `ES9+.AuthenticateClient`
    pub name: String,
    /// `5.6.3`
    pub clause: String,
    /// Its interface.
    pub interface: Interface,
    /// Answered with 204 and nothing else.
    pub notification: bool,
    /// Its path in the JSON binding.
    pub path: String,
    /// Members of the request.
    pub request: Vec<Member>,
    /// Members of a successful answer.
    pub response: Vec<Member>,
    /// Its errors.
    pub errors: Vec<FunctionError>,
    /// Structures of a function of the eUICC.
    pub es10: Option<Es10>,
}

impl Function {
    /// The name without its interface.
    pub fn short_name(&self) -> &str {
        self.name.split_once('.').map_or(&self.name, |(_, name)| name)
    }

    /// The error with this name.
    pub fn error(&self, name: &str) -> Option<&FunctionError> {
        self.errors.iter().find(|error| error.name == name)
    }

    /// The names of the errors that these codes carry.
    pub fn named(&self, subject: &str, reason: &str) -> Vec<&str> {
        self.errors.iter().filter(|error| error.is(subject, reason)).map(|error| error.name.as_str()).collect()
    }

    /// The names of the errors that this number carries in the ASN.1 binding.
    pub fn numbered(&self, number: i64) -> Vec<&str> {
        self.errors.iter().filter(|error| error.is_number(number)).map(|error| error.name.as_str()).collect()
    }
}

/// All functions.
#[derive(Debug, Clone, Default)]
pub struct Functions(Vec<Function>);

impl Functions {
    /// Reads the files below `functions/`.
    pub fn load(files: &[CaseText], diagnostics: &mut Diagnostics) -> Self {
        let mut functions = Vec::new();
        for text in files.iter().filter(|text| text.path.starts_with("functions/")) {
            let Some(file) = diagnostics.keep(yaml::from_source::<File>(&text.source)) else { continue };
            let interface = if file.interface == "ES2+" { Interface::Es2Plus } else { Interface::Es9Plus };
            for row in file.es10 {
                match es10::function(&row) {
                    Ok(function) => functions.push(function),
                    Err(says) => {
                        diagnostics.push(Diagnostic::error("wrong-value", says).at(&text.source, row.name.span))
                    }
                }
            }
            functions.extend(file.functions.into_iter().map(|row| {
                let mut errors = row.errors;
                errors.extend(file.generic_errors.iter().cloned());
                Function {
                    interface,
                    notification: row.kind == "notification",
                    request: row.request.into_iter().map(member).collect(),
                    response: row.response.into_iter().map(member).collect(),
                    name: row.name,
                    clause: row.clause,
                    path: row.path,
                    errors,
                    es10: None,
                }
            }));
        }
        Self(functions)
    }

    /// The function with this name.
    pub fn get(&self, name: &str) -> Option<&Function> {
        self.0.iter().find(|function| function.name == name)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Function> {
        self.0.iter()
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|function| function.name.as_str())
    }
}

fn member(row: MemberRow) -> Member {
    let kind = match row.kind.as_str() {
        "base64-octets" => MemberType::Octets,
        "hex" => MemberType::Hex,
        "text" => MemberType::Text,
        other => match other.strip_prefix("base64-tlv of ") {
            Some(structure) => MemberType::Tlv(structure.to_owned()),
            None => MemberType::Json,
        },
    };
    Member { name: row.name, kind, mandatory: row.mandatory }
}
