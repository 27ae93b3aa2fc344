//! The bar that moves while cases run: how many have their verdict, what was found, and which are running.

use crate::engine::event::CaseKey;
use crate::engine::verdict::{Counts, Verdict};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::VecDeque;

/// Running cases that are named.
const NAMED: usize = 3;

/// On stderr, and only if that is a terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    running: VecDeque<String>,
    counts: Counts,
}

impl Bar {
    pub(super) fn new(wanted: bool) -> Self {
        let target = if wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar, running: VecDeque::new(), counts: Counts::default() }
    }

    pub(super) fn begin(&mut self, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.reset_elapsed();
    }

    pub(super) fn started(&mut self, key: &CaseKey) {
        if !self.bar.is_hidden() {
            self.running.push_back(name(key));
            self.bar.set_message(self.message());
        }
    }

    pub(super) fn finished(&mut self, key: &CaseKey, verdict: Verdict) {
        self.counts.add(verdict);
        if self.bar.is_hidden() {
            return;
        }
        let name = name(key);
        if let Some(at) = self.running.iter().position(|running| *running == name) {
            self.running.remove(at);
        }
        self.bar.inc(1);
        self.bar.set_message(self.message());
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn message(&self) -> String {
        message(&self.counts, &self.running)
    }
}

fn message(counts: &Counts, running: &VecDeque<String>) -> String {
    let shown = [Verdict::Fail, Verdict::WrongReason, Verdict::UnexpectedPass, Verdict::Inconclusive, Verdict::Broken];
    let mut parts: Vec<String> = shown
        .into_iter()
        .filter(|verdict| counts.of(*verdict) > 0)
        .map(|verdict| format!("{} {verdict}", counts.of(verdict)))
        .collect();
    parts.extend(running.iter().take(NAMED).cloned());
    if running.len() > NAMED {
        parts.push(format!("and {} more", running.len() - NAMED));
    }
    parts.join(", ")
}

/// The last two parts of the id; ids are written by us, but a case file may be anybody's.
fn name(key: &CaseKey) -> String {
    let full = key.full();
    let start = full.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    crate::report::text::one_line(&full[start..], 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_found_and_what_runs() {
        let mut counts = Counts::default();
        counts.add(Verdict::Pass);
        counts.add(Verdict::Fail);
        let running = ["a/b", "a/c", "a/d", "a/e"].map(str::to_owned).into();
        assert_eq!(message(&counts, &running), "1 fail, a/b, a/c, a/d, and 1 more");
    }
}
