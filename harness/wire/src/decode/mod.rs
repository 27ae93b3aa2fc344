//! Octets for people: which message this is, a readable tree, and values as JSON.

mod certificate;
mod json;
mod render;
mod text;

pub use certificate::{CertificateSummary, certificate_summary};
pub use render::RenderOptions;
pub use text::{TextError, octets_from_text};

use crate::dictionary::{Dictionary, Structure};
use crate::reader::{Reader, TOO_STRANGE};
use crate::tree::{Finding, FindingKind, Node, Tree, Value};

/// Reads octets of which nobody said what they are: the structure is guessed by the first tag and by
/// which candidate fits best; several messages in a row are several roots.
///
/// Octets that fit nothing are shown as bare TLVs; [`Tree::structure`] is then none. Some messages look
/// alike to the last octet (`BF30 { 80 }` is a request and a response): the guess is then the more
/// telling one.
pub fn decode_any(octets: &[u8]) -> Tree {
    let dictionary = Dictionary::sgp22();
    let mut tree = Tree { structure: None, octets: octets.to_vec(), roots: Vec::new(), findings: Vec::new() };
    let mut at = 0;
    // Once even when nothing is there, so that no octets give their finding.
    while (at < octets.len() && tree.roots.len() < MOST_MESSAGES) || (at == 0 && tree.findings.is_empty()) {
        let found = dictionary
            .by_tag(octets.get(at..).unwrap_or_default())
            .into_iter()
            .filter_map(|candidate| attempt(dictionary, candidate, octets, at))
            .filter(|attempt| attempt.plausible)
            .min_by_key(|attempt| attempt.badness);
        let (node, end) = match found {
            Some(found) => {
                if at == 0 {
                    tree.structure = Some(found.name);
                }
                tree.findings.extend(found.findings);
                (found.node, found.end)
            }
            None => {
                let mut reader = Reader::new(dictionary, octets);
                let read = reader.unnamed(at, octets.len());
                tree.findings.extend(reader.into_findings());
                let Some(read) = read else { break };
                read
            }
        };
        tree.roots.push(node);
        at = end;
    }
    tree
}

/// More messages in a row than this are not looked at.
const MOST_MESSAGES: usize = 1_000;

/// How badly a candidate fits; less is better: faults, then unknown fields, then how little of the
/// candidate the octets confirm, then whether it is only a name around another structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Badness {
    faults: usize,
    extensions: usize,
    unconfirmed: usize,
    around: bool,
}

struct Attempt {
    name: String,
    node: Node,
    end: usize,
    findings: Vec<Finding>,
    badness: Badness,
    plausible: bool,
}

fn attempt(dictionary: &Dictionary, candidate: &Structure, octets: &[u8], at: usize) -> Option<Attempt> {
    // A tag of ASN.1 itself says little: such a guess must fit without fault and confirm something.
    let speaks = octets.get(at).is_some_and(|first| first >> 6 != 0);
    let mut reader = if speaks { Reader::new(dictionary, octets) } else { Reader::guessing(dictionary, octets) };
    let (node, end) = reader.message(candidate, at, octets.len())?;
    let findings = reader.into_findings();
    let faults = findings.iter().filter(|one| one.kind != FindingKind::Extension).count();
    let extensions = findings.len() - faults;
    let confirmed = confirmed(&node);
    let plausible = speaks || (faults == 0 && extensions < TOO_STRANGE && confirmed > 2 + 2 * extensions.min(1));
    let badness = Badness { faults, extensions, unconfirmed: usize::MAX - confirmed, around: candidate.tag.is_none() };
    Some(Attempt { name: candidate.name.clone(), node, end, findings, badness, plausible })
}

/// Fields that the type knows, and values that it names.
fn confirmed(node: &Node) -> usize {
    let named = matches!(node.value, Some(Value::Integer { name: Some(_), .. }));
    usize::from(node.known && !node.transparent)
        + usize::from(named)
        + node.children.iter().map(confirmed).sum::<usize>()
}

#[cfg(test)]
mod tests;
