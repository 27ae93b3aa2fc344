//! One process at a time on a state file: two that save the same card would undo each other.

use super::StoreError;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often a lock that somebody has is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// The file beside `path` whose name goes on with `suffix`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    name.into()
}

/// A lock on `<file>.lock`. The system lets it go with the process, however that ends. The file stays: to remove it
/// would give two processes a lock each, one on a file that has no name any more.
#[derive(Debug)]
pub(super) struct Lock {
    /// To close it is to let the lock go.
    _file: File,
}

impl Lock {
    /// Takes the lock of this state file; a holder that is about to end is waited for so long.
    pub fn take(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        let place = beside(path, ".lock");
        let io = |error: std::io::Error| StoreError::Io(place.clone(), error.to_string());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&place).map_err(|error| unwritable(path, &error))?;
        let until = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(path.into(), holder(&mut file))),
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
        }
        // For the message to whoever comes next.
        file.set_len(0).map_err(io)?;
        file.write_all(std::process::id().to_string().as_bytes()).map_err(io)?;
        Ok(Self { _file: file })
    }
}

/// Why nothing can be made beside this file.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> StoreError {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() {
        StoreError::Unwritable(folder.into(), error.to_string())
    } else {
        StoreError::NoFolder(folder.into())
    }
}

/// The process that has the lock, where it can be read.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(16).read_to_string(&mut text).ok()?;
    text.parse().ok()
}
