//! drop: the field is not there.

pub(super) fn apply() -> Vec<u8> {
    Vec::new()
}
