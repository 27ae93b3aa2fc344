//! A mutant: the reference with one rule broken.

use crate::case::Entity;
use crate::engine::{alter, structure};
use rsp_conduct::{Artefact, Check, Choice, Conduct, Delivery, Duty, Refusal, Seal, Sign};
use rsptest_wire::{Operation, Path};
use serde::Deserialize;

/// What is broken.
#[derive(Debug, Clone)]
pub enum Mutation {
    /// A check's outcome is ignored.
    Ignore(&'static str),
    /// The outcomes of several checks are ignored: what one would let through another still refuses.
    IgnoreAll(&'static [&'static str]),
    /// Refuses as it should, and then says that all is well: the error alternative of an answer goes under the tag of
    /// success, and what cannot be read is answered with nothing.
    SayYes,
    /// Refuses as it should, for a reason that nobody knows.
    SayWhatever,
    /// A duty is not done.
    Skip(&'static str),
    /// Where nothing should be picked, something is.
    PickAny(&'static str),
    /// Where something should be picked, something else is.
    PickOther(&'static str),
    /// Octets are altered.
    Alter {
        /// The artefact's id.
        artefact: String,
        /// The place in it.
        at: Option<Path>,
        /// How.
        operation: Operation,
    },
    /// A signature covers only its first part.
    SignFirstPart(String),
    /// Segments are spoilt after they were sealed.
    Spoil(String, Spoil),
    /// Octets are handed over in another way.
    Deliver(String, Delivery),
}

/// How sealed segments are spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spoil {
    /// The last octet, of the MAC, is turned over.
    Flip,
    /// Each segment comes twice.
    Twice,
    /// Segments are lost.
    Lose,
}

/// Which entity breaks this rule: the role in front of its name.
pub fn entity_of(rule: &str) -> Entity {
    if rule.starts_with("euicc") { Entity::Euicc } else { Entity::SmDpPlus }
}

/// A mutant.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Whose rule it breaks.
    pub entity: Entity,
    /// Stable name.
    pub id: String,
    /// What it does, in one line.
    pub says: String,
    /// The rule it breaks.
    pub rule: String,
    /// What is broken.
    pub mutation: Mutation,
}

/// Answers of a card that have an alternative for errors.
const ANSWERS: [&str; 7] = [
    "euicc/authenticate-server-response",
    "euicc/prepare-download-response",
    "euicc/cancel-session-response",
    "euicc/list-notification-response",
    "euicc/retrieve-notifications-list-response",
    "euicc/load-crl-response",
    "euicc/final-result",
];

/// The error alternative under the tag of success, or with another number in it.
fn say_otherwise(octets: &mut [u8], yes: bool) {
    let Ok((_, _, header)) = rsp_asn1::tlv::header(octets) else { return };
    match octets.get(header).copied() {
        Some(0xA1 | 0x81) if yes => octets[header] = 0xA0,
        // The number stands last, but for the simaResponse of an installation.
        Some(0x81) => {
            if let Some(last) = octets.last_mut() {
                *last = 0x7E;
            }
        }
        Some(0xA1) => {
            let reason = octets.windows(3).rposition(|window| matches!(window, [0x81 | 0x02, 0x01, _]));
            if let Some(at) = reason {
                octets[at + 2] = 0x7E;
            }
        }
        _ => {}
    }
}

impl Conduct for Mutant {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        match self.mutation {
            Mutation::Ignore(id) if id == check.id => Ok(()),
            Mutation::IgnoreAll(ids) if ids.contains(&check.id) => Ok(()),
            Mutation::SayYes if check.id == "euicc/request-readable" => Ok(()),
            _ => outcome,
        }
    }

    fn does(&self, duty: &'static Duty) -> bool {
        !matches!(self.mutation, Mutation::Skip(id) if id == duty.id)
    }

    fn choose(&self, choice: &'static Choice, n: usize, honest: Option<usize>) -> Option<usize> {
        match (&self.mutation, honest) {
            (Mutation::PickAny(id), None) if *id == choice.id => n.checked_sub(1),
            (Mutation::IgnoreAll(ids), None) if ids.contains(&choice.id) => n.checked_sub(1),
            (Mutation::PickOther(id), Some(index)) if *id == choice.id && n > 1 => Some((index + 1) % n),
            _ => honest,
        }
    }

    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        if matches!(self.mutation, Mutation::SayYes | Mutation::SayWhatever) && ANSWERS.contains(&artefact.id) {
            say_otherwise(octets, matches!(self.mutation, Mutation::SayYes));
        }
        if let Mutation::Alter { artefact: id, at, operation } = &self.mutation
            && id == artefact.id
        {
            let structure = structure(artefact.name);
            // What is not there in this message cannot be altered; the next one may have it.
            if let Ok(altered) = alter(artefact.name, structure.as_deref(), octets, at.as_ref(), operation, true) {
                *octets = altered;
            }
        }
    }

    fn sign(&self, artefact: &'static Artefact, parts: &[&[u8]], key: &dyn Sign) -> Vec<u8> {
        match &self.mutation {
            Mutation::SignFirstPart(id) if id == artefact.id => key.sign(&parts[..parts.len().min(1)]),
            _ => key.sign(parts),
        }
    }

    fn seal(&self, artefact: &'static Artefact, plain: &[u8], channel: &mut dyn Seal) -> Vec<u8> {
        let mut sealed = channel.seal(plain);
        match &self.mutation {
            Mutation::Spoil(id, spoil) if id == artefact.id => {
                match spoil {
                    Spoil::Flip => {
                        if let Some(last) = sealed.last_mut() {
                            *last ^= 1;
                        }
                    }
                    Spoil::Twice => sealed.extend_from_within(..),
                    Spoil::Lose => sealed.clear(),
                }
                sealed
            }
            _ => sealed,
        }
    }

    fn deliver(&self, artefact: &'static Artefact, _: &[u8]) -> Delivery {
        match &self.mutation {
            Mutation::Deliver(id, delivery) if id == artefact.id => delivery.clone(),
            _ => Delivery::Now,
        }
    }
}
