//! The software card of `serve euicc`: whose identity it has, what is installed on it, where its state is kept.

use crate::DEFAULT_SEED;
use crate::bench::Credentials;
use clap::Args;
use rsp_asn1::tlv;
use rsp_conduct::{Context, Honest};
use rsp_consumer::iccid;
use rsp_euicc::profile::{Platform, install};
use rsp_euicc::{Card, Euicc, FileStore, IsdpState, Personalisation, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A card that had the state before may still be ending: a driver of `exec:` is started anew for every command.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the card is and holds.
#[derive(Debug, Args)]
pub struct SoftwareCard {
    /// Credentials: a directory named as SGP.26 names its files; our own test PKI where absent
    #[arg(long, value_name = "DIR")]
    credentials: Option<PathBuf>,
    /// Keep the card's state in this file; made where it does not exist
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// A profile package (DER) that is on the card from the start; the first of several is enabled
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
        let mut euicc = match &self.state {
            None => Euicc::new(context, identity),
            Some(path) => {
                let says = |error: StoreError| format!("--state {}: {error}", path.display());
                let store = Box::new(FileStore::exclusive(path, PATIENCE).map_err(says)?);
                let (euicc, refused) =
                    Euicc::open(context, identity, Personalisation::default(), store).map_err(says)?;
                if let Some(refused) = refused {
                    tell(&format!("  state {}: {refused}; the state before it is used", path.display()));
                }
                euicc
            }
        };
        for (at, path) in self.profile.iter().enumerate() {
            let state = if at == 0 { IsdpState::Enabled } else { IsdpState::Disabled };
            let line =
                preload(&mut euicc, path, state).map_err(|says| format!("--profile {}: {says}", path.display()))?;
            tell(&format!("  {line}"));
        }
        Ok(Card::new(euicc))
    }
}

/// Puts the profile of a package on the card, unless a profile of its ICCID is there; says which it is.
fn preload(euicc: &mut Euicc, path: &Path, state: IsdpState) -> Result<String, String> {
    let package = std::fs::read(path).map_err(|error| error.to_string())?;
    let info = &euicc.identity().info2;
    let used: usize = euicc.profiles().iter().filter_map(|there| there.installed.as_ref()).map(|it| it.size()).sum();
    let total = usize::try_from(info.free_non_volatile).unwrap_or(usize::MAX);
    let platform = Platform::new(info, total.saturating_sub(used));
    let profile = install(&package, &platform, &Honest).map_err(|failure| failure.to_string())?.profile;
    // The header has the digits in reading order.
    let iccid = profile.header.iccid.map(|octet| octet.rotate_left(4));
    let digits = iccid::from_ef(&iccid);
    if euicc.profiles().iter().any(|there| there.iccid == iccid) {
        return Ok(format!("profile {digits} is on the card already"));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    // profileName: at most 64 octets of whole characters.
    let mut name = profile.header.profile_type.clone().filter(|name| !name.is_empty()).unwrap_or(stem);
    while name.len() > 64 {
        name.pop();
    }
    let fields =
        [tlv::wrap(0x5A, &[&iccid]), tlv::wrap(0x91, &[b"rsptest"]), tlv::wrap(0x92, &[name.as_bytes()])].concat();
    let metadata = tlv::wrap(0xBF25, &[&fields]);
    let aid = euicc.preload(iccid, metadata, profile, state).map_err(|error| error.to_string())?;
    let aid = aid.ok_or("no AID for an ISD-P is free")?;
    let word = if state == IsdpState::Enabled { "enabled" } else { "disabled" };
    Ok(format!("profile {digits}, {name}, {word} in {}", hex::encode_upper(aid)))
}
