//! What no case may object to, whichever entity it is about.

use super::harmless::{self, Harmless};
use super::harmless_card::{self, HarmlessCard};
use super::matrix::Entities;
use crate::case::Entity;
use std::sync::Arc;

/// A harmless variation of one of the entities.
#[derive(Debug, Clone, Copy)]
pub enum Variation {
    /// Of the SM-DP+.
    Server(Harmless),
    /// Of the card.
    Card(HarmlessCard),
}

/// All of them with their ids and what they do.
pub fn all() -> Vec<(Variation, &'static str, &'static str)> {
    let servers = harmless::ALL.into_iter().map(|(one, id, says)| (Variation::Server(one), id, says));
    let cards = harmless_card::ALL.into_iter().map(|(one, id, says)| (Variation::Card(one), id, says));
    servers.chain(cards).collect()
}

impl Variation {
    /// Whom it is about.
    pub fn entity(self) -> Entity {
        match self {
            Self::Server(_) => Entity::SmDpPlus,
            Self::Card(_) => Entity::Euicc,
        }
    }

    /// The entities that vary so.
    pub(super) fn entities(self) -> Entities {
        match self {
            Self::Server(one) => Entities::with(Arc::new(one)),
            Self::Card(one) => Entities {
                card: one.options(),
                slow_card: one == HarmlessCard::Slow,
                without: one.without(),
                ..Entities::with(Arc::new(one))
            },
        }
    }
}
