//! `rsptest doctor`: what a target will and will not allow, before a run.

mod card;
mod foresee;
mod server;

use super::card_way::CardWay;
use super::prepare::{self, CardSettings, Settings};
use crate::case::Entity;
use crate::engine::verdict::exit;
use clap::Args;
use foresee::Foreseen;
use rsp_consumer::lpa::IsdrOptions;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Whether it is good, what it is about, and what there is to say.
type Line = (bool, String, String);

/// Examine a target before a run.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rsptest doctor --target smdpp.yaml\n  rsptest doctor --card pcsc:0")]
pub struct Doctor {
    /// The target file; the embedded reference where absent
    #[arg(long, value_name = "FILE")]
    target: Option<PathBuf>,
    /// A card: `pcsc:<reader>`, `vpcd:<port>`, `tcp:<host:port>`, `at:<device>`, `exec:<command>`; it is only asked
    #[arg(long, value_name = "WAY", conflicts_with = "target")]
    card: Option<String>,
    /// As in `run`: whether the card is on the list is said
    #[arg(long, value_name = "EID", requires = "card")]
    allow_eid: Vec<String>,
    /// As in `run`
    #[arg(long, requires = "card")]
    allow_destructive: bool,
    #[command(flatten)]
    card_way: CardWay,
    /// Credentials for our side: a directory named as SGP.26 names its files
    #[arg(long, value_name = "DIR", conflicts_with = "target")]
    credentials: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Examines, and gives the exit code: 3 where a run would be inconclusive.
    pub async fn run(self) -> u8 {
        match self.inner().await {
            Ok(code) | Err(code) => code,
        }
    }

    async fn inner(self) -> Result<u8, u8> {
        let set = Arc::new(prepare::cases(None)?);
        let settings = Settings {
            target: self.target.clone(),
            card: self.card.clone().map(|way| CardSettings {
                way,
                // Nothing is written: whoever it is may be looked at.
                allowed: None,
                destructive: self.allow_destructive,
                budget: None,
                switch: false,
                channel: self.card_way.channel(Duration::MAX),
                // It is only asked.
                options: IsdrOptions { terminal_profile: false, ..self.card_way.isdr() },
                words: String::new(),
            }),
            credentials: self.credentials.clone(),
            plain: false,
            seed: None,
            key_log: None,
        };
        let mut instances = set.instances.clone();
        let only = match (&self.target, &self.card) {
            (Some(_), _) => Some(Entity::SmDpPlus),
            (None, Some(_)) => Some(Entity::Euicc),
            (None, None) => None,
        };
        instances.retain(|instance| only.is_none_or(|only| instance.entity() == only));
        let prepared = prepare::bench(set.clone(), &settings, prepare::honest(), prepare::honest()).await?;
        let bench = &prepared.bench;
        let mut lines: Vec<Line> = Vec::new();
        if only != Some(Entity::Euicc) {
            lines.extend(server::examine(bench).await);
        }
        if let Some(card) = bench.card.as_ref().filter(|_| only != Some(Entity::SmDpPlus)) {
            lines.extend(card::examine(card, self.card.as_ref().map(|_| &self.allow_eid[..])).await);
        }
        let Foreseen { run, reasons, short } = foresee::foresee(bench, &instances);
        let good = lines.iter().all(|(good, ..)| *good);
        if self.json {
            let rows: Vec<_> = lines
                .iter()
                .map(|(good, what, says)| serde_json::json!({ "good": good, "what": what, "says": says }))
                .collect();
            let json = serde_json::json!({ "checks": rows, "verdicts": run, "not-applicable": reasons, "inconclusive": short });
            say!("{json:#}");
        } else {
            for (good, what, says) in &lines {
                say!("{} {what}: {says}", if *good { "ok  " } else { "BAD " });
            }
            say!("{run} verdicts will run, {} will not:", reasons.values().chain(short.values()).sum::<usize>());
            for (reason, count) in reasons.iter().chain(&short) {
                say!("  {count:4}  {reason}");
            }
        }
        Ok(if good { exit::OK } else { exit::INCONCLUSIVE })
    }
}
