//! EF.SUCI_Calc_Info: what a SUCI is made with (3GPP TS 31.102 §4.4.11.8).

use rsp_asn1::tlv;
use rsp_crypto::suci::Profile;

/// Tag of the Protection Scheme Identifier List.
const SCHEMES: u32 = 0xA0;
/// Tag of the Home Network Public Key List.
const KEYS: u32 = 0xA1;
/// Tag of a Home Network Public Key Identifier.
const KEY_IDENTIFIER: u32 = 0x80;
/// Tag of a Home Network Public Key.
const KEY: u32 = 0x81;

/// One way to make a SUCI that the file offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProtectionScheme {
    /// Nothing is concealed.
    Null,
    /// ECIES with a key of the home network.
    Ecies {
        /// The profile.
        profile: Profile,
        /// Home Network Public Key Identifier.
        key_identifier: u8,
        /// Home Network Public Key: 32 octets, or a point of P-256; not looked at here.
        key: Vec<u8>,
    },
}

/// The schemes of the file in their order, first the one of the highest priority. A scheme that is not known here, and
/// one whose key is not in the file, is passed over; a file that cannot be read offers none.
pub fn protection_schemes(file: &[u8]) -> Vec<ProtectionScheme> {
    let Ok((schemes, rest)) = tlv::first(file) else { return Vec::new() };
    if schemes.tag != SCHEMES {
        return Vec::new();
    }
    // Where every scheme is the null scheme, there is filler instead of keys.
    let keys = tlv::first(rest).ok().filter(|(keys, _)| keys.tag == KEYS).map(|(keys, _)| keys.content);
    let keys = home_network_keys(keys.unwrap_or_default());
    let scheme = |entry: &[u8]| {
        let &[identifier, index] = entry else { return None };
        if identifier == 0 {
            return Some(ProtectionScheme::Null);
        }
        let profile = Profile::from_identifier(identifier)?;
        // Index 1 is the first key; 0 means none.
        let (key_identifier, key) = keys.get(usize::from(index).checked_sub(1)?)?;
        Some(ProtectionScheme::Ecies { profile, key_identifier: *key_identifier, key: key.to_vec() })
    };
    schemes.content.chunks(2).filter_map(scheme).collect()
}

/// Identifier and key, one after the other, as far as the list can be read.
fn home_network_keys(list: &[u8]) -> Vec<(u8, &[u8])> {
    let fields = tlv::all(list).unwrap_or_default();
    fields.chunks(2).map_while(key_of).collect()
}

/// A key with its identifier before it.
fn key_of<'a>(pair: &[tlv::Tlv<'a>]) -> Option<(u8, &'a [u8])> {
    match pair {
        [first, second] if first.tag == KEY_IDENTIFIER && second.tag == KEY => {
            Some((*first.content.first()?, second.content))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemes(hex: &str) -> Vec<(u8, u8, usize)> {
        let of = |scheme: ProtectionScheme| match scheme {
            ProtectionScheme::Null => (0, 0, 0),
            ProtectionScheme::Ecies { profile, key_identifier, key } => {
                (profile.identifier(), key_identifier, key.len())
            }
        };
        protection_schemes(&hex::decode(hex.replace(' ', "")).unwrap()).into_iter().map(of).collect()
    }

    /// The file of 3GPP TS 31.121 §4.9.4, with the keys of 3GPP TS 33.501 Annex C.4.
    const FILE: &str = "A006 0201 0102 0000 A14B 80011B 8121 0272DA71976234CE833A6907425867B82E074D44EF907DFB4B3E21C1C2256EBCD1 \
                        80011E 8120 5A8D38864820197C3394B92613B20B91633CBD897119273BF8E4A6F4EEC0A650";

    #[test]
    fn a_published_file_is_read() {
        assert_eq!(schemes(FILE), [(2, 27, 33), (1, 30, 32), (0, 0, 0)]);
        assert_eq!(schemes(&format!("{FILE} FFFF")), schemes(FILE));
    }

    #[test]
    fn what_has_no_key_is_passed_over() {
        assert_eq!(schemes("A0020000 FFFFFF"), [(0, 0, 0)]);
        // No such key, index 0, a scheme of an operator's own, half an entry.
        assert_eq!(schemes("A009 0102 0200 0C01 0101 00 A107 80011E 810201FF"), [(1, 30, 2)]);
        assert_eq!(schemes("A004 0101 0000"), [(0, 0, 0)]);
        for nothing in ["", "FFFFFFFF", "A0", "A1020000", "A0060000", "A000", "A0020101 A105 8000 8101 00"] {
            assert_eq!(schemes(nothing), [], "{nothing}");
        }
    }
}
