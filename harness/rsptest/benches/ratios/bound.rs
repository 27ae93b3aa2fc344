//! What the cryptography of a download costs by itself: the bounds of [`super::download`] and of what a card does.

use super::Problem;
use super::clock::Stopwatch;
use aes::Aes128;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, KeyInit, KeyIvInit};
use cmac::{Cmac, Mac};
use rsp_crypto::{Curve, PrivateKey, SeededEntropy};
use std::hint::black_box;

/// An operation on P-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// ECDSA, signing.
    Sign,
    /// ECDSA, verifying.
    Verify,
    /// A key pair.
    KeyPair,
    /// ECDH.
    Agree,
}

use Operation::{Agree, KeyPair, Sign, Verify};

/// Every P-256 operation that one download needs, by the protocol: who, what for, which. TLS, the order and the
/// check against a CRL are not part of it.
pub const OPERATIONS: [(&str, &str, Operation); 20] = [
    ("SM-DP+", "serverSignature1 (SGP.22 §5.6.1)", Sign),
    ("eUICC", "CERT.DPauth by the CI (§5.7.13)", Verify),
    ("eUICC", "serverSignature1 (§5.7.13)", Verify),
    ("eUICC", "euiccSignature1 (§5.7.13)", Sign),
    ("SM-DP+", "CERT.EUM by the CI (§5.6.3)", Verify),
    ("SM-DP+", "CERT.EUICC by CERT.EUM (§5.6.3)", Verify),
    ("SM-DP+", "euiccSignature1 (§5.6.3)", Verify),
    ("SM-DP+", "smdpSignature2 (§5.6.3)", Sign),
    ("eUICC", "CERT.DPpb by the CI (§5.7.5)", Verify),
    ("eUICC", "smdpSignature2 (§5.7.5)", Verify),
    ("eUICC", "otPK.EUICC.ECKA (§5.7.5)", KeyPair),
    ("eUICC", "euiccSignature2 (§5.7.5)", Sign),
    ("SM-DP+", "euiccSignature2 (§5.6.2)", Verify),
    ("SM-DP+", "otPK.DP.ECKA (§5.6.2)", KeyPair),
    ("SM-DP+", "session keys (§5.6.2)", Agree),
    ("SM-DP+", "smdpSign (§5.5.1)", Sign),
    ("eUICC", "smdpSign (§5.5.1)", Verify),
    ("eUICC", "session keys (§5.5.1)", Agree),
    ("eUICC", "euiccSignPIR (§5.7.6)", Sign),
    ("SM-DP+", "euiccSignPIR (§5.6.4)", Verify),
];

/// How often one round repeats AES over so many octets.
const PIECES: u32 = 250;
/// How often one round repeats each operation.
const TIMES: u32 = 50;

/// Seconds that one such operation takes, measured in one round.
fn once(operation: Operation, round: u32) -> Result<f64, Problem> {
    let entropy = SeededEntropy::new(&round.to_be_bytes());
    let key = PrivateKey::derive(Curve::P256, &entropy, "bound", b"own");
    let other = PrivateKey::derive(Curve::P256, &entropy, "bound", b"other");
    let message = [0x5A; 200];
    let signature = key.sign(&[&message]);
    let watch = Stopwatch::start();
    for number in 0..TIMES {
        match operation {
            Sign => {
                black_box(key.sign(&[black_box(&message)]));
            }
            Verify => black_box(key.public_key()).verify(&[&message], &signature)?,
            KeyPair => {
                black_box(PrivateKey::derive(Curve::P256, &entropy, "bound", &number.to_be_bytes()));
            }
            Agree => {
                black_box(key.agree(black_box(other.public_key()))?);
            }
        }
    }
    Ok(watch.elapsed().as_secs_f64() / f64::from(TIMES))
}

/// Seconds that those of [`OPERATIONS`] take which are picked, each measured in one round.
fn sum(round: u32, picked: impl Fn(&str, &str) -> bool) -> Result<f64, Problem> {
    let mut sum = 0.0;
    for operation in [Sign, Verify, KeyPair, Agree] {
        let needed = OPERATIONS.iter().filter(|(who, what, needed)| *needed == operation && picked(who, what)).count();
        sum += once(operation, round)? * needed as f64;
    }
    Ok(sum)
}

/// Seconds that the operations of one download take.
pub fn seconds(round: u32) -> Result<f64, Problem> {
    sum(round, |_, _| true)
}

/// Seconds that the eUICC's operations take while it loads a package: smdpSign, the session keys, euiccSignPIR.
pub fn loading_seconds(round: u32) -> Result<f64, Problem> {
    sum(round, |who, what| who == "eUICC" && (what.contains("§5.5.1") || what.contains("§5.7.6")))
}

/// Seconds that one ECDSA signature takes.
pub fn signature(round: u32) -> Result<f64, Problem> {
    once(Sign, round)
}

/// Seconds that AES-128-CBC and AES-128-CMAC over so many octets take, in one piece and nothing else: what a card must
/// do for the octets of a package. Rounded up to whole blocks.
pub fn aes_seconds(octets: usize) -> Result<f64, Problem> {
    let data = vec![0x5A; octets.next_multiple_of(16)];
    let watch = Stopwatch::start();
    for _ in 0..PIECES {
        let mut mac = <Cmac<Aes128> as KeyInit>::new(&[1; 16].into());
        mac.update(black_box(&data));
        black_box(mac.finalize());
        let mut clear = data.clone();
        let cipher = cbc::Decryptor::<Aes128>::new(&[2; 16].into(), &[3; 16].into());
        black_box(cipher.decrypt_padded::<NoPadding>(&mut clear).map_err(|_| "no whole blocks")?);
    }
    Ok(watch.elapsed().as_secs_f64() / f64::from(PIECES))
}
