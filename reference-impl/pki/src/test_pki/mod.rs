//! The certificates of a test run, all from one seed.

mod suite;

pub use suite::{Foreign, LazyForeign, Suite};

use rsp_crypto::{Curve, SeededEntropy};
use std::fmt;
use std::sync::OnceLock;

/// Everything that is certified in a test run, on both curves. The same seed gives the same octets, for ever. A curve
/// is made when it is first asked for.
pub struct TestPki {
    entropy: SeededEntropy,
    suites: [OnceLock<Suite>; 2],
}

impl TestPki {
    /// The PKI of this seed.
    pub fn from_seed(seed: &[u8]) -> Self {
        Self { entropy: SeededEntropy::new(seed), suites: Default::default() }
    }

    /// The certificates on this curve.
    #[expect(clippy::expect_used, reason = "names, OIDs and dates of a suite are constants; every test issues them")]
    pub fn on(&self, curve: Curve) -> &Suite {
        let index = usize::from(curve == Curve::BrainpoolP256r1);
        self.suites[index].get_or_init(|| Suite::new(curve, &self.entropy).expect("constants can be certified"))
    }
}

impl fmt::Debug for TestPki {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestPki").finish_non_exhaustive()
    }
}
