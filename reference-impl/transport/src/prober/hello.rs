//! A ClientHello made by hand.

use super::octets::{numbers, put_vector};

/// The base point of P-256 (SEC 2 §2.4.2), a valid key share whose private key is 1.
const P256_BASE: [u8; 65] = [
    0x04, 0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2, 0x77, 0x03,
    0x7D, 0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96, 0x4F, 0xE3, 0x42, 0xE2, 0xFE,
    0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16, 0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE,
    0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5,
];

/// What a ClientHello offers. Every field is sent as it is, so that a hello can also be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientHelloSpec {
    /// The highest version: `0x0304` is TLS 1.3, `0x0303` 1.2, `0x0302` 1.1, `0x0301` 1.0, `0x0300` SSL 3.
    pub version: u16,
    /// Cipher suites by their IANA numbers.
    pub suites: Vec<u16>,
    /// The server name; none is sent when absent.
    pub sni: Option<String>,
    /// Named groups; empty leaves the extension out.
    pub groups: Vec<u16>,
    /// Signature schemes; empty leaves the extension out.
    pub signature_algorithms: Vec<u16>,
    /// Compression methods; honest is `[0]`.
    pub compression: Vec<u8>,
    /// `key_sha1_hash` of trusted CI keys for `trusted_ca_keys` (RFC 6066 §6); empty leaves the extension out.
    pub trusted_ca_keys: Vec<[u8; 20]>,
    /// Further extensions, type and contents.
    pub extensions: Vec<(u16, Vec<u8>)>,
    /// Whether any extension is sent at all.
    pub with_extensions: bool,
    /// The client random.
    pub random: [u8; 32],
    /// The session id, at most 32 octets.
    pub session_id: Vec<u8>,
}

impl ClientHelloSpec {
    /// TLS 1.2 with these suites, P-256, P-384 and X25519, ECDSA and RSA with SHA-256 and SHA-384.
    pub fn tls12(sni: &str, suites: &[u16]) -> Self {
        Self {
            version: 0x0303,
            suites: suites.to_vec(),
            sni: Some(sni.to_owned()),
            groups: vec![0x0017, 0x0018, 0x001D],
            signature_algorithms: vec![0x0403, 0x0503, 0x0804, 0x0401, 0x0501],
            compression: vec![0],
            trusted_ca_keys: Vec::new(),
            extensions: Vec::new(),
            with_extensions: true,
            random: *b"rsptest: a ClientHello, no entro",
            session_id: Vec::new(),
        }
    }

    /// TLS 1.3 with these suites.
    pub fn tls13(sni: &str, suites: &[u16]) -> Self {
        Self { version: 0x0304, session_id: vec![0x5A; 32], ..Self::tls12(sni, suites) }
    }

    /// An older version (`0x0302`, `0x0301`) with these suites; it has no signature_algorithms.
    pub fn old(version: u16, sni: &str, suites: &[u16]) -> Self {
        Self { version, signature_algorithms: Vec::new(), ..Self::tls12(sni, suites) }
    }

    /// SSL 3 with these suites; it has no extensions.
    pub fn ssl3(suites: &[u16]) -> Self {
        Self { version: 0x0300, sni: None, with_extensions: false, ..Self::tls12("", suites) }
    }

    /// The record with the hello (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
    pub fn octets(&self) -> Vec<u8> {
        let legacy = self.version.min(0x0303);
        let mut body = legacy.to_be_bytes().to_vec();
        body.extend_from_slice(&self.random);
        put_vector::<1>(&mut body, &self.session_id);
        put_vector::<2>(&mut body, &numbers(&self.suites));
        put_vector::<1>(&mut body, &self.compression);
        if self.with_extensions {
            put_vector::<2>(&mut body, &self.extension_octets());
        }
        let mut handshake = vec![1];
        put_vector::<3>(&mut handshake, &body);
        let mut record = vec![22];
        // Old servers stop at a record version they do not know.
        record.extend_from_slice(&legacy.min(0x0301).to_be_bytes());
        put_vector::<2>(&mut record, &handshake);
        record
    }

    fn extension_octets(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut put = |kind: u16, contents: &[u8]| {
            out.extend_from_slice(&kind.to_be_bytes());
            put_vector::<2>(&mut out, contents);
        };
        let vector = |contents: &[u8]| {
            let mut out = Vec::new();
            put_vector::<2>(&mut out, contents);
            out
        };
        if let Some(name) = &self.sni {
            let mut entry = vec![0];
            put_vector::<2>(&mut entry, name.as_bytes());
            put(0x0000, &vector(&entry));
        }
        if !self.trusted_ca_keys.is_empty() {
            // Type 1 is key_sha1_hash.
            let keys: Vec<u8> = self.trusted_ca_keys.iter().flat_map(|key| [&[1], key.as_slice()].concat()).collect();
            put(0x0003, &vector(&keys));
        }
        if !self.groups.is_empty() {
            put(0x000A, &vector(&numbers(&self.groups)));
        }
        if !self.signature_algorithms.is_empty() {
            put(0x000D, &vector(&numbers(&self.signature_algorithms)));
        }
        if self.version >= 0x0304 {
            let mut versions = Vec::new();
            put_vector::<1>(&mut versions, &self.version.to_be_bytes());
            put(0x002B, &versions);
            put(0x0033, &vector(&self.key_shares()));
        } else {
            put(0x000B, &[1, 0]);
            put(0x0017, &[]);
            put(0xFF01, &[0]);
        }
        for (kind, contents) in &self.extensions {
            put(*kind, contents);
        }
        out
    }

    /// A share for each group that is known here; for others the server asks again, which tells as much.
    fn key_shares(&self) -> Vec<u8> {
        let mut x25519 = [0; 32];
        x25519[0] = 9;
        let mut out = Vec::new();
        for group in &self.groups {
            let share: &[u8] = match group {
                0x0017 => &P256_BASE,
                0x001D => &x25519,
                _ => continue,
            };
            out.extend_from_slice(&group.to_be_bytes());
            put_vector::<2>(&mut out, share);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_hello_to_the_octet() {
        let spec = ClientHelloSpec { random: [0xAA; 32], ..ClientHelloSpec::ssl3(&[0x000A]) };
        let mut expected = vec![0x16, 0x03, 0x00, 0x00, 0x2D, 0x01, 0x00, 0x00, 0x29, 0x03, 0x00];
        expected.extend([0xAA; 32]);
        expected.extend([0x00, 0x00, 0x02, 0x00, 0x0A, 0x01, 0x00]);
        assert_eq!(spec.octets(), expected);
    }

    #[test]
    fn extensions_carry_what_is_asked() {
        let mut spec = ClientHelloSpec::tls12("a.b", &[0xC02B]);
        spec.trusted_ca_keys = vec![[0x11; 20]];
        let octets = spec.octets();
        let has = |part: &[u8]| octets.windows(part.len()).any(|window| window == part);
        assert!(has(&[0, 0, 0, 8, 0, 6, 0, 0, 3, b'a', b'.', b'b']), "server_name");
        assert!(has(&[0, 3, 0, 23, 0, 21, 1, 0x11, 0x11]), "trusted_ca_keys");
        assert!(has(&[0, 10, 0, 8, 0, 6, 0, 0x17, 0, 0x18, 0, 0x1D]), "supported_groups");
    }
}
