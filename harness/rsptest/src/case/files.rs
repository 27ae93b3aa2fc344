//! Where cases come from: embedded in the binary, or a folder.

use crate::diagnostic::{Diagnostic, Source};
use crate::read_whole::{LARGEST, read_whole};
use include_dir::{Dir, include_dir};
use std::fs;
use std::path::{Path, PathBuf};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../cases");

/// A file below `cases/`.
#[derive(Debug, Clone)]
pub struct CaseText {
    /// Its path below `cases/`, with `/` on every system and without `.yaml`.
    pub path: String,
    /// Its text, under the name that diagnostics show.
    pub source: Source,
}

fn shown(path: &str) -> String {
    format!("cases/{path}")
}

/// The embedded files, in the order of their paths.
pub fn embedded() -> Vec<CaseText> {
    let mut files = Vec::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if let (Some(stem), Some(text)) = (path.strip_suffix(".yaml"), file.contents_utf8()) {
                files.push(CaseText { path: stem.to_owned(), source: Source::new(shown(&path), text) });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// What cases lean on: where a folder has none of a kind, the embedded ones stand in.
const COMMON: [&str; 3] = ["requirements/", "functions/", "procedures/"];

/// The files of a folder, in the order of their paths, and the embedded catalogue, function table and procedures
/// where it has none of its own.
pub fn folder(root: &Path) -> Result<Vec<CaseText>, Diagnostic> {
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        Diagnostic::error("unreadable", format!("{} cannot be read: {error}", path.display()))
            .help("give the folder that holds the case files with --cases-dir")
    };
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            if path.is_dir() && depth < 16 {
                folders.push((path, depth + 1));
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    let mut files = Vec::new();
    for path in found {
        let octets = read_whole(&path, LARGEST).map_err(|error| unreadable(&path, &error))?;
        let below = path.strip_prefix(root).unwrap_or(&path).with_extension("");
        let source = Source::from_bytes(path.display().to_string(), &octets)?;
        files.push(CaseText { path: below.to_string_lossy().replace('\\', "/"), source });
    }
    for kind in COMMON {
        if !files.iter().any(|file| file.path.starts_with(kind)) {
            files.extend(embedded().into_iter().filter(|file| file.path.starts_with(kind)));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths of what a folder with these files gives, and of those how many are the folder's own.
    fn read(files: &[&str]) -> (Vec<String>, usize) {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "a: b\n").unwrap();
        }
        let found = folder(dir.path()).unwrap();
        let own = found.iter().filter(|file| file.source.text() == "a: b\n").count();
        (found.into_iter().map(|file| file.path).collect(), own)
    }

    fn embedded_below(kind: &str) -> Vec<String> {
        embedded().into_iter().map(|file| file.path).filter(|path| path.starts_with(kind)).collect()
    }

    #[test]
    fn a_folder_of_cases_alone_leans_on_the_embedded_files() {
        let (paths, own) = read(&["sgp22/x.yaml", "sgp22/notes.txt"]);
        assert_eq!((paths[0].as_str(), own), ("sgp22/x", 1));
        let embedded: Vec<String> = COMMON.iter().flat_map(|kind| embedded_below(kind)).collect();
        assert_eq!(paths[1..], embedded, "and no case of ours");
        assert!(COMMON.iter().all(|kind| !embedded_below(kind).is_empty()));
    }

    #[test]
    fn what_a_folder_has_of_its_own_takes_the_place_of_all_of_its_kind() {
        let (paths, own) = read(&["sgp22/x.yaml", "procedures/mine.yaml"]);
        assert_eq!(own, 2);
        let procedures: Vec<_> = paths.iter().filter(|path| path.starts_with("procedures/")).collect();
        assert_eq!(procedures, ["procedures/mine"]);
        for kind in ["requirements/", "functions/"] {
            assert!(embedded_below(kind).iter().all(|path| paths.contains(path)));
        }
        let (paths, own) = read(&["functions/a.yaml", "procedures/b.yaml", "requirements/c.yaml"]);
        assert_eq!((paths.len(), own), (3, 3));
    }

    #[test]
    fn a_folder_that_is_not_there_says_so() {
        let error = folder(Path::new("/no/such/folder")).unwrap_err();
        assert_eq!(error.code(), "unreadable");
        assert!(error.message().contains("/no/such/folder"), "{}", error.message());
    }
}
