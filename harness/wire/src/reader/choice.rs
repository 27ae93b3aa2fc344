//! CHOICE: exactly one alternative.

use super::Reader;
use crate::dictionary::{Field, Structure};
use crate::tlv::{Tag, Tlv};
use crate::tree::{FindingKind, Node};

impl Reader<'_> {
    /// A choice with a tag around it: the contents are one alternative.
    pub(super) fn choice(
        &mut self,
        structure: &Structure,
        alternatives: &[Field],
        around: &Tlv,
        depth: usize,
    ) -> Vec<Node> {
        let mut children = Vec::new();
        for (at, tlv) in self.run(around.content.start, around.content.end).iter().enumerate() {
            if at == 0 {
                children.push(self.alternative(structure, alternatives, tlv, Some(around.tag), depth + 1));
            } else {
                self.judge_header(tlv);
                let says = format!("{} has exactly one alternative, and a further TLV follows", structure.name);
                self.note(tlv.header.start, FindingKind::Type, "second-alternative", says);
                children.push(self.generic_node(None, tlv, depth + 1, false));
            }
        }
        if children.is_empty() {
            let says = format!("{} has an alternative inside", structure.name);
            self.note(around.content.start, FindingKind::Type, "no-alternative", says);
        }
        children
    }

    /// One alternative by its tag. `around` is the tag that stands around the choice, if any.
    pub(super) fn alternative(
        &mut self,
        structure: &Structure,
        alternatives: &[Field],
        tlv: &Tlv,
        around: Option<Tag>,
        depth: usize,
    ) -> Node {
        if let Some(field) = alternatives.iter().find(|field| self.dictionary.field_matches(field, tlv.tag)) {
            return self.within(&field.name, |reader| reader.element(Some(&field.name), tlv, &field.element, depth));
        }
        let start = tlv.header.start;
        if around.is_some_and(|around| around.names_same(tlv.tag)) {
            self.judge_header(tlv);
            let says = format!("the tag {} stands twice: a tag over a tagged choice replaces its tag", tlv.tag);
            self.note(start, FindingKind::Type, "doubled-tag", says);
            return self.generic_node(None, tlv, depth, false);
        }
        if structure.tag.is_some_and(|own| own.names_same(tlv.tag)) && depth < super::DEEPEST {
            // A common compiler keeps the choice's own tag inside the field's; the alternative is
            // then one level further down. Readers disagree, so it is reported, not refused.
            self.judge_header(tlv);
            let says = format!("the tag {} of {} stays inside the field's tag", tlv.tag, structure.name);
            self.note(start, FindingKind::Extension, "explicit-tag", says);
            let mut node = self.node(None, tlv, true);
            node.type_name = Some(structure.name.clone());
            node.children = self.choice(structure, alternatives, tlv, depth);
            return node;
        }
        let (kind, rule) = if structure.extensible {
            (FindingKind::Extension, "unknown-alternative")
        } else {
            (FindingKind::Type, "wrong-tag")
        };
        self.judge_header(tlv);
        self.note(start, kind, rule, format!("{} has no alternative with the tag {}", structure.name, tlv.tag));
        self.generic_node(None, tlv, depth, false)
    }
}
