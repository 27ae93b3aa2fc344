//! Trees and values as JSON: `Tree::to_json` with everything, `Tree::to_value` with names and values
//! only, in the form that `forge` takes.

use serde_json::{Map, Value as Json, json};

use crate::tree::{Node, Tree, Value};

impl Tree {
    /// Everything the reader saw: `structure`, `roots` (each with name, type, tag, offset, length,
    /// value, reading, children) and `findings`.
    pub fn to_json(&self) -> Json {
        let findings: Vec<Json> = self
            .findings
            .iter()
            .map(|one| {
                json!({
                    "path": one.path, "offset": one.offset, "kind": one.kind.to_string(), "rule": one.rule,
                    "says": one.says,
                })
            })
            .collect();
        let roots: Vec<Json> = self.roots.iter().map(|root| full(root, &self.octets)).collect();
        json!({ "structure": self.structure, "roots": roots, "findings": findings })
    }

    /// The first message by field names and values; null when nothing could be read. Unknown fields
    /// are left out.
    pub fn to_value(&self) -> Json {
        self.root().map_or(Json::Null, |root| root.to_value(&self.octets))
    }
}

impl Node {
    /// This node by field names and values; `octets` are those the tree was read from. A value that
    /// could not be read is `{"tlv": "<hex>"}`; certificates and revocation lists are hex.
    pub fn to_value(&self, octets: &[u8]) -> Json {
        let tlv = || json!({ "tlv": hex::encode_upper(octets.get(self.tlv()).unwrap_or_default()) });
        if matches!(self.type_name.as_deref(), Some("Certificate" | "CertificateList")) {
            return Json::String(hex::encode_upper(octets.get(self.tlv()).unwrap_or_default()));
        }
        match &self.value {
            None | Some(Value::BigInteger(_)) => tlv(),
            Some(Value::Sequence) => {
                let mut members = Map::new();
                for child in self.children.iter().filter(|child| child.known) {
                    if let Some(name) = &child.name {
                        members.insert(name.clone(), child.to_value(octets));
                    }
                }
                Json::Object(members)
            }
            Some(Value::Choice(_)) => match self.children.first() {
                Some(child) if child.known => match &child.name {
                    Some(name) => json!({ name.as_str(): child.to_value(octets) }),
                    None => child.children.first().map_or_else(tlv, |inner| match &inner.name {
                        Some(name) => json!({ name.as_str(): inner.to_value(octets) }),
                        None => tlv(),
                    }),
                },
                _ => tlv(),
            },
            Some(Value::List(_)) => self.children.iter().map(|child| child.to_value(octets)).collect(),
            Some(value) => plain(value),
        }
    }
}

fn full(node: &Node, octets: &[u8]) -> Json {
    let mut members = Map::new();
    let mut put = |name: &str, value: Json| members.insert(name.to_owned(), value);
    put("name", json!(node.name));
    if let Some(type_name) = &node.type_name {
        put("type", json!(type_name));
    }
    put("tag", json!(hex::encode_upper(&node.tag)));
    put("offset", json!(node.header.start));
    put("length", json!(node.content.len()));
    match &node.value {
        None | Some(Value::Sequence | Value::List(_) | Value::Choice(_)) if !node.children.is_empty() => {}
        None => {
            put("value", json!(hex::encode_upper(octets.get(node.content.clone()).unwrap_or_default())));
        }
        Some(value) => {
            put("value", plain(value));
            if let Value::Integer { name: Some(name), .. } = value {
                put("named", json!(name));
            }
            if let Value::Bits { names, .. } = value
                && !names.is_empty()
            {
                put("named", json!(names));
            }
        }
    }
    if let Some(reading) = &node.reading {
        put("reading", json!(reading));
    }
    if !node.children.is_empty() {
        put("children", node.children.iter().map(|child| full(child, octets)).collect());
    }
    if !node.contained.is_empty() {
        let inside = octets.get(node.content.clone()).unwrap_or_default();
        put("contained", node.contained.iter().map(|child| full(child, inside)).collect());
    }
    Json::Object(members)
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Octets(octets) | Value::BigInteger(octets) => Json::String(hex::encode_upper(octets)),
        Value::Text(text) | Value::Oid(text) => json!(text),
        Value::Integer { value, .. } => {
            i64::try_from(*value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
        }
        Value::Boolean(value) => json!(value),
        Value::Bits { bits, .. } => json!({ "bits": bits }),
        Value::Null | Value::Sequence | Value::List(_) | Value::Choice(_) => Json::Null,
    }
}
