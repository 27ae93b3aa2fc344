//! Builds DER from field names and values.
//!
//! | Type | Value |
//! |---|---|
//! | octets | hex text |
//! | utf8, ascii | text |
//! | integer | number, or the name of a named value |
//! | bits | `{"bits": "011"}` (bit 0 first) or a list of bit names |
//! | boolean, null | `true`, `false`, `null` |
//! | object identifier | dotted text |
//! | sequence | object by field names; hex text is a whole TLV and takes the field's tag |
//! | choice | object with one member, the alternative |
//! | list | array |
//! | anything | `{"tlv": "<hex>"}`: these octets, whatever they are |
//!
//! An absent optional field is left out, and so is a default value. Nothing else is filled in.

mod error;
mod primitive;

use serde_json::{Map, Value};

pub use error::ForgeError;

use crate::dictionary::{Body, Dictionary, Element, Field, Resolved, Shape, Structure, Type};
use crate::nearest::nearest;
use crate::tlv::{Tag, encode};

/// The DER of this structure with these values.
///
/// Errors name the field: a mandatory one is missing, a name is unknown (with the nearest), a value is
/// not of the type.
pub fn forge(dictionary: &Dictionary, structure: &str, value: &Value) -> Result<Vec<u8>, ForgeError> {
    let structure = dictionary.require(structure).map_err(|unknown| ForgeError {
        path: String::new(),
        says: format!("there is no structure `{}`", unknown.name),
        nearest: unknown.nearest,
    })?;
    if let Body::Run(fields) = &structure.body {
        return Forge { dictionary }.sequence(structure, fields, value, "");
    }
    let element = Element { tag: structure.tag, ty: Type::Named(structure.name.clone()) };
    Forge { dictionary }.element(&element, value, "")
}

/// The contents octets for a new value of this element, for tampering by value.
pub(crate) fn content_of(dictionary: &Dictionary, element: &Element, value: &Value) -> Result<Vec<u8>, ForgeError> {
    Forge { dictionary }.content(dictionary.resolve(&element.ty), value, "value")
}

struct Forge<'d> {
    dictionary: &'d Dictionary,
}

impl Forge<'_> {
    /// A whole TLV. Recursion follows the dictionary, which has no circles.
    fn element(&self, element: &Element, value: &Value, path: &str) -> Result<Vec<u8>, ForgeError> {
        if let Some(raw) = raw(value, path)? {
            return Ok(raw);
        }
        let resolved = self.dictionary.resolve(&element.ty);
        let Some(tag) = element.tag else {
            return match resolved.shape {
                Shape::Choice(structure, alternatives) => self.choice(structure, alternatives, value, path),
                Shape::Bare(Type::Any) => primitive::hex_of(value, path),
                _ => Err(ForgeError::new(path, "the type has no tag to stand alone with".to_owned())),
            };
        };
        if let (Shape::Sequence(..), Value::String(_)) = (resolved.shape, value) {
            return retagged(&primitive::hex_of(value, path)?, tag, path);
        }
        Ok(encode(&tag.to_octets(), &self.content(resolved, value, path)?))
    }

    fn content(&self, resolved: Resolved<'_>, value: &Value, path: &str) -> Result<Vec<u8>, ForgeError> {
        match resolved.shape {
            Shape::Sequence(structure, fields) => self.sequence(structure, fields, value, path),
            Shape::Choice(structure, alternatives) => self.choice(structure, alternatives, value, path),
            Shape::Bare(Type::List(element)) => {
                let Value::Array(values) = value else {
                    return Err(ForgeError::new(path, format!("a list is an array, not {}", primitive::kind(value))));
                };
                let mut content = Vec::new();
                for (at, value) in values.iter().enumerate() {
                    content.extend(self.element(element, value, &format!("{path}[{at}]"))?);
                }
                Ok(content)
            }
            Shape::Bare(Type::Explicit(inner)) => self.element(inner, value, path),
            Shape::Bare(ty) => primitive::content(ty, value, path),
        }
    }

    fn sequence(
        &self,
        structure: &Structure,
        fields: &[Field],
        value: &Value,
        path: &str,
    ) -> Result<Vec<u8>, ForgeError> {
        let values = object(structure, value, path)?;
        refuse_unknown(structure, fields, values, path)?;
        let mut content = Vec::new();
        for field in fields {
            let path = under(path, &field.name);
            match values.get(&field.name) {
                None if field.optional => {}
                None => return Err(ForgeError::new(&path, format!("{} needs {}", structure.name, field.name))),
                Some(value) if field.default.is_some() && self.is_default(field, value, &path)? => {}
                Some(value) => content.extend(self.element(&field.element, value, &path)?),
            }
        }
        Ok(content)
    }

    fn choice(
        &self,
        structure: &Structure,
        alternatives: &[Field],
        value: &Value,
        path: &str,
    ) -> Result<Vec<u8>, ForgeError> {
        let values = object(structure, value, path)?;
        refuse_unknown(structure, alternatives, values, path)?;
        let mut given = alternatives.iter().filter_map(|field| Some((field, values.get(&field.name)?)));
        match (given.next(), given.next()) {
            (Some((field, value)), None) => self.element(&field.element, value, &under(path, &field.name)),
            (None, _) => Err(ForgeError::new(path, format!("{} needs one alternative", structure.name))),
            _ => Err(ForgeError::new(path, format!("{} takes one alternative only", structure.name))),
        }
    }

    /// Whether the value encodes to what the default would encode to.
    fn is_default(&self, field: &Field, value: &Value, path: &str) -> Result<bool, ForgeError> {
        if raw(value, path)?.is_some() {
            return Ok(false);
        }
        let Shape::Bare(ty) = self.dictionary.resolve(&field.element.ty).shape else { return Ok(false) };
        let default = match (ty, field.default) {
            (Type::Boolean, Some(default)) => Value::Bool(default != 0),
            (_, Some(default)) => Value::from(default),
            _ => return Ok(false),
        };
        Ok(primitive::content(ty, value, path)? == primitive::content(ty, &default, path)?)
    }
}

/// `{"tlv": "<hex>"}`.
fn raw(value: &Value, path: &str) -> Result<Option<Vec<u8>>, ForgeError> {
    match value {
        Value::Object(members) if members.len() == 1 => match members.get("tlv") {
            Some(tlv) => primitive::hex_of(tlv, path).map(Some),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// A whole TLV under another tag.
fn retagged(tlv: &[u8], tag: Tag, path: &str) -> Result<Vec<u8>, ForgeError> {
    let (_, used, _) = Tag::read(tlv).map_err(|fault| ForgeError::new(path, fault.says().to_owned()))?;
    let mut octets = tag.to_octets();
    octets.extend_from_slice(tlv.get(used..).unwrap_or_default());
    Ok(octets)
}

fn object<'v>(structure: &Structure, value: &'v Value, path: &str) -> Result<&'v Map<String, Value>, ForgeError> {
    value.as_object().ok_or_else(|| {
        ForgeError::new(path, format!("{} is an object by field names, not {}", structure.name, primitive::kind(value)))
    })
}

fn refuse_unknown(
    structure: &Structure,
    fields: &[Field],
    values: &Map<String, Value>,
    path: &str,
) -> Result<(), ForgeError> {
    match values.keys().find(|name| fields.iter().all(|field| field.name != **name)) {
        None => Ok(()),
        Some(name) => {
            let mut error = ForgeError::new(&under(path, name), format!("{} has no field `{name}`", structure.name));
            error.nearest = nearest(name, fields.iter().map(|field| field.name.as_str())).map(str::to_owned);
            Err(error)
        }
    }
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests;
