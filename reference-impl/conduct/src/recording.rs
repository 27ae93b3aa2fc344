//! A conduct that notes which rules were consulted and passes everything on.

use crate::{Artefact, Check, Choice, Conduct, Delivery, Duty, Refusal, Seal, Sign};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Notes each rule that is consulted, then does what the inner conduct does. With it a test shows
/// that every declared rule is consulted, and none that is not declared.
pub struct Recording {
    inner: Arc<dyn Conduct>,
    seen: Mutex<BTreeMap<&'static str, u64>>,
}

impl Recording {
    /// Records in front of this conduct.
    pub fn over(inner: Arc<dyn Conduct>) -> Self {
        Self { inner, seen: Mutex::new(BTreeMap::new()) }
    }

    /// The ids consulted so far and how often.
    pub fn seen(&self) -> BTreeMap<&'static str, u64> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, id: &'static str) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default() += 1;
    }
}

impl Conduct for Recording {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        self.note(check.id);
        self.inner.judge(check, outcome)
    }

    fn does(&self, duty: &'static Duty) -> bool {
        self.note(duty.id);
        self.inner.does(duty)
    }

    fn choose(&self, choice: &'static Choice, n: usize, honest: Option<usize>) -> Option<usize> {
        self.note(choice.id);
        self.inner.choose(choice, n, honest)
    }

    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        self.note(artefact.id);
        self.inner.shape(artefact, octets);
    }

    fn sign(&self, artefact: &'static Artefact, parts: &[&[u8]], key: &dyn Sign) -> Vec<u8> {
        self.note(artefact.id);
        self.inner.sign(artefact, parts, key)
    }

    fn seal(&self, artefact: &'static Artefact, plain: &[u8], channel: &mut dyn Seal) -> Vec<u8> {
        self.note(artefact.id);
        self.inner.seal(artefact, plain, channel)
    }

    fn deliver(&self, artefact: &'static Artefact, octets: &[u8]) -> Delivery {
        self.note(artefact.id);
        self.inner.deliver(artefact, octets)
    }
}
