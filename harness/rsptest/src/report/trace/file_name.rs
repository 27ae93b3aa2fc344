//! File names from ids: letters that every file system takes, and never a way out of the folder.

use std::borrow::Cow;

/// Longest part of a name, in octets; with a variant and a suffix it stays below the usual 255.
const MOST: usize = 100;

/// The id as one part of a path. Ids as cases have them (letters, digits, `-`, `_`, `.`) stay as they are; anything
/// else gets a digest, so that two ids never share a file.
pub(super) fn safe(id: &str) -> Cow<'_, str> {
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    if id.len() <= MOST && !id.is_empty() && !id.starts_with('.') && id.chars().all(plain) {
        return Cow::Borrowed(id);
    }
    let kept = id.chars().take(MOST - 17).map(|character| if plain(character) { character } else { '_' });
    Cow::Owned(format!("{}-{:016x}", kept.collect::<String>().replacen('.', "_", 1), digest(id)))
}

/// FNV-1a, 64 bits: the same on every machine and in every release, as the standard hasher need not be.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_cases_stay() {
        assert_eq!(safe("bad-euicc-signature1"), "bad-euicc-signature1");
        assert_eq!(safe("v2.3_a"), "v2.3_a");
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for hostile in ["", ".", "..", "a/b", "a\\b", "c:", "nul\0", "ä", &"x".repeat(5000)] {
            let name = safe(hostile);
            assert!(name.len() <= MOST, "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{name}");
            assert!(!name.starts_with('.') && !name.is_empty(), "{name}");
        }
        assert_ne!(safe("a/b"), safe("a\\b"));
    }

    #[test]
    fn digest_is_fnv_1a() {
        // Test vectors of the FNV authors (draft-eastlake-fnv, 64 bits, FNV-1a).
        assert_eq!(digest(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(digest("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(digest("foobar"), 0x8594_4171_f739_67e8);
    }
}
