//! AUTHENTICATE and RUN GSM ALGORITHM: from RAND and AUTN to keys (3GPP TS 33.102 §6.3, Annex C; TS 31.102 §7.1).

use super::aka::{Aka, AkaAlgorithm, AkaParameters};
use rsp_crypto::aka::{Functions, Milenage, Output, TestAlgorithm, Tuak, TuakLengths, kc, sres};

/// Bits of SQN that are IND, its low ones.
const IND_BITS: u32 = 5;

/// The AMF that makes a test USIM ask for resynchronisation (TS 34.108 §8.1.2.2).
const AMF_RESYNCH: [u8; 2] = [0xFF, 0xFF];

/// The answer in the UMTS context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authentication {
    /// RES, 4 to 32 octets.
    pub res: Vec<u8>,
    /// CK, 16 octets, TUAK also 32.
    pub ck: Vec<u8>,
    /// IK, 16 octets, TUAK also 32.
    pub ik: Vec<u8>,
    /// Kc by conversion function c3, where CK and IK have 16 octets. It is part of the answer where UST service 27 is on.
    pub kc: Option<[u8; 8]>,
}

/// The answer in the GSM context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GsmAuthentication {
    /// SRES by conversion function c2.
    pub sres: [u8; 4],
    /// Kc by conversion function c3.
    pub kc: [u8; 8],
}

/// Why there are no keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AkaFailure {
    /// MAC in AUTN is wrong (status word 9862).
    Mac,
    /// SQN in AUTN is not fresh.
    Synchronisation {
        /// AUTS: SQN_MS concealed, then MAC-S; 14 octets, TUAK with longer MACs more.
        auts: Vec<u8>,
    },
    /// AUTN has another length than 8 octets and the MAC.
    Length,
    /// As many authentications as authCounterMax allows.
    Exhausted,
    /// Keys or settings that no function can be computed with; a profile that was installed has none such.
    Parameters,
}

fn sqn_octets(sqn: u64) -> [u8; 6] {
    let [_, _, octets @ ..] = sqn.to_be_bytes();
    octets
}

fn xor(a: [u8; 6], b: [u8; 6]) -> [u8; 6] {
    std::array::from_fn(|n| a[n] ^ b[n])
}

impl AkaParameters {
    /// Lengths that algorithmOptions states: RES in the three low bits (0 to 3: 32 to 256 bits), for TUAK MAC in the next two
    /// (0 to 2: 64 to 256), then one bit each for CK and IK of 256. `None` for codes without a meaning.
    pub fn lengths(&self) -> Option<TuakLengths> {
        let res = *[4, 8, 16, 32].get(usize::from(self.options & 0x07))?;
        if self.algorithm != AkaAlgorithm::Tuak {
            let most = if self.algorithm == AkaAlgorithm::Milenage { 8 } else { 16 };
            return Some(TuakLengths { res: res.min(most), ..TuakLengths::default() });
        }
        let mac = *[8, 16, 32].get(usize::from(self.options >> 3 & 0x03))?;
        let long = |bit: u8| if self.options & bit != 0 { 32 } else { 16 };
        Some(TuakLengths { mac, res, ck: long(0x20), ik: long(0x40) })
    }

    /// The functions with this key; `None` with keys of another length than the algorithm has.
    pub fn functions(&self) -> Option<Box<dyn Functions>> {
        let lengths = self.lengths()?;
        let key: Option<[u8; 16]> = self.key[..].try_into().ok();
        Some(match self.algorithm {
            AkaAlgorithm::Milenage => {
                let opc = self.opc[..].try_into().ok()?;
                Box::new(Milenage::new(&key?, &opc, self.rotation, self.xoring, lengths.res))
            }
            AkaAlgorithm::Tuak => {
                let topc = self.opc[..].try_into().ok()?;
                Box::new(Tuak::new(&self.key, &topc, lengths, self.keccak_iterations).ok()?)
            }
            AkaAlgorithm::Test => Box::new(TestAlgorithm::new(&key?, lengths.res)),
        })
    }
}

