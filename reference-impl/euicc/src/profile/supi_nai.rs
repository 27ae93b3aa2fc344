//! EF.SUPI_NAI: a subscription whose identity is a Network Access Identifier (3GPP TS 31.102 §4.4.11.10).

use rsp_asn1::tlv;

/// Tag of a Network Specific Identifier.
const NETWORK_SPECIFIC_IDENTIFIER: u32 = 0x80;

/// A Network Specific Identifier, `username@realm` (3GPP TS 23.003 §28.7.2, RFC 7542 §2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkSpecificIdentifier {
    /// What stands before the last `@`.
    pub username: String,
    /// What stands behind it.
    pub realm: String,
}

impl NetworkSpecificIdentifier {
    /// From the content of the file. `None` where it holds another kind of identifier (lines and cables have one), filler,
    /// or text that is none.
    pub fn read(file: &[u8]) -> Option<Self> {
        let (identifier, _) = tlv::first(file).ok()?;
        let text = std::str::from_utf8(identifier.content).ok()?;
        let (username, realm) = text.rsplit_once('@')?;
        let kind = identifier.tag == NETWORK_SPECIFIC_IDENTIFIER && !realm.is_empty();
        kind.then(|| Self { username: username.to_owned(), realm: realm.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn username_and_realm() {
        let read = |file: &[u8]| NetworkSpecificIdentifier::read(file).map(|it| (it.username, it.realm));
        assert_eq!(read(b"\x80\x05a@b.c\xFF\xFF"), Some(("a".into(), "b.c".into())));
        for none in
            [&b""[..], b"\xFF\xFF\xFF", b"\x80\x00", b"\x80\x03a.c", b"\x81\x05a@b.c", b"\x80\x09a@b.c", b"\x80\x02a@"]
        {
            assert_eq!(read(none), None, "{none:02X?}");
        }
    }
}
