//! The one seam: seven verbs that reach every place where a peer can be wrong.

use crate::{Artefact, Check, Choice, Duty, Refusal};
use std::time::Duration;

/// How a role conducts itself. Every default is honest.
///
/// An artefact is shaped before the next layer signs, seals, segments or wraps it: altering
/// `euiccSigned1` gives a good signature over bad content, altering `AuthenticateServerResponse`
/// gives a bad signature. A conduct belongs to one instance of a role, never to a request.
pub trait Conduct: Send + Sync {
    /// A check ran with this outcome; returns what the role acts on.
    fn judge(&self, _check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        outcome
    }

    /// Is this owed state change carried out?
    fn does(&self, _duty: &'static Duty) -> bool {
        true
    }

    /// Which of `n` candidates is picked; `honest` is what the specification (or policy) asks for.
    fn choose(&self, _choice: &'static Choice, _n: usize, honest: Option<usize>) -> Option<usize> {
        honest
    }

    /// Octets of an artefact, before the next layer protects or wraps them.
    fn shape(&self, _artefact: &'static Artefact, _octets: &mut Vec<u8>) {}

    /// A signature over these parts (several signatures of SGP.22 cover concatenations).
    fn sign(&self, _artefact: &'static Artefact, parts: &[&[u8]], key: &dyn Sign) -> Vec<u8> {
        key.sign(parts)
    }

    /// Protection of a segment (BSP, SCP03, SCP80).
    fn seal(&self, _artefact: &'static Artefact, plain: &[u8], channel: &mut dyn Seal) -> Vec<u8> {
        channel.seal(plain)
    }

    /// How these octets are handed to the transport.
    fn deliver(&self, _artefact: &'static Artefact, _octets: &[u8]) -> Delivery {
        Delivery::Now
    }
}

/// Handing octets to the transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// As they are, at once.
    Now,
    /// Not at all; the connection stays open.
    Never,
    /// The same octets twice, one after the other.
    Twice,
    /// The first half, then the connection is closed.
    Half,
    /// After a wait.
    After(Duration),
    /// These octets in their place.
    Instead(Vec<u8>),
}

/// Something that signs: a private key behind whatever holds it.
pub trait Sign: Send + Sync {
    /// The signature over the concatenation of the parts, raw `r ‖ s`.
    fn sign(&self, parts: &[&[u8]]) -> Vec<u8>;
}

/// Something that protects one segment after the other and keeps the chain between them.
pub trait Seal {
    /// The protected segment.
    fn seal(&mut self, plain: &[u8]) -> Vec<u8>;
}

/// The conduct of an honest role.
#[derive(Debug, Clone, Copy, Default)]
pub struct Honest;

impl Conduct for Honest {}
