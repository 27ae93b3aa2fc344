//! A small case language of our own making, with every form of type that a model may use.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::yaml::{OrderedMap, Source, Spanned};

/// A file of cases.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    #[serde(default)]
    pub specs: BTreeMap<String, String>,
    pub cases: Vec<Case>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    pub id: Spanned<String>,
    pub title: String,
    pub why: Option<String>,
    #[serde(default)]
    pub covers: Vec<Spanned<String>>,
    #[serde(default)]
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    #[serde(rename = "as")]
    pub role: Option<Spanned<Role>>,
    pub call: Option<Spanned<String>>,
    #[serde(default)]
    pub with: OrderedMap<Spanned<serde_json::Value>>,
    pub tamper: Option<Tamper>,
    pub refuse: Option<Refuse>,
    pub times: Option<u8>,
    pub strict: Option<bool>,
    pub window: Option<(u8, u8)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Lpa,
    SmDpPlus,
    SmDs,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tamper {
    #[serde(rename = "in")]
    pub artefact: Spanned<String>,
    pub operation: Operation,
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    Drop,
    Set(String),
    Flip { octet: u16, bit: u8 },
    Move(u8, u8),
}

crate::by_shape! {
    /// An error's name, several, or a name with detail.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Refuse {
        text One(Spanned<String>),
        list AnyOf(Vec<Spanned<String>>),
        map Detail(RefuseDetail),
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RefuseDetail {
    pub error: Spanned<String>,
    pub tolerate: Option<Vec<String>>,
}

/// A file with the name that the snapshots show.
pub fn source(text: &str) -> Source {
    Source::new("cases/es9plus/authenticate-client.yaml", text)
}

/// About what a case of the suite looks like: 25 lines, all in one case.
pub const TYPICAL: &str = r#"specs: { SGP.22: ">=2.2" }

cases:
  - id: bad-signature
    title: A signature that does not verify is refused
    why: A server without this check serves a card that it never authenticated.
    covers: [RSP-5.6.3-06, RSP-5.6.3-07]
    steps:
      - as: lpa
        call: ES9+.InitiateAuthentication
        with: { smdpAddress: $iut.address, euiccChallenge: "00112233445566778899AABBCCDDEEFF", count: 3 }
      - as: lpa
        call: ES9+.AuthenticateClient
        with:
          matchingId: $matchingId
          deviceInfo: { tac: "35550607", capabilities: { gsm: true, lte: [4, 13] } }
        tamper:
          in: AuthenticateServerResponse
          operation: { flip: { octet: 0, bit: 7 } }
        refuse: { error: euiccSignatureInvalid, tolerate: [malformed] }
      - { as: lpa, call: ES9+.CancelSession, refuse: any }
      - as: sm-ds
        call: ES12.DeleteEvent
        times: 2
        refuse: [unknownEvent, malformed]
"#;
