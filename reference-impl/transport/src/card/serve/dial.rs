//! A card that dials the vsmartcard reader.

use super::{Happening, Tell, session};
use crate::card::CardChannel;
use std::net::TcpStream;
use std::time::Duration;

/// How long until the reader is dialled again, at first.
const SOONEST: Duration = Duration::from_millis(200);
/// And at most: the reader's driver loses its wits when it is dialled in a tight loop.
const LATEST: Duration = Duration::from_secs(2);

/// How long the card stays away after a connection ended. pcscd looks every 400 ms whether there is a card; one that
/// comes back sooner, it takes for the one that failed, and goes on to report an empty reader.
const AWAY: Duration = Duration::from_millis(1_000);

/// Puts the card into the vsmartcard reader at `place`, and again whenever the connection ends: with `stay` false it
/// ends with the connection. While nobody listens it tries again, ever more slowly.
pub fn vpcd(place: &str, stay: bool, card: &mut dyn CardChannel, tell: Tell<'_>) {
    let mut wait = SOONEST;
    loop {
        match TcpStream::connect(place) {
            Ok(stream) => {
                wait = SOONEST;
                tell(Happening::Connected(place.to_owned()));
                let why = session::serve(stream, card, tell);
                tell(Happening::Disconnected(why));
                if !stay {
                    return;
                }
                std::thread::sleep(AWAY);
                continue;
            }
            Err(error) => {
                if wait == SOONEST {
                    tell(Happening::Waiting(format!("no reader at {place}: {error}")));
                }
                wait = (wait * 2).min(LATEST);
            }
        }
        std::thread::sleep(wait);
    }
}
