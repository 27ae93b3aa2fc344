//! The strict reader: octets to a tree of named nodes, and what is wrong with them.
//!
//! It reads on after a fault wherever a next TLV can be found, so that one message yields all its
//! findings. Depth and number of nodes are bounded; nothing is allocated from a claimed length.

mod choice;
mod generic;
mod primitive;
mod sequence;

use crate::dictionary::{Dictionary, Element, Shape, Structure, Type, UnknownStructure};
use crate::tlv::{Tag, Tlv};
use crate::tree::{Finding, FindingKind, Node, Tree, Value};

/// TLVs nested deeper than this are noted and not looked into; no message of SGP.22 comes near.
pub const DEEPEST: usize = 64;

/// Nodes beyond this many are noted and not looked at.
pub const MOST_NODES: usize = 100_000;

/// A guess with so many unknown fields is none.
pub(crate) const TOO_STRANGE: usize = 16;

/// A guess looks at fewer nodes: there are some forty candidates for a tag 30.
const MOST_GUESSED: usize = 20_000;

/// How many times over the octets may be searched for the ends of indefinite lengths.
const SEARCHES: usize = 8;

/// Findings beyond this many are not kept: a hostile message shall not fill the memory with them.
const MOST_FINDINGS: usize = 1_000;

/// Reads octets as this structure. What the octets are never makes it fail: faults are findings,
/// and the tree holds what could be read.
///
/// Errors: the dictionary has no such structure.
pub fn read(dictionary: &Dictionary, structure: &str, octets: &[u8]) -> Result<Tree, UnknownStructure> {
    let structure = dictionary.require(structure)?;
    let mut reader = Reader::new(dictionary, octets);
    let mut roots = Vec::new();
    if let Some((node, end)) = reader.message(structure, 0, octets.len()) {
        roots.push(node);
        if end < octets.len() {
            reader.note(end, FindingKind::Der, "octets-after", "octets follow the message".to_owned());
            let noted = reader.findings.len();
            roots.extend(reader.generic_run(end, octets.len(), 0));
            // That they are there is the fault; what is wrong within them says nothing more.
            reader.findings.truncate(noted);
        }
    }
    Ok(reader.into_tree(Some(structure.name.clone()), roots))
}

