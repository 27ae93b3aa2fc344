//! Time that this thread had a processor, so that what else the machine does weighs little.

use std::time::{Duration, Instant};

/// When a measurement began.
pub struct Stopwatch {
    wall: Instant,
    processor: Option<Duration>,
}

/// The time this thread has run, to the nanosecond: `/proc` counts it in ticks of some milliseconds, in which most of
/// what is measured here would drown. Absent elsewhere than on Linux.
#[cfg(target_os = "linux")]
fn processor() -> Option<Duration> {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Some(Duration::new(u64::try_from(now.tv_sec).ok()?, u32::try_from(now.tv_nsec).ok()?))
}

#[cfg(not(target_os = "linux"))]
fn processor() -> Option<Duration> {
    None
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
