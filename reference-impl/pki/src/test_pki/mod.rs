//! The certificates of a test run, all from one seed.

mod suite;

pub use suite::{Foreign, LazyForeign, Suite};

use crate::issuers::CurveIssuers;
use rsp_crypto::{Curve, SeededEntropy};
use std::fmt;
use std::sync::OnceLock;

/// Everything that is certified in a test run, on both curves. The same seed gives the same octets, for ever. A curve
/// is made when it is first asked for, its CI and EUM before everyone below them.
pub struct TestPki {
    entropy: SeededEntropy,
    issuers: [OnceLock<CurveIssuers>; 2],
    suites: [OnceLock<Suite>; 2],
}

fn index(curve: Curve) -> usize {
    usize::from(curve == Curve::BrainpoolP256r1)
}

impl TestPki {
    /// The PKI of this seed.
    pub fn from_seed(seed: &[u8]) -> Self {
        Self { entropy: SeededEntropy::new(seed), issuers: Default::default(), suites: Default::default() }
    }

    /// The CI and the EUM on this curve, who can issue everything else.
    #[expect(clippy::expect_used, reason = "names and dates of CI and EUM are constants; every test issues them")]
    pub fn issuers(&self, curve: Curve) -> &CurveIssuers {
        let own = || CurveIssuers::own(curve, self.entropy.clone()).expect("constants can be certified");
        self.issuers[index(curve)].get_or_init(own)
    }

    /// The certificates on this curve.
    #[expect(clippy::expect_used, reason = "names, OIDs and dates of a suite are constants; every test issues them")]
    pub fn on(&self, curve: Curve) -> &Suite {
        let suite = || Suite::new(self.issuers(curve).clone()).expect("constants can be certified");
        self.suites[index(curve)].get_or_init(suite)
    }
}

impl fmt::Debug for TestPki {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestPki").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_made_before_it_is_asked_for() {
        let pki = TestPki::from_seed(b"lazy");
        let made = |pki: &TestPki| {
            let issuers = pki.issuers.each_ref().map(|cell| cell.get().is_some());
            (issuers, pki.suites.each_ref().map(|cell| cell.get().is_some()))
        };
        assert_eq!(made(&pki), ([false, false], [false, false]));
        pki.issuers(Curve::BrainpoolP256r1);
        assert_eq!(made(&pki), ([false, true], [false, false]));
        pki.on(Curve::P256);
        assert_eq!(made(&pki), ([true, true], [true, false]));
    }

    #[test]
    fn it_is_the_same_in_whatever_order_it_is_asked_for() {
        let (one, other) = (TestPki::from_seed(b"lazy"), TestPki::from_seed(b"lazy"));
        for curve in Curve::ALL {
            one.on(curve);
        }
        for curve in Curve::ALL.into_iter().rev() {
            let issuers = other.issuers(curve);
            let euicc = issuers.euicc_for(&issuers.eid()).unwrap();
            let suite = one.on(curve);
            assert_eq!(euicc.certificate.der(), suite.euicc.certificate.der());
            assert_eq!(other.on(curve).ci.certificate.der(), suite.ci.certificate.der());
            assert_eq!(other.on(curve).eum.certificate.der(), suite.eum.certificate.der());
        }
        // Asked for once more it is not made again.
        assert!(std::ptr::eq(other.on(Curve::P256), other.on(Curve::P256)));
    }
}
