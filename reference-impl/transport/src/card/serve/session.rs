//! One connection: messages of vpcd in, answers of the card out.

use super::{Happening, Tell};
use crate::card::{CardChannel, CardFault, frame};
use std::io::{self, ErrorKind};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long the rest of a message may take once its first octet is there.
const REST: Duration = Duration::from_secs(10);

/// Serves until the other end closes, or the card is gone; says why. The card is powered up first.
pub(super) fn serve(mut stream: TcpStream, card: &mut dyn CardChannel, tell: Tell<'_>) -> String {
    let _ = stream.set_nodelay(true);
    let mut slot = match card.reset() {
        Ok(atr) => Slot { card, atr: present(atr), powered: true },
        Err(fault) => return without_card(fault, tell),
    };
    loop {
        let message = match next(&mut stream) {
            Ok(message) => message,
            Err(error) => return ending(&error),
        };
        match slot.answer(&message, tell) {
            Ok(Some(answer)) => {
                if let Err(error) = frame::write(&mut stream, &answer) {
                    return ending(&error);
                }
            }
            Ok(None) => {}
            // A closed connection is how vpcd learns that the card was taken out. It is also the only way to tell it
            // that there is no answer: a message without octets makes its driver wait for ever.
            Err(fault) => return without_card(fault, tell),
        }
    }
}

fn without_card(fault: CardFault, tell: Tell<'_>) -> String {
    tell(Happening::Fault(fault));
    "the card is not there".into()
}

fn ending(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "the other end closed".into(),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => format!("half a message, and no more for {REST:?}"),
        _ => error.to_string(),
    }
}

/// The next message. Its first octet may take for ever, the rest may not.
fn next(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    stream.set_read_timeout(None)?;
    while let Err(error) = stream.peek(&mut [0]) {
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
    }
    frame::read(&mut frame::Within { stream, until: Instant::now() + REST })
}

/// An ATR that says at least that there is a card, where the way to it hides its own (ISO/IEC 7816-3 §8.2).
fn present(atr: Vec<u8>) -> Vec<u8> {
    if atr.is_empty() { vec![0x3B, 0x00] } else { atr }
}

/// The card in its slot.
struct Slot<'a> {
    card: &'a mut dyn CardChannel,
    /// Of the last power-up; vpcd asks for it every moment to see whether there is a card, also between APDUs of a
    /// download, so it costs nothing and touches nothing.
    atr: Vec<u8>,
    powered: bool,
}

impl Slot<'_> {
    /// What goes back, if anything does.
    fn answer(&mut self, message: &[u8], tell: Tell<'_>) -> Result<Option<Vec<u8>>, CardFault> {
        match message {
            [frame::POWER_OFF] => self.powered = false,
            [frame::POWER_ON | frame::RESET] => {
                self.atr = present(self.card.reset()?);
                self.powered = true;
            }
            [frame::ATR] => return Ok(Some(self.atr.clone())),
            [] => tell(Happening::Odd("an empty message".into())),
            [code] => tell(Happening::Odd(format!("control code {code:02X}"))),
            _ if !self.powered => return Err(CardFault::Mute("a command to a card without power".into())),
            command => return self.transmit(command).map(Some),
        }
        Ok(None)
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        let answer = self.card.transmit(command)?;
        match answer.len() {
            0 => Err(CardFault::Mute("no octets".into())),
            size if size > usize::from(u16::MAX) => Err(CardFault::Unreadable(format!("{size} octets"))),
            _ => Ok(answer),
        }
    }
}
