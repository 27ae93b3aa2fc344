//! The first lines, which say what was run, and the last, which says what came of it.

use super::paint::Paint;
use crate::engine::event::RunInfo;
use crate::engine::verdict::{Counts, Verdict};
use crate::report::text::{duration, one_line};
use std::io::{self, Write};
use std::time::Duration;

/// Longest line, in characters.
const LINE: usize = 300;

pub(super) fn heading(out: &mut impl Write, paint: Paint, info: &RunInfo) -> io::Result<()> {
    let versions = info.versions.iter().map(|(name, version)| format!("  {name} {version}")).collect::<String>();
    let what = format!("{} ({}){versions}", info.product, info.entity);
    writeln!(out, "{}", paint.bold(&one_line(&what, LINE)))?;
    let how = format!("rsptest {}  case set {}  seed {}  {}", info.tool_version, info.case_set, info.seed, info.date);
    writeln!(out, "{}\n", paint.dim(&one_line(&how, LINE)))
}

/// `187 verdicts: 180 pass, 2 warn, 5 not-applicable in 3.2 s`, and before it what is missing.
pub(super) fn last_line(
    out: &mut impl Write,
    paint: Paint,
    counts: &Counts,
    planned: usize,
    elapsed: Duration,
) -> io::Result<()> {
    let total = counts.total();
    if planned > total {
        let missing = format!("{planned} verdicts were planned, {} are missing", planned - total);
        writeln!(out, "{}", paint.verdict(Verdict::Broken, &missing))?;
    }
    let noun = if total == 1 { "verdict" } else { "verdicts" };
    let listed = if total == 0 { "nothing ran".to_owned() } else { listed(paint, counts) };
    writeln!(out, "{total} {noun}: {listed} in {}", duration(elapsed))
}

/// `41 pass, 1 fail`: verdicts that were given, in their order.
pub(super) fn listed(paint: Paint, counts: &Counts) -> String {
    let given = Verdict::ALL.into_iter().filter(|verdict| counts.of(*verdict) > 0);
    let parts = given.map(|verdict| paint.verdict(verdict, &format!("{} {verdict}", counts.of(verdict))));
    parts.collect::<Vec<_>>().join(", ")
}
