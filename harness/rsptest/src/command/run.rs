//! `rsptest run`: the suite against a target.

use super::card_way::CardWay;
use super::prepare::{self, CardSettings, Settings};
use super::{colour, usage};
use crate::baseline::Baseline;
use crate::bench::{AS_FOUND_FILE, AsFound, Bench};
use crate::case::{Entity, Instance};
use crate::engine::event::{Event, Listener as _, RunInfo};
use crate::engine::verdict::{Counts, Verdict, exit};
use crate::engine::{self, Schedule};
use crate::report::terminal::{Options, Terminal};
use crate::report::trace::TraceOptions;
use crate::report::{OutDir, Reports, utc_now};
use clap::Args;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A card is waited for so much longer than one exchange may take when a run is stopped.
const PATIENCE: Duration = Duration::from_secs(10);

/// Run cases against a target, or against the embedded reference.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest run\n  rsptest run --target smdpp.yaml sgp22/sm-dp-plus/es9plus/authenticate-client\n  rsptest run 'sgp22/*/bad-euicc-signature1*' --verbose\n  rsptest run --target smdpp.yaml --baseline known.yaml --shard 2/8 --out reports/ci"
)]
pub struct Run {
    /// Cases: full ids, leading parts of ids, or patterns with `*`; all where none is given
    cases: Vec<String>,
    /// What is under test; the embedded reference SM-DP+ where absent
    #[arg(long, value_name = "FILE")]
    target: Option<PathBuf>,
    /// A card under test: `pcsc:<reader>`, `vpcd:<port>`, `tcp:<host:port>`, `at:<device>`, `exec:<command>`
    #[arg(long, value_name = "WAY", conflicts_with = "target")]
    card: Option<String>,
    /// A card with this EID may be tested; can be given more than once
    #[arg(long, value_name = "EID", requires = "card", value_parser = eid)]
    allow_eid: Vec<String>,
    /// Cases that cannot be undone (eUICCMemoryReset) may run, where the card holds no profile but ours
    #[arg(long, requires = "card")]
    allow_destructive: bool,
    /// A profile of ours may take the place of the one in use, which is enabled again after the case
    #[arg(long, requires = "card")]
    allow_switch: bool,
    /// Nothing writes to the card any more after so many commands that write; only putting it back goes on
    #[arg(long, value_name = "N", requires = "card")]
    write_budget: Option<usize>,
    #[command(flatten)]
    card_way: CardWay,
    /// Credentials for the embedded reference and our peers: a directory named as SGP.26 names its files
    #[arg(long, value_name = "DIR", conflicts_with = "target")]
    credentials: Option<PathBuf>,
    /// `http`: the embedded reference without TLS
    #[arg(long, value_name = "SCHEME", value_parser = ["http", "https"], default_value = "https", conflicts_with = "target")]
    scheme: String,
    /// Cases from this folder in place of the embedded ones
    #[arg(long, value_name = "DIR")]
    cases_dir: Option<PathBuf>,
    /// What everything random follows from
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
    /// Cases at a time; the target's limit where absent
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Where reports are written; reports/<time> where absent
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also write JUnit to this file
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Known deviations
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Only the cases of this part, for example 2/8
    #[arg(long, value_name = "M/N")]
    shard: Option<String>,
    /// A SHOULD that does not hold counts as a finding
    #[arg(long)]
    strict: bool,
    /// Stop after the first finding
    #[arg(long)]
    fail_fast: bool,
    /// A line for every verdict
    #[arg(long, short)]
    verbose: bool,
    /// Results as JSON on standard output in place of the tree
    #[arg(long)]
    json: bool,
    /// Keep TLS secrets beside the traces (SSLKEYLOGFILE format)
    #[arg(long)]
    key_log: bool,
    /// No traces
    #[arg(long)]
    no_traces: bool,
    /// No case takes longer than this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    case_limit: u64,
}

impl Run {
    /// Runs, and gives the exit code.
    pub async fn run(self) -> u8 {
        match self.inner().await {
            Ok(code) | Err(code) => code,
        }
    }

