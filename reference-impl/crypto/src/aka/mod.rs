//! The functions f1 to f5* of authentication and key agreement (3GPP TS 33.102 §6.3), in three algorithms.
//!
//! Each gives an [`Output`]; building and checking AUTN and AUTS is the matter of the card and the network.

mod conversion;
mod milenage;
mod test_algorithm;
mod tuak;

pub use conversion::{kc, sres};
pub use milenage::{Milenage, STANDARD_CONSTANTS, STANDARD_ROTATIONS};
pub use test_algorithm::TestAlgorithm;
pub use tuak::{Tuak, TuakLengths};

/// What the functions give for RAND, SQN and AMF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// f1: MAC-A; 8 octets, TUAK also 16 or 32.
    pub mac_a: Vec<u8>,
    /// f1*: MAC-S, as long as MAC-A.
    pub mac_s: Vec<u8>,
    /// f2: RES, 4 to 32 octets.
    pub res: Vec<u8>,
    /// f3: CK, 16 octets, TUAK also 32.
    pub ck: Vec<u8>,
    /// f4: IK, 16 octets, TUAK also 32.
    pub ik: Vec<u8>,
    /// f5: AK.
    pub ak: [u8; 6],
    /// f5*: AK for AUTS.
    pub ak_star: [u8; 6],
}

/// One of the algorithms with its key.
pub trait Functions {
    /// All functions for these inputs; `sqn` and `amf` go into f1 and f1* only.
    fn compute(&self, rand: &[u8; 16], sqn: &[u8; 6], amf: &[u8; 2]) -> Output;
}

/// The first `N` octets of something that is long enough by its type.
fn take<const N: usize>(octets: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&octets[..N]);
    out
}
