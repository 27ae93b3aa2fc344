//! Commands to a modem and what it answers: ITU-T V.250 lines over a serial device.

use crate::card::CardFault;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

/// More than this between two final results is no answer of a modem: an APDU has at most 131,078 digits.
const MOST: usize = 300_000;

/// How a modem ended its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Final {
    /// `OK`
    Ok,
    /// `ERROR`, without a reason.
    Error,
    /// `+CME ERROR: n` (3GPP TS 27.007 §9.2), as number or as words.
    Cme(String),
}

/// A serial device in raw mode.
pub(super) struct Line {
    device: File,
    /// What was read and not used yet.
    buffer: Vec<u8>,
}

impl Line {
    /// Opens a device: no echo, no line editing, no flow control by characters.
    pub(super) fn open(device: &str) -> Result<Self, CardFault> {
        let unavailable = |error: &dyn std::fmt::Display| CardFault::Unavailable(format!("{device}: {error}"));
        // NONBLOCK: a port without a carrier signal would not open at all.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = rustix::fs::open(device, flags, Mode::empty()).map_err(|error| unavailable(&error))?;
        let mut termios = tcgetattr(&fd).map_err(|error| unavailable(&format!("it is no serial device ({error})")))?;
        termios.make_raw();
        tcsetattr(&fd, OptionalActions::Flush, &termios).map_err(|error| unavailable(&error))?;
        Ok(Self { device: File::from(fd), buffer: Vec::new() })
    }

    /// Sends one command, without its end; the answer is its information lines and how it ended.
    pub(super) fn command(&mut self, command: &str, limit: Duration) -> Result<(Vec<String>, Final), CardFault> {
        let until = Instant::now() + limit;
        // What came unasked before belongs to nothing.
        self.buffer.clear();
        while self.fill(Instant::now())? {
            self.buffer.clear();
        }
        self.write(format!("{command}\r").as_bytes(), until, limit)?;
        let mut lines = Vec::new();
        loop {
            let Some(line) = self.line(until)? else {
                return Err(CardFault::Mute(format!("the modem did not answer {} in {limit:?}", shown(command))));
            };
            match line.as_str() {
                "" => {}
                "OK" => return Ok((lines, Final::Ok)),
                "ERROR" => return Ok((lines, Final::Error)),
                echo if echo == command => {}
                other => match other.strip_prefix("+CME ERROR:") {
                    Some(reason) => return Ok((lines, Final::Cme(reason.trim().to_owned()))),
                    None => lines.push(line),
                },
            }
            if lines.len() > 64 {
                return Err(CardFault::Unreadable(format!("more than 64 lines after {}", shown(command))));
            }
        }
    }

    fn write(&mut self, mut octets: &[u8], until: Instant, limit: Duration) -> Result<(), CardFault> {
        while !octets.is_empty() {
            match self.device.write(octets) {
                Ok(0) => return Err(CardFault::Gone("the device takes nothing".into())),
                Ok(written) => octets = octets.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if !self.ready(PollFlags::OUT, until)? {
                        return Err(CardFault::Mute(format!("the modem takes nothing within {limit:?}")));
                    }
                }
                Err(error) => return Err(CardFault::Gone(error.to_string())),
            }
        }
        Ok(())
    }

    /// The next line without its end, or none when the time is up.
    fn line(&mut self, until: Instant) -> Result<Option<String>, CardFault> {
        loop {
            if let Some(end) = self.buffer.iter().position(|octet| matches!(octet, b'\r' | b'\n')) {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                return Ok(Some(String::from_utf8_lossy(line.trim_ascii()).into_owned()));
            }
            if self.buffer.len() > MOST {
                return Err(CardFault::Unreadable(format!(
                    "the modem wrote {} octets without a line end",
                    self.buffer.len()
                )));
            }
            if !self.fill(until)? {
                return Ok(None);
            }
        }
    }

    /// Reads what is there, waiting for something until then; whether anything came.
    fn fill(&mut self, until: Instant) -> Result<bool, CardFault> {
        loop {
            let mut some = [0; 4096];
            match self.device.read(&mut some) {
                Ok(0) => return Err(CardFault::Gone("the device was closed".into())),
                Ok(read) => {
                    self.buffer.extend_from_slice(&some[..read]);
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if !self.ready(PollFlags::IN, until)? {
                        return Ok(false);
                    }
                }
                // EIO: the other end of a terminal is gone, or the adapter was pulled out.
                Err(error) => return Err(CardFault::Gone(error.to_string())),
            }
        }
    }

    fn ready(&self, what: PollFlags, until: Instant) -> Result<bool, CardFault> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(false);
        }
        let timeout = Timespec::try_from(left).map_err(|_| CardFault::Mute("a time limit of centuries".into()))?;
        let mut polled = [PollFd::new(&self.device, what)];
        match poll(&mut polled, Some(&timeout)) {
            Ok(ready) => Ok(ready > 0),
            Err(rustix::io::Errno::INTR) => Ok(true),
            Err(error) => Err(CardFault::Gone(error.to_string())),
        }
    }
}

/// A command as far as a message should show it.
fn shown(command: &str) -> &str {
    command.split('=').next().unwrap_or(command)
}
