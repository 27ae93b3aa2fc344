//! Makes the files of cases that have ended, on a thread of its own: reading and drawing every object of a case costs
//! about as much as the case, and must not slow the next one down.

use super::machine::CaseTrace;
use super::{Step, Steps, TraceOptions, Traces, page};
use crate::engine::event::{CaseKey, CaseResult};
use crate::report::Problems;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Cases that may wait for their files; beyond that the run waits, so that memory stays bounded.
const WAITING: usize = 256;

/// A case that has ended.
pub(super) struct Ended {
    pub(super) key: CaseKey,
    pub(super) steps: Steps,
    pub(super) result: Option<Arc<CaseResult>>,
}

/// The thread and the way to it.
pub(super) struct Writer {
    ended: SyncSender<Ended>,
    thread: JoinHandle<()>,
}

impl Writer {
    pub(super) fn start(dir: PathBuf, options: TraceOptions, problems: Problems) -> io::Result<Self> {
        let (ended, waiting) = sync_channel(WAITING);
        let files = Files { dir, options, folders: HashSet::new(), problems };
        let thread = std::thread::Builder::new().name("traces".into()).spawn(move || files.write_all(&waiting))?;
        Ok(Self { ended, thread })
    }

    /// Hands a case over; false if the thread is gone.
    pub(super) fn write(&self, case: Ended) -> bool {
        self.ended.send(case).is_ok()
    }

    /// Waits for the last file; false if the thread failed.
    pub(super) fn finish(self) -> bool {
        drop(self.ended);
        self.thread.join().is_ok()
    }
}

struct Files {
    dir: PathBuf,
    options: TraceOptions,
    folders: HashSet<PathBuf>,
    problems: Problems,
}

impl Files {
    fn write_all(mut self, waiting: &Receiver<Ended>) {
        for case in waiting {
            let stem = Traces::stem(&self.dir, &case.key);
            if let Err(why) = self.write(&stem, &case) {
                self.problems.push(format_args!("trace {}", stem.display()), why);
            }
        }
    }

    fn write(&mut self, stem: &Path, Ended { key, steps, result }: &Ended) -> io::Result<()> {
        if let Some(folder) = stem.parent()
            && !self.folders.contains(folder)
        {
            std::fs::create_dir_all(folder)?;
            self.folders.insert(folder.to_owned());
        }
        std::fs::write(suffixed(stem, ".txt"), page::render(key, steps, result.as_deref()))?;
        let mut json = serde_json::to_vec(&CaseTrace::new(key, steps, result.as_deref()))?;
        json.push(b'\n');
        std::fs::write(suffixed(stem, ".json"), json)?;
        match key_log(steps) {
            lines if self.options.key_log && !lines.is_empty() => std::fs::write(suffixed(stem, ".keys"), lines),
            _ => Ok(()),
        }
    }
}

/// The path with a suffix after whatever dots its name has.
fn suffixed(stem: &Path, suffix: &str) -> PathBuf {
    let mut path = stem.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Key log lines of all connections, each once, in the order in which they came.
fn key_log(steps: &Steps) -> String {
    let (mut seen, mut lines) = (HashSet::new(), String::new());
    for step in &steps.kept {
        let Step::Exchange(record) = step else { continue };
        for line in record.key_log.iter().filter(|line| seen.insert(line.as_str())) {
            let _ = writeln!(lines, "{}", line.trim_end());
        }
    }
    lines
}
