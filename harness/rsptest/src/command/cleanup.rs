//! `rsptest cleanup`: a card that a run left behind is put back as it was.

use super::card_way::CardWay;
use crate::bench::{AS_FOUND_FILE, AsFound, Cleanup as Plan, Safety};
use crate::engine::verdict::exit;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// Put a card back that a run was killed over.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest cleanup --card pcsc:0 --allow-eid 8904... --dry-run\n  rsptest cleanup --card pcsc:0 --allow-eid 8904... --as-found reports/2026-01-31T120000Z/card-as-found.json"
)]
pub struct Cleanup {
    /// The card: `pcsc:<reader>`, `vpcd:<port>`, `tcp:<host:port>`, `at:<device>`, `exec:<command>`
    #[arg(long, value_name = "WAY")]
    card: String,
    /// A card with this EID may be put back; can be given more than once
    #[arg(long, value_name = "EID", value_parser = super::run::eid)]
    allow_eid: Vec<String>,
    /// What the run wrote down before its first case; without it, profiles of our range (899990...) are deleted and
    /// their notifications removed
    #[arg(long, value_name = "FILE")]
    as_found: Option<PathBuf>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    card_way: CardWay,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Cleanup {
    /// Cleans up, and gives the exit code: 3 where the card is not as it was afterwards.
    pub fn run(self) -> u8 {
        match self.inner() {
            Ok(()) => exit::OK,
            Err(code) => code,
        }
    }

    fn inner(&self) -> Result<(), u8> {
        if let Err(error) = self.card.parse::<rsp_transport::card::CardSpec>() {
            return Err(super::usage(error));
        }
        let as_found = self.as_found.as_deref().map(AsFound::read).transpose().map_err(super::usage)?;
        let failed = |says: String| {
            eprintln!("rsptest: {says}");
            exit::INCONCLUSIVE
        };
        let channel = rsp_transport::card::open(&self.card, &self.card_way.channel(Duration::MAX))
            .map_err(|fault| failed(fault.to_string()))?;
        let safety = Safety { allowed: Some(self.allow_eid.clone()), ..Safety::default() };
        let plan = Plan::open(channel, self.card_way.isdr(), &safety, as_found).map_err(failed)?;
        let (eid, steps, beyond) = (hex::encode_upper(plan.eid), plan.steps.clone(), plan.beyond.clone());
        if !self.json {
            if steps.is_empty() {
                say!("nothing to do on the card {eid}");
            }
            for step in &steps {
                say!("{}: {step}", if self.dry_run { "would" } else { "to do" });
            }
        }
        let done = if self.dry_run || steps.is_empty() { Ok(()) } else { plan.carry_out() };
        if self.json {
            let failed = done.as_ref().err();
            say!(
                "{:#}",
                serde_json::json!({ "eid": eid, "steps": steps, "beyond": beyond, "dryRun": self.dry_run, "failed": failed })
            );
        }
        done.map_err(|says| {
            let way = &self.card;
            failed(format!("the card is not as it was: {says}; `rsptest lpa --card {way} list` shows what is there"))
        })?;
        if !self.json && !self.dry_run && !steps.is_empty() {
            match self.as_found {
                Some(_) if beyond.is_empty() => say!("the card {eid} is as it was found"),
                Some(_) => say!("done; the card {eid} is as it was found but for this:"),
                None => {
                    say!("done; which profile was in use before the run, only its {AS_FOUND_FILE} says (--as-found)")
                }
            }
        }
        for one in &beyond {
            eprintln!("rsptest: {one}");
        }
        if beyond.is_empty() { Ok(()) } else { Err(exit::INCONCLUSIVE) }
    }
}
