//! Operations on JSON bodies. The text is edited in place: order, blanks and everything else stay as
//! they are, and a member can stand twice, which no parsed value can hold.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Operation, TamperError, fill, flip, on_all};
use crate::nearest::nearest;
use crate::path::{Index, Path, PathError, PathFault, Segment};

mod scan;

use scan::{Member, Span, elements, members};

/// Applies the operation to a member, such as `header.functionExecutionStatus.status` or
/// `eventEntries[0].eventId`, or without `at` to the body's octets as they are.
///
/// `set` takes any JSON value; `retag` gives another name; `insert` adds a member that is not there, at
/// the end of its object; `replace` puts text in the value's place as it is, valid or not; `append`,
/// `truncate`, `flip` and `fill` change the characters of a text value.
///
/// Errors: the body is no JSON; there is no such member; the operation does not fit; nothing changed.
pub fn apply_json(body: &[u8], at: Option<&str>, operation: &Operation) -> Result<Vec<u8>, TamperError> {
    let changed = match at {
        None => on_all(body, operation)?,
        Some(at) => on_member(body, &Path::parse(at)?, operation)?,
    };
    if changed == body { Err(TamperError::NothingChanged { operation: operation.name() }) } else { Ok(changed) }
}

/// Where a value is, and what it is in.
struct Found {
    value: Span,
    /// The member or element with its name, without commas.
    whole: Span,
    name: Option<Span>,
    /// The members or elements of the value's parent, and which of them this is.
    siblings: Vec<Member>,
    index: usize,
}

fn on_member(body: &[u8], path: &Path, operation: &Operation) -> Result<Vec<u8>, TamperError> {
    let text = std::str::from_utf8(body).map_err(|_| unreadable("the body is no UTF-8"))?;
    // Also bounds the nesting (128), so that the scanner below may trust what it sees.
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| unreadable(&format!("the body is no JSON: {error}")))?;
    if let Operation::Insert(value) = operation {
        return insert(text, path, value);
    }
    let found = find(text, path)?;
    let put = |span: Span, new: &str| [&text[..span.start], new, &text[span.end..]].concat().into_bytes();
    Ok(match operation {
        Operation::Set(value) => put(found.value, &value.to_string()),
        Operation::Replace(new) => put(found.value, &new.0),
        Operation::Drop => put(without(&found), ""),
        Operation::Duplicate => {
            let whole = &text[found.whole.start..found.whole.end];
            put(found.whole, &format!("{whole},{whole}"))
        }
        Operation::Retag(new) => match found.name {
            Some(name) => put(name, &Value::from(new.0.as_str()).to_string()),
            None => return Err(TamperError::unfit(operation, "needs a member with a name")),
        },
        Operation::Append(_) | Operation::Truncate(_) | Operation::Flip(_) | Operation::Fill(_) => {
            let old: String = serde_json::from_str(&text[found.value.start..found.value.end])
                .map_err(|_| TamperError::unfit(operation, "needs a member whose value is text"))?;
            put(found.value, &Value::from(altered(&old, operation)?).to_string())
        }
        Operation::Move(to) => reorder(text, &found, to)?,
        Operation::Insert(_) | Operation::Length(_) | Operation::Nest(_) => {
            return Err(TamperError::unfit(operation, "does not fit a JSON member"));
        }
    })
}

fn altered(old: &str, operation: &Operation) -> Result<String, TamperError> {
    let text = |octets: Vec<u8>| {
        String::from_utf8(octets).map_err(|_| TamperError::unfit(operation, "would make the value no text"))
    };
    match operation {
        Operation::Append(more) => Ok(format!("{old}{}", more.0)),
        Operation::Truncate(truncate) => {
            let kept = truncate.kept(old.chars().count())?;
            Ok(old.chars().take(kept).collect())
        }
        Operation::Flip(bit) => text(flip::apply(old.as_bytes(), *bit)?),
        Operation::Fill(octet) => text(vec![fill::octet(octet)?; old.len()]),
        _ => Ok(old.to_owned()),
    }
}

