//! TLVs of which the type says nothing: shown as they are, and held to DER where every TLV is.

use super::Reader;
use crate::dictionary::{Show, Size, Type};
use crate::tlv::{Class, Tag, Tlv};
use crate::tree::{Node, Value};

impl Reader<'_> {
    /// Every TLV from here to there. The headers are judged.
    pub(super) fn generic_run(&mut self, start: usize, end: usize, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        for tlv in self.run(start, end) {
            self.judge_header(&tlv);
            nodes.push(self.generic_node(None, &tlv, depth, false));
        }
        nodes
    }

    /// A node of a TLV whose header the caller has judged.
    pub(crate) fn generic_node(&mut self, name: Option<&str>, tlv: &Tlv, depth: usize, known: bool) -> Node {
        let mut node = self.node(name, tlv, known);
        self.fill_generic(&mut node, tlv, depth);
        node
    }

    /// Children or value by what the tag alone tells.
    pub(super) fn fill_generic(&mut self, node: &mut Node, tlv: &Tlv, depth: usize) {
        if tlv.tag.constructed {
            if self.may_look_into(tlv, depth) {
                node.children = self.generic_run(tlv.content.start, tlv.content.end, depth + 1);
            }
            return;
        }
        match universal(tlv.tag) {
            Some(ty) => self.primitive(node, tlv, &ty),
            None => {
                node.value = Some(Value::Octets(self.octets.get(tlv.content.clone()).unwrap_or_default().to_vec()));
            }
        }
    }

    /// A run of TLVs without any structure, for `decode_any`.
    pub(crate) fn unnamed(&mut self, start: usize, end: usize) -> Option<(Node, usize)> {
        let tlv = self.tlv(start, end)?;
        self.judge_header(&tlv);
        Some((self.generic_node(None, &tlv, 0, false), tlv.end))
    }
}

/// The primitive type that a universal tag means.
fn universal(tag: Tag) -> Option<Type> {
    if tag.class != Class::Universal {
        return None;
    }
    Some(match tag.number {
        1 => Type::Boolean,
        2 | 10 => Type::Integer(Vec::new()),
        3 => Type::Bits(Vec::new()),
        4 => Type::Octets(Size::Any, Show::Hex),
        5 => Type::Null,
        6 => Type::Oid,
        12 => Type::Text(Size::Any),
        18..=24 | 26 => Type::Ascii,
        _ => return None,
    })
}
