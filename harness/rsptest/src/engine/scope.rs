//! What references stand for in one case: kept values, and what target, card and order supply.

use super::value::Value;
use std::collections::BTreeMap;

/// Names and values; a name is `root` or `root.field`.
#[derive(Debug, Clone, Default)]
pub struct Scope(BTreeMap<String, Value>);

impl Scope {
    /// Keeps a value.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        self.0.insert(name.into(), value);
    }

    /// The value that this reference (with or without `$`) stands for.
    pub fn get(&self, reference: &str) -> Option<&Value> {
        self.0.get(reference.strip_prefix('$').unwrap_or(reference))
    }

    /// A literal, or what a reference stands for.
    pub fn resolve(&self, value: &serde_json::Value) -> Result<Value, String> {
        match value {
            serde_json::Value::String(text) if text.starts_with('$') => {
                self.get(text).cloned().ok_or_else(|| format!("{text} has no value here"))
            }
            other => Value::literal(other).ok_or_else(|| format!("{other} is no value")),
        }
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
