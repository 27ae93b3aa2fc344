//! Speed as ratios, so that a figure means the same on every machine: `cargo bench -p rsptest`, with `-- --json` for
//! machines. Ends with 1 if a wanted ratio is missed, and with 70 if something could not be measured.

#[path = "ratios/apdus.rs"]
mod apdus;
#[path = "ratios/bound.rs"]
mod bound;
#[path = "ratios/card_download.rs"]
mod card_download;
#[path = "ratios/cases.rs"]
mod cases;
#[path = "ratios/clock.rs"]
mod clock;
#[path = "ratios/download.rs"]
mod download;
#[path = "ratios/installing.rs"]
mod installing;
#[path = "ratios/lab.rs"]
mod lab;
#[path = "ratios/start.rs"]
mod start;
#[path = "ratios/suite.rs"]
mod suite;
#[path = "ratios/table.rs"]
mod table;

use std::process::ExitCode;
use table::Row;

/// Whatever kept a figure from being measured.
type Problem = Box<dyn std::error::Error>;
/// One operation of the table.
type Operation = fn() -> Result<Vec<Row>, Problem>;

/// The fixed table of operations.
const OPERATIONS: [(&str, Operation); 7] = [
    ("apdus", apdus::rows),
    ("installing", installing::rows),
    ("card-download", card_download::rows),
    ("download", download::rows),
    ("suite", suite::rows),
    ("cases", cases::rows),
    ("start", start::rows),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --all-targets` builds and starts benchmarks too; figures of an unoptimised build mean nothing.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("ratios: run by `cargo bench -p rsptest`");
        return ExitCode::SUCCESS;
    }
    let json = arguments.iter().any(|argument| argument == "--json");
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let mut rows = Vec::new();
    for (name, operation) in OPERATIONS {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| *wanted == name) {
            continue;
        }
        match operation() {
            Ok(found) => rows.extend(found),
            Err(problem) => {
                eprintln!("ratios: {name}: {problem}");
                return ExitCode::from(70);
            }
        }
    }
    print!("{}", if json { table::json(&rows) } else { table::text(&rows) });
    ExitCode::from(u8::from(rows.iter().any(|row| !row.held())))
}
