//! For the person who started the run: a bar while it runs, then the tree of functions with their counts, every
//! failure drawn, what did not run and why, and one line that sums it up.

mod bar;
mod failure;
mod groups;
mod paint;
mod summary;
#[cfg(test)]
mod tests;
mod tree;

use super::Problems;
use crate::engine::event::{CaseKey, CaseResult, Event, Listener, RunInfo};
use crate::engine::verdict::{Counts, Verdict};
use bar::Bar;
use paint::Paint;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::time::Duration;

/// How it is shown. The caller knows whether the writer is a terminal and what `NO_COLOR` says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// ANSI colours.
    pub colour: bool,
    /// A bar on stderr while cases run; none if stderr is not a terminal.
    pub progress: bool,
    /// A line for every verdict in the tree, passes too, and warnings drawn like failures.
    pub verbose: bool,
    /// Verdicts that are to be given, for the bar; 0: what the run says when it begins.
    pub total: usize,
}

/// One verdict as it is collected.
type Entry = (CaseKey, Arc<CaseResult>);

/// Shows a run; everything but the bar is written when it ends.
pub struct Terminal<W: Write + Send> {
    out: BufWriter<W>,
    options: Options,
    bar: Bar,
    info: Option<Arc<RunInfo>>,
    entries: Vec<Entry>,
    problems: Problems,
}

impl<W: Write + Send> Terminal<W> {
    /// On this writer, usually stdout; it is buffered here.
    pub fn new(writer: W, options: Options) -> Self {
        Self {
            out: BufWriter::new(writer),
            options,
            bar: Bar::new(options.progress),
            info: None,
            entries: Vec::new(),
            problems: Problems::default(),
        }
    }

    /// What could not be written: a shared list, to be asked when the listener is in other hands.
    pub fn problems(&self) -> Problems {
        self.problems.clone()
    }

    fn write(&mut self, counts: &Counts, elapsed: Duration) -> io::Result<()> {
        let paint = Paint(self.options.colour);
        let verbose = self.options.verbose;
        self.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        if let Some(info) = &self.info {
            summary::heading(&mut self.out, paint, info)?;
        }
        tree::write(&mut self.out, paint, verbose, &self.entries)?;
        for (key, result) in self.entries.iter().filter(|(_, result)| is_drawn(result.verdict, verbose)) {
            failure::write(&mut self.out, paint, key, result)?;
        }
        for verdict in [Verdict::NotApplicable, Verdict::Inconclusive] {
            groups::write(&mut self.out, paint, verdict, &self.entries)?;
        }
        let planned = self.info.as_ref().map_or(0, |info| info.planned);
        summary::last_line(&mut self.out, paint, counts, planned, elapsed)?;
        self.out.flush()
    }
}

impl<W: Write + Send> Listener for Terminal<W> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::RunStarted(info) => {
                self.bar.begin(if self.options.total > 0 { self.options.total } else { info.planned });
                self.info = Some(info.clone());
            }
            Event::CaseStarted(key) => self.bar.started(key),
            Event::CaseFinished(key, result) => {
                self.bar.finished(key, result.verdict);
                self.entries.push((key.clone(), result.clone()));
            }
            Event::RunFinished { counts, elapsed } => {
                self.bar.clear();
                if let Err(why) = self.write(counts, *elapsed) {
                    self.problems.push("the report on the terminal", why);
                }
            }
            Event::Exchange(..) | Event::Card(..) => {}
        }
    }
}

/// Which verdicts are shown at length.
fn is_drawn(verdict: Verdict, verbose: bool) -> bool {
    verdict.is_finding() || verdict == Verdict::Broken || (verbose && verdict == Verdict::Warn)
}
