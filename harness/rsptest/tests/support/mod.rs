//! The binary as its users have it, and folders of cases and targets made for one test.

#![allow(dead_code, reason = "not every test binary uses all of it")]
#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

pub mod lpa;
pub mod pcscd;
pub mod serving;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// No run of a test takes longer; one that does hangs.
const PATIENCE: Duration = Duration::from_secs(30);
/// A case that ends in milliseconds: one exchange.
pub const ONE_EXCHANGE: &str = "sgp22/sm-dp-plus/es9plus/initiate-authentication/nominal";

/// What a run of the binary left.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// How long it took.
    pub took: Duration,
}

impl Ran {
    /// Standard output and error, for a message.
    pub fn said(&self) -> String {
        format!("exit {} after {:?}\n--- out\n{}\n--- err\n{}", self.code, self.took, self.out, self.err)
    }

    /// The exit code is this one, and nothing panicked.
    #[track_caller]
    pub fn ended(self, code: u8) -> Self {
        assert_eq!(self.code, i32::from(code), "{}", self.said());
        assert!(!self.err.contains("panicked"), "{}", self.said());
        self
    }

    /// All of these stand in what was said.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        let said = self.said();
        for word in words {
            assert!(said.contains(word), "{word:?} is not said: {said}");
        }
        self
    }
}

/// The binary, in a working directory of its own.
pub struct Bench {
    dir: TempDir,
}

impl Bench {
    /// An empty directory.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file below it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs the binary; a run that does not end is killed, and fails the test.
    #[track_caller]
    pub fn rsptest(&self, arguments: &[&str]) -> Ran {
        let started = Instant::now();
        let (out, err) = (self.path().join(".out"), self.path().join(".err"));
        let mut child = self.spawn(arguments, &out, &err);
        let code = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            if started.elapsed() > PATIENCE {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let took = started.elapsed();
        let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let ran = Ran { code: code.unwrap_or(-1), out: text(&out), err: text(&err), took };
        assert!(code.is_some(), "rsptest {arguments:?} hangs: {}", ran.said());
        ran
    }

    /// Starts the binary and leaves it running.
    pub fn spawn(&self, arguments: &[&str], out: &Path, err: &Path) -> Child {
        Command::new(env!("CARGO_BIN_EXE_rsptest"))
            .args(arguments)
            .current_dir(self.path())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(fs::File::create(out).unwrap())
            .stderr(fs::File::create(err).unwrap())
            .spawn()
            .unwrap()
    }

    /// Runs cases with reports in `out`.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut all = vec!["run", "--out", "out", "--no-traces"];
        all.extend(arguments);
        self.rsptest(&all)
    }

    /// `results.json` of the last run; planned is the sum of the verdicts.
    #[track_caller]
    pub fn results(&self) -> Value {
        results(&self.path().join("out"))
    }

    /// A folder `cases` with the requirements, functions and procedures of the suite, and no cases.
    pub fn cases(&self) -> PathBuf {
        let cases = self.path().join("cases");
        let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
        for folder in ["requirements", "functions", "procedures"] {
            fs::create_dir_all(cases.join(folder)).unwrap();
            for entry in fs::read_dir(suite.join(folder)).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), cases.join(folder).join(entry.file_name())).unwrap();
            }
        }
        cases
    }

    /// Such a folder with one file of cases.
    pub fn case_file(&self, text: impl AsRef<[u8]>) -> PathBuf {
        let cases = self.cases();
        self.write("cases/sgp22/sm-dp-plus/es9plus/mine.yaml", text);
        cases
    }
}

/// `results.json` of a folder of reports; planned is the sum of the verdicts.
#[track_caller]
pub fn results(out: &Path) -> Value {
    let results: Value = serde_json::from_slice(&fs::read(out.join("results.json")).unwrap()).unwrap();
    let counts = results["counts"].as_object().unwrap();
    let sum: u64 = counts.iter().filter(|(name, _)| *name != "total").map(|(_, count)| count.as_u64().unwrap()).sum();
    assert_eq!(results["run"]["planned"], sum, "planned is not the sum of the verdicts: {counts:?}");
    assert_eq!(results["verdicts"].as_array().unwrap().len() as u64, sum);
    results
}

/// Full id, verdict and message of every verdict.
pub fn verdicts(results: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let full = |entry: &Value| match text(&entry["variant"]) {
        variant if variant.is_empty() => text(&entry["case"]),
        variant => format!("{}[{variant}]", text(&entry["case"])),
    };
    let entries = results["verdicts"].as_array().unwrap();
    entries.iter().map(|entry| (full(entry), text(&entry["verdict"]), text(&entry["message"]))).collect()
}
