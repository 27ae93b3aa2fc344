//! A pseudo-terminal: a serial device with a program of ours at the other end.

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;

/// A pseudo-terminal in raw mode.
pub struct Pty {
    /// Our end.
    master: File,
    path: String,
    /// Kept open, so that our end does not fail while nobody else has it open.
    _slave: OwnedFd,
}

impl Pty {
    /// A new one.
    pub fn open() -> io::Result<Self> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = ptsname(&master, Vec::new())?;
        let path = path.into_string().map_err(io::Error::other)?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = rustix::fs::open(path.as_str(), flags, Mode::empty())?;
        // Otherwise the terminal itself echoes our answers back to us as commands.
        let mut termios = tcgetattr(&slave)?;
        termios.make_raw();
        tcsetattr(&slave, OptionalActions::Now, &termios)?;
        Ok(Self { master: File::from(master), path, _slave: slave })
    }

    /// What others open: `/dev/pts/3`.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl Read for Pty {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.master.read(buffer)
    }
}

impl Write for Pty {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.master.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.master.flush()
    }
}
