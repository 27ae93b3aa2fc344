//! Puts octets in the place of a TLV and makes the lengths around it true again.

use super::TamperError;
use crate::path::Located;
use crate::tlv::{encode, encode_length};

/// The field an operation works on.
pub(super) struct Target<'o> {
    tag: &'o [u8],
    /// Octets of the TLV before its contents.
    header: usize,
    /// The contents.
    pub content: &'o [u8],
    /// The whole TLV.
    pub tlv: &'o [u8],
}

impl<'o> Target<'o> {
    pub(super) fn new(octets: &'o [u8], place: &'o Located) -> Result<Target<'o>, TamperError> {
        match (octets.get(place.content.clone()), octets.get(place.tlv.clone())) {
            (Some(content), Some(tlv)) => {
                Ok(Target { tag: &place.tag, header: place.content.start - place.tlv.start, content, tlv })
            }
            _ => Err(unreadable()),
        }
    }

    /// The TLV with other contents. Its own header stays as it is when the size does: only the
    /// contents were to change.
    pub(super) fn with_content(&self, content: Vec<u8>) -> Vec<u8> {
        if content.len() != self.content.len() {
            return encode(self.tag, &content);
        }
        let mut tlv = self.tlv.to_vec();
        tlv.splice(self.header..self.header + content.len(), content);
        tlv
    }
}

/// The artefact with `new` in the field's place. When the number of octets changed, the lengths of the
/// TLVs around it are encoded anew, shortest; otherwise nothing else is touched.
pub(super) fn splice(octets: &[u8], place: &Located, new: &[u8]) -> Result<Vec<u8>, TamperError> {
    let part = |range: std::ops::Range<usize>| octets.get(range).ok_or_else(unreadable);
    if new.len() == place.tlv.len() {
        return Ok([part(0..place.tlv.start)?, new, part(place.tlv.end..octets.len())?].concat());
    }
    // From the inside out; the pieces before and after are gathered and joined at the end.
    let mut before: Vec<Vec<u8>> = Vec::new();
    let mut after: Vec<&[u8]> = Vec::new();
    let mut inner = place.tlv.clone();
    let mut size = new.len();
    for around in place.ancestors.iter().rev() {
        let head = part(around.content.start..inner.start)?;
        let tail = part(inner.end..around.content.end)?;
        size += head.len() + tail.len();
        let mut header = around.tag.clone();
        header.extend(encode_length(size as u64));
        size += header.len();
        before.push(head.to_vec());
        before.push(header);
        after.push(tail);
        inner = around.header.start..around.end;
    }
    let mut changed = part(0..inner.start)?.to_vec();
    before.iter().rev().for_each(|piece| changed.extend_from_slice(piece));
    changed.extend_from_slice(new);
    after.iter().for_each(|piece| changed.extend_from_slice(piece));
    changed.extend_from_slice(part(inner.end..octets.len())?);
    Ok(changed)
}

fn unreadable() -> TamperError {
    TamperError::Unreadable { says: "the octets around the field cannot be read".to_owned() }
}
