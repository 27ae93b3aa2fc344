//! Variations of an SM-DP+ that no case may object to: it has a right to each of them.

use rsp_conduct::{Artefact, Conduct, Delivery};
use serde_json::{Map, Value};
use std::time::Duration;

/// A harmless variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harmless {
    /// Answers take a while.
    Slow,
    /// Members of JSON objects come in another order.
    Reordered,
    /// JSON with blanks and line breaks between its parts.
    Pretty,
    /// Objects have members that nobody knows.
    UnknownMember,
    /// An answer has header fields that nobody knows.
    UnknownHeader,
    /// Content-Type without its charset.
    NoCharset,
    /// A message stands beside success, too.
    Talkative,
    /// A refusal says nothing beyond its codes.
    Terse,
}

/// All of them with their ids and what they do.
pub(super) const ALL: [(Harmless, &str, &str); 8] = [
    (Harmless::Slow, "slow", "answers take 30 ms"),
    (Harmless::Reordered, "reordered-members", "members of JSON objects come in another order"),
    (Harmless::Pretty, "pretty-json", "JSON is laid out for people"),
    (Harmless::UnknownMember, "unknown-member", "objects have members that nobody knows"),
    (Harmless::UnknownHeader, "unknown-header", "answers have header fields that nobody knows"),
    (Harmless::NoCharset, "no-charset", "Content-Type comes without charset"),
    (Harmless::Talkative, "message-on-success", "success comes with a statusCodeData too"),
    (Harmless::Terse, "no-message", "refusals come without a message"),
];

fn reversed(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            object.into_iter().rev().map(|(key, value)| (key, reversed(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

impl Harmless {
    fn body(self, value: Value) -> Option<Vec<u8>> {
        let Value::Object(mut object) = value else { return None };
        match self {
            Self::Reordered => return Some(reversed(object.into()).to_string().into_bytes()),
            Self::Pretty => return serde_json::to_vec_pretty(&object).ok(),
            Self::UnknownMember => {
                object.insert("x-rsptest".into(), serde_json::json!({ "unknown": [1, null, "é"] }));
            }
            Self::Talkative | Self::Terse => {
                let status = object.get_mut("header")?.get_mut("functionExecutionStatus")?.as_object_mut()?;
                if self == Self::Terse {
                    status.get_mut("statusCodeData")?.as_object_mut()?.remove("message")?;
                } else if !status.contains_key("statusCodeData") {
                    status.insert("statusCodeData".into(), serde_json::json!({ "message": "all is well" }));
                }
            }
            _ => return None,
        }
        Some(Value::Object(object).to_string().into_bytes())
    }
}

impl Conduct for Harmless {
    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        match (artefact.id, self) {
            ("sm-dp-plus/http-head", Self::UnknownHeader) => octets.extend_from_slice(b"X-Rsptest: harmless\n"),
            ("sm-dp-plus/http-head", Self::NoCharset) => {
                *octets = String::from_utf8_lossy(octets).replace(";charset=UTF-8", "").into_bytes();
            }
            ("sm-dp-plus/http-body", _) => {
                if let Some(changed) = serde_json::from_slice(octets).ok().and_then(|value| self.body(value)) {
                    *octets = changed;
                }
            }
            _ => {}
        }
    }

    fn deliver(&self, artefact: &'static Artefact, _: &[u8]) -> Delivery {
        match (artefact.id, self) {
            ("sm-dp-plus/http-body", Self::Slow) => Delivery::After(Duration::from_millis(30)),
            _ => Delivery::Now,
        }
    }
}
