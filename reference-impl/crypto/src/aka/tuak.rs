//! TUAK (3GPP TS 35.231): the functions from the permutation Keccak-f[1600].

use super::{Functions, Output, take};
use crate::KeyError;
use keccak::Keccak;

/// What is permuted, in octets.
const STATE: usize = 200;

/// Lengths of what TUAK gives, in octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TuakLengths {
    /// MAC-A and MAC-S: 8, 16 or 32.
    pub mac: usize,
    /// RES: 4, 8, 16 or 32.
    pub res: usize,
    /// CK: 16 or 32.
    pub ck: usize,
    /// IK: 16 or 32.
    pub ik: usize,
}

impl Default for TuakLengths {
    fn default() -> Self {
        Self { mac: 8, res: 8, ck: 16, ik: 16 }
    }
}

/// TUAK with one subscriber's key.
pub struct Tuak {
    key: Vec<u8>,
    topc: [u8; 32],
    lengths: TuakLengths,
    iterations: u8,
}

/// The bits of INSTANCE that say a length.
fn size_bits(length: usize) -> u8 {
    match length {
        8 => 0x08,
        16 => 0x10,
        32 => 0x20,
        _ => 0,
    }
}

fn fits(key: &[u8]) -> Result<(), KeyError> {
    match key.len() {
        16 | 32 => Ok(()),
        found => Err(KeyError::Length { expected: 16, found }),
    }
}

impl Tuak {
    /// With K of 16 or 32 octets, TOPc, lengths and the number of permutations (at least one).
    pub fn new(key: &[u8], topc: &[u8; 32], lengths: TuakLengths, iterations: u8) -> Result<Self, KeyError> {
        fits(key)?;
        let wrong = |found| Err(KeyError::Length { expected: 16, found });
        let TuakLengths { mac, res, ck, ik } = lengths;
        match () {
            () if !matches!(mac, 8 | 16 | 32) => wrong(mac),
            () if !matches!(res, 4 | 8 | 16 | 32) => wrong(res),
            () if !matches!(ck, 16 | 32) => wrong(ck),
            () if !matches!(ik, 16 | 32) => wrong(ik),
            () => Ok(Self { key: key.to_vec(), topc: *topc, lengths, iterations: iterations.max(1) }),
        }
    }

    /// TOPc of TOP.
    pub fn topc(key: &[u8], top: &[u8; 32], iterations: u8) -> Result<[u8; 32], KeyError> {
        fits(key)?;
        let tuak =
            Self { key: key.to_vec(), topc: *top, lengths: TuakLengths::default(), iterations: iterations.max(1) };
        let state = tuak.out(0x00, &[0; 16], &[0; 6], &[0; 2]);
        Ok(take(&reversed(&state, 0, 32)))
    }

    /// OUT for an instance; the bit for a long key is set here. All values stand with their last octet first.
    fn out(&self, instance: u8, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> [u8; STATE] {
        let instance = instance | u8::from(self.key.len() == 32);
        let parts: [&[u8]; 7] = [&self.topc, &[instance], b"TUAK1.0", rand, amf, sqn, &self.key];
        let mut state = [0; STATE];
        let mut at = 0;
        for part in parts {
            for octet in part.iter().rev() {
                state[at] = *octet;
                at += 1;
            }
        }
        // Padding behind the place of a long key: 1088 bits of rate.
        state[96] = 0x1F;
        state[135] = 0x80;
        let mut lanes = [0u64; 25];
        for (lane, octets) in lanes.iter_mut().zip(state.chunks_exact(8)) {
            *lane = u64::from_le_bytes(take(octets));
        }
        let keccak = Keccak::new();
        for _ in 0..self.iterations {
            keccak.with_f1600(|permute| permute(&mut lanes));
        }
        for (octets, lane) in state.chunks_exact_mut(8).zip(lanes) {
            octets.copy_from_slice(&lane.to_le_bytes());
        }
        state
    }
}

/// `length` octets from `at`, the last first.
fn reversed(state: &[u8; STATE], at: usize, length: usize) -> Vec<u8> {
    state[at..at + length].iter().rev().copied().collect()
}

impl Functions for Tuak {
    fn compute(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Output {
        let TuakLengths { mac, res, ck, ik } = self.lengths;
        let f1 = self.out(size_bits(mac), rand, sqn, amf);
        let f1_star = self.out(0x80 | size_bits(mac), rand, sqn, amf);
        let keys = 0x40 | size_bits(res) | if ck == 32 { 0x04 } else { 0 } | if ik == 32 { 0x02 } else { 0 };
        let f2345 = self.out(keys, rand, &[0; 6], &[0; 2]);
        let f5_star = self.out(0xC0, rand, &[0; 6], &[0; 2]);
        Output {
            mac_a: reversed(&f1, 0, mac),
            mac_s: reversed(&f1_star, 0, mac),
            res: reversed(&f2345, 0, res),
            ck: reversed(&f2345, 32, ck),
            ik: reversed(&f2345, 64, ik),
            ak: take(&reversed(&f2345, 96, 6)),
            ak_star: take(&reversed(&f5_star, 96, 6)),
        }
    }
}
