//! The image of a state: `RSPEUICC`, version (2 octets), length of the content (8 octets), SHA-256 over all that and
//! the content (32 octets), content. Numbers are big endian.

use super::{State, StoreError};
use rsp_crypto::sha256;

const MAGIC: &[u8; 8] = b"RSPEUICC";
/// Version of the content; raised when a field of [`State`] is added, changed or removed.
pub const VERSION: u16 = 1;
/// Octets before the digest.
const FIELDS: usize = 18;
/// Octets before the content.
const HEADER: usize = FIELDS + 32;

pub(super) fn write(state: &State) -> Result<Vec<u8>, StoreError> {
    let content = postcard::to_allocvec(state).map_err(|error| StoreError::Content(error.to_string()))?;
    let mut image = MAGIC.to_vec();
    image.extend(VERSION.to_be_bytes());
    image.extend((content.len() as u64).to_be_bytes());
    let digest = sha256(&[&image, &content]);
    image.extend(digest);
    image.extend(content);
    Ok(image)
}

pub(super) fn read(octets: &[u8]) -> Result<State, StoreError> {
    let torn = |expected: u64| StoreError::Torn { expected, found: octets.len() as u64 };
    let magic = octets.get(..MAGIC.len()).ok_or_else(|| torn(HEADER as u64))?;
    if magic != MAGIC {
        return Err(StoreError::NoImage);
    }
    let (header, content) = octets.split_at_checked(HEADER).ok_or_else(|| torn(HEADER as u64))?;
    let version = u16::from_be_bytes([header[8], header[9]]);
    let mut length = [0; 8];
    length.copy_from_slice(&header[10..FIELDS]);
    let expected = u64::from_be_bytes(length);
    let whole = expected.saturating_add(HEADER as u64);
    if version != VERSION {
        return Err(StoreError::Version(version));
    }
    if content.len() as u64 != expected {
        return Err(torn(whole));
    }
    if sha256(&[&header[..FIELDS], content]) != header[FIELDS..] {
        return Err(StoreError::Altered);
    }
    let (state, rest) =
        postcard::take_from_bytes::<State>(content).map_err(|error| StoreError::Content(error.to_string()))?;
    if !rest.is_empty() {
        return Err(StoreError::Content(format!("{} octets behind the state", rest.len())));
    }
    Ok(state)
}
