//! Where random octets come from: a seed, or the operating system.

use crate::hash::sha256;
use rsp_conduct::Entropy;

/// Entropy that follows from a seed: the same seed, label and context give the same octets, whatever
/// else was drawn before. SHA-256 in counter mode; each input carries its length, so that no two
/// triples run into each other.
#[derive(Clone)]
pub struct SeededEntropy {
    key: [u8; 32],
}

impl SeededEntropy {
    /// Entropy from these octets, of any length.
    pub fn new(seed: &[u8]) -> Self {
        Self { key: sha256(&[b"rsptest entropy 1", seed]) }
    }
}

impl std::fmt::Debug for SeededEntropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeededEntropy").finish_non_exhaustive()
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, label: &str, context: &[u8], out: &mut [u8]) {
        let lengths = [(label.len() as u64).to_be_bytes(), (context.len() as u64).to_be_bytes()];
        let state = sha256(&[&self.key, &lengths[0], label.as_bytes(), &lengths[1], context]);
        for (counter, chunk) in (0u64..).zip(out.chunks_mut(32)) {
            let block = sha256(&[&state, &counter.to_be_bytes()]);
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// The operating system's random octets; label and context do not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::expect_used, reason = "an operating system without random octets leaves nothing to go on with")]
    fn fill(&self, _label: &str, _context: &[u8], out: &mut [u8]) {
        getrandom::fill(out).expect("the operating system has random octets");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw<const N: usize>(seed: &[u8], label: &str, context: &[u8]) -> [u8; N] {
        let mut out = [0; N];
        SeededEntropy::new(seed).fill(label, context, &mut out);
        out
    }

    #[test]
    fn depends_on_all_three_and_on_nothing_else() {
        let one: [u8; 100] = draw(b"seed", "label", b"context");
        assert_eq!(one, draw(b"seed", "label", b"context"));
        assert_ne!(one, draw(b"seee", "label", b"context"));
        assert_ne!(one, draw(b"seed", "labem", b"context"));
        assert_ne!(one, draw(b"seed", "label", b"contexu"));
        assert_ne!(one, draw(b"seed", "labelc", b"ontext"));
        assert_ne!(one[..32], one[32..64]);
        let short: [u8; 40] = draw(b"seed", "label", b"context");
        assert_eq!(one[..40], short);
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let mut octets = [[0; 32]; 2];
        octets.iter_mut().for_each(|out| OsEntropy.fill("same", b"same", out));
        assert_ne!(octets[0], octets[1]);
    }
}
