//! `tcp:`, `tcp+vpcd:` and `vpcd:`: a card at the other end of a TCP connection.

use super::answer::checked;
use super::{CardChannel, CardFault, CardOptions, frame};
use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

/// Who comes to whom.
enum Side {
    /// We dial the card.
    Dial(String),
    /// The card dials us.
    Listen(TcpListener),
}

/// A card behind messages with a length in front.
pub(super) struct FramedChannel {
    name: String,
    side: Side,
    /// Whether the control codes of vpcd are understood at the other end.
    controls: bool,
    options: CardOptions,
    stream: Option<TcpStream>,
}

impl FramedChannel {
    pub(super) fn dial(name: String, place: String, controls: bool, options: CardOptions) -> Self {
        Self { name, side: Side::Dial(place), controls, options, stream: None }
    }

    pub(super) fn listen(name: String, place: &str, options: CardOptions) -> Result<Self, CardFault> {
        let cannot = |error: io::Error| CardFault::Unavailable(format!("cannot listen at {place} for a card: {error}"));
        let listener = TcpListener::bind(place).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        Ok(Self { name, side: Side::Listen(listener), controls: true, options, stream: None })
    }

    fn connect(&mut self) -> Result<TcpStream, CardFault> {
        let stream = match &self.side {
            Side::Dial(place) => dial(place, self.options.connect)?,
            Side::Listen(listener) => accept(listener, self.options.connect)?,
        };
        // A connection that cannot be told so is only slower.
        let _ = stream.set_nodelay(true);
        let limited = stream.set_write_timeout(Some(self.options.exchange.max(Duration::from_millis(1))));
        limited.map_err(|error| CardFault::Gone(error.to_string()))?;
        Ok(stream)
    }

    /// Sends a message and waits for the answer; whatever goes wrong ends the connection, since an answer that comes
    /// late would be taken for that of the next command.
    fn exchange(&mut self, message: &[u8], limit: Duration) -> Result<Vec<u8>, CardFault> {
        let Some(stream) = self.stream.as_mut() else {
            return Err(CardFault::Gone("there is no connection; a reset makes a new one".into()));
        };
        let answer = frame::write(stream, message).and_then(|()| {
            let mut within = frame::Within { stream, until: Instant::now() + limit };
            frame::read(&mut within)
        });
        answer.map_err(|error| {
            self.stream = None;
            fault(&error, limit)
        })
    }

    fn control(&mut self, code: u8) -> Result<(), CardFault> {
        let Some(stream) = self.stream.as_mut() else { return Err(CardFault::Gone("there is no connection".into())) };
        frame::write(stream, &[code]).map_err(|error| {
            self.stream = None;
            fault(&error, Duration::ZERO)
        })
    }

    /// Whether the connection that is kept still stands, and nothing is left in it that nobody asked for.
    fn stands(&self) -> bool {
        let Some(stream) = &self.stream else { return false };
        let quiet = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
        let back = stream.set_nonblocking(false);
        matches!(&quiet, Err(error) if error.kind() == ErrorKind::WouldBlock) && back.is_ok()
    }
}

impl CardChannel for FramedChannel {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        // Without control codes a new connection is the power cycle.
        if !self.controls || !self.stands() {
            self.stream = None;
            self.stream = Some(self.connect()?);
        }
        if !self.controls {
            return Ok(Vec::new());
        }
        self.control(frame::POWER_OFF)?;
        self.control(frame::POWER_ON)?;
        let atr = self.exchange(&[frame::ATR], self.options.connect)?;
        match atr.len() {
            0 => Err(CardFault::Mute("it answered to reset with nothing".into())),
            1..=33 => Ok(atr),
            size => Err(CardFault::Unreadable(format!("an ATR of {size} octets, and 33 is the most"))),
        }
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        if self.controls && command.len() < 2 {
            return Err(CardFault::Unavailable(format!(
                "vpcd takes a message of {} octets for a control code, not for a command",
                command.len()
            )));
        }
        let answer = self.exchange(command, self.options.exchange)?;
        checked(command, answer)
    }

    fn describe(&self) -> String {
        self.name.clone()
    }
}

fn fault(error: &io::Error, limit: Duration) -> CardFault {
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => CardFault::Mute(format!("no answer within {limit:?}")),
        ErrorKind::InvalidInput => CardFault::Unavailable(error.to_string()),
        ErrorKind::UnexpectedEof => CardFault::Gone("it was closed before the answer was complete".into()),
        _ => CardFault::Gone(error.to_string()),
    }
}

fn dial(place: &str, limit: Duration) -> Result<TcpStream, CardFault> {
    let unavailable = |error: &dyn std::fmt::Display| CardFault::Unavailable(format!("{place}: {error}"));
    let addresses = place.to_socket_addrs().map_err(|error| unavailable(&error))?;
    let mut last = "the name has no address".to_owned();
    for address in addresses {
        match TcpStream::connect_timeout(&address, limit) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error.to_string(),
        }
    }
    Err(unavailable(&last))
}

fn accept(listener: &TcpListener, limit: Duration) -> Result<TcpStream, CardFault> {
    let until = Instant::now() + limit;
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                let ready = stream.set_nonblocking(false);
                ready.map_err(|error| CardFault::Gone(error.to_string()))?;
                return Ok(stream);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                let place = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
                return Err(CardFault::NoCard(format!("no card dialled {place} within {limit:?}")));
            }
            Err(error) => return Err(CardFault::Unavailable(error.to_string())),
        }
    }
}
