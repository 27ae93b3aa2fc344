//! Why a path leads nowhere.

use std::fmt;

/// What kind of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathFault {
    /// The text is no path.
    Syntax,
    /// The dictionary has no such structure.
    UnknownStructure,
    /// The type has no such field.
    UnknownField,
    /// The name left out may be one of several.
    Ambiguous,
    /// An index where there is no list, or a name where a list needs an index.
    Index,
    /// The path is right, but these octets do not have the field: an optional field, another
    /// alternative, or a list that is too short.
    Absent,
    /// The octets cannot be read as far as there.
    Unreadable,
}

/// A path that leads nowhere, and where it stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// What kind of reason.
    pub fault: PathFault,
    /// The whole path.
    pub path: String,
    /// The segment at which it stops; may be empty.
    pub at: String,
    /// One sentence.
    pub says: String,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl PathError {
    pub(crate) fn new(fault: PathFault, path: &str, at: &str, says: String) -> PathError {
        PathError { fault, path: path.to_owned(), at: at.to_owned(), says, nearest: None }
    }

    /// The path is right, and these octets lack the field.
    pub fn is_absent(&self) -> bool {
        self.fault == PathFault::Absent
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: {}", self.path, self.says)?;
        match &self.nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PathError {}
