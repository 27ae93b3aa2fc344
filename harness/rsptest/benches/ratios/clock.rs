//! Time that this thread had a processor, so that what else the machine does weighs little.

use std::time::{Duration, Instant};

/// When a measurement began.
pub struct Stopwatch {
    wall: Instant,
    processor: Option<Duration>,
}

/// The time this thread has run, as Linux counts it; absent elsewhere.
fn processor() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self { processor: processor(), wall: Instant::now() }
    }

    /// Processor time since the start; wall time where the system does not count it.
    pub fn elapsed(&self) -> Duration {
        match (self.processor, processor()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.wall.elapsed(),
        }
    }
}
