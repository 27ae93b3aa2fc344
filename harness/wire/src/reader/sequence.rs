//! SEQUENCE with named fields: presence, order, duplicates, unknown ones, defaults.

use std::ops::Range;

use super::{Reader, constructed};
use crate::dictionary::{Field, Structure};
use crate::tlv::Tlv;
use crate::tree::{FindingKind, Node, Value};

/// What a TLV is to its sequence.
enum Place {
    /// The field at this index, in its place.
    InOrder(usize),
    /// The field at this index, after a later one.
    TooLate(usize),
    /// The field at this index, once more.
    Again(usize),
    /// No field of the type.
    Unknown,
}

impl Reader<'_> {
    pub(super) fn sequence(
        &mut self,
        structure: &Structure,
        fields: &[Field],
        content: Range<usize>,
        depth: usize,
    ) -> Vec<Node> {
        let found = self.run(content.start, content.end);
        let places = self.places(fields, &found);
        let last_known = places.iter().rposition(|place| !matches!(place, Place::Unknown));
        let mut children = Vec::with_capacity(found.len());
        for (at, (tlv, place)) in found.iter().zip(&places).enumerate() {
            let start = tlv.header.start;
            match place {
                Place::Unknown => {
                    let later = last_known.is_some_and(|last| at < last);
                    children.push(self.unknown(structure, tlv, later, depth));
                    continue;
                }
                Place::InOrder(_) => {}
                Place::TooLate(index) => {
                    if let Some(field) = fields.get(*index) {
                        let says = format!("{} stands after a field that follows it in {}", field.name, structure.name);
                        self.within(&field.name, |reader| reader.note(start, FindingKind::Type, "order", says));
                    }
                }
                Place::Again(index) => {
                    if let Some(field) = fields.get(*index) {
                        let says = format!("{} stands more than once in {}", field.name, structure.name);
                        self.within(&field.name, |reader| reader.note(start, FindingKind::Type, "duplicate", says));
                    }
                }
            }
            if let Place::InOrder(index) | Place::TooLate(index) | Place::Again(index) = place
                && let Some(field) = fields.get(*index)
            {
                children.push(self.field(field, tlv, depth));
            }
        }
        self.note_missing(structure, fields, &places, content.end);
        children
    }

    /// Gives each TLV its field: the first fitting one not before the last in order.
    fn places(&self, fields: &[Field], found: &[Tlv]) -> Vec<Place> {
        let mut seen = vec![false; fields.len()];
        let mut next = 0;
        let fits = |index: usize, tlv: &Tlv| {
            fields.get(index).is_some_and(|field| self.dictionary.field_matches(field, tlv.tag))
        };
        let mut places = Vec::with_capacity(found.len());
        for tlv in found {
            let ahead = (next..fields.len()).find(|&index| fits(index, tlv));
            let behind = (0..next).find(|&index| fits(index, tlv) && !seen[index]);
            let place = if let Some(index) = ahead {
                next = index + 1;
                seen[index] = true;
                Place::InOrder(index)
            } else if let Some(index) = behind {
                seen[index] = true;
                Place::TooLate(index)
            } else if let Some(index) = (0..fields.len()).rev().find(|&index| fits(index, tlv)) {
                Place::Again(index)
            } else {
                Place::Unknown
            };
            places.push(place);
        }
        places
    }

    fn field(&mut self, field: &Field, tlv: &Tlv, depth: usize) -> Node {
        self.within(&field.name, |reader| {
            let shape = reader.dictionary.resolve(&field.element.ty).shape;
            if field.optional && field.element.tag.is_some() && constructed(shape) == Some(true) && !tlv.tag.constructed
            {
                // An extensible reader may take it for an unknown field and for the absence of this one.
                let says = format!("the tag {} says primitive, and {} is constructed", tlv.tag, field.name);
                reader.judge_header(tlv);
                reader.note(tlv.header.start, FindingKind::Extension, "ambiguous-field", says);
                return reader.generic_node(None, tlv, depth + 1, false);
            }
            let mut node = reader.element(Some(&field.name), tlv, &field.element, depth + 1);
            if let Some(default) = field.default
                && number(&node) == Some(i128::from(default))
            {
                let says = format!("the default value {default} is encoded; DER leaves it out");
                reader.note(tlv.header.start, FindingKind::Der, "default-encoded", says);
            }
            if let Some(contained) = &field.containing {
                node.contained = reader.contained(contained, tlv);
            }
            node
        })
    }

    fn unknown(&mut self, structure: &Structure, tlv: &Tlv, later: bool, depth: usize) -> Node {
        self.judge_header(tlv);
        let start = tlv.header.start;
        if !structure.extensible {
            let says = format!("{} has no field with the tag {}", structure.name, tlv.tag);
            self.note(start, FindingKind::Type, "unknown-field", says);
        } else if later {
            let says =
                format!("{} has no field with the tag {} here; new ones stand at the end", structure.name, tlv.tag);
            self.note(start, FindingKind::Type, "unknown-field", says);
        } else {
            let says = format!("{} has no field with the tag {}; a newer peer may send it", structure.name, tlv.tag);
            self.note(start, FindingKind::Extension, "unknown-field", says);
        }
        self.generic_node(None, tlv, depth + 1, false)
    }

    fn note_missing(&mut self, structure: &Structure, fields: &[Field], places: &[Place], at: usize) {
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| !field.optional) {
            let there = places
                .iter()
                .any(|place| matches!(place, Place::InOrder(i) | Place::TooLate(i) | Place::Again(i) if *i == index));
            if !there {
                let says = format!("{} has no {}", structure.name, field.name);
                self.within(&field.name, |reader| reader.note(at, FindingKind::Type, "missing", says));
            }
        }
    }

    /// What an octet string contains, for people: only when it is without fault.
    fn contained(&self, name: &str, tlv: &Tlv) -> Vec<Node> {
        let Some(structure) = self.dictionary.get(name) else { return Vec::new() };
        let Some(octets) = self.octets.get(tlv.content.clone()) else { return Vec::new() };
        if octets.is_empty() {
            return Vec::new();
        }
        let mut inner = Reader::new(self.dictionary, octets);
        let nodes = match &structure.body {
            crate::dictionary::Body::Run(fields) => inner.sequence(structure, fields, 0..octets.len(), 0),
            _ => match inner.message(structure, 0, octets.len()) {
                Some((node, end)) if end == octets.len() => vec![node],
                _ => Vec::new(),
            },
        };
        // What a later version puts behind is no reason not to look at the rest.
        let readable = inner.findings().iter().all(|finding| finding.kind == FindingKind::Extension);
        if readable { nodes } else { Vec::new() }
    }
}

fn number(node: &Node) -> Option<i128> {
    match node.value.as_ref()? {
        Value::Integer { value, .. } => Some(*value),
        Value::Boolean(value) => Some(i128::from(*value)),
        _ => None,
    }
}
