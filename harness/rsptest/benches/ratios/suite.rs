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

/// One run: seconds, verdicts, peak in MB.
fn run() -> Result<(f64, usize, f64), Problem> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("reports");
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_rsptest"))
        .args(["run", "--out"])
        .arg(&out)
        .env("TOKIO_WORKER_THREADS", "2")
        .stdout(Stdio::null())
        .spawn()?;
    let mut megabytes = 0.0;
    let status = loop {
        megabytes = f64::max(megabytes, peak(child.id()).unwrap_or_default());
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
    let verdicts = results["verdicts"].as_array().map(Vec::len).unwrap_or_default();
    Ok((seconds, verdicts, megabytes))
}

/// Verdicts per second with every report written, and peak memory; the faster of two runs.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let (mut rate, mut megabytes) = (0.0, 0.0);
    for _ in 0..2 {
        let (seconds, verdicts, peak) = run()?;
        rate = f64::max(rate, verdicts as f64 / seconds);
        megabytes = f64::max(megabytes, peak);
    }
    let mut rows = vec![Row {
        name: "verdicts over loopback TLS, two threads".into(),
        figure: rate,
        bound: 100.0,
        unit: "1/s",
        wanted: Wanted::AtLeast(100),
    }];
    // Without /proc there is nothing to say.
    if megabytes > 0.0 {
        rows.push(Row {
            name: "peak memory of that run".into(),
            figure: megabytes,
            bound: 200.0,
            unit: "MB",
            wanted: Wanted::AtMost(100),
        });
    }
    Ok(rows)
}
