//! Why nothing was forged.

use std::fmt;

/// What is wrong with the values, and at which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgeError {
    /// Field names from the root; empty at the root.
    pub path: String,
    /// One sentence.
    pub says: String,
    /// The name probably meant.
    pub nearest: Option<String>,
}

impl ForgeError {
    pub(crate) fn new(path: &str, says: String) -> ForgeError {
        ForgeError { path: path.to_owned(), says, nearest: None }
    }
}

impl fmt::Display for ForgeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "`{}`: ", self.path)?;
        }
        formatter.write_str(&self.says)?;
        match &self.nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ForgeError {}
