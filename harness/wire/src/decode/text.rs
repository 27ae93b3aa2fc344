//! Octets out of text that people paste: hex, Base64, PEM.

use std::fmt;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The text is neither hex nor Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// One sentence.
    pub says: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.says)
    }
}

impl std::error::Error for TextError {}

/// Octets from hex (blanks, `:` and a leading `0x` count for nothing), Base64 (either alphabet, with or
/// without padding, line breaks) or the first block of PEM. Text of an even number of hex digits is
/// hex. No text is no octets.
///
/// Errors say what the text is not.
pub fn octets_from_text(text: &str) -> Result<Vec<u8>, TextError> {
    let body = match text.split_once("-----BEGIN ") {
        Some((_, block)) => {
            let after = block.split_once("-----").map(|(_, after)| after).unwrap_or_default();
            after
                .split_once("-----END ")
                .map(|(body, _)| body)
                .ok_or_else(|| TextError { says: "the text starts as PEM and has no END line".to_owned() })?
        }
        None => text,
    };
    let plain: String = body.chars().filter(|character| !character.is_whitespace()).collect();
    let digits: String = plain.strip_prefix("0x").unwrap_or(&plain).chars().filter(|&one| one != ':').collect();
    if let Ok(octets) = hex::decode(&digits) {
        return Ok(octets);
    }
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decode = |alphabet| GeneralPurpose::new(alphabet, config).decode(&plain);
    decode(&STANDARD).or_else(|_| decode(&URL_SAFE)).map_err(|error| TextError {
        says: if digits.chars().all(|one| one.is_ascii_hexdigit()) {
            format!("the text has {} hex digits, an odd number, and is no Base64 either", digits.len())
        } else {
            format!("the text is neither hex nor Base64: {error}")
        },
    })
}

#[cfg(test)]
mod tests {
    use super::octets_from_text;

    #[test]
    fn reads_what_people_paste() {
        for text in
            ["BF2E00", "bf 2e\n00", "0xBF2E00", "BF:2E:00", "vy4A", "-----BEGIN X-----\nvy4A\n-----END X-----\n"]
        {
            assert_eq!(octets_from_text(text).unwrap(), [0xBF, 0x2E, 0x00], "{text}");
        }
        assert_eq!(octets_from_text("_-8=").unwrap(), [0xFF, 0xEF]);
        assert_eq!(octets_from_text("").unwrap(), [0u8; 0]);
        assert!(octets_from_text("ABCDE").unwrap_err().says.contains("odd"));
        assert!(octets_from_text("not octets!").unwrap_err().says.contains("neither"));
        assert!(octets_from_text("-----BEGIN X-----\nvy4A").is_err());
    }
}
