//! length: another form of the length, or one that is not true. The contents stay.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TamperError;
use crate::tlv::{Tlv, encode_length};

/// What becomes of the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// True, and in a form that DER forbids.
    Form(LengthForm),
    /// This number, in the shortest form.
    Claims(u64),
}

/// A form that DER forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LengthForm {
    /// One octet more than needed.
    Long,
    /// 80 before the contents, 00 00 behind them.
    Indefinite,
}

pub(super) fn apply(octets: &[u8], length: &Length) -> Result<Vec<u8>, TamperError> {
    let tlv = Tlv::read(octets, 0, octets.len())
        .map_err(|fault| TamperError::Unreadable { says: format!("`length`: there is no TLV: {}", fault.says()) })?;
    let part = |range: std::ops::Range<usize>| octets.get(range).unwrap_or_default();
    let content = part(tlv.content.clone());
    let mut changed = part(tlv.tag_octets.clone()).to_vec();
    match length {
        Length::Form(LengthForm::Long) => {
            let shortest = encode_length(content.len() as u64);
            match shortest.as_slice() {
                [short] => changed.extend([0x81, *short]),
                [count, number @ ..] => {
                    changed.extend([count + 1, 0]);
                    changed.extend_from_slice(number);
                }
                [] => {}
            }
            changed.extend_from_slice(content);
        }
        Length::Form(LengthForm::Indefinite) => {
            changed.push(0x80);
            changed.extend_from_slice(content);
            changed.extend([0, 0]);
        }
        Length::Claims(claimed) => {
            changed.extend(encode_length(*claimed));
            changed.extend_from_slice(content);
        }
    }
    changed.extend_from_slice(part(tlv.end..octets.len()));
    Ok(changed)
}