    /// Ends a run that was interrupted: the card is put back as it was found, once the case that had it has let it go.
    async fn stopped(&self, bench: &Bench, as_found: Option<&Path>) -> u8 {
        // The embedded one ends with the run.
        let Some(card) = bench.card.as_ref().filter(|card| !card.safety.nobodys) else {
            eprintln!("rsptest: stopped");
            return exit::STOPPED;
        };
        eprintln!("rsptest: stopping; the card is being put back as it was found");
        let patience = self.card_way.exchange(Duration::from_secs(self.case_limit)) + PATIENCE;
        let put_back = match tokio::time::timeout(patience, card.slot.clone().lock_owned()).await {
            Ok(mut slot) => tokio::task::spawn_blocking(move || slot.restore()).await,
            Err(_) => Ok(Err("it is still at work on a command".into())),
        };
        let put_back = put_back.map_err(|error| error.to_string()).and_then(|restored| restored);
        if let Err(says) = put_back {
            eprintln!("rsptest: it could not be put back: {says}; {}", self.way_out(as_found));
        } else {
            eprintln!("rsptest: stopped; the card is as it was found");
        }
        exit::STOPPED
    }

    /// Why the card is not as it was found after the last case; a last attempt to put it back is made.
    async fn left_behind(bench: &Bench) -> Option<String> {
        let card = bench.card.as_ref().filter(|card| !card.safety.nobodys)?;
        let mut slot = card.slot.clone().lock_owned().await;
        if !slot.dirty && slot.astray.is_none() {
            return None;
        }
        let restored = tokio::task::spawn_blocking(move || slot.restore()).await;
        restored.map_err(|error| error.to_string()).and_then(|restored| restored).err()
    }

    /// What to do about a card that could not be put back.
    fn way_out(&self, as_found: Option<&Path>) -> String {
        let way = self.card.as_deref().unwrap_or_default();
        let eids: String = self.allow_eid.iter().map(|eid| format!(" --allow-eid {eid}")).collect();
        let from = as_found.map(|path| format!(" --as-found {}", path.display())).unwrap_or_default();
        format!(
            "`rsptest lpa --card '{way}' list` shows what is there, `rsptest cleanup --card '{way}'{eids}{from}` puts it back"
        )
    }

    /// Writes down what is on somebody's card before the first case; the file outlives a run that is killed.
    async fn write_down(&self, bench: &Bench, out: &OutDir) -> Result<Option<PathBuf>, String> {
        let Some(card) = bench.card.as_ref().filter(|card| !card.safety.nobodys) else { return Ok(None) };
        let path = out.path().join(AS_FOUND_FILE);
        AsFound { eid: card.eid, snapshot: card.slot.lock().await.snapshot.clone() }.write(&path)?;
        Ok(Some(path))
    }

    /// Says what cannot be undone before it is done, and what an earlier run has left.
    fn announce(&self, bench: &Bench, instances: &[Instance]) {
        let Some(card) = bench.card.as_ref().filter(|card| !card.safety.nobodys) else { return };
        if card.left_over > 0 {
            eprintln!(
                "rsptest: {} profiles with ICCIDs of our SM-DP+ are on the card, of a run that was cut off or of a download by hand, and are left as they are; `rsptest cleanup --card '{}' --allow-eid {} --dry-run` says what deleting them would take",
                card.left_over,
                self.card.as_deref().unwrap_or_default(),
                hex::encode_upper(card.eid)
            );
        }
        let wipes = |instance: &&Instance| instance.case.destructive && card.lacking(instance).is_none();
        let count = instances.iter().filter(wipes).count();
        if count > 0 {
            eprintln!(
                "rsptest: {count} of these verdicts cannot be undone: they delete every profile and load revocation lists on the card {}",
                hex::encode_upper(card.eid)
            );
        }
    }

    /// Why nothing is left of the cases that were named: they test something else than what is under test.
    fn elsewhere(&self, only: Entity) -> String {
        let named = self.cases.join(" ");
        match only {
            Entity::Euicc => format!(
                "{named} tests a server, and --card puts a card under test; for this card: rsptest run --card '{}' sgp22/euicc; for a server give --target in place of --card (rsptest target new sm-dp-plus > smdpp.yaml), and name there a card that is to sign for our side: credentials: {{ card: ... }}",
                self.card.as_deref().unwrap_or_default()
            ),
            Entity::SmDpPlus => format!(
                "{named} tests a card, and --target names a server; give the card in place of it: rsptest run --card WAY {named}"
            ),
        }
    }

