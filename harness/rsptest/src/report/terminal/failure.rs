//! One failure, drawn: the place in the case file, the requirement, what came, and how to see it again.

use super::paint::Paint;
use crate::engine::event::{CaseKey, CaseResult};
use crate::report::details;
use crate::report::text::{block, duration, one_line};
use std::io::{self, Write};

/// Longest name, in characters.
const NAME: usize = 400;
/// Octets of what is drawn.
const DRAWN: usize = 16 * 1024;

pub(super) fn write(out: &mut impl Write, paint: Paint, key: &CaseKey, result: &CaseResult) -> io::Result<()> {
    let label = paint.verdict(result.verdict, &result.verdict.name().to_uppercase());
    let name = paint.bold(&one_line(&key.full(), NAME));
    writeln!(out, "{label} {name}  {}", paint.dim(&duration(result.elapsed)))?;
    if !key.title.is_empty() {
        writeln!(out, "  {}", one_line(&key.title, NAME))?;
    }
    if let Some(finding) = &result.finding {
        for line in block(finding.drawn.trim_end(), DRAWN).lines() {
            writeln!(out, "{}", format!("  {line}").trim_end())?;
        }
    }
    let rows = details::rows(result);
    let widest = rows.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    for (label, text) in rows {
        writeln!(out, "  {}  {text}", paint.dim(&format!("{label:widest$}")))?;
    }
    writeln!(out)
}
