//! Reads the plain text of a dictionary.
//!
//! A line without indentation opens an entry: `Name [TAG|-] type [extensible] # clause`. An indented
//! line is a field, `name TAG type [optional] [default X] [containing Name] note`, or for `integer`
//! and `bits` entries `name number`. A line that starts with `#` is a remark.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::types::{Body, Element, Field, Named, Show, Size, Structure, Type};
use crate::tlv::Tag;

/// What is wrong with a dictionary's text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryError {
    /// The text's name.
    pub file: String,
    /// Counted from 1; 0 when no line is to blame.
    pub line: usize,
    /// One sentence.
    pub says: String,
}

impl fmt::Display for DictionaryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.says)
    }
}

impl std::error::Error for DictionaryError {}

/// Types within types deeper than this are a slip of the pen.
const DEEPEST_TYPE: usize = 8;

pub(super) fn parse(texts: &[(&str, &str)]) -> Result<Vec<Structure>, DictionaryError> {
    let mut structures: Vec<Structure> = Vec::new();
    let mut places: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (file, text) in texts {
        for (at, line) in text.lines().enumerate() {
            let blame = |says: String| DictionaryError { file: (*file).to_owned(), line: at + 1, says };
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with(' ') {
                let open = structures.last_mut().ok_or_else(|| blame("a field before any entry".to_owned()))?;
                member(open, line).map_err(blame)?;
            } else {
                let structure = entry(line).map_err(blame)?;
                if places.insert(structure.name.clone(), ((*file).to_owned(), at + 1)).is_some() {
                    return Err(blame(format!("`{}` stands twice", structure.name)));
                }
                structures.push(structure);
            }
        }
    }
    link(&mut structures).map_err(|(name, says)| {
        let (file, line) = places.get(&name).cloned().unwrap_or_default();
        DictionaryError { file, line, says: format!("{name}: {says}") }
    })?;
    Ok(structures)
}

fn entry(line: &str) -> Result<Structure, String> {
    let (line, clause) = line.split_once(" # ").ok_or("an entry ends with ` # clause`")?;
    let mut words = words(line)?.into_iter().peekable();
    let name = words.next().ok_or("an entry starts with its name")?;
    let mut tag = words.next_if(|word| is_tag(word)).map(|word| tag_of(&word)).transpose()?.flatten();
    let kind = words.next().ok_or("an entry has a kind")?;
    let body = match kind.as_str() {
        "seq" => {
            tag = tag.or(Some(Tag::universal(16, true)));
            Body::Sequence(Vec::new())
        }
        "choice" => Body::Choice(Vec::new()),
        "run" => Body::Run(Vec::new()),
        other => {
            let ty = type_of(other, 0)?;
            tag = tag.or(universal_tag(&ty));
            Body::Alias(ty)
        }
    };
    let mut extensible = false;
    for word in words {
        match word.as_str() {
            "extensible" => extensible = true,
            other => return Err(format!("`{other}` is no marker of an entry")),
        }
    }
    Ok(Structure { name, tag, body, extensible, clause: clause.trim().to_owned() })
}

/// The tag of a type that stands alone and was given none.
fn universal_tag(ty: &Type) -> Option<Tag> {
    let (number, constructed) = match ty {
        Type::Boolean => (1, false),
        Type::Integer(_) => (2, false),
        Type::Bits(_) => (3, false),
        Type::Octets(..) => (4, false),
        Type::Null => (5, false),
        Type::Oid => (6, false),
        Type::Text(_) => (12, false),
        Type::List(_) => (16, true),
        Type::Ascii | Type::Any | Type::Explicit(_) | Type::Named(_) => return None,
    };
    Some(Tag::universal(number, constructed))
}

fn member(open: &mut Structure, line: &str) -> Result<(), String> {
    match &mut open.body {
        Body::Sequence(fields) | Body::Run(fields) | Body::Choice(fields) => {
            let field = field(line)?;
            if fields.iter().any(|other| other.name == field.name) {
                return Err(format!("the field `{}` stands twice", field.name));
            }
            fields.push(field);
            Ok(())
        }
        Body::Alias(Type::Integer(names) | Type::Bits(names)) => {
            let words = words(line)?;
            let [name, number] = words.as_slice() else { return Err("a named value is `name number`".to_owned()) };
            let number = number.parse().map_err(|_| format!("`{number}` is no number"))?;
            names.push(Named { name: name.clone(), number });
            Ok(())
        }
        Body::Alias(_) => Err(format!("`{}` has no members", open.name)),
    }
}

