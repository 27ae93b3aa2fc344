//! `rsptest doctor`: what a target will and will not allow, before a run.

use super::prepare::{self, Settings};
use crate::bench::{Bench, OrderKind};
use crate::case::{CardName, Instance};
use crate::engine::verdict::exit;
use clap::Args;
use rsp_crypto::Curve;
use rsp_transport::prober::{ClientHelloSpec, ProbeOutcome, probe};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Examine a target before a run.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rsptest doctor --target smdpp.yaml")]
pub struct Doctor {
    /// The target file; the embedded reference where absent
    #[arg(long, value_name = "FILE")]
    target: Option<PathBuf>,
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
            card: None,
            credentials: None,
            plain: false,
            seed: None,
            key_log: None,
        };
        let prepared = prepare::bench(set.clone(), &settings, prepare::honest(), prepare::honest()).await?;
        let bench = &prepared.bench;
        let target = &bench.target;
        let mut lines: Vec<(bool, String, String)> = Vec::new();
        let mut say = |good: bool, what: &str, says: String| lines.push((good, what.to_owned(), says));

        if target.tls.is_some() {
            let hello = ClientHelloSpec::tls12(&target.address, &[0xC02B, 0xC023, 0xC02C]);
            let outcome = probe(&target.connect, &hello, Duration::from_secs(5)).await;
            match outcome {
                ProbeOutcome::ServerHello(hello) => {
                    say(true, "TLS 1.2", format!("suite {:04X} at {}", hello.suite, target.connect));
                }
                other => say(false, "TLS 1.2", format!("{} answered {other:?}", target.connect)),
            }
        } else {
            say(true, "TLS", "none: the scheme is http".into());
        }
        match bench.probe_alive().await {
            Ok(()) => say(true, "ES9+", "InitiateAuthentication is answered".into()),
            Err(error) => say(false, "ES9+", error),
        }
        say(true, "credentials", bench.credentials.source.clone());
        for curve in Curve::ALL {
            say(true, "credential level", format!("{curve}: {:?}", bench.credentials.level(curve)));
        }
        for line in bench.credentials.report(bench.clock.now()) {
            say(true, "credentials", line);
        }
        match target.orders.listed() {
            Some(listed) => {
                for (kind, count) in listed {
                    say(count > 0, "orders", format!("{}: {count}", kind.name()));
                }
            }
            None => say(true, "orders", "made for each case".into()),
        }
        let Foreseen { run, reasons, short } = foresee(bench, &set.instances);
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

/// What a run would do.
struct Foreseen {
    /// Verdicts that will run.
    run: usize,
    /// Why others are not applicable, and how many.
    reasons: BTreeMap<String, usize>,
    /// Why others will be inconclusive: for want of orders.
    short: BTreeMap<String, usize>,
}

/// Goes through all verdicts as a run does, and takes the orders of the lists without using them.
fn foresee(bench: &Bench, instances: &[Instance]) -> Foreseen {
    let mut foreseen = Foreseen { run: 0, reasons: BTreeMap::new(), short: BTreeMap::new() };
    let listed = bench.target.orders.listed();
    let mut left = listed.clone();
    for instance in instances {
        let lacking = bench.lacking(instance).or_else(|| bench.identity(&instance.case.card, CardName::Card).err());
        if let Some(reason) = lacking {
            *foreseen.reasons.entry(reason).or_default() += 1;
            continue;
        }
        let empty = left.as_mut().and_then(|left| orders(instance).into_iter().find(|kind| !take(left, *kind)));
        match empty {
            None => foreseen.run += 1,
            Some(kind) => {
                let had = listed.as_ref().and_then(|listed| listed.get(&kind)).copied().unwrap_or_default();
                let says = match had {
                    0 => format!("the target file lists no order of kind {}: the list is empty", kind.name()),
                    had => format!("the {had} orders of kind {} in the target file are used up before", kind.name()),
                };
                *foreseen.short.entry(says).or_default() += 1;
            }
        }
    }
    foreseen
}

/// The orders that a case takes, one after the other.
fn orders(instance: &Instance) -> Vec<OrderKind> {
    let steps = instance.case.tested().filter_map(|step| Some((step.order.as_ref()?, step.repeat.unwrap_or(1))));
    let kinds = steps.filter_map(|(kind, times)| Some(std::iter::repeat_n(OrderKind::named(kind)?, times as usize)));
    kinds.flatten().collect()
}

fn take(left: &mut BTreeMap<OrderKind, usize>, kind: OrderKind) -> bool {
    let left = left.entry(kind).or_default();
    let there = *left > 0;
    *left = left.saturating_sub(1);
    there
}
