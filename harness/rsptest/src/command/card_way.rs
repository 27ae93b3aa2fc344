//! How a card under test is talked to: what `run` and `doctor` are told besides the way to it.

use clap::Args;
use rsp_consumer::lpa::IsdrOptions;
use rsp_transport::card::{CardOptions, Protocol, Share};
use std::time::Duration;

/// How a card is talked to.
#[derive(Debug, Clone, Default, Args)]
pub struct CardWay {
    /// AID of the ISD-R, in hexadecimal; the standard one where absent
    #[arg(long, value_name = "AID", requires = "card", value_parser = aid)]
    aid: Option<Aid>,
    /// Octets of an ES10 command in one STORE DATA; 120 where absent
    #[arg(long, value_name = "N", requires = "card", value_parser = clap::value_parser!(u8).range(1..))]
    block_size: Option<u8>,
    /// Let other PC/SC programs use the card at the same time
    #[arg(long, requires = "card")]
    shared: bool,
    /// Offer the card T=0 or T=1 only
    #[arg(long, value_name = "PROTOCOL", requires = "card", value_parser = ["t0", "t1"])]
    protocol: Option<String>,
    /// How long one exchange with the card may take, in seconds; 60 where absent, and 15 to connect and power up
    #[arg(long, value_name = "SECONDS", requires = "card", value_parser = clap::value_parser!(u64).range(1..86_400))]
    card_timeout: Option<u64>,
}

/// An application identifier (ISO/IEC 7816-4 §12.2.3).
#[derive(Debug, Clone)]
pub(super) struct Aid(pub(super) Vec<u8>);

/// Reads one.
pub(super) fn aid(text: &str) -> Result<Aid, String> {
    let aid = hex::decode(text).ok().filter(|aid| (5..=16).contains(&aid.len()));
    aid.map(Aid).ok_or_else(|| "an AID is 5 to 16 octets in hexadecimal".into())
}

/// What a way to a card is told: how long one exchange may take, and what PC/SC offers the card. Connecting and powering
/// up take no longer than an exchange, nor than usual.
pub(super) fn channel(exchange: Duration, shared: bool, protocol: Option<&str>) -> CardOptions {
    CardOptions {
        exchange,
        connect: CardOptions::default().connect.min(exchange),
        share: if shared { Share::Shared } else { Share::Exclusive },
        protocol: match protocol {
            Some("t0") => Protocol::T0,
            Some("t1") => Protocol::T1,
            _ => Protocol::Any,
        },
    }
}

impl CardWay {
    /// How long one exchange may take, and no longer than this.
    pub fn exchange(&self, at_most: Duration) -> Duration {
        let usual = CardOptions::default().exchange;
        self.card_timeout.map_or(usual, Duration::from_secs).min(at_most)
    }

    /// What the way itself is told.
    pub fn channel(&self, at_most: Duration) -> CardOptions {
        channel(self.exchange(at_most), self.shared, self.protocol.as_deref())
    }

    /// The same on a command line.
    pub fn words(&self) -> String {
        let mut words = String::new();
        if let Some(Aid(aid)) = &self.aid {
            words.push_str(&format!(" --aid {}", hex::encode_upper(aid)));
        }
        if let Some(size) = self.block_size {
            words.push_str(&format!(" --block-size {size}"));
        }
        if self.shared {
            words.push_str(" --shared");
        }
        if let Some(protocol) = &self.protocol {
            words.push_str(&format!(" --protocol {protocol}"));
        }
        if let Some(seconds) = self.card_timeout {
            words.push_str(&format!(" --card-timeout {seconds}"));
        }
        words
    }

    /// How our LPA writes its commands.
    pub fn isdr(&self) -> IsdrOptions {
        let usual = IsdrOptions { terminal_profile: true, ..IsdrOptions::default() };
        IsdrOptions {
            block_size: self.block_size.unwrap_or(usual.block_size),
            aid: self.aid.as_ref().map_or(usual.aid, |aid| aid.0.clone()),
            ..usual
        }
    }
}
