//! The embedded suite over loopback TLS on two threads: how fast, and in how much memory.

use super::Problem;
use super::table::{Row, Wanted};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The highest resident size so far, in MB, as Linux counts it.
fn peak(pid: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1000.0)
}

/// Processor seconds so far, as Linux counts them (in hundredths, everywhere).
fn processor(pid: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything; utime and stime are the 12th and 13th field behind it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let hundredths = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((hundredths(11)? + hundredths(12)?) / 100.0)
}

/// What one run came to.
struct Ran {
    seconds: f64,
    /// Absent without /proc.
    processor: Option<f64>,
    verdicts: f64,
    /// Absent without /proc.
    megabytes: Option<f64>,
}

fn run() -> Result<Ran, Problem> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("reports");
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rsptest"))
        .args(["run", "--out"])
        .arg(&out)
        .env("TOKIO_WORKER_THREADS", "2")
        .stdout(Stdio::null())
        .spawn()?;
    let (mut megabytes, mut used) = (None, None);
    let status = loop {
        megabytes = peak(child.id()).or(megabytes);
        used = processor(child.id()).or(used);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = started.elapsed().as_secs_f64();
    // Findings are the business of `rsptest selfcheck`; here a verdict is a verdict.
    match status.code() {
        Some(0) => {}
        Some(1) => eprintln!("ratios: suite: the run had findings; `rsptest run` shows them"),
        _ => return Err(format!("`rsptest run` ended with {status}").into()),
    }
    let results: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("results.json"))?)?;
    let verdicts = results["verdicts"].as_array().map(Vec::len).unwrap_or_default() as f64;
    Ok(Ran { seconds, processor: used, verdicts, megabytes })
}

/// Verdicts per second with every report written, and peak memory; the fastest of three runs.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let (mut rate, mut free, mut megabytes) = (0.0, None, None);
    for _ in 0..3 {
        let ran = run()?;
        rate = f64::max(rate, ran.verdicts / ran.seconds);
        free = greatest(free, ran.processor.map(|used| 2.0 * ran.verdicts / used));
        megabytes = greatest(megabytes, ran.megabytes);
    }
    let row = |name: &str, figure, bound, unit, wanted| Row { name: name.into(), figure, bound, unit, wanted };
    let name = "verdicts over loopback TLS, two threads";
    let mut rows = vec![row(name, rate, 100.0, "1/s", Wanted::AtLeast(100))];
    // What else the machine does lowers the figure above, not this one.
    if let Some(free) = free {
        rows.push(row("the same, if both processors did nothing else", free, 100.0, "1/s", Wanted::Nothing));
    }
    if let Some(megabytes) = megabytes {
        rows.push(row("peak memory of that run", megabytes, 200.0, "MB", Wanted::AtMost(100)));
    }
    Ok(rows)
}

fn greatest(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    [one, other].into_iter().flatten().reduce(f64::max)
}
