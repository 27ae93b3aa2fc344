//! Verdicts: what can be said of a case, and which exit code follows (design section 6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What became of one variant of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every MUST held.
    Pass,
    /// A SHOULD did not hold.
    Warn,
    /// A MUST did not hold.
    Fail,
    /// Refused, but not for the stated reason.
    WrongReason,
    /// The initial conditions were not met.
    Inconclusive,
    /// The target, the credentials or the build lack an option.
    NotApplicable,
    /// A failure that the baseline expects.
    ExpectedFail,
    /// A pass where the baseline expects a failure.
    UnexpectedPass,
    /// The harness itself failed.
    Broken,
}

impl Verdict {
    /// All of them, in the order in which reports list them.
    pub const ALL: [Self; 9] = [
        Self::Pass,
        Self::Warn,
        Self::Fail,
        Self::WrongReason,
        Self::Inconclusive,
        Self::NotApplicable,
        Self::ExpectedFail,
        Self::UnexpectedPass,
        Self::Broken,
    ];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::WrongReason => "wrong-reason",
            Self::Inconclusive => "inconclusive",
            Self::NotApplicable => "not-applicable",
            Self::ExpectedFail => "expected-fail",
            Self::UnexpectedPass => "unexpected-pass",
            Self::Broken => "broken",
        }
    }

    /// Whether the entity under test was found wrong.
    pub fn is_finding(self) -> bool {
        matches!(self, Self::Fail | Self::WrongReason | Self::UnexpectedPass)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Exit codes: public interface, each with a test.
pub mod exit {
    /// Nothing was found wrong.
    pub const OK: u8 = 0;
    /// The entity under test was found wrong.
    pub const FINDINGS: u8 = 1;
    /// Usage, or a case that cannot be read.
    pub const USAGE: u8 = 2;
    /// Initial conditions not met, entity unreachable, no order left.
    pub const INCONCLUSIVE: u8 = 3;
    /// Nothing ran.
    pub const NOTHING_RAN: u8 = 4;
    /// The baseline names cases that are not there any more.
    pub const STALE_BASELINE: u8 = 5;
    /// The harness itself failed.
    pub const BROKEN: u8 = 70;
    /// It was stopped from outside (128 and SIGINT).
    pub const STOPPED: u8 = 130;
}

/// How often each verdict was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts([usize; 9]);

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, verdict: Verdict) {
        self.0[verdict as usize] += 1;
    }

    /// How often this verdict was given.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.0[verdict as usize]
    }

    /// All verdicts given.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// The exit code; precedence 70, 1, 3, 4 (2 is decided before a run, 5 stands between 3 and 4).
    pub fn exit_code(&self, strict: bool) -> u8 {
        let findings = Verdict::ALL.into_iter().filter(|verdict| verdict.is_finding()).map(|verdict| self.of(verdict));
        let warnings = if strict { self.of(Verdict::Warn) } else { 0 };
        if self.of(Verdict::Broken) > 0 {
            exit::BROKEN
        } else if findings.sum::<usize>() + warnings > 0 {
            exit::FINDINGS
        } else if self.of(Verdict::Inconclusive) > 0 {
            exit::INCONCLUSIVE
        } else if self.total() == self.of(Verdict::NotApplicable) {
            exit::NOTHING_RAN
        } else {
            exit::OK
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(verdicts: &[Verdict], strict: bool) -> u8 {
        let mut counts = Counts::default();
        verdicts.iter().for_each(|verdict| counts.add(*verdict));
        counts.exit_code(strict)
    }

    #[test]
    fn exit_codes_and_their_precedence() {
        use Verdict::*;
        assert_eq!(code(&[Pass, NotApplicable, ExpectedFail], false), exit::OK);
        assert_eq!(code(&[Pass, Warn], false), exit::OK);
        assert_eq!(code(&[Pass, Warn], true), exit::FINDINGS);
        assert_eq!(code(&[Pass, Fail, Inconclusive], false), exit::FINDINGS);
        assert_eq!(code(&[WrongReason], false), exit::FINDINGS);
        assert_eq!(code(&[UnexpectedPass], false), exit::FINDINGS);
        assert_eq!(code(&[Pass, Inconclusive], false), exit::INCONCLUSIVE);
        assert_eq!(code(&[NotApplicable], false), exit::NOTHING_RAN);
        assert_eq!(code(&[], false), exit::NOTHING_RAN);
        assert_eq!(code(&[Fail, Broken], false), exit::BROKEN);
    }
}
