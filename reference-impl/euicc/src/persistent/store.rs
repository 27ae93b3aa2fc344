//! Where a state is kept.

use super::State;
use std::fmt;
use std::path::PathBuf;

/// Why a state cannot be kept or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The file is no image of a state.
    NoImage,
    /// The image is of this version, which is not the one that is read here.
    Version(u16),
    /// The image is cut short or continued: octets that it should have, octets that are there.
    Torn {
        /// Octets that the image should have.
        expected: u64,
        /// Octets that are there.
        found: u64,
    },
    /// The digest does not fit: octets were altered.
    Altered,
    /// The content cannot be read or written.
    Content(String),
    /// The state is that of another eUICC, with this EID.
    OtherEid([u8; 16]),
    /// The file is gone, though there is one before it.
    Missing(PathBuf),
    /// Another process has the file; its number where it is known.
    InUse(PathBuf, Option<u32>),
    /// The folder of the file is not there.
    NoFolder(PathBuf),
    /// Nothing can be written in the folder of the file: why.
    Unwritable(PathBuf, String),
    /// Reading or writing failed.
    Io(PathBuf, String),
    /// The current image cannot be used, nor can the one before: why, each.
    Both(Box<StoreError>, Box<StoreError>),
    /// A store of another make says so.
    Other(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoImage => write!(f, "no eUICC state: it does not begin with RSPEUICC"),
            Self::Version(version) => write!(f, "state of version {version}, version {} is read", super::VERSION),
            Self::Torn { expected, found } => write!(f, "torn state: {found} octets where {expected} belong"),
            Self::Altered => write!(f, "altered state: its SHA-256 does not fit"),
            Self::Content(detail) => write!(f, "state that cannot be read or written: {detail}"),
            Self::OtherEid(eid) => {
                write!(f, "state of another eUICC, EID ")?;
                eid.iter().try_for_each(|octet| write!(f, "{octet:02X}"))
            }
            Self::Missing(path) => write!(f, "{}: missing, though a previous state is there", path.display()),
            Self::InUse(_, process) => {
                write!(f, "another process ")?;
                process.iter().try_for_each(|process| write!(f, "({process}) "))?;
                write!(f, "keeps a card in this file; end it, or give this card a file of its own")
            }
            Self::NoFolder(folder) => {
                write!(f, "there is no folder {0}; make it (mkdir -p {0}), or name another file", folder.display())
            }
            Self::Unwritable(folder, detail) => write!(
                f,
                "nothing can be written in the folder {}: {detail}; change its rights, or name a file elsewhere",
                folder.display()
            ),
            Self::Io(path, detail) => write!(f, "{}: {detail}", path.display()),
            Self::Both(current, previous) => write!(f, "{current}; and the previous state: {previous}"),
            Self::Other(detail) => f.write_str(detail),
        }
    }
}

impl std::error::Error for StoreError {}

/// What a store holds.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The state; nothing where none was ever committed.
    pub state: Option<State>,
    /// Why the current state was refused, where `state` is the one before.
    pub refused: Option<StoreError>,
}

/// Keeps the state of one eUICC.
pub trait StateStore: Send + Sync {
    /// The state that was committed last, or the one before where that one cannot be used.
    fn load(&mut self) -> Result<Loaded, StoreError>;

    /// Keeps this state: whole or not at all. After an error [`load`](Self::load) gives the state before.
    fn commit(&mut self, state: &State) -> Result<(), StoreError>;
}
