//! `rsptest lint`: every error in the case files.

use super::colour;
use crate::case;
use crate::diagnostic::{Diagnostics, Paint};
use crate::engine::verdict::exit;
use clap::Args;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Instant;

/// Check case files.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rsptest lint\n  rsptest lint my-cases/ --json")]
pub struct LintCommand {
    /// A folder laid out as `cases/`; the embedded cases where absent
    folder: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Print the JSON Schema of case files and stop
    #[arg(long)]
    schema: bool,
}

impl LintCommand {
    /// Checks, and gives the exit code.
    pub fn run(self) -> u8 {
        if self.schema {
            say!("{:#}", case::schema());
            return exit::OK;
        }
        let started = Instant::now();
        let files = match &self.folder {
            Some(folder) => match case::folder(folder) {
                Ok(files) => files,
                Err(diagnostic) => return self.say(&diagnostic.into(), 0, 0, started),
            },
            None => case::embedded(),
        };
        let (set, mut diagnostics) = case::load(&files);
        diagnostics.extend(case::lint(&set));
        self.say(&diagnostics, set.instances.len(), files.len(), started)
    }

    fn say(&self, diagnostics: &Diagnostics, verdicts: usize, files: usize, started: Instant) -> u8 {
        if self.json {
            say!("{}", diagnostics.to_json());
        } else {
            if !diagnostics.is_empty() {
                let paint = if colour(std::io::stdout().is_terminal()) { Paint::Coloured } else { Paint::Plain };
                say!("{}", diagnostics.render(paint));
            }
            let elapsed = started.elapsed();
            say!(
                "{verdicts} verdicts in {files} files, {} findings, {:.0} ms",
                diagnostics.len(),
                elapsed.as_secs_f64() * 1000.0
            );
        }
        if diagnostics.has_errors() { exit::USAGE } else { exit::OK }
    }
}
