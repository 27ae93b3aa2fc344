//! What references stand for in one case: kept values, and what target, card and order supply.

use super::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Names and values; a name is `root` or `root.field`.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    values: BTreeMap<String, Value>,
    /// Names that a step was to keep, and its answer had no value for them.
    lacking: BTreeSet<String>,
    /// Somebody asked for one of those.
    missed: Arc<AtomicBool>,
}

impl Scope {
    /// Keeps a value.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        self.lacking.remove(&name);
        self.values.insert(name, value);
    }

    /// There is no value, though a step was to keep one: the case may go on as long as nothing needs it.
    pub fn lack(&mut self, name: impl Into<String>) {
        self.lacking.insert(name.into());
    }

    /// Whether this name is one of those.
    pub fn lacks(&self, name: &str) -> bool {
        self.lacking.contains(name)
    }

    /// Whether something that is lacking was asked for since the last time.
    pub fn take_missed(&self) -> bool {
        self.missed.swap(false, Ordering::Relaxed)
    }

    /// The value that this reference (with or without `$`) stands for.
    pub fn get(&self, reference: &str) -> Option<&Value> {
        let name = reference.strip_prefix('$').unwrap_or(reference);
        let found = self.values.get(name);
        if found.is_none() && self.lacking.contains(name) {
            self.missed.store(true, Ordering::Relaxed);
        }
        found
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
        self.values.keys().map(String::as_str)
    }
}
