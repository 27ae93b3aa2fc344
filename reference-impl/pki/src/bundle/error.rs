//! Why a directory of credentials cannot be read or written.

use std::fmt;
use std::path::PathBuf;

/// Why a directory of credentials cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleError {
    /// A file or directory cannot be opened, read or written; the system says why.
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        says: String,
    },
    /// The directory holds no certificate.
    Empty(PathBuf),
    /// The directory holds more files than this, or deeper: it is hardly one of credentials.
    TooMuch {
        /// The directory.
        path: PathBuf,
        /// The limit.
        limit: usize,
    },
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, says } => write!(f, "{}: {says}", path.display()),
            Self::Empty(path) => write!(f, "{} holds no certificate", path.display()),
            Self::TooMuch { path, limit } => write!(f, "{} holds more than {limit} files or levels", path.display()),
        }
    }
}

impl std::error::Error for BundleError {}
