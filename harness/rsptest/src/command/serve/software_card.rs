//! The software card of `serve euicc`: whose identity it has, what is installed on it, where its state is kept.

use super::kept_card::kept;
use super::package::Package;
use crate::DEFAULT_SEED;
use crate::bench::Credentials;
use clap::Args;
use rsp_conduct::Context;
use rsp_euicc::profile::Platform;
use rsp_euicc::{Card, Euicc, IsdpState};
use std::path::PathBuf;
use std::sync::Arc;

/// What the card is and holds.
#[derive(Debug, Args)]
pub struct SoftwareCard {
    /// Credentials: a directory named as SGP.26 names its files; our own test PKI where absent
    #[arg(long, value_name = "DIR")]
    credentials: Option<PathBuf>,
    /// Keep the card's state in this file, which one card at a time has; made where it does not exist, beside it
    /// FILE.previous and FILE.lock
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// A profile package (DER) that is on a new card from the start, the first of several enabled; a card whose --state
    /// exists keeps the profiles it has
    #[arg(long, value_name = "DER")]
    profile: Vec<PathBuf>,
    /// What its random octets follow from; random where absent
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
}

impl SoftwareCard {
    /// Makes the card; `tell` gets a line about each thing that is worth one.
    pub fn make(&self, tell: &dyn Fn(&str)) -> Result<Card, String> {
        let credentials = match &self.credentials {
            Some(dir) => Credentials::from_dir(dir, DEFAULT_SEED.as_bytes())
                .map_err(|says| format!("credentials in {}: {says}", dir.display()))?,
            None => Credentials::own(DEFAULT_SEED.as_bytes()),
        };
        let identity = credentials.card_of_every_ci()?;
        let entropy: Arc<dyn rsp_conduct::Entropy> = match &self.seed {
            Some(seed) => Arc::new(rsp_crypto::SeededEntropy::new(format!("{seed}/euicc").as_bytes())),
            None => Arc::new(rsp_crypto::OsEntropy),
        };
        let context = Context::honest(entropy);
        tell(&format!("eUICC, EID {} ({})", hex::encode(identity.eid), credentials.source));
        let (mut euicc, new) = match &self.state {
            None => (Euicc::new(context, identity), true),
            Some(path) => kept(path, context, identity, tell)?,
        };
        if new {
            self.preload(&mut euicc, tell)?;
        } else if !self.profile.is_empty() {
            // What was enabled, disabled and deleted since is the card's, also when it is started with the same words.
            tell(&format!(
                "  --profile is for a new card, nothing was put on this one: its state has {} of its own; name another --state for a new card, or use `rsptest lpa download`",
                profiles(euicc.profiles().len())
            ));
        }
        Ok(Card::new(euicc))
    }

    /// Puts the packages on a new card. All are read before the first is on it: a card that is half made would be no
    /// new card any more.
    fn preload(&self, euicc: &mut Euicc, tell: &dyn Fn(&str)) -> Result<(), String> {
        let mut free = usize::try_from(euicc.identity().info2.free_non_volatile).unwrap_or(usize::MAX);
        let mut read = Vec::new();
        for path in &self.profile {
            let says = |says: String| format!("--profile {}: {says}", path.display());
            let package = Package::read(path, &Platform::new(&euicc.identity().info2, free)).map_err(says)?;
            free = free.saturating_sub(package.profile.size());
            read.push(package);
        }
        for (at, package) in read.into_iter().enumerate() {
            let state = if at == 0 { IsdpState::Enabled } else { IsdpState::Disabled };
            let path = package.path.display();
            let line = package.put_on(euicc, state).map_err(|says| format!("--profile {path}: {says}"))?;
            tell(&format!("  {line}"));
        }
        Ok(())
    }
}

fn profiles(count: usize) -> String {
    if count == 1 { "1 profile".into() } else { format!("{count} profiles") }
}
