//! What a role gets from outside: conduct, clock, entropy.

use crate::{Conduct, Honest};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The time a role sees, in seconds since 1970-01-01T00:00:00Z.
pub trait Clock: Send + Sync {
    /// Seconds since the epoch.
    fn now(&self) -> i64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
        }
    }
}

/// A clock that stands still until it is advanced.
#[derive(Debug, Default)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows this time.
    pub fn at(seconds: i64) -> Self {
        Self(AtomicI64::new(seconds))
    }

    /// Moves the clock.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Labelled entropy. A source derived from a seed answers the same label and context with the same
/// octets, whatever else was drawn before: no case depends on the order in which cases run.
pub trait Entropy: Send + Sync {
    /// Fills `out` with octets for this purpose.
    fn fill(&self, label: &str, context: &[u8], out: &mut [u8]);
}

/// What one instance of a role works with.
#[derive(Clone)]
pub struct Context {
    /// How it conducts itself.
    pub conduct: Arc<dyn Conduct>,
    /// The time it sees.
    pub clock: Arc<dyn Clock>,
    /// Where its random octets come from.
    pub entropy: Arc<dyn Entropy>,
}

impl Context {
    /// An honest role on the machine's clock.
    pub fn honest(entropy: Arc<dyn Entropy>) -> Self {
        Self { conduct: Arc::new(Honest), clock: Arc::new(SystemClock), entropy }
    }

    /// The same role with another conduct.
    pub fn with_conduct(mut self, conduct: Arc<dyn Conduct>) -> Self {
        self.conduct = conduct;
        self
    }

    /// `N` octets of labelled entropy.
    pub fn random<const N: usize>(&self, label: &str, context: &[u8]) -> [u8; N] {
        let mut out = [0; N];
        self.entropy.fill(label, context, &mut out);
        out
    }
}