fn find(text: &str, path: &Path) -> Result<Found, TamperError> {
    let mut value = scan::value(text, 0);
    let mut found = None;
    for segment in path.segments() {
        let (siblings, index, at) = match segment {
            Segment::Name(name) => {
                let siblings = members(text, value);
                let index = siblings.iter().position(|member| named(text, member).as_deref() == Some(name));
                (siblings, index, name.clone())
            }
            Segment::Index(index) => {
                let siblings = elements(text, value);
                let index = match index {
                    Index::At(at) => Some(*at).filter(|&at| at < siblings.len()),
                    Index::FromLast(back) => siblings.len().checked_sub(back.saturating_add(1)),
                    // Notifications are no JSON.
                    Index::FromNewest(_) => None,
                };
                (siblings, index, String::from("[]"))
            }
        };
        let Some((index, member)) = index.and_then(|index| Some((index, *siblings.get(index)?))) else {
            return Err(absent(text, path, &at, &siblings));
        };
        value = member.value;
        found = Some(Found { value, whole: member.whole, name: member.name, siblings, index });
    }
    found.ok_or_else(|| unreadable("the path is empty"))
}

fn named(text: &str, member: &Member) -> Option<String> {
    let span = member.name?;
    serde_json::from_str(text.get(span.start..span.end)?).ok()
}

fn absent(text: &str, path: &Path, at: &str, siblings: &[Member]) -> TamperError {
    let names: Vec<String> = siblings.iter().filter_map(|member| named(text, member)).collect();
    let says = format!("the body has no `{at}` here");
    let mut error = PathError::new(PathFault::Absent, &path.to_string(), at, says);
    error.nearest = nearest(at, names.iter().map(String::as_str)).map(str::to_owned);
    TamperError::Path(error)
}

/// What goes when a member goes: it and one comma.
fn without(found: &Found) -> Span {
    let neighbour = |index: Option<usize>| index.and_then(|index| found.siblings.get(index));
    if let Some(next) = neighbour(found.index.checked_add(1)) {
        return Span { start: found.whole.start, end: next.whole.start };
    }
    let start = neighbour(found.index.checked_sub(1)).map_or(found.whole.start, |before| before.whole.end);
    Span { start, end: found.whole.end }
}

fn reorder(text: &str, found: &Found, to: &super::Move) -> Result<Vec<u8>, TamperError> {
    let position = |wanted: &str| {
        let names = || found.siblings.iter().map(|member| named(text, member));
        names()
            .position(|name| name.as_deref() == Some(wanted))
            .ok_or_else(|| TamperError::Unfit { operation: "move", says: format!("finds no sibling `{wanted}`") })
    };
    let target = match to {
        super::Move::Before(name) => position(name)?,
        super::Move::After(name) => position(name)? + 1,
        super::Move::To(super::Place::First) => 0,
        super::Move::To(super::Place::Last) => found.siblings.len(),
    };
    let mut order: Vec<&Member> = found.siblings.iter().collect();
    let target = if target > found.index { target - 1 } else { target };
    if target == found.index {
        return Err(TamperError::NothingChanged { operation: "move" });
    }
    let moved = order.remove(found.index);
    order.insert(target, moved);
    // The members change places; what stands between them stays.
    let mut changed = String::new();
    let mut at = 0;
    for (place, member) in found.siblings.iter().zip(order) {
        changed.push_str(&text[at..place.whole.start]);
        changed.push_str(&text[member.whole.start..member.whole.end]);
        at = place.whole.end;
    }
    changed.push_str(&text[at..]);
    Ok(changed.into_bytes())
}

/// A new member at the end of the object that the path names without its last segment.
fn insert(text: &str, path: &Path, value: &Value) -> Result<Vec<u8>, TamperError> {
    let unfit = |says: &str| TamperError::Unfit { operation: "insert", says: says.to_owned() };
    let Some((Segment::Name(name), parents)) = path.segments().split_last() else {
        return Err(unfit("needs the name of a new member"));
    };
    let object = match path.parent(parents.len()) {
        Some(parent) => find(text, &parent)?.value,
        None => scan::value(text, 0),
    };
    if !text[object.start..object.end].starts_with('{') {
        return Err(unfit("needs an object"));
    }
    let siblings = members(text, object);
    if siblings.iter().any(|member| named(text, member).as_deref() == Some(name)) {
        return Err(unfit(&format!("finds the member `{name}` there already")));
    }
    let (at, comma) = siblings.last().map_or((object.start + 1, ""), |last| (last.whole.end, ","));
    let member = format!("{comma}{}:{value}", Value::from(name.as_str()));
    Ok([&text[..at], &member, &text[at..]].concat().into_bytes())
}

fn unreadable(says: &str) -> TamperError {
    TamperError::Unreadable { says: says.to_owned() }
}