    async fn inner(self) -> Result<u8, u8> {
        let set = Arc::new(prepare::cases(self.cases_dir.as_deref())?);
        let mut instances: Vec<_> =
            set.instances.iter().filter(|instance| prepare::selected(instance, &self.cases)).cloned().collect();
        // What a target file or a way to a card names is one entity; the embedded references are all.
        let only = match (&self.target, &self.card) {
            (Some(_), _) => Some(Entity::SmDpPlus),
            (None, Some(_)) => Some(Entity::Euicc),
            (None, None) => None,
        };
        let chosen = instances.len();
        instances.retain(|instance| only.is_none_or(|only| instance.entity() == only));
        let elsewhere = only.filter(|_| instances.is_empty() && chosen > 0).map(|only| self.elsewhere(only));
        if let Some(shard) = &self.shard {
            let (part, parts) = shard_of(shard).map_err(usage)?;
            let mut index = 0;
            instances.retain(|_| {
                index += 1;
                index % parts == part % parts
            });
        }
        let baseline = match &self.baseline {
            Some(path) => Some(Baseline::load(path).map_err(|diagnostic| {
                prepare::print(&diagnostic.into());
                exit::USAGE
            })?),
            None => None,
        };
        let stale = match &baseline {
            Some(baseline) => baseline.stale(set.instances.iter().map(|instance| instance.key.full())),
            None => Vec::new(),
        };
        if !stale.is_empty() {
            // Said at once; the exit code comes at the end, because a finding is worth more than a stale entry.
            eprintln!("rsptest: the baseline names cases that are not there: {}", stale.join(", "));
        }
        if let Some(says) = elsewhere {
            eprintln!("rsptest: no case is selected: {says}");
            return Err(concluded(exit::NOTHING_RAN, !stale.is_empty()));
        }
        let card = self.card.clone().map(|way| CardSettings {
            way,
            allowed: Some(self.allow_eid.clone()),
            destructive: self.allow_destructive,
            budget: self.write_budget,
            switch: self.allow_switch,
            // A case cannot be ended while the card is waited for.
            channel: self.card_way.channel(Duration::from_secs(self.case_limit)),
            options: self.card_way.isdr(),
            words: self.card_way.words(),
        });
        let settings = Settings {
            target: self.target.clone(),
            card,
            credentials: self.credentials.clone(),
            plain: self.scheme == "http",
            seed: self.seed.clone(),
            key_log: self.key_log.then(Default::default),
        };
        let prepared = prepare::bench(set.clone(), &settings, prepare::honest(), prepare::honest()).await?;
        if instances.is_empty() {
            eprintln!("rsptest: no case is selected; `rsptest list` shows them");
            return Err(concluded(exit::NOTHING_RAN, !stale.is_empty()));
        }
        let bench = prepared.bench.clone();
        let target = &bench.target;
        let about = About::of(&bench, &instances);
        let info = RunInfo {
            product: about.product,
            entity: about.entity,
            versions: about.versions,
            options: about.options,
            tool_version: env!("CARGO_PKG_VERSION").into(),
            case_set: set.digest.clone(),
            seed: bench.seed.clone(),
            date: utc_now(),
            planned: instances.len(),
        };
        let problem = |error: std::io::Error| usage(format!("reports: {error}"));
        let out = OutDir::create(self.out.clone()).map_err(problem)?;
        let traces = (!self.no_traces).then_some(TraceOptions::default());
        let mut listeners = out.listeners(Reports { strict: self.strict, traces }).map_err(problem)?;
        if let Some(path) = &self.junit {
            let file = std::fs::File::create(path).map_err(|error| usage(format!("{}: {error}", path.display())))?;
            listeners.push(crate::report::junit::Junit::new(file).strict(self.strict).with_problems(out.problems()));
        }
        if !self.json {
            let options = Options {
                colour: colour(std::io::stdout().is_terminal()),
                progress: true,
                verbose: self.verbose,
                total: instances.len(),
            };
            listeners.push(Terminal::new(std::io::stdout(), options));
        }
        let schedule = Schedule {
            jobs: self.jobs.map_or(target.limits.parallel, usize::from),
            fail_fast: self.fail_fast,
            case_limit: Duration::from_secs(self.case_limit),
        };
        let problems = out.problems();
        let mut counts = Counts::default();
        let (sender, receiver) = std::sync::mpsc::channel();
        let listen = move |event: &Event| {
            let event = baseline.as_ref().map_or_else(|| event.clone(), |baseline| baseline.applied(event));
            if let Event::CaseFinished(_, result) = &event {
                counts.add(result.verdict);
            }
            if let Event::RunFinished { elapsed, .. } = &event {
                let _ = sender.send(counts.clone());
                listeners.event(&Event::RunFinished { counts: counts.clone(), elapsed: *elapsed });
                return;
            }
            listeners.event(&event);
        };
        self.announce(&bench, &instances);
        let as_found = self.write_down(&bench, &out).await.map_err(usage)?;
        let raw = tokio::select! {
            raw = engine::run(bench.clone(), instances, info, schedule, listen) => raw,
            stopped = interrupted() => {
                if !self.json {
                    say!("reports: {}", out.path().display());
                }
                return Err(match stopped {
                    Ok(()) => self.stopped(&bench, as_found.as_deref()).await,
                    Err(error) => usage(error),
                });
            }
        };
        let counts = receiver.try_recv().unwrap_or(raw.clone());
        let astray = Self::left_behind(&bench).await;
        if let Some(sink) = &settings.key_log {
            let path = out.path().join("tls-keys.log");
            let lines: String = sink.lines().iter().map(|line| format!("{line}\n")).collect();
            std::fs::write(&path, lines).map_err(|error| usage(format!("{}: {error}", path.display())))?;
        }
        let problems = problems.list();
        for problem in &problems {
            eprintln!("rsptest: reports: {problem}");
        }
        if self.json {
            let path = out.path().join("results.json");
            say_as_is!(
                "{}",
                std::fs::read_to_string(&path).map_err(|error| usage(format!("{}: {error}", path.display())))?
            );
        } else {
            say!("reports: {}", out.path().display());
        }
        // What the listeners never saw (a panic of our own) counts all the same, and so does a report that is not whole.
        if raw.of(Verdict::Broken) > 0 || !problems.is_empty() {
            return Ok(exit::BROKEN);
        }
        if let Some(says) = astray {
            eprintln!("rsptest: the card is NOT as it was found: {says}; {}", self.way_out(as_found.as_deref()));
            if counts.exit_code(self.strict) == exit::OK {
                return Ok(exit::INCONCLUSIVE);
            }
        }
        Ok(concluded(counts.exit_code(self.strict), !stale.is_empty()))
    }
}

