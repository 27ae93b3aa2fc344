//! What a way to a card is given besides its name.

use std::time::Duration;

pub use rsp_pcsc::{Protocol, Share};

/// How a card is reached. The defaults suit an eUICC: it may take half a minute to install a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardOptions {
    /// How long one exchange may take before the card counts as mute.
    pub exchange: Duration,
    /// How long connecting, powering up or resetting may take; for `vpcd:` also how long a card is waited for.
    pub connect: Duration,
    /// Whether other PC/SC programs may use the card at the same time.
    pub share: Share,
    /// What PC/SC offers the card.
    pub protocol: Protocol,
}

impl Default for CardOptions {
    fn default() -> Self {
        Self {
            exchange: Duration::from_secs(60),
            connect: Duration::from_secs(15),
            share: Share::Exclusive,
            protocol: Protocol::Any,
        }
    }
}
