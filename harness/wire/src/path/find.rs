//! A path in octets: where the field is, and what it holds.

use std::ops::Range;

use super::resolve::{Hop, kind_of, resolve};
use super::{Index, Kind, Path, PathError, PathFault};
use crate::dictionary::Dictionary;
use crate::reader::read;
use crate::tree::{Node, Tree, Value};

/// A TLV around a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// Tag octets.
    pub tag: Vec<u8>,
    /// Tag and length octets.
    pub header: Range<usize>,
    /// Contents octets.
    pub content: Range<usize>,
    /// First octet after the TLV.
    pub end: usize,
}

/// Where a field is, in octets from the start of what was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The field's tag octets.
    pub tag: Vec<u8>,
    /// From the first octet of its tag to the last of its contents.
    pub tlv: Range<usize>,
    /// Its contents.
    pub content: Range<usize>,
    /// The TLVs around it, outermost first.
    pub ancestors: Vec<Ancestor>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldValue {
    /// The typed value; [`Value::Octets`] with the contents where they cannot be read as the type.
    pub value: Value,
    /// What kind of value the type has.
    pub kind: Kind,
    /// The whole TLV.
    pub tlv: Vec<u8>,
    /// Its contents.
    pub content: Vec<u8>,
    /// The value by field names, in the form that `forge` takes.
    pub json: serde_json::Value,
}

/// Where the field is. The octets need not be faultless, only readable as far as there.
///
/// Errors: those of `check_path`; [`PathFault::Absent`]; [`PathFault::Unreadable`].
pub fn locate(dictionary: &Dictionary, structure: &str, octets: &[u8], path: &Path) -> Result<Located, PathError> {
    let tree = tree_of(dictionary, structure, octets, path)?;
    let Found { node, base, ancestors, .. } = find(dictionary, structure, &tree, path)?;
    let (tlv, content) = (shift(&node.tlv(), base), shift(&node.content, base));
    Ok(Located { tag: node.tag.clone(), tlv, content, ancestors })
}

/// What the field holds.
///
/// Errors: those of [`locate`].
pub fn value_at(dictionary: &Dictionary, structure: &str, octets: &[u8], path: &Path) -> Result<FieldValue, PathError> {
    let tree = tree_of(dictionary, structure, octets, path)?;
    let Found { node, base, kind, .. } = find(dictionary, structure, &tree, path)?;
    let octets = octets.get(base..).unwrap_or_default();
    let content = octets.get(node.content.clone()).unwrap_or_default().to_vec();
    Ok(FieldValue {
        value: node.value.clone().unwrap_or_else(|| Value::Octets(content.clone())),
        kind,
        tlv: octets.get(node.tlv()).unwrap_or_default().to_vec(),
        json: node.to_value(octets),
        content,
    })
}

fn tree_of(dictionary: &Dictionary, structure: &str, octets: &[u8], path: &Path) -> Result<Tree, PathError> {
    read(dictionary, structure, octets).map_err(|unknown| PathError {
        nearest: unknown.nearest.clone(),
        ..PathError::new(
            PathFault::UnknownStructure,
            &path.to_string(),
            "",
            format!("there is no structure `{structure}`"),
        )
    })
}

/// What a path leads to.
struct Found<'t> {
    node: &'t Node,
    /// Where the octets begin from which the node counts: an octet string's contents, or the start.
    base: usize,
    ancestors: Vec<Ancestor>,
    kind: Kind,
}

/// The element that so many have a greater `seqNumber` than; elements without one are no candidates.
fn newest(elements: &[Node], back: usize) -> Option<&Node> {
    let mut numbered: Vec<_> = elements.iter().filter_map(|one| Some((number(one)?, one))).collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.iter().rev().nth(back).map(|(_, element)| *element)
}

/// The first `seqNumber` in an element. The dictionary bounds how deep it is.
fn number(node: &Node) -> Option<i128> {
    match node.value {
        Some(Value::Integer { value, .. }) if node.name.as_deref() == Some("seqNumber") => Some(value),
        _ => node.children.iter().find_map(number),
    }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn ancestor(node: &Node, base: usize) -> Ancestor {
    Ancestor {
        tag: node.tag.clone(),
        header: shift(&node.header, base),
        content: shift(&node.content, base),
        end: node.end + base,
    }
}

fn find<'t>(dictionary: &Dictionary, structure: &str, tree: &'t Tree, path: &Path) -> Result<Found<'t>, PathError> {
    let route = resolve(dictionary, structure, path)?;
    let text = path.to_string();
    let kind = kind_of(dictionary.resolve(&route.end.element.ty));
    let mut node = tree.root().filter(|root| root.known).ok_or_else(|| {
        let says = format!("the octets cannot be read as {structure}");
        PathError::new(PathFault::Unreadable, &text, "", says)
    })?;
    let mut ancestors = Vec::new();
    let mut base = 0;
    for hop in &route.hops {
        if !node.transparent {
            ancestors.push(ancestor(node, base));
        }
        // A choice whose own tag stays inside the field's (see the reader): one level more.
        let through = match node.value {
            Some(Value::Choice(_)) if !node.transparent => {
                node.children.first().filter(|child| child.name.is_none() && child.known)
            }
            _ => None,
        };
        let next = match hop {
            Hop::Field(field) => node.child(&field.name).or_else(|| through.and_then(|child| child.child(&field.name))),
            Hop::Element(Index::At(at)) => node.children.get(*at),
            Hop::Element(Index::FromLast(back)) => node.children.iter().rev().nth(*back),
            Hop::Element(Index::FromNewest(back)) => newest(&node.children, *back),
            Hop::Inside => node.children.first(),
            Hop::Contained => {
                base += node.content.start;
                node.contained.first()
            }
        };
        if let (Hop::Field(field), Some(child)) = (hop, through)
            && node.child(&field.name).is_none()
            && next.is_some()
        {
            ancestors.push(ancestor(child, base));
        }
        node = next.ok_or_else(|| {
            let at = match hop {
                Hop::Field(field) => field.name.clone(),
                Hop::Element(index) => format!("[{index}]"),
                Hop::Inside | Hop::Contained => String::new(),
            };
            let says = format!("the octets have no `{at}` here");
            PathError::new(PathFault::Absent, &text, &at, says)
        })?;
    }
    Ok(Found { node, base, ancestors, kind })
}