fn field(line: &str) -> Result<Field, String> {
    let mut words = words(line)?.into_iter().peekable();
    let (Some(name), Some(tag), Some(ty)) = (words.next(), words.next(), words.next()) else {
        return Err("a field is `name TAG type`".to_owned());
    };
    let element = Element { tag: tag_of(&tag)?, ty: type_of(&ty, 0)? };
    let mut field = Field { name, element, optional: false, default: None, containing: None, note: String::new() };
    while let Some(word) = words.peek() {
        match word.as_str() {
            "optional" => field.optional = true,
            "default" => {
                words.next();
                field.default = Some(match words.peek().map(String::as_str) {
                    Some("false") => 0,
                    Some("true") => 1,
                    Some(number) => number.parse().map_err(|_| format!("`{number}` is no default"))?,
                    None => return Err("`default` without a value".to_owned()),
                });
                field.optional = true;
            }
            "containing" => {
                words.next();
                field.containing = Some(words.peek().ok_or("`containing` without a name")?.clone());
            }
            _ => break,
        }
        words.next();
    }
    field.note = words.collect::<Vec<_>>().join(" ");
    Ok(field)
}

/// Words between blanks; what stands in brackets is one word.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut depth = 0usize;
    for character in line.chars() {
        match character {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.checked_sub(1).ok_or("a bracket closes that was not open")?,
            _ => {}
        }
        if character.is_whitespace() && depth == 0 {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
        } else {
            word.push(character);
        }
    }
    if depth != 0 {
        return Err("a bracket stays open".to_owned());
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

/// Tags are upper case, types never are.
fn is_tag(word: &str) -> bool {
    word == "-"
        || (word.len().is_multiple_of(2) && word.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b)))
}

fn tag_of(word: &str) -> Result<Option<Tag>, String> {
    if word == "-" {
        return Ok(None);
    }
    hex::decode(word)
        .ok()
        .and_then(|octets| Tag::from_octets(&octets))
        .map(Some)
        .ok_or_else(|| format!("`{word}` is no tag"))
}

fn type_of(word: &str, depth: usize) -> Result<Type, String> {
    if depth > DEEPEST_TYPE {
        return Err("types are nested too deep".to_owned());
    }
    let (name, inside) = match word.find(['(', '{']) {
        Some(at) => (&word[..at], Some(&word[at + 1..word.len() - 1])),
        None => (word, None),
    };
    let octets = |size: u64, show: Show| Type::Octets(Size::Range(size, size), show);
    Ok(match (name, inside) {
        ("octets", size) => Type::Octets(size_of(size)?, Show::Hex),
        ("utf8", size) => Type::Text(size_of(size)?),
        ("ascii", None) => Type::Ascii,
        ("iccid", None) => octets(10, Show::Swapped),
        ("eid", None) => octets(16, Show::Digits),
        ("version", None) => octets(3, Show::Version),
        ("mccmnc", None) => octets(3, Show::MccMnc),
        ("boolean", None) => Type::Boolean,
        ("null", None) => Type::Null,
        ("oid", None) => Type::Oid,
        ("any", None) => Type::Any,
        ("certificate", None) => Type::Named("Certificate".to_owned()),
        ("crl", None) => Type::Named("CertificateList".to_owned()),
        ("integer", names) => Type::Integer(names_of(names)?),
        ("bits", names) => Type::Bits(names_of(names)?),
        ("list", Some(inside)) => Type::List(Box::new(element_of(inside, depth + 1)?)),
        ("explicit", Some(inside)) => Type::Explicit(Box::new(element_of(inside, depth + 1)?)),
        (name, None) if name.starts_with(|first: char| first.is_ascii_uppercase()) => Type::Named(name.to_owned()),
        _ => return Err(format!("`{word}` is no type")),
    })
}

fn element_of(inside: &str, depth: usize) -> Result<Element, String> {
    let words = words(inside)?;
    match words.as_slice() {
        [ty] => Ok(Element { tag: None, ty: type_of(ty, depth)? }),
        [tag, ty] => Ok(Element { tag: tag_of(tag)?, ty: type_of(ty, depth)? }),
        _ => Err(format!("`{inside}` is no element")),
    }
}

fn size_of(size: Option<&str>) -> Result<Size, String> {
    let Some(text) = size else { return Ok(Size::Any) };
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is no size"));
    if let Some((least, most)) = text.split_once("..") {
        Ok(Size::Range(number(least)?, number(most)?))
    } else if text.contains('|') {
        Ok(Size::OneOf(text.split('|').map(number).collect::<Result<_, _>>()?))
    } else {
        let size = number(text)?;
        Ok(Size::Range(size, size))
    }
}

