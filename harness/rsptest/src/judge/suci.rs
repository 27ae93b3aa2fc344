//! What the home network of our own packages finds in a SUCI.

use rsp_crypto::suci::{Key, Profile, deconceal};

/// Private keys of the home network, printed in 3GPP TS 33.501 §C.4.
const HOME_A: [u8; 32] = [
    0xC5, 0x3C, 0x22, 0x20, 0x8B, 0x61, 0x86, 0x0B, 0x06, 0xC6, 0x2E, 0x54, 0x06, 0xA7, 0xB3, 0x30, 0xC2, 0xB5, 0x77,
    0xAA, 0x55, 0x58, 0x98, 0x15, 0x10, 0xD1, 0x28, 0x24, 0x7D, 0x38, 0xBD, 0x1D,
];
const HOME_B: [u8; 32] = [
    0xF1, 0xAB, 0x10, 0x74, 0x47, 0x7E, 0xBC, 0xC7, 0xF5, 0x54, 0xEA, 0x1C, 0x5F, 0xC3, 0x68, 0xB1, 0x61, 0x67, 0x30,
    0x15, 0x5E, 0x00, 0x41, 0xAC, 0x44, 0x7D, 0x63, 0x01, 0x97, 0x5F, 0xEC, 0xDA,
];
/// Where the Protection Scheme Identifier stands in a SUCI of an IMSI (3GPP TS 31.102 §7.5.2.1), and the scheme output.
const SCHEME: usize = 6;
const OUTPUT: usize = 8;

/// The MSIN in a SUCI, two digits an octet; or why the home network does not find it. The null scheme conceals nothing.
pub fn deconcealed(suci: &[u8]) -> Result<Vec<u8>, String> {
    let (scheme, output) = suci.get(SCHEME).zip(suci.get(OUTPUT..)).ok_or("it ends before its scheme output")?;
    let (profile, key) = match Profile::from_identifier(*scheme) {
        Some(profile @ Profile::A) => (profile, HOME_A),
        Some(profile @ Profile::B) => (profile, HOME_B),
        None => return Err(format!("protection scheme {scheme} conceals nothing, or is not known here")),
    };
    let key = Key::from_bytes(profile, &key).map_err(|error| error.to_string())?;
    deconceal(&key, output).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_scheme_outputs_hold_their_msin() {
        for (head, output) in [
            (
                "017224101701011E",
                "B2E92F836055A255837DEBF850B528997CE0201CB82ADFE4BE1F587D07D8457DCB02352410CDDD9E730EF3FA87",
            ),
            (
                "017224101701021B",
                "039AAB8376597021E855679A9778EA0B67396E68C66DF32C0F41E9ACCA2DA9B9D146A33FC2716AC7DAE96AA30A4D",
            ),
        ] {
            let mut suci = hex::decode(format!("{head}{output}")).unwrap();
            assert_eq!(deconcealed(&suci), Ok(vec![0x00, 0x01, 0x20, 0x80, 0xF6]));
            *suci.last_mut().unwrap() ^= 1;
            assert!(deconcealed(&suci).unwrap_err().contains("MAC"));
        }
        assert!(deconcealed(&hex::decode("0172241017010000000120806F").unwrap()).unwrap_err().contains("nothing"));
        assert!(deconcealed(&[1, 2, 3]).is_err());
    }
}
