//! Why a segment is refused.

use std::fmt;

/// Why a segment is refused; the eUICC reports the one or the other in ProfileInstallationResult (SGP.22 §5.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BspError {
    /// Tag, length or size is not that of a segment (`scp03tStructureError`).
    Structure(String),
    /// The MAC or the padding is wrong (`scp03tSecurityError`).
    Security(String),
}

impl fmt::Display for BspError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Structure(detail) => write!(f, "scp03tStructureError: {detail}"),
            Self::Security(detail) => write!(f, "scp03tSecurityError: {detail}"),
        }
    }
}

impl std::error::Error for BspError {}
