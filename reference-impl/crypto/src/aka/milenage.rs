//! Milenage (3GPP TS 35.206).

use super::{Functions, Output, take};
use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};

/// r1 to r5 in bits.
pub const STANDARD_ROTATIONS: [u8; 5] = [64, 0, 32, 64, 96];

/// c1 to c5.
pub const STANDARD_CONSTANTS: [[u8; 16]; 5] = {
    let mut constants = [[0; 16]; 5];
    constants[1][15] = 1;
    constants[2][15] = 2;
    constants[3][15] = 4;
    constants[4][15] = 8;
    constants
};

/// Milenage with one subscriber's key.
pub struct Milenage {
    cipher: Aes128,
    opc: u128,
    rotations: [u8; 5],
    constants: [[u8; 16]; 5],
    res_length: usize,
}

impl Milenage {
    /// With K, OPc, r1 to r5 (in bits, modulo 128), c1 to c5 and the length of RES (at most 8 octets).
    pub fn new(
        key: &[u8; 16],
        opc: &[u8; 16],
        rotations: [u8; 5],
        constants: [[u8; 16]; 5],
        res_length: usize,
    ) -> Self {
        Self {
            cipher: Aes128::new(&(*key).into()),
            opc: u128::from_be_bytes(*opc),
            rotations,
            constants,
            res_length: res_length.min(8),
        }
    }

    /// OPc of OP.
    pub fn opc(key: &[u8; 16], op: &[u8; 16]) -> [u8; 16] {
        let mut block = (*op).into();
        Aes128::new(&(*key).into()).encrypt_block(&mut block);
        (u128::from_be_bytes(block.into()) ^ u128::from_be_bytes(*op)).to_be_bytes()
    }

    fn encrypt(&self, value: u128) -> u128 {
        let mut block = value.to_be_bytes().into();
        self.cipher.encrypt_block(&mut block);
        u128::from_be_bytes(block.into())
    }

    fn rotate(&self, value: u128, function: usize) -> u128 {
        value.rotate_left(u32::from(self.rotations[function]) % 128) ^ u128::from_be_bytes(self.constants[function])
    }
}

impl Functions for Milenage {
    fn compute(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Output {
        let temp = self.encrypt(u128::from_be_bytes(*rand) ^ self.opc);
        let mut in1 = [0; 16];
        for half in in1.chunks_exact_mut(8) {
            half[..6].copy_from_slice(sqn);
            half[6..].copy_from_slice(amf);
        }
        let out1 = self.encrypt(temp ^ self.rotate(u128::from_be_bytes(in1) ^ self.opc, 0)) ^ self.opc;
        let out = |function: usize| (self.encrypt(self.rotate(temp ^ self.opc, function)) ^ self.opc).to_be_bytes();
        let (out1, out2) = (out1.to_be_bytes(), out(1));
        Output {
            mac_a: out1[..8].to_vec(),
            mac_s: out1[8..].to_vec(),
            res: out2[8..8 + self.res_length].to_vec(),
            ck: out(2).to_vec(),
            ik: out(3).to_vec(),
            ak: take(&out2),
            ak_star: take(&out(4)),
        }
    }
}
