//! From nothing to the first verdict: one case, by the binary.

use super::Problem;
use super::table::{Row, Wanted};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

/// A case that does what every case does: an order by ES2+, a session by ES9+.
const CASE: &str = "sgp22/sm-dp-plus/es9plus/authenticate-client/nominal[json]";

/// Milliseconds to the line with the verdict, and to the end.
fn once() -> Result<(f64, f64), Problem> {
    let folder = tempfile::tempdir()?;
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rsptest"))
        .args(["run", CASE, "--verbose", "--out"])
        .arg(folder.path().join("reports"))
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("no standard output")?;
    let mut first = None;
    for line in BufReader::new(output).lines() {
        if line?.trim_start().starts_with("PASS") {
            first.get_or_insert(started.elapsed());
        }
    }
    let status = child.wait()?;
    let whole = started.elapsed();
    if !status.success() {
        return Err(format!("`rsptest run {CASE}` ended with {status}").into());
    }
    let first = first.ok_or("no line has a verdict")?;
    Ok((first.as_secs_f64() * 1000.0, whole.as_secs_f64() * 1000.0))
}

/// The best of five starts.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let (mut first, mut whole) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let (to_first, to_end) = once()?;
        (first, whole) = (first.min(to_first), whole.min(to_end));
    }
    let row = |name: &str, figure, wanted| Row { name: name.into(), figure, bound: 200.0, unit: "ms", wanted };
    Ok(vec![
        row("cold start to the first verdict", first, Wanted::AtMost(100)),
        row("cold start to the end of a run of one case", whole, Wanted::Nothing),
    ])
}
