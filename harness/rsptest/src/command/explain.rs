//! `rsptest explain`: what a case does, step by step.

use super::prepare;
use crate::case;
use crate::diagnostic::nearest;
use crate::engine::verdict::exit;
use clap::Args;
use std::path::PathBuf;

/// Print a case as a table of steps.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rsptest explain sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1")]
pub struct Explain {
    /// The case, with or without its variant
    case: String,
    /// Cases from this folder in place of the embedded ones
    #[arg(long, value_name = "DIR")]
    cases_dir: Option<PathBuf>,
}

impl Explain {
    /// Explains, and gives the exit code.
    pub fn run(self) -> u8 {
        let set = match prepare::cases(self.cases_dir.as_deref()) {
            Ok(set) => set,
            Err(code) => return code,
        };
        let found: Vec<_> = set
            .instances
            .iter()
            .filter(|instance| instance.key.full() == self.case || *instance.key.case == *self.case)
            .collect();
        if found.is_empty() {
            let near = nearest(&self.case, set.instances.iter().map(|instance| &*instance.key.case));
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return super::usage(format!("there is no case {}{hint}", self.case));
        }
        for instance in found {
            say!("{}", case::explain(&set, instance));
        }
        exit::OK
    }
}
