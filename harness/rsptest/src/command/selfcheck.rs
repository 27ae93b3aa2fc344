//! `rsptest selfcheck`: the proof of the suite.

use super::{prepare, usage};
use crate::DEFAULT_SEED;
use crate::bench::Credentials;
use crate::engine::verdict::exit;
use crate::selfcheck::{self, Plan, Report};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Prove the suite: the reference passes, every mutant is killed, harmless variations are not.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest selfcheck\n  rsptest selfcheck --full --json > selfcheck.json\n  rsptest selfcheck --only ignore/sm-dp-plus/euicc-signature1"
)]
pub struct Selfcheck {
    /// Every case against every mutant, not only against what it says it attacks
    #[arg(long)]
    full: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Only mutants and harmless variations whose id contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Mutants at a time
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    jobs: u16,
    /// Cases from this folder in place of the embedded ones
    #[arg(long, value_name = "DIR")]
    cases_dir: Option<PathBuf>,
}

impl Selfcheck {
    /// Checks, and gives the exit code.
    pub async fn run(self) -> u8 {
        let set = match prepare::cases(self.cases_dir.as_deref()) {
            Ok(set) => set,
            Err(code) => return code,
        };
        let mutants = match selfcheck::mutants() {
            Ok(mutants) => mutants,
            Err(diagnostic) => {
                prepare::print(&diagnostic.into());
                return exit::BROKEN;
            }
        };
        let plan = Plan {
            set: Arc::new(set),
            credentials: Arc::new(Credentials::own(DEFAULT_SEED.as_bytes())),
            seed: DEFAULT_SEED.into(),
            full: self.full,
            jobs: self.jobs.into(),
            only: self.only.clone(),
        };
        let bar = ProgressBar::new(1);
        if let Ok(style) = ProgressStyle::with_template("{msg:20} {wide_bar} {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        let started = Instant::now();
        let progress = |what: &str, done: usize, total: usize| {
            bar.set_message(what.to_owned());
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let report = match selfcheck::check(Arc::new(plan), mutants, progress).await {
            Ok(report) => report,
            Err(says) => {
                bar.finish_and_clear();
                usage(says);
                return exit::BROKEN;
            }
        };
        bar.finish_and_clear();
        if self.json {
            say!("{:#}", to_json(&report));
        } else {
            print(&report);
            say!("selfcheck took {:.1} s", started.elapsed().as_secs_f64());
        }
        if report.good() { exit::OK } else { exit::FINDINGS }
    }
}

fn to_json(report: &Report) -> serde_json::Value {
    let mutants: Vec<_> =
        report.mutants.iter().map(|(mutant, killers)| json!({ "id": mutant.id, "killed_by": killers })).collect();
    let harmless: Vec<_> =
        report.harmless.iter().map(|(id, killers)| json!({ "id": id, "killed_by": killers })).collect();
    let reference: Vec<_> = report
        .reference
        .iter()
        .map(|(id, (verdict, says))| json!({ "case": id, "verdict": verdict.name(), "message": says }))
        .collect();
    json!({ "reference": reference, "mutants": mutants, "harmless": harmless, "idle_negatives": report.idle,
        "unconsulted_rules": report.unconsulted, "undeclared_rules": report.undeclared, "good": report.good() })
}

fn print(report: &Report) {
    say!("reference: {} verdicts that are not pass", report.reference.len());
    for (id, (verdict, says)) in &report.reference {
        say!("  {verdict} {id}: {says}");
    }
    let survivors: Vec<_> = report.mutants.iter().filter(|(_, killers)| killers.is_empty()).collect();
    say!("mutants: {} of {} killed", report.mutants.len() - survivors.len(), report.mutants.len());
    for (mutant, _) in survivors {
        say!("  SURVIVES {}: {}", mutant.id, mutant.says);
    }
    let objected = report.harmless.iter().filter(|(_, killers)| !killers.is_empty()).count();
    say!("harmless variations: {} of {} let through", report.harmless.len() - objected, report.harmless.len());
    for (id, killers) in report.harmless.iter().filter(|(_, killers)| !killers.is_empty()) {
        say!("  OBJECTED TO {id}:");
        killers.iter().for_each(|killer| say!("    {killer}"));
    }
    let lists = [
        ("idle negatives", &report.idle),
        ("rules never consulted", &report.unconsulted),
        ("rules not declared", &report.undeclared),
    ];
    for (what, list) in lists {
        say!("{what}: {}", list.len());
        list.iter().for_each(|id| say!("  {id}"));
    }
}
