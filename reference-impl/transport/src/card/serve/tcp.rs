//! A card that listens.

use super::{Happening, Tell, session};
use crate::card::CardChannel;
use std::io;
use std::net::TcpListener;
use std::time::Duration;

/// Serves one client after the other; the card is powered up anew for each. Comes back only with what ended the
/// listener.
///
/// The messages are those of vpcd, so that the vsmartcard reader in reversed mode is as good a client as one that sends
/// APDUs alone: a message of one octet is a control code, and no APDU is that short.
pub fn tcp(listener: &TcpListener, card: &mut dyn CardChannel, tell: Tell<'_>) -> io::Error {
    loop {
        match listener.accept() {
            Ok((stream, from)) => {
                tell(Happening::Connected(from.to_string()));
                let why = session::serve(stream, card, tell);
                tell(Happening::Disconnected(why));
            }
            // These concern one connection, or pass (accept(2)).
            Err(error) if passes(&error) => {
                tell(Happening::Odd(error.to_string()));
                std::thread::sleep(Duration::from_millis(100));
            }
            Err(error) => return error,
        }
    }
}

fn passes(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted, OutOfMemory};
    /// EMFILE, ENFILE: too many open files.
    const TOO_MANY: [i32; 2] = [24, 23];
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted | OutOfMemory)
        || error.raw_os_error().is_some_and(|code| TOO_MANY.contains(&code))
}
