//! Whose keys are at hand, and so which certificates can be issued.

mod on_curve;

pub use on_curve::{CurveIssuers, EID, OTHER_EID};

use crate::{Bundle, IssueError, TestPki};
use rsp_crypto::{Curve, SeededEntropy};

/// The keys that are at hand on each curve: all of them with [`TestPki`], what a directory holds with a [`Bundle`].
#[derive(Debug, Clone)]
pub struct Issuers {
    curves: Vec<CurveIssuers>,
}

impl Issuers {
    /// The issuers of our own PKI: everything can be issued, on both curves.
    pub fn from_pki(pki: &TestPki) -> Self {
        Self { curves: Curve::ALL.iter().map(|curve| pki.issuers(*curve).clone()).collect() }
    }

    /// The issuers whose keys a directory holds. What is missing below them is issued with keys that follow from the
    /// seed. A curve whose CI certificate is not there is left out.
    pub fn from_bundle(bundle: &Bundle, seed: &[u8]) -> Result<Self, IssueError> {
        let mut curves = Vec::new();
        for curve in Curve::ALL {
            if let Some(ci) = bundle.ci(curve) {
                let eum = bundle.eum(curve).cloned();
                curves.push(CurveIssuers::found(curve, SeededEntropy::new(seed), ci.clone(), eum)?);
            }
        }
        Ok(Self { curves })
    }

    /// What can be issued on this curve.
    pub fn on(&self, curve: Curve) -> Result<&CurveIssuers, IssueError> {
        self.curves.iter().find(|issuers| issuers.curve() == curve).ok_or(IssueError::NoCurve(curve))
    }
}
