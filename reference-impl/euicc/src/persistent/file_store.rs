//! A store in a file: `<file>` holds the current image, `<file>.previous` the one before.

use super::lock::{Lock, beside, unwritable};
use super::{Loaded, State, StateStore, StoreError};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An image of more octets than this is not read.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Keeps the state in a file. An image is written beside it, synced, and renamed into its place, so that a crash at
/// any moment leaves a whole image under one of the two names.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// The file holds an image that may take the place of the previous one.
    good: bool,
    /// Held as long as the store lives.
    _lock: Option<Lock>,
}

impl FileStore {
    /// A store in this file, which need not exist; its folder must.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), good: false, _lock: None }
    }

    /// The same for one process at a time, and only where a state can be written. Another process that has the file is
    /// waited for so long, since it may be about to end; [`StoreError::InUse`] when it still has it then.
    pub fn exclusive(path: impl Into<PathBuf>, patience: Duration) -> Result<Self, StoreError> {
        let path = path.into();
        let lock = Lock::take(&path, patience)?;
        // The lock file may be older than the folder's rights.
        let new = beside(&path, ".new");
        Self::write(&new, &[]).and_then(|()| fs::remove_file(&new)).map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path, good: false, _lock: Some(lock) })
    }

    /// Where the image before the current one is kept.
    pub fn previous(&self) -> PathBuf {
        beside(&self.path, ".previous")
    }

    fn read(path: &Path) -> Result<Option<State>, StoreError> {
        let io = |error: std::io::Error| StoreError::Io(path.into(), error.to_string());
        // To open a named pipe would wait for whoever writes.
        if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(StoreError::Io(path.into(), "no regular file".into()));
        }
        let file = match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file.map_err(io)?,
        };
        let mut image = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut image).map_err(io)?;
        if image.len() as u64 > LARGEST {
            return Err(StoreError::Io(path.into(), format!("more than {LARGEST} octets")));
        }
        State::from_image(&image).map(Some)
    }

    fn write(path: &Path, image: &[u8]) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            // One-time keys are in it.
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut file = options.open(path)?;
        file.write_all(image)?;
        file.sync_all()
    }
}

impl StateStore for FileStore {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        let current = Self::read(&self.path);
        self.good = matches!(current, Ok(Some(_)));
        match current {
            Ok(Some(state)) => Ok(Loaded { state: Some(state), refused: None }),
            // A crash between the two renames of a commit leaves the previous image only: the commit did not happen.
            Ok(None) => {
                let state = Self::read(&self.previous())?;
                let refused = state.is_some().then(|| StoreError::Missing(self.path.clone()));
                Ok(Loaded { state, refused })
            }
            Err(refused) => match Self::read(&self.previous()) {
                Ok(Some(state)) => Ok(Loaded { state: Some(state), refused: Some(refused) }),
                Ok(None) => Err(refused),
                Err(previous) => Err(StoreError::Both(Box::new(refused), Box::new(previous))),
            },
        }
    }

    fn commit(&mut self, state: &State) -> Result<(), StoreError> {
        let image = state.to_image()?;
        let io = |path: &Path, error: std::io::Error| StoreError::Io(path.into(), error.to_string());
        let new = beside(&self.path, ".new");
        Self::write(&new, &image).map_err(|error| io(&new, error))?;
        if self.good {
            let previous = self.previous();
            fs::rename(&self.path, &previous).map_err(|error| io(&previous, error))?;
            self.good = false;
        }
        fs::rename(&new, &self.path).map_err(|error| io(&self.path, error))?;
        self.good = true;
        // The image is in place; a file system that cannot sync a folder keeps the old name at worst, which is whole.
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
        Ok(())
    }
}
