//! One protected channel: a counter and a MAC chain that run over every segment.

use super::{BspError, MAX_SEGMENT, SessionKeys};
use aes::Aes128;
use aes::cipher::block_padding::Iso7816;
use aes::cipher::{Block, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit};
use cmac::{Cmac, Mac};

/// Octets of the MAC that a segment carries; the chain takes all sixteen.
const MAC_LENGTH: usize = 8;
const BLOCK: usize = 16;

/// One end of a protected channel; both ends do the same steps.
#[derive(Clone)]
pub struct Bsp {
    /// S-ENC, expanded once for all segments.
    s_enc: Aes128,
    /// S-MAC, likewise, before the first octet of a segment.
    s_mac: Cmac<Aes128>,
    chaining: [u8; 16],
    counter: u128,
}

/// A segment whose MAC and padding are right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// `86`, `87` or `88`.
    pub tag: u8,
    /// The clear octets.
    pub clear: Vec<u8>,
}

/// A channel that seals segments of one tag; what [`rsp_conduct::Conduct::seal`] is handed.
pub struct Channel<'a> {
    bsp: &'a mut Bsp,
    tag: u8,
}

/// A length as DER writes it.
pub(super) fn ber_length(length: usize) -> Vec<u8> {
    if length < 0x80 {
        return vec![length as u8];
    }
    let octets = length.to_be_bytes();
    let octets = &octets[octets.iter().take_while(|octet| **octet == 0).count()..];
    [&[0x80 | octets.len() as u8], octets].concat()
}

/// Tag, header length and body length of a segment that is one whole TLV of minimal length.
fn header(tlv: &[u8]) -> Result<(u8, usize, usize), BspError> {
    let structure = |detail: String| Err(BspError::Structure(detail));
    let (tag, first) = match tlv {
        [tag @ 0x86..=0x88, first, ..] => (*tag, *first),
        [0x86..=0x88] | [] => return structure("segment ends before its length".into()),
        [tag, ..] => return structure(format!("tag {tag:02X} is none of 86, 87, 88")),
    };
    let (start, length) = match (first, &tlv[2..]) {
        (0..=0x7F, _) => (2, usize::from(first)),
        (0x81, [low, ..]) => (3, usize::from(*low)),
        (0x82, [high, low, ..]) => (4, usize::from(*high) << 8 | usize::from(*low)),
        _ => return structure(format!("length begins with {first:02X} and cannot be that of a segment")),
    };
    if ber_length(length).len() + 1 != start {
        return structure(format!("length {length} is not written in its shortest form"));
    }
    if tlv.len() != start + length {
        return structure(format!("length says {length}, {} octets follow", tlv.len() - start));
    }
    if tlv.len() > MAX_SEGMENT {
        return structure(format!("segment of {} octets, at most {MAX_SEGMENT} are allowed", tlv.len()));
    }
    Ok((tag, start, length))
}

impl Bsp {
    /// A channel at its first segment.
    pub fn new(keys: SessionKeys) -> Self {
        Self {
            s_enc: Aes128::new(&keys.s_enc.into()),
            s_mac: <Cmac<Aes128> as KeyInit>::new(&keys.s_mac.into()),
            chaining: keys.initial_mcv,
            counter: 1,
        }
    }

    /// What ReplaceSessionKeys does: other keys, another chain, the counter back at 1 (SGP.22 §5.5.4).
    pub fn replace_keys(&mut self, keys: SessionKeys) {
        *self = Self::new(keys);
    }

    /// The initial chaining vector of this segment: the counter, encrypted.
    fn icv(&self) -> Block<Aes128> {
        let mut block: Block<Aes128> = self.counter.to_be_bytes().into();
        self.s_enc.encrypt_block(&mut block);
        block
    }

    /// All sixteen octets of the MAC over this segment.
    fn mac(&self, header: &[u8], body: &[u8]) -> [u8; 16] {
        let mut mac = self.s_mac.clone();
        [&self.chaining, header, body].iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }

    fn step(&mut self, chaining: [u8; 16]) {
        self.chaining = chaining;
        self.counter = self.counter.wrapping_add(1);
    }

    /// The protected segment of these clear octets. Tag `88` is MACed only, every other is encrypted too. Sizes are
    /// the caller's matter: at most [`MAX_ENCRYPTED_CLEAR`](super::MAX_ENCRYPTED_CLEAR) or
    /// [`MAX_MAC_ONLY_CLEAR`](super::MAX_MAC_ONLY_CLEAR) clear octets make a segment that is allowed.
    pub fn seal(&mut self, tag: u8, clear: &[u8]) -> Vec<u8> {
        let body = if tag == 0x88 {
            clear.to_vec()
        } else {
            let cipher = cbc::Encryptor::inner_iv_init(self.s_enc.clone(), &self.icv());
            cipher.encrypt_padded_vec::<Iso7816>(clear)
        };
        let mut out = vec![tag];
        out.extend(ber_length(body.len() + MAC_LENGTH));
        let mac = self.mac(&out, &body);
        out.extend(body);
        out.extend(&mac[..MAC_LENGTH]);
        self.step(mac);
        out
    }

    /// The clear octets of one received segment, a whole TLV. A refused segment leaves the channel as it was; a
    /// session ends there (SGP.22 §2.6.4.2).
    pub fn open(&mut self, tlv: &[u8]) -> Result<Opened, BspError> {
        let (tag, start, length) = header(tlv)?;
        let body = length.checked_sub(MAC_LENGTH);
        let body = body.ok_or_else(|| BspError::Structure(format!("{length} octets hold no MAC")))?;
        if tag != 0x88 && (body == 0 || body % BLOCK != 0) {
            return Err(BspError::Structure(format!("{body} encrypted octets are not whole blocks")));
        }
        let (header, rest) = tlv.split_at(start);
        let (body, received) = rest.split_at(body);
        let mac = self.mac(header, body);
        if mac[..MAC_LENGTH] != *received {
            return Err(BspError::Security(format!("MAC of segment {} is wrong", self.counter)));
        }
        let clear = if tag == 0x88 { body.to_vec() } else { self.decrypted(body)? };
        self.step(mac);
        Ok(Opened { tag, clear })
    }

    fn decrypted(&self, body: &[u8]) -> Result<Vec<u8>, BspError> {
        let cipher = cbc::Decryptor::inner_iv_init(self.s_enc.clone(), &self.icv());
        let clear = cipher.decrypt_padded_vec::<Iso7816>(body);
        clear.map_err(|_| BspError::Security(format!("padding of segment {} is wrong", self.counter)))
    }

    /// This channel for segments of one tag.
    pub fn channel(&mut self, tag: u8) -> Channel<'_> {
        Channel { bsp: self, tag }
    }
}

impl std::fmt::Debug for Bsp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bsp").field("counter", &self.counter).finish_non_exhaustive()
    }
}

impl rsp_conduct::Seal for Channel<'_> {
    fn seal(&mut self, plain: &[u8]) -> Vec<u8> {
        self.bsp.seal(self.tag, plain)
    }
}