pub(crate) struct Reader<'a> {
    dictionary: &'a Dictionary,
    octets: &'a [u8],
    path: Vec<String>,
    findings: Vec<Finding>,
    nodes_left: usize,
    /// Octets that may still be searched for the ends of indefinite lengths; nested ones are searched
    /// again at every level.
    search_left: usize,
    /// Nothing is read on after a fault: the reading is only a guess.
    guessing: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(dictionary: &'a Dictionary, octets: &'a [u8]) -> Reader<'a> {
        Reader {
            dictionary,
            octets,
            path: Vec::new(),
            findings: Vec::new(),
            nodes_left: MOST_NODES,
            search_left: octets.len().saturating_mul(SEARCHES),
            guessing: false,
        }
    }

    /// A reader that stops at the first fault of encoding or type.
    pub(crate) fn guessing(dictionary: &'a Dictionary, octets: &'a [u8]) -> Reader<'a> {
        Reader { guessing: true, nodes_left: MOST_GUESSED, ..Reader::new(dictionary, octets) }
    }

    pub(crate) fn into_tree(self, structure: Option<String>, roots: Vec<Node>) -> Tree {
        Tree { structure, octets: self.octets.to_vec(), roots, findings: self.findings }
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub(crate) fn note(&mut self, offset: usize, kind: FindingKind, rule: &'static str, says: String) {
        if self.guessing && (kind != FindingKind::Extension || self.findings.len() + 1 >= TOO_STRANGE) {
            self.nodes_left = 0;
        }
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { path: join(&self.path), offset, kind, rule, says });
        }
    }

    /// Runs with one more name on the path.
    fn within<T>(&mut self, name: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name.to_owned());
        let result = work(self);
        self.path.pop();
        result
    }

    /// The next TLV, with everything about its header noted; none when no header can be read.
    fn tlv(&mut self, start: usize, end: usize) -> Option<Tlv> {
        match Tlv::read(self.octets, start, end) {
            Ok(tlv) => {
                if self.nodes_left == 0 {
                    return None;
                }
                self.nodes_left -= 1;
                if self.nodes_left == 0 {
                    let says = format!("more than {MOST_NODES} TLVs; the rest was not looked at");
                    self.note(start, FindingKind::Der, "too-many", says);
                }
                Some(tlv)
            }
            Err(fault) => {
                self.note(start, FindingKind::Der, fault.rule(), fault.says().to_owned());
                None
            }
        }
    }

    /// All TLVs up to `end`; stops where none can be read.
    fn run(&mut self, start: usize, end: usize) -> Vec<Tlv> {
        let mut found = Vec::new();
        let mut at = start;
        while at < end {
            let Some(tlv) = self.tlv(at, end) else { break };
            at = tlv.end;
            found.push(tlv);
        }
        found
    }

    /// What DER says of a header.
    fn judge_header(&mut self, tlv: &Tlv) {
        let start = tlv.header.start;
        if !tlv.tag_minimal {
            self.note(start, FindingKind::Der, "tag-not-minimal", "the tag is not in its shortest form".to_owned());
        }
        if tlv.tag == Tag::universal(0, false) {
            self.note(
                start,
                FindingKind::Der,
                "end-of-contents",
                "end-of-contents octets have no place here".to_owned(),
            );
        }
        let length_at = tlv.tag_octets.end;
        if !tlv.length_minimal {
            let says = "the length is not in its shortest form".to_owned();
            self.note(length_at, FindingKind::Der, "length-not-minimal", says);
        }
        if tlv.indefinite {
            self.note(length_at, FindingKind::Der, "length-indefinite", "the length is indefinite".to_owned());
        }
        if tlv.beyond > 0 {
            let says = if tlv.indefinite {
                "the end-of-contents octets are missing".to_owned()
            } else {
                format!("the length claims {} octets more than there are", tlv.beyond)
            };
            self.note(length_at, FindingKind::Der, "length-beyond-end", says);
        }
    }

    /// Whether the contents are to be looked into; notes it when not.
    fn may_look_into(&mut self, tlv: &Tlv, depth: usize) -> bool {
        if tlv.indefinite {
            if tlv.beyond > 0 {
                // Where the contents end is anybody's guess; that it has no end has been noted.
                return false;
            }
            self.search_left = self.search_left.saturating_sub(tlv.content.len());
        }
        if depth >= DEEPEST || (tlv.indefinite && self.search_left == 0) {
            let says = "nested too deep; not looked into".to_owned();
            self.note(tlv.header.start, FindingKind::Der, "too-deep", says);
            return false;
        }
        true
    }

    /// A node for this TLV, without children or value.
    fn node(&self, name: Option<&str>, tlv: &Tlv, known: bool) -> Node {
        Node {
            name: name.map(str::to_owned),
            type_name: None,
            tag: self.octets.get(tlv.tag_octets.clone()).unwrap_or_default().to_vec(),
            header: tlv.header.clone(),
            content: tlv.content.clone(),
            end: tlv.end,
            children: Vec::new(),
            value: None,
            transparent: false,
            contained: Vec::new(),
            reading: None,
            known,
        }
    }

    /// The message itself: its node, and where it ends. None when no header can be read.
    pub(crate) fn message(&mut self, structure: &Structure, start: usize, end: usize) -> Option<(Node, usize)> {
        let tlv = self.tlv(start, end)?;
        let element = Element { tag: structure.tag, ty: Type::Named(structure.name.clone()) };
        if self.dictionary.begins_with(structure, tlv.tag) || (structure.tag.is_none() && structure.fields().is_empty())
        {
            let node = self.element(Some(&structure.name), &tlv, &element, 0);
            return Some((node, tlv.end));
        }
        self.judge_header(&tlv);
        let wanted = structure.tag.map_or_else(
            || {
                structure
                    .fields()
                    .iter()
                    .filter_map(|one| one.element.tag)
                    .map(|tag| tag.to_string())
                    .collect::<Vec<_>>()
                    .join(" or ")
            },
            |tag| tag.to_string(),
        );
        let says = format!("{} has the tag {wanted}, and here is {}", structure.name, tlv.tag);
        self.note(start, FindingKind::Type, "wrong-tag", says);
        Some((self.generic_node(None, &tlv, 0, false), tlv.end))
    }

    /// A TLV whose tag fits this element.
    fn element(&mut self, name: Option<&str>, tlv: &Tlv, element: &Element, depth: usize) -> Node {
        let dictionary = self.dictionary;
        let resolved = dictionary.resolve(&element.ty);
        let type_name = resolved.named.map(|structure| structure.name.clone());
        let mut node = self.node(name, tlv, true);
        node.type_name = type_name;
        if let (None, Shape::Choice(structure, alternatives)) = (element.tag, resolved.shape) {
            // The alternative's own TLV is the whole field.
            node.transparent = true;
            let alternative = self.alternative(structure, alternatives, tlv, None, depth);
            node.value = Some(Value::Choice(alternative.name.clone()));
            node.children.push(alternative);
            return node;
        }
        self.judge_header(tlv);
        if !self.may_look_into(tlv, depth) {
            return node;
        }
        match (constructed(resolved.shape), tlv.tag.constructed) {
            (Some(true), false) => {
                let says = "the tag says primitive, and the type is constructed".to_owned();
                self.note(tlv.header.start, FindingKind::Type, "primitive", says);
            }
            (Some(false), true) => {
                let says = "the tag says constructed, and the type is primitive".to_owned();
                self.note(tlv.header.start, FindingKind::Der, "constructed", says);
                node.children = self.generic_run(tlv.content.start, tlv.content.end, depth + 1);
                return node;
            }
            _ => {}
        }
        match resolved.shape {
            Shape::Sequence(structure, fields) => {
                node.value = Some(Value::Sequence);
                node.children = self.sequence(structure, fields, tlv.content.clone(), depth);
            }
            Shape::Choice(structure, alternatives) => {
                let children = self.choice(structure, alternatives, tlv, depth);
                node.value = Some(Value::Choice(children.first().and_then(|one| one.name.clone())));
                node.children = children;
            }
            Shape::Bare(Type::List(element)) => {
                node.children = self.list(element, tlv, depth);
                node.value = Some(Value::List(node.children.len()));
            }
            Shape::Bare(Type::Explicit(inner)) => {
                node.children = self.explicit(inner, tlv, depth);
                node.value = node.children.first().and_then(|child| child.value.clone());
            }
            Shape::Bare(Type::Any) => self.fill_generic(&mut node, tlv, depth),
            Shape::Bare(ty) => self.primitive(&mut node, tlv, ty),
        }
        node
    }

    fn list(&mut self, element: &Element, tlv: &Tlv, depth: usize) -> Vec<Node> {
        let mut children = Vec::new();
        for (at, tlv) in self.run(tlv.content.start, tlv.content.end).iter().enumerate() {
            let name = format!("[{at}]");
            let child = self.within(&name.clone(), |reader| reader.list_element(&name, tlv, element, depth + 1));
            children.push(child);
        }
        children
    }

    fn list_element(&mut self, name: &str, tlv: &Tlv, element: &Element, depth: usize) -> Node {
        if self.dictionary.element_matches(element, tlv.tag) {
            return self.element(Some(name), tlv, element, depth);
        }
        if let (None, Shape::Choice(structure, alternatives)) =
            (element.tag, self.dictionary.resolve(&element.ty).shape)
        {
            let mut node = self.node(Some(name), tlv, true);
            node.transparent = true;
            node.type_name = Some(structure.name.clone());
            node.children.push(self.alternative(structure, alternatives, tlv, None, depth));
            node.value = Some(Value::Choice(None));
            return node;
        }
        self.judge_header(tlv);
        let wanted = element.tag.map_or_else(String::new, |tag| tag.to_string());
        let says = format!("the elements of this list have the tag {wanted}, and here is {}", tlv.tag);
        self.note(tlv.header.start, FindingKind::Type, "wrong-tag", says);
        self.generic_node(Some(name), tlv, depth, false)
    }

    fn explicit(&mut self, inner: &Element, tlv: &Tlv, depth: usize) -> Vec<Node> {
        let mut children = Vec::new();
        for (at, tlv) in self.run(tlv.content.start, tlv.content.end).iter().enumerate() {
            if at == 0 && self.dictionary.element_matches(inner, tlv.tag) {
                children.push(self.element(None, tlv, inner, depth + 1));
            } else {
                self.judge_header(tlv);
                let says = format!("exactly one TLV stands inside an explicit tag, and here is {}", tlv.tag);
                self.note(tlv.header.start, FindingKind::Type, "wrong-tag", says);
                children.push(self.generic_node(None, tlv, depth + 1, false));
            }
        }
        if children.is_empty() {
            let says = "an explicit tag has a TLV inside".to_owned();
            self.note(tlv.content.start, FindingKind::Type, "missing", says);
        }
        children
    }
}

/// Whether contents of this type are TLVs; none when it may be either.
fn constructed(shape: Shape<'_>) -> Option<bool> {
    match shape {
        Shape::Sequence(..) | Shape::Choice(..) | Shape::Bare(Type::List(_) | Type::Explicit(_)) => Some(true),
        Shape::Bare(Type::Any) => None,
        Shape::Bare(_) => Some(false),
    }
}

/// Names with dots between, indices without.
fn join(names: &[String]) -> String {
    let mut path = String::new();
    for name in names {
        if !path.is_empty() && !name.starts_with('[') {
            path.push('.');
        }
        path.push_str(name);
    }
    path
}

#[cfg(test)]
mod tests;
