//! The message dictionary: structures, fields, tags and types as data, embedded as plain text.
//!
//! Written from the published ASN.1 modules with automatic tagging already applied, independently of
//! the codec that the roles use.

mod parse;
mod types;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

pub use parse::DictionaryError;
pub use types::{Body, Element, Field, Named, Show, Size, Structure, Type};

use crate::nearest::nearest;
use crate::tlv::Tag;

/// The texts of the embedded dictionary, by file name; where octets fit two structures alike, the
/// earlier one is guessed.
const SGP22: [(&str, &str); 6] = [
    ("es10.dict", include_str!("es10.dict")),
    ("common.dict", include_str!("common.dict")),
    ("es9plus.dict", include_str!("es9plus.dict")),
    ("es8plus.dict", include_str!("es8plus.dict")),
    ("x509.dict", include_str!("x509.dict")),
    ("uicc.dict", include_str!("uicc.dict")),
];

/// Structures by name and by tag.
#[derive(Debug)]
pub struct Dictionary {
    structures: Vec<Structure>,
    by_name: BTreeMap<String, usize>,
}

/// A structure that the dictionary does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownStructure {
    /// The name asked for.
    pub name: String,
    /// The name probably meant.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownStructure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "there is no structure `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownStructure {}

impl Dictionary {
    /// The messages of ES8+, ES9+ (ASN.1 binding too), ES10a, ES10b, ES10c and ES11 of SGP.22 v2.x,
    /// and X.509 as far as they carry it.
    #[expect(clippy::expect_used, reason = "the text is embedded and `the_embedded_text_is_readable` reads it")]
    pub fn sgp22() -> &'static Dictionary {
        static READ: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::parse(&SGP22).expect("readable"));
        &READ
    }

    /// A dictionary from texts of the same form, each with its name for errors.
    ///
    /// Errors name file and line: an unreadable line, a name given twice, a reference to nothing.
    pub fn parse(texts: &[(&str, &str)]) -> Result<Dictionary, DictionaryError> {
        let structures = parse::parse(texts)?;
        let by_name = structures.iter().enumerate().map(|(at, one)| (one.name.clone(), at)).collect();
        Ok(Dictionary { structures, by_name })
    }

    /// The structure of this name, such as `AuthenticateServerResponse`.
    pub fn get(&self, name: &str) -> Option<&Structure> {
        self.by_name.get(name).and_then(|&at| self.structures.get(at))
    }

    /// The structure of this name, or which name was probably meant.
    pub fn require(&self, name: &str) -> Result<&Structure, UnknownStructure> {
        self.get(name).ok_or_else(|| UnknownStructure { name: name.to_owned(), nearest: self.suggest(name) })
    }

    /// The structures that may stand behind a first tag (its octets, such as `BF38`), in the
    /// dictionary's order: those with that tag, and choices without a tag with such an alternative.
    pub fn by_tag(&self, tag: &[u8]) -> Vec<&Structure> {
        let Ok((tag, _, _)) = Tag::read(tag) else { return Vec::new() };
        self.structures
            .iter()
            .filter(|one| matches!(one.body, Body::Sequence(_) | Body::Choice(_) | Body::Alias(Type::List(_))))
            .filter(|one| self.begins_with(one, tag))
            .collect()
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// All structures in the dictionary's order.
    pub fn structures(&self) -> impl Iterator<Item = &Structure> {
        self.structures.iter()
    }

    /// The name nearest to one that is not there.
    pub fn suggest(&self, name: &str) -> Option<String> {
        nearest(name, self.names()).map(str::to_owned)
    }

    /// Whether octets of this structure may start with this tag.
    pub(crate) fn begins_with(&self, structure: &Structure, tag: Tag) -> bool {
        match (structure.tag, &structure.body) {
            (Some(own), _) => own.names_same(tag),
            (None, Body::Choice(alternatives)) => alternatives.iter().any(|one| self.field_matches(one, tag)),
            (None, Body::Alias(Type::Any)) => true,
            _ => false,
        }
    }

    /// Whether a TLV with this tag may be this field.
    pub(crate) fn field_matches(&self, field: &Field, tag: Tag) -> bool {
        self.element_matches(&field.element, tag)
    }

    /// Whether a TLV with this tag may be such an element.
    pub(crate) fn element_matches(&self, element: &Element, tag: Tag) -> bool {
        match (element.tag, &element.ty) {
            (Some(own), _) => own.names_same(tag),
            (None, Type::Any) => true,
            (None, Type::Named(name)) => self.get(name).is_some_and(|structure| self.begins_with(structure, tag)),
            _ => false,
        }
    }

    /// What a type is once names are followed: the structure it names last, and the bare type.
    pub(crate) fn resolve<'d>(&'d self, ty: &'d Type) -> Resolved<'d> {
        let mut named = None;
        let mut at = ty;
        // The parser has refused circles; the bound only keeps that promise visible.
        for _ in 0..8 {
            let Type::Named(name) = at else { return Resolved { named, shape: Shape::Bare(at) } };
            let Some(structure) = self.get(name) else { break };
            named = Some(structure);
            match &structure.body {
                Body::Alias(inner) => at = inner,
                Body::Sequence(fields) | Body::Run(fields) => {
                    return Resolved { named, shape: Shape::Sequence(structure, fields) };
                }
                Body::Choice(alternatives) => return Resolved { named, shape: Shape::Choice(structure, alternatives) },
            }
        }
        Resolved { named, shape: Shape::Bare(&Type::Any) }
    }
}