fn names_of(names: Option<&str>) -> Result<Vec<Named>, String> {
    let Some(text) = names else { return Ok(Vec::new()) };
    text.split(',')
        .map(|one| {
            let (name, number) = one.split_once('=').ok_or_else(|| format!("`{one}` is not name=number"))?;
            let number = number.parse().map_err(|_| format!("`{number}` is no number"))?;
            Ok(Named { name: name.to_owned(), number })
        })
        .collect()
}

/// Gives elements without a tag the tag of the structure they name; refuses names of nothing, tags
/// missing where one is needed, and circles.
fn link(structures: &mut [Structure]) -> Result<(), (String, String)> {
    let tags: BTreeMap<String, Option<Tag>> = structures.iter().map(|one| (one.name.clone(), one.tag)).collect();
    for structure in structures.iter_mut() {
        let name = structure.name.clone();
        let blame = |says: String| (name.clone(), says);
        match &mut structure.body {
            Body::Sequence(fields) | Body::Run(fields) | Body::Choice(fields) => {
                for field in fields {
                    if let Some(contained) = &field.containing
                        && !tags.contains_key(contained)
                    {
                        return Err(blame(format!("there is no `{contained}`")));
                    }
                    link_element(&mut field.element, &tags).map_err(blame)?;
                }
            }
            Body::Alias(ty) => link_type(ty, &tags).map_err(blame)?,
        }
    }
    refuse_circles(structures)
}

fn link_element(element: &mut Element, tags: &BTreeMap<String, Option<Tag>>) -> Result<(), String> {
    link_type(&mut element.ty, tags)?;
    if element.tag.is_none() {
        match &element.ty {
            Type::Named(name) => element.tag = tags.get(name).copied().flatten(),
            Type::Any => {}
            other => return Err(format!("{other:?} needs a tag")),
        }
    }
    Ok(())
}

fn link_type(ty: &mut Type, tags: &BTreeMap<String, Option<Tag>>) -> Result<(), String> {
    match ty {
        Type::Named(name) if !tags.contains_key(name) => Err(format!("there is no `{name}`")),
        Type::List(element) | Type::Explicit(element) => link_element(element, tags),
        _ => Ok(()),
    }
}

/// No structure contains itself: every walk over types then ends.
fn refuse_circles(structures: &[Structure]) -> Result<(), (String, String)> {
    let mut left: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for structure in structures {
        let mut named = BTreeSet::new();
        match &structure.body {
            Body::Alias(ty) => names_in(ty, &mut named),
            _ => structure.fields().iter().for_each(|field| names_in(&field.element.ty, &mut named)),
        }
        left.insert(&structure.name, named);
    }
    while !left.is_empty() {
        let done: BTreeSet<&str> =
            left.iter().filter(|(_, named)| named.is_empty()).map(|(structure, _)| *structure).collect();
        let Some(first) = left.keys().next() else { return Ok(()) };
        if done.is_empty() {
            return Err(((*first).to_owned(), "the structure contains itself, or one that does".to_owned()));
        }
        left.retain(|structure, _| !done.contains(structure));
        for named in left.values_mut() {
            named.retain(|name| !done.contains(name));
        }
    }
    Ok(())
}

fn names_in<'a>(ty: &'a Type, found: &mut BTreeSet<&'a str>) {
    match ty {
        Type::Named(name) => {
            found.insert(name);
        }
        Type::List(element) | Type::Explicit(element) => names_in(&element.ty, found),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dictionary;

    fn fault(text: &str) -> String {
        Dictionary::parse(&[("t", text)]).unwrap_err().to_string()
    }

    #[test]
    fn faults_name_file_and_line() {
        assert_eq!(fault("A seq # c\n  x 80 octts"), "t:2: `octts` is no type");
        assert_eq!(fault("\nA seq"), "t:2: an entry ends with ` # clause`");
        assert_eq!(fault("  x 80 octets"), "t:1: a field before any entry");
        assert_eq!(fault("A seq # c\n  x 9F octets"), "t:2: `9F` is no tag");
        assert_eq!(fault("A seq # c\n  x 80 octets(1"), "t:2: a bracket stays open");
        assert_eq!(fault("A seq # c\n  x 80 octets\n  x 81 octets"), "t:3: the field `x` stands twice");
        assert_eq!(fault("A seq # c\nA seq # c"), "t:2: `A` stands twice");
        assert_eq!(fault("A seq # c\n  x A0 B"), "t:1: A: there is no `B`");
        assert!(fault("A seq # c\n  x A0 B\nB choice # c\n  y A0 list(A)").contains("contains itself"));
    }
}