impl Aka {
    /// AUTHENTICATE in the UMTS context. A success makes SQN used; a failure changes nothing.
    pub fn authenticate(&mut self, rand: &[u8; 16], autn: &[u8]) -> Result<Authentication, AkaFailure> {
        let functions = self.parameters.functions().ok_or(AkaFailure::Parameters)?;
        let (Some(concealed), Some(amf), Some(mac)) = (autn.first_chunk::<6>(), autn.get(6..8), autn.get(8..)) else {
            return Err(AkaFailure::Length);
        };
        let amf = [amf[0], amf[1]];
        // f5 depends on RAND alone, so AK comes before SQN is known.
        let sqn = xor(*concealed, functions.compute(rand, &[0; 6], &amf).ak);
        let output = functions.compute(rand, &sqn, &amf);
        if mac.len() != output.mac_a.len() {
            return Err(AkaFailure::Length);
        }
        if mac != output.mac_a {
            return Err(AkaFailure::Mac);
        }
        let number = sqn.iter().fold(0u64, |sum, octet| sum << 8 | u64::from(*octet));
        if let Some(sqn_ms) = self.stale(number, amf) {
            return Err(AkaFailure::Synchronisation { auts: auts(&*functions, rand, sqn_ms) });
        }
        self.count()?;
        self.sequence[(number & 0x1F) as usize] = number >> IND_BITS;
        Ok(answer(output))
    }

    /// RUN GSM ALGORITHM, and AUTHENTICATE in the GSM context: SRES and Kc of RAND alone.
    pub fn gsm(&mut self, rand: &[u8; 16]) -> Result<GsmAuthentication, AkaFailure> {
        let functions = self.parameters.functions().ok_or(AkaFailure::Parameters)?;
        let output = functions.compute(rand, &[0; 6], &[0; 2]);
        self.count()?;
        Ok(GsmAuthentication { sres: sres(&output.res), kc: kc(&output.ck, &output.ik) })
    }

    fn count(&mut self) -> Result<(), AkaFailure> {
        if self.parameters.counter_max.is_some_and(|most| self.counter >= most) {
            return Err(AkaFailure::Exhausted);
        }
        self.counter = self.counter.saturating_add(1);
        Ok(())
    }

    /// SQN_MS for AUTS, where SQN is not fresh (TS 33.102 §C.2): SEQ not above the one kept for its IND, further ahead than
    /// sqnDelta (bit 2 of sqnOptions), or older than sqnAgeLimit (bit 1).
    fn stale(&self, sqn: u64, amf: [u8; 2]) -> Option<u64> {
        if self.parameters.algorithm == AkaAlgorithm::Test {
            return (amf == AMF_RESYNCH).then_some(sqn);
        }
        let (seq, ind) = (sqn >> IND_BITS, (sqn & 0x1F) as usize);
        let highest = self.sequence.iter().copied().max().unwrap_or(0);
        let options = self.parameters.sqn_options;
        let ahead = options & 0x02 != 0 && seq.saturating_sub(highest) > self.parameters.sqn_delta;
        let old = options & 0x01 != 0 && highest.saturating_sub(seq) > self.parameters.sqn_age_limit;
        if seq > self.sequence[ind] && !ahead && !old {
            return None;
        }
        let at = self.sequence.iter().position(|seq| *seq == highest).unwrap_or(0);
        Some(highest << IND_BITS | at as u64)
    }
}

fn answer(output: Output) -> Authentication {
    let short = output.ck.len() == 16 && output.ik.len() == 16;
    let kc = short.then(|| kc(&output.ck, &output.ik));
    Authentication { res: output.res, ck: output.ck, ik: output.ik, kc }
}

/// AUTS (TS 33.102 §6.3.3): MAC-S is made with the AMF 0000.
fn auts(functions: &dyn Functions, rand: &[u8; 16], sqn_ms: u64) -> Vec<u8> {
    let sqn = sqn_octets(sqn_ms);
    let output = functions.compute(rand, &sqn, &[0; 2]);
    [&xor(sqn, output.ak_star)[..], &output.mac_s].concat()
}
