//! `decode` and `encode`: DER in and out, with limits and errors that name the place.

use crate::tlv;
use rasn::error::{BerDecodeErrorKind, CodecDecodeError, DecodeErrorKind};
use rasn::{AsnType, Decode, Encode};
use std::fmt;

/// The largest input in octets that [`decode`] reads.
pub const MAX_OCTETS: usize = 1 << 20;
/// The largest number of elements in one constructed element that [`decode`] reads.
pub const MAX_ELEMENTS: usize = 4096;
/// The deepest nesting of elements that [`decode`] reads.
pub const MAX_DEPTH: usize = 64;

/// Why octets are not a value of a type: `Type: path to the field: what is wrong`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The type that was asked for.
    pub type_name: String,
    /// Field names from the outermost to the one that is wrong, `euiccSigned1.transactionId`; may be empty.
    pub path: String,
    /// What is wrong there.
    pub says: String,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}: {}", self.type_name, self.says)
        } else {
            write!(f, "{}: {}: {}", self.type_name, self.path, self.says)
        }
    }
}

impl std::error::Error for DecodeError {}

/// Why a value has no encoding, such as an object identifier of one arc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    /// The type of the value.
    pub type_name: String,
    /// What is wrong.
    pub says: String,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.type_name, self.says)
    }
}

impl std::error::Error for EncodeError {}

/// Reads a value from DER octets: all of them, nothing may follow.
///
/// Refuses more than [`MAX_OCTETS`] octets, more than [`MAX_ELEMENTS`] elements in one element and a
/// nesting deeper than [`MAX_DEPTH`], also inside certificates and revocation lists. Not a judge of strict DER: non-minimal lengths and integers are read.
pub fn decode<T: Decode>(octets: &[u8]) -> Result<T, DecodeError> {
    let type_name = type_name::<T>();
    if let Err(says) = within_limits(octets) {
        return Err(DecodeError { type_name, path: String::new(), says });
    }
    rasn::der::decode(octets).map_err(|error| describe(type_name, &error))
}

/// Writes a value as DER.
pub fn encode<T: Encode>(value: &T) -> Result<Vec<u8>, EncodeError> {
    rasn::der::encode(value).map_err(|error| EncodeError { type_name: type_name::<T>(), says: one_line(&error.kind) })
}

fn type_name<T: AsnType>() -> String {
    let rust = || std::any::type_name::<T>().rsplit("::").next().unwrap_or_default().to_owned();
    T::IDENTIFIER.0.map_or_else(rust, str::to_owned)
}

fn describe(type_name: String, error: &rasn::error::DecodeError) -> DecodeError {
    let mut names = Vec::new();
    let mut innermost = error;
    while let DecodeErrorKind::FieldError { name, nested } = &*innermost.kind {
        names.push(*name);
        innermost = nested;
    }
    let says = match &*innermost.kind {
        DecodeErrorKind::Custom { msg } => msg.clone(),
        DecodeErrorKind::Incomplete { .. } => "missing, or cut short".to_owned(),
        DecodeErrorKind::UnexpectedExtraData { length } => format!("{length} octets too many at the end"),
        DecodeErrorKind::CodecSpecific { inner } => match inner {
            CodecDecodeError::Ber(BerDecodeErrorKind::MismatchedTag { expected, actual }) => {
                format!("missing: tag {expected} expected, {actual} found")
            }
            CodecDecodeError::Ber(kind) => one_line(kind),
            CodecDecodeError::Der(kind) => one_line(kind),
            other => one_line(other),
        },
        kind => one_line(kind),
    };
    DecodeError { type_name, path: names.join("."), says }
}

fn one_line(error: &impl fmt::Display) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A walk over the elements that costs no memory beyond [`MAX_DEPTH`] places. What is not an element
/// is left to the codec.
fn within_limits(octets: &[u8]) -> Result<(), String> {
    if octets.len() > MAX_OCTETS {
        return Err(format!("{} octets, of which at most {MAX_OCTETS} are read", octets.len()));
    }
    let mut open: Vec<(&[u8], usize)> = Vec::with_capacity(MAX_DEPTH);
    open.push((octets, 0));
    while let Some((rest, count)) = open.pop() {
        let Ok((element, after)) = tlv::first(rest) else { continue };
        if count >= MAX_ELEMENTS {
            return Err(format!("more than {MAX_ELEMENTS} elements in one"));
        }
        open.push((after, count + 1));
        let constructed = rest.first().is_some_and(|lead| lead & 0x20 != 0);
        if constructed && !element.content.is_empty() {
            if open.len() > MAX_DEPTH {
                return Err(format!("elements nested deeper than {MAX_DEPTH}"));
            }
            open.push((element.content, 0));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GetEuiccChallengeResponse, ListNotificationResponse, SetNicknameRequest};

    #[test]
    fn an_error_names_type_field_and_fault_on_one_line() {
        let wrong = hex::decode("BF290F5A099888210300000000019002776F").unwrap();
        let error = decode::<SetNicknameRequest>(&wrong).unwrap_err();
        assert_eq!(error.to_string(), "SetNicknameRequest: iccid: size 9 instead of 10");
        let other = decode::<GetEuiccChallengeResponse>(&[0xBF, 0x2E, 0x02, 0x81, 0x00]).unwrap_err();
        assert_eq!(
            other.to_string(),
            "GetEuiccChallengeResponse: euiccChallenge: missing: tag Context 0 expected, Context 1 found"
        );
    }

    #[test]
    fn nothing_may_follow() {
        let octets = [&[0xBF, 0x2E, 0x12, 0x80, 0x10][..], &[7; 16], &[0]].concat();
        let error = decode::<GetEuiccChallengeResponse>(&octets).unwrap_err();
        assert_eq!(error.says, "1 octets too many at the end");
    }

    #[test]
    fn amplification_is_refused_before_anything_is_kept() {
        let huge = vec![0; MAX_OCTETS + 1];
        assert!(decode::<GetEuiccChallengeResponse>(&huge).unwrap_err().says.starts_with("1048577 octets"));
        let list = |count: usize| tlv::wrap(0xBF28, &[&tlv::wrap(0xA0, &[&[0x30, 0x00].repeat(count)])]);
        let many = decode::<ListNotificationResponse>(&list(400_000)).unwrap_err();
        assert_eq!(many.says, "more than 4096 elements in one");
        let fewer = decode::<ListNotificationResponse>(&list(MAX_ELEMENTS)).unwrap_err();
        assert!(fewer.says.starts_with("missing"), "{fewer}");
    }

    #[test]
    fn the_largest_list_is_read() {
        let one = hex::decode("BF2F0B800101810206400C026869").unwrap();
        let list = tlv::wrap(0xBF28, &[&tlv::wrap(0xA0, &[&one.repeat(MAX_ELEMENTS)])]);
        let read: ListNotificationResponse = decode(&list).unwrap();
        assert!(matches!(&read, ListNotificationResponse::NotificationMetadataList(all) if all.len() == MAX_ELEMENTS));
        assert_eq!(encode(&read).unwrap(), list);
    }

    #[test]
    fn deep_nesting_ends_early() {
        let mut octets = Vec::new();
        for _ in 0..2000 {
            octets = tlv::wrap(0x30, &[&octets]);
        }
        let message = tlv::wrap(0xBF2E, &[&octets]);
        let error = decode::<GetEuiccChallengeResponse>(&message).unwrap_err();
        assert_eq!(error.says, "elements nested deeper than 64");
    }
}
