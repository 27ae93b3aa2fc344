//! The messages of vpcd (vsmartcard): two octets of length, most significant first, then so many octets. A message of
//! one octet is a control code, a longer one an APDU; raw APDUs over TCP are framed in the same way.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

/// Power off; not answered.
pub(super) const POWER_OFF: u8 = 0x00;
/// Power on; not answered.
pub(super) const POWER_ON: u8 = 0x01;
/// Warm reset; not answered.
pub(super) const RESET: u8 = 0x02;
/// The ATR is asked for.
pub(super) const ATR: u8 = 0x04;

/// Writes one message.
pub(super) fn write(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len())
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, format!("{} octets in one message", message.len())))?;
    // One write: two small segments would wait for each other (Nagle).
    let mut frame = length.to_be_bytes().to_vec();
    frame.extend_from_slice(message);
    to.write_all(&frame)?;
    to.flush()
}

/// Reads one message: at most 65,535 octets.
pub(super) fn read(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    from.read_exact(&mut message)?;
    Ok(message)
}

/// A stream that is read until a moment, however slowly its octets come.
pub(super) struct Within<'a> {
    pub(super) stream: &'a mut TcpStream,
    pub(super) until: Instant,
}

impl Read for Within<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        acknowledge_at_once(self.stream);
        self.stream.read(buffer)
    }
}

/// The vsmartcard reader writes length and octets apart, and its system holds the octets back until ours has
/// acknowledged the length, which it does after 40 ms unless it is told otherwise each time.
#[cfg(target_os = "linux")]
pub(super) fn acknowledge_at_once(stream: &TcpStream) {
    // Without it everything is only slower.
    let _ = rustix::net::sockopt::set_tcp_quickack(stream, true);
}

#[cfg(not(target_os = "linux"))]
pub(super) fn acknowledge_at_once(_: &TcpStream) {}
