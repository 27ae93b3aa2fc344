//! Operations on the fields of an HTTP head.

use serde_json::Value;

use super::{Operation, Place, TamperError, fill, flip, moving};

/// Applies the operation to the field of this name (case counts for nothing); the first of several.
///
/// `set`, `append`, `truncate`, `fill`, `flip` work on the value, `retag` gives another name, `drop`,
/// `duplicate` and `move` the whole field; `insert` adds a field with a name that is not there.
///
/// Errors: there is no such field (or, for `insert`, there is); the operation does not fit; nothing
/// changed; the value would be no text.
pub fn apply_head(head: &mut Vec<(String, String)>, at: &str, operation: &Operation) -> Result<(), TamperError> {
    let index = head.iter().position(|(name, _)| name.eq_ignore_ascii_case(at));
    if let Operation::Insert(value) = operation {
        if index.is_some() {
            return Err(TamperError::unfit(operation, &format!("finds the field `{at}` there already")));
        }
        head.push((at.to_owned(), text(operation, value)?));
        return Ok(());
    }
    let index = index.ok_or_else(|| TamperError::Unreadable { says: format!("the head has no field `{at}`") })?;
    let Some((name, value)) = head.get(index).cloned() else { return Ok(()) };
    let field = match operation {
        Operation::Set(new) => (name.clone(), text(operation, new)?),
        Operation::Append(more) => (name.clone(), format!("{value}{}", more.0)),
        Operation::Truncate(truncate) => {
            let kept = truncate.kept(value.chars().count())?;
            (name.clone(), value.chars().take(kept).collect())
        }
        Operation::Fill(octet) => (name.clone(), utf8(operation, vec![fill::octet(octet)?; value.len()])?),
        Operation::Flip(bit) => (name.clone(), utf8(operation, flip::apply(value.as_bytes(), *bit)?)?),
        Operation::Retag(new) => (new.0.clone(), value.clone()),
        Operation::Drop => {
            head.remove(index);
            return Ok(());
        }
        Operation::Duplicate => {
            head.insert(index, (name, value));
            return Ok(());
        }
        Operation::Move(to) => return reorder(head, index, to),
        Operation::Insert(_) | Operation::Length(_) | Operation::Nest(_) | Operation::Replace(_) => {
            return Err(TamperError::unfit(operation, "does not fit a head"));
        }
    };
    if field == (name, value) {
        return Err(TamperError::NothingChanged { operation: operation.name() });
    }
    if let Some(place) = head.get_mut(index) {
        *place = field;
    }
    Ok(())
}

fn reorder(head: &mut Vec<(String, String)>, index: usize, to: &moving::Move) -> Result<(), TamperError> {
    let find = |wanted: &str| {
        head.iter()
            .position(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .ok_or_else(|| TamperError::Unreadable { says: format!("the head has no field `{wanted}`") })
    };
    let target = match to {
        moving::Move::Before(name) => find(name)?,
        moving::Move::After(name) => find(name)? + 1,
        moving::Move::To(Place::First) => 0,
        moving::Move::To(Place::Last) => head.len(),
    };
    let target = if target > index { target - 1 } else { target };
    if target == index {
        return Err(TamperError::NothingChanged { operation: "move" });
    }
    let field = head.remove(index);
    head.insert(target, field);
    Ok(())
}

fn text(operation: &Operation, value: &Value) -> Result<String, TamperError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(TamperError::unfit(operation, "takes text here")),
    }
}

fn utf8(operation: &Operation, octets: Vec<u8>) -> Result<String, TamperError> {
    String::from_utf8(octets).map_err(|_| TamperError::unfit(operation, "would make the value no text"))
}
