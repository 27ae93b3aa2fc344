//! Reading and checking the embedded cases.

use super::Problem;
use super::clock::Stopwatch;
use super::table::{Row, Wanted};
use rsptest::case;

/// Cases (verdicts to be given) loaded and linted per second.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let mut best = 0.0;
    for _ in 0..10 {
        let watch = Stopwatch::start();
        let files = case::embedded();
        let (set, mut diagnostics) = case::load(&files);
        diagnostics.extend(case::lint(&set));
        let rate = set.instances.len() as f64 / watch.elapsed().as_secs_f64();
        if diagnostics.has_errors() {
            return Err("the embedded cases have errors; `rsptest lint cases` shows them".into());
        }
        best = f64::max(best, rate);
    }
    let name = "cases loaded and linted".into();
    Ok(vec![Row { name, figure: best, bound: 2500.0, unit: "1/s", wanted: Wanted::AtLeast(100) }])
}
