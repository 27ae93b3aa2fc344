//! The test algorithm of test USIMs (3GPP TS 34.108 §8.1.2): everything is K added to RAND.

use super::{Functions, Output, take};

/// The test algorithm with one subscriber's key.
pub struct TestAlgorithm {
    key: [u8; 16],
    res_length: usize,
}

impl TestAlgorithm {
    /// With K and the length of RES (4 to 16 octets).
    pub fn new(key: &[u8; 16], res_length: usize) -> Self {
        Self { key: *key, res_length: res_length.clamp(4, 16) }
    }
}

impl Functions for TestAlgorithm {
    fn compute(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Output {
        let xdout = (u128::from_be_bytes(self.key) ^ u128::from_be_bytes(*rand)).to_be_bytes();
        let cdout = sqn.iter().chain(amf);
        let mac: Vec<u8> = xdout.iter().zip(cdout).map(|(x, c)| x ^ c).collect();
        let turned = |octets: u32| u128::from_be_bytes(xdout).rotate_left(8 * octets).to_be_bytes().to_vec();
        let ak = take(&xdout[3..]);
        Output {
            mac_s: mac.clone(),
            mac_a: mac,
            res: xdout[..self.res_length].to_vec(),
            ck: turned(1),
            ik: turned(2),
            ak,
            ak_star: ak,
        }
    }
}
