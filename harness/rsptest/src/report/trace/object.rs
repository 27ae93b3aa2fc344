//! An ASN.1 object as its tree, read with the harness's own eyes, and in hex.

use super::http::hex_lines;
use crate::report::text::block;
use rsptest_wire::{Dictionary, RenderOptions, decode_any, read};

/// Octets that are read; a larger object is shown in hex only.
const READ: usize = 256 * 1024;
/// Octets of a tree's text.
const TREE: usize = 128 * 1024;

/// The tree for a structure that the dictionary knows, or for the one that the first tag suggests; then the octets.
pub(super) fn show(structure: Option<&str>, octets: &[u8]) -> String {
    if octets.is_empty() {
        return String::new();
    }
    if octets.len() > READ {
        return hex_lines(octets);
    }
    // Asked for a name that it does not have, the dictionary looks for the nearest one: dear, and of no use here.
    let structure = structure.filter(|name| Dictionary::sgp22().get(name).is_some());
    let known = structure.and_then(|name| read(Dictionary::sgp22(), name, octets).ok());
    let tree = known.unwrap_or_else(|| decode_any(octets));
    // Names come from the dictionary, but texts inside come from the entity.
    let rendered = tree.render(&RenderOptions { hex: false, colour: false });
    format!("{}\n{}", block(rendered.trim_end(), TREE), hex_lines(octets))
}
