//! The clock that cases move: the machine's, and as far ahead as a case asks for.

use rsp_conduct::{Clock, SystemClock};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The machine's clock, moved ahead. Our peers and the embedded reference see it; transports and reports do not.
#[derive(Debug, Default)]
pub struct MovedClock {
    ahead: AtomicI64,
}

impl Clock for MovedClock {
    fn now(&self) -> i64 {
        SystemClock.now().saturating_add(self.ahead.load(Ordering::SeqCst))
    }
}

/// So many seconds ahead, for as long as this is kept: the case that moved the clock leaves it as it was.
#[derive(Debug)]
pub struct Advance {
    clock: Arc<MovedClock>,
    seconds: i64,
}

impl Advance {
    /// Moves the clock.
    pub fn new(clock: Arc<MovedClock>, seconds: i64) -> Self {
        clock.ahead.fetch_add(seconds, Ordering::SeqCst);
        Self { clock, seconds }
    }
}

impl Drop for Advance {
    fn drop(&mut self) {
        self.clock.ahead.fetch_sub(self.seconds, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_ahead_as_long_as_somebody_holds_it_there() {
        let clock = Arc::new(MovedClock::default());
        let day = 24 * 3600;
        let first = Advance::new(clock.clone(), day);
        let second = Advance::new(clock.clone(), day);
        assert!(clock.now() >= SystemClock.now() + 2 * day - 5);
        drop(first);
        assert!(clock.now() < SystemClock.now() + day + 5);
        drop(second);
        assert!(clock.now() < SystemClock.now() + 5);
    }
}
