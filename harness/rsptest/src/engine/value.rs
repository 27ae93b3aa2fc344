//! Values as cases name them: literals, what was kept, what stands in a message.

use std::fmt;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Octets: the content of an element, and the whole element where there is one.
    Octets {
        /// Content octets.
        content: Vec<u8>,
        /// Tag, length and content.
        whole: Option<Vec<u8>>,
    },
    /// Text.
    Text(String),
    /// A number.
    Int(i64),
    /// A truth value.
    Bool(bool),
}

impl Value {
    /// Bare octets.
    pub fn octets(octets: impl Into<Vec<u8>>) -> Self {
        Self::Octets { content: octets.into(), whole: None }
    }

    /// A literal of a case file.
    pub fn literal(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::String(text) => Some(Self::Text(text.clone())),
            serde_json::Value::Bool(value) => Some(Self::Bool(*value)),
            serde_json::Value::Number(number) => number.as_i64().map(Self::Int),
            _ => None,
        }
    }

    /// As octets: hexadecimal text counts as what it spells.
    pub fn to_octets(&self) -> Option<Vec<u8>> {
        match self {
            Self::Octets { content, .. } => Some(content.clone()),
            Self::Text(text) => hex::decode(text).ok(),
            _ => None,
        }
    }

    /// The whole element where there is one, else the octets.
    pub fn whole(&self) -> Option<Vec<u8>> {
        match self {
            Self::Octets { whole: Some(whole), .. } => Some(whole.clone()),
            other => other.to_octets(),
        }
    }

    /// As text: octets in upper-case hexadecimal.
    pub fn to_text(&self) -> String {
        match self {
            Self::Octets { content, .. } => hex::encode_upper(content),
            Self::Text(text) => text.clone(),
            Self::Int(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
        }
    }

    /// Whether both are the same: octets may be spelled in hexadecimal, numbers in digits.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Octets { content, .. }, Self::Octets { content: wanted, .. }) => content == wanted,
            (Self::Octets { .. }, Self::Text(_)) | (Self::Text(_), Self::Octets { .. }) => {
                let (one, two) = (self.to_octets(), other.to_octets());
                one.is_some() && one == two
                    || iccid(self, other)
                    || iccid(other, self)
                    || self.utf8().is_some_and(|text| text == other.utf8().unwrap_or_default())
            }
            (Self::Int(_), Self::Text(_)) | (Self::Text(_), Self::Int(_)) => self.to_text() == other.to_text(),
            (one, two) => one == two,
        }
    }

    fn utf8(&self) -> Option<String> {
        match self {
            Self::Octets { content, .. } => String::from_utf8(content.clone()).ok(),
            Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// Whether these octets are the EF.ICCID coding of those digits: orders give digits, messages octets.
fn iccid(octets: &Value, digits: &Value) -> bool {
    match (octets, digits) {
        (Value::Octets { content, .. }, Value::Text(digits)) => {
            let plausible = content.len() == 10 && (18..=20).contains(&digits.len());
            plausible && rsp_consumer::iccid::to_ef(digits)[..] == content[..]
        }
        _ => false,
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Octets { content, .. } if content.len() > 40 => {
                write!(f, "{}… ({} octets)", hex::encode_upper(&content[..40]), content.len())
            }
            Self::Octets { content, .. } => f.write_str(&hex::encode_upper(content)),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Bool(value) => write!(f, "{value}"),
        }
    }
}

impl From<rsptest_wire::Value> for Value {
    fn from(value: rsptest_wire::Value) -> Self {
        use rsptest_wire::Value as Wire;
        match value {
            Wire::Octets(octets) | Wire::BigInteger(octets) => Self::octets(octets),
            Wire::Text(text) | Wire::Oid(text) => Self::Text(text),
            Wire::Integer { value, .. } => {
                i64::try_from(value).map_or_else(|_| Self::Text(value.to_string()), Self::Int)
            }
            Wire::Boolean(value) => Self::Bool(value),
            Wire::Bits { bits, .. } => Self::Text(bits),
            Wire::Null | Wire::Sequence | Wire::List(_) | Wire::Choice(_) => Self::octets(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_same_value_are_the_same() {
        assert!(Value::octets([0x0A, 0xBC]).same(&Value::Text("0abc".into())));
        assert!(Value::octets(*b"smdp.example").same(&Value::Text("smdp.example".into())));
        assert!(Value::Int(200).same(&Value::Text("200".into())));
        let ef_iccid = Value::octets(hex::decode("989909014073715647f1").unwrap());
        assert!(ef_iccid.same(&Value::Text("8999901004371765741".into())));
        assert!(!ef_iccid.same(&Value::Text("8999901004371765742".into())));
        assert!(!Value::octets([1]).same(&Value::Text("02".into())));
        assert!(!Value::Bool(true).same(&Value::Text("false".into())));
    }
}
