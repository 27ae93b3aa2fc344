//! What `run`, `list`, `doctor` and `selfcheck` share: cases, selection, target, bench.

use super::colour;
use crate::DEFAULT_SEED;
use crate::bench::{Bench, CardBench, Credentials, MovedClock, Safety};
use crate::case::{self, CaseSet, Instance};
use crate::diagnostic::{Diagnostics, Paint, Severity};
use crate::engine::verdict::exit;
use crate::target::{self, Embedded, EmbeddedCard, Target};
use rsp_conduct::{Clock, Conduct, Entropy as _, Honest};
use rsp_consumer::lpa::IsdrOptions;
use rsp_euicc::CardOptions;
use rsp_transport::Server;
use rsp_transport::tls::KeyLogSink;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Reads and checks the cases; prints what is wrong and gives the exit code if anything is.
pub fn cases(folder: Option<&Path>) -> Result<CaseSet, u8> {
    let files = match folder {
        Some(folder) => case::folder(folder).map_err(|diagnostic| {
            print(&diagnostic.into());
            exit::USAGE
        })?,
        None => case::embedded(),
    };
    let (set, mut diagnostics) = case::load(&files);
    diagnostics.extend(case::lint(&set));
    if diagnostics.has_errors() {
        print(&diagnostics);
        return Err(exit::USAGE);
    }
    Ok(set)
}

/// Prints diagnostics on stderr.
pub fn print(diagnostics: &Diagnostics) {
    let paint = if colour(std::io::stderr().is_terminal()) { Paint::Coloured } else { Paint::Plain };
    eprintln!("{}", diagnostics.render(paint));
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count();
    eprintln!("{errors} {}", if errors == 1 { "error" } else { "errors" });
}

/// Whether an instance is selected: by full id, by a leading part of it, or by a pattern with `*`.
pub fn selected(instance: &Instance, selectors: &[String]) -> bool {
    let full = instance.key.full();
    let one = |selector: &String| {
        let selector = selector.trim_end_matches('/');
        if selector.contains('*') {
            return glob(selector, &full);
        }
        full == selector
            || full.strip_prefix(selector).is_some_and(|rest| rest.starts_with('/') || rest.starts_with('['))
    };
    selectors.is_empty() || selectors.iter().any(one)
}

fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

/// A card under test: the way to it, and what may be done to it.
#[derive(Debug, Clone)]
pub struct CardSettings {
    /// `pcsc:0`, `tcp:127.0.0.1:9000` and so on.
    pub way: String,
    /// EIDs that may be tested; any where it is only looked at.
    pub allowed: Option<Vec<String>>,
    /// Cases that cannot be undone may run.
    pub destructive: bool,
    /// Commands that write, over the whole run.
    pub budget: Option<usize>,
    /// A profile of ours may take the place of one that is not ours while a case runs.
    pub switch: bool,
    /// What the way is told.
    pub channel: rsp_transport::card::CardOptions,
    /// How an LPA writes its commands.
    pub options: IsdrOptions,
    /// What was said on the command line of both.
    pub words: String,
}

impl CardSettings {
    fn open(&self, credentials: &Credentials) -> Result<CardBench, u8> {
        let trouble = |says: String| {
            eprintln!("rsptest: {says}");
            exit::INCONCLUSIVE
        };
        if let Err(error) = self.way.parse::<rsp_transport::card::CardSpec>() {
            eprintln!("rsptest: {error}");
            return Err(exit::USAGE);
        }
        let way = rsp_transport::card::open(&self.way, &self.channel).map_err(|fault| trouble(fault.to_string()))?;
        let safety = Safety {
            nobodys: false,
            allowed: self.allowed.clone(),
            destructive: self.destructive,
            budget: self.budget,
            switch: self.switch,
        };
        CardBench::open(way, None, credentials, self.options.clone(), safety).map_err(trouble)
    }
}

/// How the bench is to be set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A target file; the embedded reference where absent.
    pub target: Option<PathBuf>,
    /// A card under test, in place of the embedded references.
    pub card: Option<CardSettings>,
    /// Credentials for the embedded reference.
    pub credentials: Option<PathBuf>,
    /// `http` for the embedded reference.
    pub plain: bool,
    /// What everything random follows from.
    pub seed: Option<String>,
    /// Where TLS secrets are kept, if they are.
    pub key_log: Option<Arc<KeyLogSink>>,
}

