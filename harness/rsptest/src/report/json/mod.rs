//! `results.json`: everything that was found, for machines. The schema stands in `schema/results.schema.json` of
//! this crate; a test fails when it is stale.

mod model;
#[cfg(test)]
mod tests;

pub use model::{FindingEntry, RequirementEntry, Results, Run, VerdictCounts, VerdictEntry};

pub(crate) use model::seconds;

use super::Problems;
use crate::engine::event::{CaseKey, CaseResult, Event, Listener, RunInfo};
use crate::engine::verdict::Counts;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The schema of `results.json` (JSON Schema 2020-12).
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Results).to_value()
}

/// Writes `results.json` when the run ends. A file of an earlier run is removed when the run begins, and the new one
/// appears whole or not at all.
pub struct ResultsJson {
    path: PathBuf,
    info: Option<Arc<RunInfo>>,
    results: Vec<(CaseKey, Arc<CaseResult>)>,
    problems: Problems,
}

impl ResultsJson {
    /// Into this file; its folder must exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), info: None, results: Vec::new(), problems: Problems::default() }
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

    fn collect(&mut self, counts: &Counts, elapsed: Duration) -> Option<Results> {
        let info = self.info.as_ref()?;
        let mut results = std::mem::take(&mut self.results);
        results.sort_by(|(one, _), (other, _)| (&one.case, &one.variant).cmp(&(&other.case, &other.variant)));
        Some(Results {
            run: Run::new(info, elapsed),
            counts: counts.into(),
            verdicts: results.iter().map(|(key, result)| VerdictEntry::new(key, result)).collect(),
        })
    }

    fn write(&self, results: &Results) -> io::Result<()> {
        let unfinished = self.path.with_extension("json.tmp");
        let mut file = BufWriter::new(File::create(&unfinished)?);
        serde_json::to_writer_pretty(&mut file, results)?;
        file.write_all(b"\n")?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        std::fs::rename(&unfinished, &self.path)
    }
}

impl Listener for ResultsJson {
    fn event(&mut self, event: &Event) {
        match event {
            Event::RunStarted(info) => {
                self.info = Some(info.clone());
                if let Err(why) = std::fs::remove_file(&self.path)
                    && why.kind() != io::ErrorKind::NotFound
                {
                    self.problems.push(self.path.display(), why);
                }
            }
            Event::CaseFinished(key, result) => self.results.push((key.clone(), result.clone())),
            Event::RunFinished { counts, elapsed } => match self.collect(counts, *elapsed) {
                Some(results) => {
                    if let Err(why) = self.write(&results) {
                        self.problems.push(self.path.display(), why);
                    }
                }
                None => self.problems.push(self.path.display(), "the run ended without having begun"),
            },
            Event::CaseStarted(_) | Event::Exchange(..) | Event::Card(..) => {}
        }
    }
}
