//! The words of Serde's type errors, in the vocabulary of people who write YAML.

use serde::de::{Expected, Unexpected};

use crate::diagnostic::quote;

/// What Serde wanted: `u8` becomes `an integer from 0 to 255`.
pub(super) fn wanted(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    let plain = match text.as_str() {
        "a string" | "string" | "str" | "a borrowed string" => "text",
        "a boolean" | "bool" => "`true` or `false`",
        "a sequence" => "a list",
        "u8" => "an integer from 0 to 255",
        "u16" => "an integer from 0 to 65535",
        "u32" => "an integer from 0 to 4294967295",
        "u64" | "u128" | "usize" => "an integer from 0",
        "i8" => "an integer from -128 to 127",
        "i16" => "an integer from -32768 to 32767",
        "i32" | "i64" | "i128" | "isize" => "an integer",
        "f32" | "f64" => "a number",
        "unit" => "nothing",
        "any valid JSON value" => "a value",
        "field identifier" | "variant identifier" => "a name",
        _ => "",
    };
    if !plain.is_empty() {
        return plain.to_owned();
    }
    if let Some(name) = text.strip_prefix("struct ") {
        return match name.split_once(" with ") {
            Some((name, elements)) => format!("a list ({name}) with {elements}"),
            None => format!("a map ({name})"),
        };
    }
    if let Some(name) = text.strip_prefix("struct variant ") {
        return format!("a map ({name})");
    }
    if let Some(size) = text.strip_prefix("a tuple of size ") {
        return format!("a list of {size} values");
    }
    text
}

/// What was there instead.
pub(super) fn found(unexpected: Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("the number `{value}`"),
        Unexpected::Signed(value) => format!("the number `{value}`"),
        Unexpected::Float(value) => format!("the number `{value:?}`"),
        Unexpected::Str(text) => format!("the text {}", quote(text)),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a map".to_owned(),
        other => other.to_string(),
    }
}
