//! Traces: what was sent and what came back, one file for each case, for people (`.txt`) and for comparing two runs
//! (`.json`, where everything that may differ between equal runs stands under `timing`).

mod apdu;
mod file_name;
mod http;
mod json_text;
mod machine;
mod object;
mod page;
#[cfg(test)]
mod tests;
mod writer;

pub use machine::{CaseTiming, CaseTrace, StepTiming, TraceStep};

use super::Problems;
use crate::engine::event::{CardRecord, CaseKey, CaseResult, Event, ExchangeRecord, Listener};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use writer::{Ended, Writer};

/// Most exchanges and card commands of one case that are kept; what follows is counted.
const MOST_STEPS: usize = 10_000;

/// What traces contain beyond the octets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TraceOptions {
    /// Writes TLS key log lines to a `.keys` file beside the trace, in the form that Wireshark reads.
    pub key_log: bool,
}

/// One thing that happened in a case.
#[derive(Clone)]
enum Step {
    Exchange(Arc<ExchangeRecord>),
    Card(Arc<CardRecord>),
}

/// A case's steps until its verdict.
#[derive(Default)]
struct Steps {
    kept: Vec<Step>,
    left_out: usize,
}

/// Writes `<dir>/<interface…>/<function>/<case>[.<variant>].txt` and `.json` when a case has its verdict, and those of
/// cases without one when the run ends. A case that runs twice in a run leaves its last trace.
pub struct Traces {
    dir: PathBuf,
    options: TraceOptions,
    open: BTreeMap<CaseKey, Steps>,
    writer: Option<Writer>,
    problems: Problems,
}

impl Traces {
    /// Below this folder, which is made when the first case ends.
    pub fn new(dir: impl Into<PathBuf>, options: TraceOptions) -> Self {
        Self { dir: dir.into(), options, open: BTreeMap::new(), writer: None, problems: Problems::default() }
    }

    /// Reports what it cannot write to this list.
    #[must_use]
    pub fn with_problems(mut self, problems: Problems) -> Self {
        self.problems = problems;
        self
    }

    /// What could not be written: a shared list, to be asked when the listener is in other hands.
    pub fn problems(&self) -> Problems {
        self.problems.clone()
    }

    /// What could not be written, one line each; complete after the run, or after [`Traces::finish`].
    pub fn errors(&self) -> Vec<String> {
        self.problems.list()
    }

    /// Where a case's trace stands, without its suffix `.txt` or `.json`.
    pub fn stem(dir: &Path, key: &CaseKey) -> PathBuf {
        let mut path: PathBuf = dir.to_owned();
        let mut parts = key.case.split('/').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_some() || key.variant.is_empty() {
                path.push(file_name::safe(part).as_ref());
            } else {
                path.push(format!("{}.{}", file_name::safe(part), file_name::safe(&key.variant)));
            }
        }
        path
    }

    fn keep(&mut self, key: &CaseKey, step: Step) {
        if !self.open.contains_key(key) {
            self.open.insert(key.clone(), Steps::default());
        }
        if let Some(steps) = self.open.get_mut(key) {
            if steps.kept.len() < MOST_STEPS {
                steps.kept.push(step);
            } else {
                steps.left_out += 1;
            }
        }
    }

    /// Hands a case to the thread that writes; it is started with the first one.
    fn write(&mut self, key: &CaseKey, result: Option<Arc<CaseResult>>) {
        let steps = self.open.remove(key).unwrap_or_default();
        if self.writer.is_none() {
            match Writer::start(self.dir.clone(), self.options, self.problems()) {
                Ok(writer) => self.writer = Some(writer),
                Err(why) => self.problems.push("traces", why),
            }
        }
        let case = Ended { key: key.clone(), steps, result };
        if let Some(writer) = &self.writer
            && !writer.write(case)
        {
            self.problems.push(format_args!("trace of {}", key.full()), "the thread that writes is gone");
        }
    }

    /// Waits until every file is written; done by itself when the run ends and when this is dropped.
    pub fn finish(&mut self) {
        if let Some(writer) = self.writer.take()
            && !writer.finish()
        {
            self.problems.push("traces", "the thread that writes has failed; files may be missing");
        }
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Listener for Traces {
    fn event(&mut self, event: &Event) {
        match event {
            Event::CaseStarted(key) => {
                self.open.entry(key.clone()).or_default();
            }
            Event::Exchange(key, record) => self.keep(key, Step::Exchange(record.clone())),
            Event::Card(key, record) => self.keep(key, Step::Card(record.clone())),
            // A case that did not begin, because an option is missing, has nothing to show.
            Event::CaseFinished(key, result) if self.open.contains_key(key) => {
                self.write(key, Some(result.clone()));
            }
            Event::RunFinished { .. } => {
                let unfinished: Vec<CaseKey> = self.open.keys().cloned().collect();
                unfinished.iter().for_each(|key| self.write(key, None));
                self.finish();
            }
            Event::RunStarted(_) | Event::CaseFinished(..) => {}
        }
    }
}
