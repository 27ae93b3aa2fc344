//! Colours of a terminal, where they are wanted.

use crate::engine::verdict::Verdict;

/// Paints, or leaves as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// In the colour of a verdict: green, yellow, red, or none for what says nothing about the entity.
    pub(super) fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Pass => "32",
            Verdict::Warn | Verdict::Inconclusive => "33",
            Verdict::Fail | Verdict::WrongReason | Verdict::UnexpectedPass => "1;31",
            Verdict::Broken => "1;35",
            Verdict::NotApplicable | Verdict::ExpectedFail => "2",
        };
        self.with(code, text)
    }
}
