//! One run at a card at a time: two would take each other's doings for the card's.

use std::fs::File;
use std::path::PathBuf;

/// Ways on which two processes can reach the same card.
const SHARED: [&str; 5] = ["pcsc", "tcp", "vpcd", "at:", "at+"];

/// Held as long as a run is at a card; the system lets go of it when the process ends, however it ends.
pub struct CardLock {
    _held: Option<File>,
}

impl CardLock {
    /// Takes the lock of this way to a card, before the card is reset for the first time. A card behind a driver program
    /// is the driver's: each run starts its own.
    ///
    /// The error says that another process has it. Where no lock file can be made, nobody is kept out.
    pub fn take(way: &str) -> Result<Self, String> {
        if !SHARED.iter().any(|kind| way.starts_with(kind)) {
            return Ok(Self { _held: None });
        }
        let Ok(file) = File::options().create(true).truncate(false).write(true).open(Self::path(way)) else {
            return Ok(Self { _held: None });
        };
        match file.try_lock() {
            Ok(()) | Err(std::fs::TryLockError::Error(_)) => Ok(Self { _held: Some(file) }),
            Err(std::fs::TryLockError::WouldBlock) => {
                Err(format!("{way}: another rsptest is at this card; wait until it has ended, or end it"))
            }
        }
    }

    fn path(way: &str) -> PathBuf {
        let name: String = way.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        std::env::temp_dir().join(format!("rsptest-card-{name}.lock"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

    use super::*;

    #[test]
    fn one_at_a_time() {
        let way = "tcp:a test of the lock";
        let held = CardLock::take(way).unwrap();
        assert!(CardLock::take(way).err().unwrap().contains("another rsptest is at this card"));
        assert!(CardLock::take("tcp:another test of the lock").is_ok());
        drop(held);
        assert!(CardLock::take(way).is_ok());
        let _first = CardLock::take("exec:driver").unwrap();
        assert!(CardLock::take("exec:driver").is_ok(), "each run starts its own");
    }
}
