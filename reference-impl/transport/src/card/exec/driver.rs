//! The driver's process: a line in, a line out, within a time limit.

use super::{Answer, Request};
use crate::card::CardFault;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// A line is never longer: twice the largest APDU in hexadecimal, and room.
const LONGEST: u64 = 300_000;
/// How long a driver may take to end after its standard input has.
const FAREWELL: Duration = Duration::from_millis(500);

/// A driver that runs.
pub(super) struct Driver {
    child: Child,
    /// Taken away when the driver is to end.
    input: Option<ChildStdin>,
    lines: Receiver<Result<Vec<u8>, String>>,
    /// As the user wrote it.
    command: String,
    /// It has answered once.
    answered: bool,
}

impl Driver {
    /// Starts a command by the shell.
    pub(super) fn start(command: &str) -> Result<Self, CardFault> {
        let mut shell = shell(command);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let unavailable =
            |error: &dyn std::fmt::Display| CardFault::Unavailable(format!("the driver {command:?}: {error}"));
        let mut child = shell.spawn().map_err(|error| unavailable(&error))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(unavailable(&"no pipes to it"));
        };
        let (sender, lines) = sync_channel(4);
        std::thread::Builder::new()
            .name("card-driver".into())
            .spawn(move || read_lines(output, &sender))
            .map_err(|error| unavailable(&error))?;
        Ok(Self { child, input: Some(input), lines, command: command.to_owned(), answered: false })
    }

    /// One request and its answer.
    pub(super) fn ask(&mut self, request: &Request, limit: Duration) -> Result<Answer, CardFault> {
        let mut line = serde_json::to_vec(request).map_err(|error| CardFault::Unavailable(error.to_string()))?;
        line.push(b'\n');
        // What it wrote unasked before belongs to nothing.
        if let Ok(Ok(extra)) = self.lines.try_recv() {
            let start: String = String::from_utf8_lossy(&extra).chars().take(64).collect();
            return Err(CardFault::Unreadable(format!("the driver wrote {start:?} unasked")));
        }
        let input = self.input.as_mut().ok_or_else(|| CardFault::Gone("the driver was ended".into()))?;
        let written = input.write_all(&line).and_then(|()| input.flush());
        if let Err(error) = written {
            return Err(CardFault::Gone(format!("the driver does not read: {error}{}", self.ending())));
        }
        match self.lines.recv_timeout(limit) {
            Ok(Ok(line)) => {
                self.answered = true;
                Answer::read(&line)
            }
            Ok(Err(says)) => Err(CardFault::Unreadable(says)),
            Err(RecvTimeoutError::Timeout) => Err(CardFault::Mute(self.late(request, limit))),
            Err(RecvTimeoutError::Disconnected) => {
                Err(CardFault::Gone(format!("the driver closed its standard output{}", self.ending())))
            }
        }
    }

    /// What a driver that says nothing lacks: most often it is no driver, or keeps its answer in a buffer.
    fn late(&mut self, request: &Request, limit: Duration) -> String {
        let (func, seconds) = (&request.payload.func, limit.as_secs_f32());
        let hint = if self.answered {
            ""
        } else {
            "; a driver answers each line on its standard input by a line on its standard output, such as {\"type\":\"apdu\",\"payload\":{\"ecode\":0,\"data\":null}}, and flushes it"
        };
        format!("the driver `{}` did not answer {func} within {seconds} s{hint}", self.command)
    }

    /// With what the driver ended, if it did.
    fn ending(&mut self) -> String {
        // It may close its output a moment before it is gone.
        std::thread::sleep(Duration::from_millis(20));
        match self.child.try_wait() {
            Ok(Some(status)) => format!(" ({status})"),
            _ => String::new(),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.input = None;
        let until = Instant::now() + FAREWELL;
        while Instant::now() < until {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        kill(&mut self.child);
        let _ = self.child.wait();
    }
}

/// Hands over line by line until the driver writes no more or nobody listens.
fn read_lines(output: impl Read, to: &SyncSender<Result<Vec<u8>, String>>) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        let read = (&mut output).take(LONGEST).read_until(b'\n', &mut line);
        let message = match read {
            Err(_) | Ok(0) => return,
            Ok(_) if line.len() as u64 == LONGEST => {
                Err(format!("the driver wrote a line of more than {LONGEST} octets"))
            }
            Ok(_) if line.trim_ascii().is_empty() => continue,
            Ok(_) => Ok(line),
        };
        let last = message.is_err();
        if to.send(message).is_err() || last {
            return;
        }
    }
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut shell = Command::new("/bin/sh");
    // A group of its own, so that it can be ended with all that it started.
    shell.arg("-c").arg(command).process_group(0);
    shell
}

#[cfg(unix)]
fn kill(child: &mut Child) {
    let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It may be gone by now.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.arg("/C").arg(command);
    shell
}

#[cfg(not(unix))]
fn kill(child: &mut Child) {
    let _ = child.kill();
}
