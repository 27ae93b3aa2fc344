//! The folder that a run's reports are written to.

use super::json::ResultsJson;
use super::junit::Junit;
use super::trace::{TraceOptions, Traces};
use super::{Fanout, Problems, utc_now};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Runs that may begin in the same second.
const MOST_IN_A_SECOND: usize = 1000;

/// Which reports are written into the folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reports {
    /// `warn` counts as a failure in JUnit (`--strict`).
    pub strict: bool,
    /// Traces, where they are wanted.
    pub traces: Option<TraceOptions>,
}

/// The folder of one run: `junit.xml`, `results.json`, `traces/`.
#[derive(Debug, Clone)]
pub struct OutDir {
    path: PathBuf,
    problems: Problems,
}

impl OutDir {
    /// Makes the folder: this one, or a new `reports/<UTC timestamp>` below the working directory.
    ///
    /// # Errors
    ///
    /// If it cannot be made; the error names the folder.
    pub fn create(path: Option<PathBuf>) -> io::Result<Self> {
        let path = match path {
            Some(path) => fs::create_dir_all(&path).map(|()| path.clone()).map_err(|why| named(&path, &why))?,
            None => fresh(Path::new("reports"))?,
        };
        Ok(Self { path, problems: Problems::default() })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What could not be written by any of the listeners made here.
    pub fn problems(&self) -> Problems {
        self.problems.clone()
    }

    /// The listener that writes `junit.xml`; an old file is emptied at once, so that it cannot pass for this run's.
    ///
    /// # Errors
    ///
    /// If the file cannot be made; the error names it.
    pub fn junit(&self, strict: bool) -> io::Result<Junit<File>> {
        let path = self.path.join("junit.xml");
        let file = File::create(&path).map_err(|why| named(&path, &why))?;
        Ok(Junit::new(file).strict(strict).with_problems(self.problems()))
    }

    /// The listener that writes `results.json`.
    pub fn results(&self) -> ResultsJson {
        ResultsJson::new(self.path.join("results.json")).with_problems(self.problems())
    }

    /// The listener that writes below `traces/`.
    pub fn traces(&self, options: TraceOptions) -> Traces {
        Traces::new(self.path.join("traces"), options).with_problems(self.problems())
    }

    /// All listeners of the folder as one.
    ///
    /// # Errors
    ///
    /// If a file cannot be made; the error names it.
    pub fn listeners(&self, reports: Reports) -> io::Result<Fanout> {
        let mut fanout = Fanout::default();
        fanout.push(self.junit(reports.strict)?);
        fanout.push(self.results());
        if let Some(options) = reports.traces {
            fanout.push(self.traces(options));
        }
        Ok(fanout)
    }
}

/// A folder that was not there before, named after the moment; without colons, which not every file system takes.
fn fresh(parent: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(parent).map_err(|why| named(parent, &why))?;
    let moment = utc_now().replace(':', "");
    for number in 1..=MOST_IN_A_SECOND {
        let name = if number == 1 { moment.clone() } else { format!("{moment}-{number}") };
        let path = parent.join(name);
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(named(&path, &why)),
        }
    }
    Err(named(parent, &io::Error::other("too many runs began in this second; give the folder yourself")))
}

fn named(path: &Path, why: &io::Error) -> io::Error {
    io::Error::new(why.kind(), format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::event::Listener;
    use crate::report::sample;

    #[test]
    fn a_run_fills_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let out = OutDir::create(Some(folder.path().join("a/b"))).unwrap();
        let traces = Some(TraceOptions::default());
        let mut listeners = out.listeners(Reports { strict: false, traces }).unwrap();
        sample::run().iter().for_each(|event| listeners.event(event));
        assert_eq!(out.problems().list(), Vec::<String>::new());
        let names: Vec<_> = ["junit.xml", "results.json", "traces/sgp22"].iter().map(|n| out.path().join(n)).collect();
        assert!(names.iter().all(|name| name.exists()), "{names:?}");
        assert!(fs::metadata(&names[0]).unwrap().len() > 1000);
    }

    #[test]
    fn runs_of_one_second_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (fresh(folder.path()).unwrap(), fresh(folder.path()).unwrap());
        assert_ne!(one, other);
        assert!(!one.file_name().unwrap().to_string_lossy().contains(':'));
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = OutDir::create(Some(file.join("out"))).unwrap_err();
        assert!(error.to_string().contains("file/out"), "{error}");

        // A folder that goes away in the middle of a run.
        let out = OutDir::create(Some(folder.path().join("out"))).unwrap();
        let mut listeners = out.listeners(Reports { strict: false, traces: Some(TraceOptions::default()) }).unwrap();
        fs::remove_dir_all(out.path()).unwrap();
        fs::write(out.path(), "in the way").unwrap();
        sample::run().iter().for_each(|event| listeners.event(event));
        let problems = out.problems().list();
        assert!(problems.iter().any(|line| line.contains("results.json")), "{problems:?}");
        assert!(problems.iter().any(|line| line.contains("traces")), "{problems:?}");
    }
}