/// A type with its names followed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolved<'d> {
    /// The last structure named on the way.
    pub named: Option<&'d Structure>,
    /// What it is.
    pub shape: Shape<'d>,
}

/// What a type is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape<'d> {
    /// Named fields in order.
    Sequence(&'d Structure, &'d [Field]),
    /// One of several alternatives.
    Choice(&'d Structure, &'d [Field]),
    /// Anything else; never `Type::Named`.
    Bare(&'d Type),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_text_is_readable() {
        let dictionary = Dictionary::parse(&SGP22).unwrap_or_else(|error| panic!("{error}"));
        assert!(dictionary.names().count() > 120);
        for structure in dictionary.structures() {
            assert!(!structure.clause.is_empty(), "{} names no clause", structure.name);
        }
    }

    #[test]
    fn finds_by_name_tag_and_slip() {
        let dictionary = Dictionary::sgp22();
        let names = |tag: &str| -> Vec<&str> {
            dictionary.by_tag(&hex::decode(tag).unwrap()).iter().map(|one| one.name.as_str()).collect()
        };
        assert_eq!(names("BF38"), ["AuthenticateServerRequest", "AuthenticateServerResponse"]);
        assert_eq!(names("BF20"), ["GetEuiccInfo1Request", "EUICCInfo1"]);
        assert!(names("BF37").contains(&"PendingNotification"));
        assert_eq!(names("BF7F"), [""; 0]);
        assert_eq!(names(""), [""; 0]);
        assert_eq!(dictionary.suggest("AuthentcateServerResponse").as_deref(), Some("AuthenticateServerResponse"));
        assert_eq!(dictionary.suggest("Banana"), None);
        assert!(dictionary.require("EUICCInfo3").unwrap_err().to_string().contains("did you mean `EUICCInfo"));
    }

    #[test]
    fn keeps_clauses_and_notes() {
        let ok = Dictionary::sgp22().get("AuthenticateResponseOk").unwrap();
        assert_eq!(ok.clause, "SGP.22 §5.7.13");
        assert!(ok.extensible);
        let signature = ok.field("euiccSignature1").unwrap();
        assert_eq!(signature.note, "signature over euiccSigned1 by euiccCertificate");
        assert_eq!(signature.signature(), Some(("euiccSigned1", "euiccCertificate")));
        assert_eq!(signature.element.tag.unwrap().to_string(), "5F37");
    }
}