/// What a run is about: the entities that its cases test.
struct About {
    product: String,
    entity: String,
    versions: Vec<(String, String)>,
    options: Vec<(String, bool)>,
}

impl About {
    fn of(bench: &Bench, instances: &[Instance]) -> Self {
        let tests = |entity| instances.iter().any(|instance| instance.entity() == entity);
        let mut about =
            Self { product: String::new(), entity: String::new(), versions: Vec::new(), options: Vec::new() };
        if tests(Entity::SmDpPlus) {
            let target = &bench.target;
            about.product.clone_from(&target.product);
            about.entity = "sm-dp-plus".into();
            about.versions.extend(target.specs.clone());
            about.options.extend(target.options.clone());
        }
        if let Some(card) = bench.card.as_ref().filter(|_| tests(Entity::Euicc)) {
            let and = if about.entity.is_empty() { "" } else { ", " };
            about.product = format!("{}{and}{}", about.product, card.product);
            about.entity = format!("{}{and}euicc", about.entity);
            if about.versions.is_empty() {
                about.versions.push(("SGP.22".into(), card.version.clone()));
            }
            about.options.extend(card.options.iter().map(|option| (option.clone(), true)));
        }
        about
    }
}

/// An EID: 32 digits.
pub(super) fn eid(text: &str) -> Result<String, String> {
    let whole = text.len() == 32 && text.bytes().all(|octet| octet.is_ascii_digit());
    if whole { Ok(text.to_owned()) } else { Err("an EID has 32 digits; `rsptest doctor --card` shows it".into()) }
}

/// Somebody asks the run to stop.
async fn interrupted() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => stopped,
            _ = ended.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The exit code where the baseline may be stale: that is worth more than a pass and than nothing that ran.
fn concluded(code: u8, stale: bool) -> u8 {
    if stale && matches!(code, exit::OK | exit::NOTHING_RAN) { exit::STALE_BASELINE } else { code }
}

fn shard_of(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
    parts.filter(|(part, parts)| *part >= 1 && part <= parts).ok_or_else(|| format!("{text:?} is no part such as 2/8"))
}
