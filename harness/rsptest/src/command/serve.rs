//! `rsptest serve`: reference entities on real sockets, for a lab.

mod euicc;
mod kept_card;
mod package;
mod software_card;

use super::usage;
use crate::DEFAULT_SEED;
use crate::bench::{Credentials, OrderKind};
use crate::engine::verdict::exit;
use crate::lab::{self, LabSmDpPlus, SmDpPlusSettings, order_kinds};
use crate::read_whole::{LARGEST, read_whole};
use clap::{Args, Subcommand};
use rsp_conduct::{Honest, SystemClock};
use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

/// Serve a reference entity.
#[derive(Debug, Subcommand)]
pub enum Serve {
    /// An SM-DP+: ES9+ (JSON and ASN.1) and ES2+
    SmDpPlus(ServeSmDpPlus),
    /// An eUICC: a software card behind a reader, a socket, a modem
    Euicc(euicc::ServeEuicc),
}

/// An SM-DP+.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest serve sm-dp-plus --orders 3\n  rsptest serve sm-dp-plus --package mine.der --orders 1\n  rsptest serve sm-dp-plus --target-file that.yaml &\n  rsptest run --target that.yaml"
)]
pub struct ServeSmDpPlus {
    /// Where ES9+ listens
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:18443")]
    listen: String,
    /// Where ES2+ listens
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:18444")]
    es2plus: String,
    /// Credentials: a directory named as SGP.26 names its files; our own test PKI where absent
    #[arg(long, value_name = "DIR")]
    credentials: Option<PathBuf>,
    /// `http`: without TLS
    #[arg(long, value_name = "SCHEME", value_parser = ["http", "https"], default_value = "https")]
    scheme: String,
    /// A profile package of your own (DER, unprotected), which open orders then give; each copy has an ICCID of its own
    #[arg(long, value_name = "DER")]
    package: Option<PathBuf>,
    /// Make so many open orders and print their activation codes
    #[arg(long, value_name = "N", default_value_t = 0)]
    orders: usize,
    /// Where the operator hears of progress (ES2+.HandleDownloadProgressInfo; mutual TLS with https)
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:18445")]
    operator: String,
    /// Write a target file for `rsptest run --target`
    #[arg(long, value_name = "FILE")]
    target_file: Option<PathBuf>,
    /// What its random octets follow from; random where absent
    #[arg(long, value_name = "TEXT")]
    seed: Option<String>,
}

impl Serve {
    /// Serves until it is interrupted, and gives the exit code.
    pub async fn run(self) -> u8 {
        match self {
            Self::SmDpPlus(settings) => settings.run().await,
            Self::Euicc(settings) => settings.run().await,
        }
    }
}

impl ServeSmDpPlus {
    async fn run(self) -> u8 {
        let credentials = match &self.credentials {
            Some(dir) => match Credentials::from_dir(dir, DEFAULT_SEED.as_bytes()) {
                Ok(credentials) => credentials,
                Err(says) => return usage(format!("credentials in {}: {says}", dir.display())),
            },
            None => Credentials::own(DEFAULT_SEED.as_bytes()),
        };
        let mut profile_types = lab::profile_types(lab::HOST);
        if let Some(path) = &self.package {
            let read = read_whole(path, LARGEST).map_err(|error| error.to_string());
            match read.and_then(|octets| lab::own_package(octets, lab::HOST)) {
                Ok(own) => profile_types.push(own),
                Err(says) => return usage(format!("--package {}: {says}", path.display())),
            }
        }
        let tls = self.scheme == "https";
        let started = LabSmDpPlus::start(SmDpPlusSettings {
            credentials: &credentials,
            conduct: Arc::new(Honest),
            clock: Arc::new(SystemClock),
            seed: self.seed.clone(),
            es9plus: self.listen.clone(),
            es2plus: self.es2plus.clone(),
            tls,
            operator: Some(self.operator.clone()),
            profile_types,
            crl: None,
        })
        .await;
        let lab = match started {
            Ok(lab) => lab,
            Err(says) => return usage(says),
        };
        say!("SM-DP+ {} ({}), OID {}", lab::HOST, credentials.source, lab::OID);
        say!("  ES9+  {}://{}", self.scheme, lab.es9plus.address());
        say!("  ES2+  {}://{}{}", self.scheme, lab.es2plus.address(), if tls { " (mutual TLS)" } else { "" });
        for number in 0..self.orders {
            match order(&lab, number, self.open_type()).await {
                Ok(matching_id) => say!("  order LPA:1${}${matching_id}", lab::HOST),
                Err(says) => return usage(format!("an order could not be made: {says}")),
            }
        }
        if let Some(path) = &self.target_file {
            let text = self.target(&lab);
            if let Err(error) = std::fs::write(path, text) {
                return usage(format!("{}: {error}", path.display()));
            }
            say!("  target file {}", path.display());
        }
        say!("serving; stop with Ctrl-C");
        match tokio::signal::ctrl_c().await {
            Ok(()) => exit::OK,
            Err(error) => usage(error),
        }
    }

