//! What said nothing about the entity, grouped by the reason: one missing option often stands behind many cases.

use super::Entry;
use super::paint::Paint;
use crate::engine::verdict::Verdict;
use crate::report::text::one_line;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Longest reason, in characters.
const REASON: usize = 300;
/// Cases that are named for a reason; only inconclusive ones, which somebody has to look into.
const NAMED: usize = 5;

pub(super) fn write(out: &mut impl Write, paint: Paint, verdict: Verdict, entries: &[Entry]) -> io::Result<()> {
    let mut reasons: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|(_, result)| result.verdict == verdict) {
        reasons.entry(&entry.1.message).or_default().push(entry);
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, entries)| Reverse(entries.len()));
    let total: usize = reasons.iter().map(|(_, entries)| entries.len()).sum();
    let widest = reasons.first().map_or(0, |(_, entries)| entries.len().to_string().len());
    writeln!(out, "{}", paint.verdict(verdict, &format!("{verdict}: {total}")))?;
    for (reason, entries) in reasons {
        let reason = if reason.is_empty() { "no reason given" } else { reason };
        writeln!(out, "  {:widest$}  {}", entries.len(), one_line(reason, REASON))?;
        if verdict == Verdict::Inconclusive {
            for (key, _) in entries.iter().take(NAMED) {
                writeln!(out, "  {:widest$}    {}", "", one_line(&key.full(), REASON))?;
            }
            if entries.len() > NAMED {
                writeln!(out, "  {:widest$}    and {} more", "", entries.len() - NAMED)?;
            }
        }
    }
    writeln!(out)
}
