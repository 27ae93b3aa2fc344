//! What is under test, and what it declares.

mod embedded;
mod embedded_card;
mod file;
mod limits;
pub mod options;
mod template;

pub use embedded::{Embedded, embedded};
pub use embedded_card::EmbeddedCard;
pub use file::{Loaded, TargetFile, load};
pub use limits::{Limits, duration};
pub use template::template;

use crate::bench::OrderSource;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An SM-DP+ under test.
pub struct Target {
    /// What it calls itself in reports.
    pub product: String,
    /// The FQDN that smdpAddress carries and TLS checks.
    pub address: String,
    /// Where ES9+ is dialled.
    pub connect: String,
    /// TLS of ES9+; absent for plain HTTP.
    pub tls: Option<Arc<rustls::ClientConfig>>,
    /// Dotted OID of the SM-DP+, where it is known.
    pub oid: Option<String>,
    /// SGP.22 version that our peers say they support.
    pub version: String,
    /// Specification versions it declares.
    pub specs: BTreeMap<String, String>,
    /// Options it declares.
    pub options: BTreeMap<String, bool>,
    /// Where orders come from.
    pub orders: OrderSource,
    /// How long it may take.
    pub limits: Limits,
    /// The command that starts it again.
    pub restart: Option<String>,
    /// The folder of the target file: commands run in it.
    pub folder: PathBuf,
}

impl Target {
    /// No SM-DP+: where only a card is under test.
    pub fn nobody() -> Self {
        Self {
            product: String::new(),
            address: String::new(),
            connect: String::new(),
            tls: None,
            oid: None,
            version: crate::lab::VERSION.into(),
            specs: BTreeMap::new(),
            options: BTreeMap::new(),
            orders: OrderSource::Pools(Default::default()),
            limits: Limits { parallel: 1, ..Limits::default() },
            restart: None,
            folder: ".".into(),
        }
    }

    /// Whether it has this option, declared or implied.
    pub fn has(&self, option: &str) -> bool {
        match option {
            "tls" => self.tls.is_some(),
            "es2plus" => matches!(self.orders, OrderSource::Es2Plus(_)),
            other => self.options.get(other).copied().unwrap_or(false),
        }
    }
}