    /// The profile type that open orders give.
    fn open_type(&self) -> &'static str {
        if self.package.is_some() { lab::OWN_PACKAGE } else { "rsptest-generic" }
    }

    fn target(&self, lab: &LabSmDpPlus) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "target: sm-dp-plus\nproduct: rsptest serve sm-dp-plus\naddress: {}", lab::HOST);
        let (es9plus, es2plus) = (dialled(lab.es9plus.address()), dialled(lab.es2plus.address()));
        let _ = writeln!(text, "connect: \"{es9plus}\"\nscheme: {}\noid: \"{}\"", self.scheme, lab::OID);
        if let Some(dir) = &self.credentials {
            let dir = std::fs::canonicalize(dir).unwrap_or_else(|_| dir.clone());
            let _ = writeln!(text, "credentials: {{ from: {:?} }}", dir.display().to_string());
        }
        text.push_str("declares:\n  SGP.22: \"2.5\"\n  options:\n");
        for option in crate::target::options::OPTIONS {
            let _ = writeln!(text, "    {}: true", option.name);
        }
        let _ = writeln!(text, "orders:\n  by: es2plus\n  address: \"{es2plus}\"\n  call-back: {:?}", self.operator);
        text.push_str("  profile-types:\n");
        for (kind, name) in order_kinds() {
            let name = if kind == OrderKind::Open { self.open_type() } else { name };
            let _ = writeln!(text, "    {}: {name}", kind.name());
        }
        text
    }
}

/// Where somebody on this machine reaches a listener: not everywhere is 0.0.0.0 a place to dial.
fn dialled(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

async fn order(lab: &LabSmDpPlus, number: usize, profile_type: &str) -> Result<String, String> {
    let role = &lab.role;
    let (owner, call) = ("2.999.20", format!("serve-{number}"));
    let order = DownloadOrder { profile_type: Some(profile_type.to_owned()), ..DownloadOrder::default() };
    let reserved = role.download_order(owner, &call, order).await.map_err(|refusal| refusal.to_string())?;
    let iccid = reserved.get("iccid").and_then(|iccid| iccid.as_str()).unwrap_or_default().to_owned();
    let confirm = ConfirmOrder { iccid, release_flag: true, ..ConfirmOrder::default() };
    let confirmed = role.confirm_order(owner, &call, confirm).await.map_err(|refusal| refusal.to_string())?;
    let matching_id = confirmed.get("matchingId").and_then(|id| id.as_str());
    matching_id.map(str::to_owned).ok_or_else(|| "no matchingId".into())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_listener_everywhere_is_dialled_here() {
        let dialled = |address: &str| super::dialled(address.parse().unwrap()).to_string();
        assert_eq!(dialled("0.0.0.0:8443"), "127.0.0.1:8443");
        assert_eq!(dialled("[::]:8443"), "[::1]:8443");
        assert_eq!(dialled("192.0.2.1:8443"), "192.0.2.1:8443");
    }
}
