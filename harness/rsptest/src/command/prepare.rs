//! What `run`, `list`, `doctor` and `selfcheck` share: cases, selection, target, bench.

use super::colour;
use crate::DEFAULT_SEED;
use crate::bench::{Bench, Credentials, MovedClock};
use crate::case::{self, CaseSet, Instance};
use crate::diagnostic::{Diagnostics, Paint, Severity};
use crate::engine::verdict::exit;
use crate::target::{self, Embedded};
use rsp_conduct::{Clock, Conduct, Entropy as _, Honest};
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

/// How the bench is to be set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A target file; the embedded reference where absent.
    pub target: Option<PathBuf>,
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
    let (target, credentials, desk, embedded, listener);
    match &settings.target {
        Some(path) => {
            command.push_str(&format!(" --target {}", path.display()));
            let loaded = target::load(path, settings.key_log.clone()).await.map_err(|diagnostic| {
                print(&diagnostic.into());
                exit::USAGE
            })?;
            (target, credentials, desk) = (Arc::new(loaded.target), Arc::new(loaded.credentials), loaded.desk);
            (embedded, listener) = (None, loaded.listener);
        }
        None => {
            let own = match &settings.credentials {
                Some(dir) => Credentials::from_dir(dir, DEFAULT_SEED.as_bytes())
                    .map_err(|says| super::usage(format!("credentials in {}: {says}", dir.display())))?,
                None => Credentials::own(DEFAULT_SEED.as_bytes()),
            };
            if let Some(dir) = &settings.credentials {
                command.push_str(&format!(" --credentials {}", dir.display()));
            }
            if settings.plain {
                command.push_str(" --scheme http");
            }
            let made =
                target::embedded(&own, conduct, clock.clone(), &seed, !settings.plain, settings.key_log.clone()).await;
            let mut made = made.map_err(|says| {
                eprintln!("rsptest: {says}");
                exit::BROKEN
            })?;
            target = made.target.take().ok_or(exit::BROKEN)?;
            desk = made.desk.take();
            credentials = Arc::new(own);
            (embedded, listener) = (Some(made), None);
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

/// The honest conduct.
pub fn honest() -> Arc<dyn Conduct> {
    Arc::new(Honest)
}
