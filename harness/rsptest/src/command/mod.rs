//! The commands of `rsptest`, one per file.

/// `println!` that does not panic when nobody reads any more (`rsptest list | head`).
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

/// `print!`, likewise.
macro_rules! say_as_is {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = write!(std::io::stdout(), $($words)*);
    }};
}

mod card_way;
mod cleanup;
mod decode;
mod doctor;
mod explain;
mod lint;
mod list;
mod lpa;
mod prepare;
mod run;
mod selfcheck;
mod serve;
mod target;

use crate::engine::verdict::exit;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Conformance test harness for eSIM Remote SIM Provisioning.
#[derive(Debug, Parser)]
#[command(
    name = "rsptest",
    version,
    about,
    long_about = "Conformance test harness for eSIM Remote SIM Provisioning \
(GSMA SGP.22). Plays LPA, eUICC and operator itself, talks to the entity over its real transports, and says what is \
wrong with it.\n\nExit codes: 0 nothing wrong, 1 findings, 2 usage or unreadable case, 3 inconclusive, 4 nothing ran, \
5 stale baseline, 70 harness failure, 130 stopped.",
    after_help = "Example:\n  rsptest run                                  the embedded reference SM-DP+\n  rsptest target new sm-dp-plus > smdpp.yaml   then: rsptest doctor --target smdpp.yaml; rsptest run --target smdpp.yaml"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run cases against a target, or against the embedded reference
    Run(run::Run),
    /// List cases
    List(list::List),
    /// Print a case as a table of steps
    Explain(explain::Explain),
    /// Check case files
    Lint(lint::LintCommand),
    /// Prove the suite: reference passes, every mutant is killed
    Selfcheck(selfcheck::Selfcheck),
    /// Examine a target before a run
    Doctor(doctor::Doctor),
    /// Put a card back that a run was killed over
    Cleanup(cleanup::Cleanup),
    /// Make a target file
    #[command(subcommand)]
    Target(target::TargetCommand),
    /// Serve a reference entity
    #[command(subcommand)]
    Serve(serve::Serve),
    /// Manage a card as an LPA does: download, enable, notify
    Lpa(lpa::Lpa),
    /// Decode SGP.22 messages
    Decode(decode::Decode),
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { exit::USAGE } else { exit::OK });
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("rsptest: no runtime: {error}");
            return ExitCode::from(exit::BROKEN);
        }
    };
    let code = runtime.block_on(async {
        match cli.command {
            Command::Run(command) => command.run().await,
            Command::List(command) => command.run(),
            Command::Explain(command) => command.run(),
            Command::Lint(command) => command.run(),
            Command::Selfcheck(command) => command.run().await,
            Command::Doctor(command) => command.run().await,
            Command::Cleanup(command) => command.run(),
            Command::Target(command) => command.run(),
            Command::Serve(command) => command.run().await,
            Command::Lpa(command) => command.run().await,
            Command::Decode(command) => command.run(),
        }
    });
    // Connections that still hang must not hold the process.
    runtime.shutdown_background();
    ExitCode::from(code)
}

/// Prints an error as everything else does, and gives the exit code of usage errors.
fn usage(says: impl std::fmt::Display) -> u8 {
    eprintln!("rsptest: {says}");
    exit::USAGE
}

/// Whether to paint: on a terminal, unless NO_COLOR is set.
fn colour(terminal: bool) -> bool {
    terminal && std::env::var_os("NO_COLOR").is_none()
}
