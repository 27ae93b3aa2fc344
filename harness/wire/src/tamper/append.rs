//! append: octets behind.

pub(super) fn apply(octets: &[u8], more: &[u8]) -> Vec<u8> {
    [octets, more].concat()
}
