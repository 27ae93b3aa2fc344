//! Cutting and wrapping TLVs where octets must stay as they were received.
//!
//! Signatures cover octets, not values; so what is forwarded, signed or MACed is cut from the input
//! and never encoded again.

/// Why octets could not be cut into TLVs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlvError {
    /// Offset of the element that could not be read.
    pub offset: usize,
    /// What is wrong there.
    pub says: &'static str,
}

impl std::fmt::Display for TlvError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at octet {}", self.says, self.offset)
    }
}

impl std::error::Error for TlvError {}

/// One element, borrowed from the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag octets as they stand on the wire, first octet most significant (`0xBF38`).
    pub tag: u32,
    /// Tag, length and content.
    pub whole: &'a [u8],
    /// The content.
    pub content: &'a [u8],
}

/// The first element and what follows it. Definite lengths only.
#[inline]
pub fn first(octets: &[u8]) -> Result<(Tlv<'_>, &[u8]), TlvError> {
    let (tag, length, header) = header(octets)?;
    let end = header.checked_add(length).filter(|end| *end <= octets.len());
    let end = end.ok_or(TlvError { offset: header, says: "content is shorter than its length octets say" })?;
    Ok((Tlv { tag, whole: &octets[..end], content: &octets[header..end] }, &octets[end..]))
}

/// Tag, content length and header length of the element that starts here; the content need not be there yet.
#[inline]
pub fn header(octets: &[u8]) -> Result<(u32, usize, usize), TlvError> {
    let cut = |offset| TlvError { offset, says: "the input ends inside a tag or length" };
    let lead = *octets.first().ok_or(cut(0))?;
    let mut tag = u32::from(lead);
    let mut at = 1;
    if lead & 0x1F == 0x1F {
        loop {
            let octet = *octets.get(at).ok_or(cut(at))?;
            if at > 3 {
                return Err(TlvError { offset: at, says: "a tag of more than four octets" });
            }
            tag = tag << 8 | u32::from(octet);
            at += 1;
            if octet & 0x80 == 0 {
                break;
            }
        }
    }
    let short = *octets.get(at).ok_or(cut(at))?;
    at += 1;
    let length = match short {
        0..=0x7F => usize::from(short),
        0x80 => return Err(TlvError { offset: at - 1, says: "an indefinite length, which DER does not know" }),
        _ => {
            let count = usize::from(short & 0x7F);
            if count > 4 {
                return Err(TlvError { offset: at - 1, says: "a length of more than four octets" });
            }
            let digits = octets.get(at..at + count).ok_or(cut(at))?;
            at += count;
            digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit))
        }
    };
    Ok((tag, length, at))
}

/// All elements, one after the other, to the end of the input.
pub fn all(octets: &[u8]) -> Result<Vec<Tlv<'_>>, TlvError> {
    let mut rest = octets;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let offset = octets.len() - rest.len();
        let (tlv, after) = first(rest).map_err(|error| TlvError { offset: offset + error.offset, ..error })?;
        found.push(tlv);
        rest = after;
    }
    Ok(found)
}

/// Exactly one element with this tag, nothing behind it.
pub fn only(tag: u32, octets: &[u8]) -> Result<Tlv<'_>, TlvError> {
    let (tlv, rest) = first(octets)?;
    if tlv.tag != tag {
        return Err(TlvError { offset: 0, says: "another tag than expected" });
    }
    if !rest.is_empty() {
        return Err(TlvError { offset: tlv.whole.len(), says: "octets after the end of the element" });
    }
    Ok(tlv)
}

/// Tag and minimal length in front of a content of this size.
pub fn head(tag: u32, length: usize) -> Vec<u8> {
    let mut out: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
    if out.is_empty() {
        out.push(0);
    }
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
        out.push(0x80 | digits.len() as u8);
        out.extend(digits);
    }
    out
}

/// The element with this tag around these contents, one after the other.
pub fn wrap(tag: u32, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = head(tag, parts.iter().map(|part| part.len()).sum());
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_forms_and_high_tags_are_cut_exactly() {
        let inner = vec![0xAB; 300];
        let octets = wrap(0xBF36, &[&inner]);
        assert_eq!(&octets[..5], &[0xBF, 0x36, 0x82, 0x01, 0x2C]);
        let tlv = only(0xBF36, &octets).unwrap();
        assert_eq!(tlv.content, &inner[..]);
        assert_eq!(all(&[0x80, 0x00, 0x5F, 0x37, 0x01, 0xFF]).unwrap()[1].tag, 0x5F37);
    }

    #[test]
    fn hostile_heads_are_refused_where_they_stand() {
        assert_eq!(first(&[0x30, 0x80, 0, 0]).unwrap_err().says, "an indefinite length, which DER does not know");
        assert_eq!(first(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]).unwrap_err().offset, 6);
        assert_eq!(first(&[0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0]).unwrap_err().offset, 4);
        assert_eq!(all(&[0x04, 0x01, 0xAA, 0x04, 0x05]).unwrap_err().offset, 5);
        assert!(first(&[]).is_err());
    }
}