/// A bench with what must be kept alive behind it.
pub struct Prepared {
    /// The bench.
    pub bench: Arc<Bench>,
    /// The embedded reference, if it is the target: it listens as long as this is kept.
    _embedded: Option<Embedded>,
    _listener: Option<Server>,
}

/// Sets up a bench around a target, or around the embedded reference with this conduct.
pub async fn bench(
    set: Arc<CaseSet>,
    settings: &Settings,
    conduct: Arc<dyn Conduct>,
    peers_conduct: Arc<dyn Conduct>,
) -> Result<Prepared, u8> {
    let seed = settings.seed.clone().unwrap_or_else(|| DEFAULT_SEED.to_owned());
    let series = match (&settings.target, &settings.seed) {
        (Some(_), None) => hex::encode(fresh()),
        _ => seed.clone(),
    };
    let movable = Arc::new(MovedClock::default());
    let clock: Arc<dyn Clock> = movable.clone();
    let mut command = "rsptest run".to_owned();
    if seed != DEFAULT_SEED {
        command.push_str(&format!(" --seed {seed}"));
    }
    let (target, credentials, desk, signer, card, embedded, listener);
    match (&settings.target, &settings.card) {
        (Some(path), _) => {
            command.push_str(&format!(" --target {}", path.display()));
            let loaded = target::load(path, settings.key_log.clone()).await.map_err(|diagnostic| {
                print(&diagnostic.into());
                exit::USAGE
            })?;
            (target, credentials, desk) = (Arc::new(loaded.target), Arc::new(loaded.credentials), loaded.desk);
            (signer, card, embedded, listener) = (loaded.signer, None, None, loaded.listener);
        }
        (None, Some(chosen)) => {
            let own = credentials_of(settings, &mut command)?;
            command.push_str(&format!(" --card '{}'", chosen.way));
            command.push_str(&chosen.words);
            chosen.allowed.iter().flatten().for_each(|eid| command.push_str(&format!(" --allow-eid {eid}")));
            let flags = [(chosen.destructive, " --allow-destructive"), (chosen.switch, " --allow-switch")];
            flags.iter().filter(|(given, _)| *given).for_each(|(_, flag)| command.push_str(flag));
            card = Some(chosen.open(&own)?);
            (target, credentials, desk) = (Arc::new(Target::nobody()), Arc::new(own), None);
            (signer, embedded, listener) = (None, None, None);
        }
        (None, None) => {
            let own = credentials_of(settings, &mut command)?;
            if settings.plain {
                command.push_str(" --scheme http");
            }
            let broken = |says: String| {
                eprintln!("rsptest: {says}");
                exit::BROKEN
            };
            let software = EmbeddedCard {
                credentials: &own,
                conduct: conduct.clone(),
                clock: clock.clone(),
                seed: &seed,
                options: CardOptions::default(),
                slow: false,
                without: &[],
            };
            card = Some(software.open().map_err(broken)?);
            let made =
                target::embedded(&own, conduct, clock.clone(), &seed, !settings.plain, settings.key_log.clone()).await;
            let mut made = made.map_err(broken)?;
            target = made.target.take().ok_or(exit::BROKEN)?;
            desk = made.desk.take();
            credentials = Arc::new(own);
            (signer, embedded, listener) = (None, Some(made), None);
        }
    }
    let roots = credentials.roots();
    let restarter = embedded.as_ref().map(Embedded::restarter);
    let bench = Bench {
        set,
        target,
        credentials,
        roots,
        seed,
        series,
        clock,
        // A target of somebody else has a clock of its own.
        movable: embedded.is_some().then_some(movable),
        peers_conduct,
        desk,
        command,
        signer,
        card,
        dead: AtomicBool::new(false),
        restarter,
    };
    Ok(Prepared { bench: Arc::new(bench), _embedded: embedded, _listener: listener })
}

/// Octets that no run before had.
fn fresh() -> [u8; 4] {
    let mut octets = [0; 4];
    rsp_crypto::OsEntropy.fill("series", b"", &mut octets);
    octets
}

/// Our credentials where no target file names any.
fn credentials_of(settings: &Settings, command: &mut String) -> Result<Credentials, u8> {
    let Some(dir) = &settings.credentials else { return Ok(Credentials::own(DEFAULT_SEED.as_bytes())) };
    command.push_str(&format!(" --credentials {}", dir.display()));
    Credentials::from_dir(dir, DEFAULT_SEED.as_bytes())
        .map_err(|says| super::usage(format!("credentials in {}: {says}", dir.display())))
}

/// The honest conduct.
pub fn honest() -> Arc<dyn Conduct> {
    Arc::new(Honest)
}
