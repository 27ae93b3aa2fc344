//! Known deviations of a target: failures that are expected, each with its reason.

use crate::diagnostic::{Diagnostic, Source};
use crate::engine::event::{CaseResult, Event};
use crate::engine::verdict::Verdict;
use crate::read_whole::{LARGEST, read_whole};
use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// The failures that are expected.
    known: Vec<Known>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Known {
    /// The full id, with its variant: `case[variant]`.
    case: String,
    /// Why: a ticket, for example.
    because: String,
}

/// Failures that are expected, by full id.
pub struct Baseline(BTreeMap<String, String>);

impl Baseline {
    /// Reads a file: `known: [{ case: ID, because: TEXT }]`.
    pub fn load(path: &Path) -> Result<Self, Diagnostic> {
        let octets = read_whole(path, LARGEST)
            .map_err(|error| Diagnostic::error("unreadable", format!("{} cannot be read: {error}", path.display())))?;
        let source = Source::from_bytes(path.display().to_string(), &octets)?;
        let file: File = yaml::from_source(&source)?;
        Ok(Self(file.known.into_iter().map(|known| (known.case, known.because)).collect()))
    }

    /// Entries that name no case.
    pub fn stale(&self, ids: impl Iterator<Item = String>) -> Vec<String> {
        let ids: std::collections::BTreeSet<String> = ids.collect();
        self.0.keys().filter(|id| !ids.contains(*id)).cloned().collect()
    }

    /// The event as reports are to see it.
    pub fn applied(&self, event: &Event) -> Event {
        let Event::CaseFinished(key, result) = event else { return event.clone() };
        let Some(because) = self.0.get(&key.full()) else { return event.clone() };
        let verdict = match result.verdict {
            Verdict::Fail | Verdict::WrongReason => Verdict::ExpectedFail,
            Verdict::Pass | Verdict::Warn => Verdict::UnexpectedPass,
            other => other,
        };
        let message = match verdict {
            Verdict::ExpectedFail => format!("expected by the baseline ({because}): {}", result.message),
            Verdict::UnexpectedPass => format!("passes, though the baseline expects a failure ({because})"),
            _ => result.message.clone(),
        };
        Event::CaseFinished(key.clone(), Arc::new(CaseResult { verdict, message, ..(**result).clone() }))
    }
}
