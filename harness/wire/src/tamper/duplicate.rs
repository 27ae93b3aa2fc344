//! duplicate: the field stands twice, the second right behind the first.

pub(super) fn apply(tlv: &[u8]) -> Vec<u8> {
    [tlv, tlv].concat()
}
