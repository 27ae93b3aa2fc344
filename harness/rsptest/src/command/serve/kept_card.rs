//! A card whose state is in a file, and what to do where the file cannot be used.

use rsp_conduct::Context;
use rsp_euicc::{Euicc, EuiccIdentity, FileStore, Personalisation, StoreError};
use std::path::Path;
use std::time::Duration;

/// A card that had the state before may still be ending: a driver of `exec:` is started anew for every command.
const PATIENCE: Duration = Duration::from_secs(3);

/// The card whose state is in this file, and whether it is a new one.
pub(super) fn kept(
    path: &Path,
    context: Context,
    identity: EuiccIdentity,
    tell: &dyn Fn(&str),
) -> Result<(Euicc, bool), String> {
    let store = FileStore::exclusive(path, PATIENCE).map_err(|error| format!("--state {}: {error}", path.display()))?;
    let previous = store.previous();
    let says = |error: StoreError| format!("--state {}: {error}{}", path.display(), way_out(&error, path, &previous));
    let new = !path.exists() && !previous.exists();
    let (euicc, refused) = Euicc::open(context, identity, Personalisation::default(), Box::new(store)).map_err(says)?;
    if let Some(refused) = refused {
        tell(&format!(
            "  state {}: {refused}; the state before it is used ({}), without what the last command changed; the next command that changes the card writes a whole file again",
            path.display(),
            previous.display()
        ));
    }
    Ok((euicc, new))
}

/// What to do about a state that cannot be used, behind the error's own words.
fn way_out(error: &StoreError, path: &Path, previous: &Path) -> String {
    let (file, previous) = (path.display(), previous.display());
    match error {
        StoreError::Torn { .. } | StoreError::Altered | StoreError::Content(_) | StoreError::NoImage => {
            // After a crash between the two renames of a save there is only the previous one.
            let file = if path.exists() { file } else { previous };
            format!("; there is no other state beside it: put a copy back, or remove {file} for a new card")
        }
        StoreError::Both(..) => format!("; put a copy back, or remove {file} and {previous} for a new card"),
        StoreError::Version(_) => {
            format!("; use the rsptest that wrote it, or remove {file} and {previous} for a new card")
        }
        StoreError::OtherEid(_) => "; give the --credentials that it was made with, or name another file".into(),
        _ => String::new(),
    }
}
