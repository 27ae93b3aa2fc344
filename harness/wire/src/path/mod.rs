//! Paths: field names from the artefact's root, such as `euiccSigned1.euiccInfo2.svn`,
//! `profileInfoListOk[0].iccid`, `sequenceOf86[last]` or `sequenceOf86[last-1]`. Where no order is
//! promised, `notificationList[newest]` is the element with the greatest seqNumber.
//!
//! The alternative of a CHOICE may be left out where the rest is found in one alternative only. A
//! path never crosses a layer: what an octet string contains is another artefact.

mod error;
mod find;
mod resolve;

use std::fmt;
use std::str::FromStr;

pub use error::{PathError, PathFault};
pub use find::{Ancestor, FieldValue, Located, locate, value_at};
pub(crate) use resolve::goal;
pub use resolve::{FieldType, Kind, check_path};

/// A path is no longer than this many segments.
const LONGEST: usize = 64;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Segment {
    /// A field, an alternative, or a JSON member.
    Name(String),
    /// An element of a list.
    Index(Index),
}

/// Which element of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Index {
    /// Counted from 0.
    At(usize),
    /// Counted from the last one, which is 0.
    FromLast(usize),
    /// Counted from the one with the greatest `seqNumber`, which is 0.
    FromNewest(usize),
}

/// Where a field is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    segments: Vec<Segment>,
}

impl Path {
    /// Reads a path. Names consist of letters, digits, `-` and `_`.
    ///
    /// Errors: nothing at all, an empty name, a character that names do not have, an index that is
    /// neither a number nor counted from `last` or `newest`.
    pub fn parse(text: &str) -> Result<Path, PathError> {
        let fault = |says: String| PathError::new(PathFault::Syntax, text, "", says);
        let mut segments = Vec::new();
        let mut rest = text;
        loop {
            if segments.len() >= LONGEST {
                return Err(fault(format!("a path has at most {LONGEST} segments")));
            }
            if let Some(index) = rest.strip_prefix('[') {
                let (inside, after) = index.split_once(']').ok_or_else(|| fault("`[` without `]`".to_owned()))?;
                segments.push(Segment::Index(match inside {
                    "last" => Index::FromLast(0),
                    "newest" => Index::FromNewest(0),
                    number => {
                        let odd = |_| {
                            fault(format!(
                                "`[{number}]` is no index; write a number from 0, `[last]`, `[last-1]`, `[newest]` or \
                                 `[newest-1]`"
                            ))
                        };
                        match number.split_once('-') {
                            Some(("last", back)) => Index::FromLast(back.parse().map_err(odd)?),
                            Some(("newest", back)) => Index::FromNewest(back.parse().map_err(odd)?),
                            _ => Index::At(number.parse().map_err(odd)?),
                        }
                    }
                }));
                rest = after;
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                if name.is_empty() {
                    return Err(fault("a name is empty".to_owned()));
                }
                if let Some(odd) = name.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
                    return Err(fault(format!("names do not have the character `{odd}`")));
                }
                segments.push(Segment::Name(name.to_owned()));
                rest = after;
            }
            if rest.is_empty() {
                return Ok(Path { segments });
            }
            if !rest.starts_with('[') {
                rest = rest.strip_prefix('.').ok_or_else(|| fault("after `]` comes `.` or `[`".to_owned()))?;
            }
        }
    }

    /// The steps; at least one.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The first so many segments; none when that is no path.
    pub(crate) fn parent(&self, count: usize) -> Option<Path> {
        let segments = self.segments.get(..count)?.to_vec();
        if segments.is_empty() { None } else { Some(Path { segments }) }
    }

    /// The same path with another last name: a sibling.
    pub(crate) fn sibling(&self, name: &str) -> Path {
        let mut segments = self.segments.clone();
        segments.pop();
        segments.push(Segment::Name(name.to_owned()));
        Path { segments }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Name(name) if at == 0 => write!(formatter, "{name}")?,
                Segment::Name(name) => write!(formatter, ".{name}")?,
                Segment::Index(index) => write!(formatter, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Index {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Index::At(index) => write!(formatter, "{index}"),
            Index::FromLast(0) => formatter.write_str("last"),
            Index::FromLast(back) => write!(formatter, "last-{back}"),
            Index::FromNewest(0) => formatter.write_str("newest"),
            Index::FromNewest(back) => write!(formatter, "newest-{back}"),
        }
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Path, PathError> {
        Path::parse(text)
    }
}

#[cfg(test)]
mod tests;
