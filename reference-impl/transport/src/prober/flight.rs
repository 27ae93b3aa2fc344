//! The server's first flight, as far as it is in clear.

use super::octets::Reader;
use crate::{TransportFault, alert_name};
use std::fmt;

/// Most octets that are read of one flight.
const MAX_FLIGHT: usize = 256 * 1024;
/// Largest record: what TLS 1.2 allows for an encrypted one (RFC 5246 §6.2.3).
const MAX_RECORD: usize = (1 << 14) + 2048;
/// The random of a HelloRetryRequest (RFC 8446 §4.1.3).
const RETRY: [u8; 32] = [
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11,
    0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
];

/// What a server made of a ClientHello.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeOutcome {
    /// It goes on with the handshake.
    ServerHello(ServerHello),
    /// It refuses: level (2 is fatal) and description.
    Alert(u8, u8),
    /// It closed or reset the connection without a word of TLS.
    Closed,
    /// It said nothing in time.
    Timeout,
    /// What it said is not TLS: the first octets.
    NotTls(Vec<u8>),
    /// There was no TCP connection.
    Unreached(TransportFault),
}

/// What a server chose and showed in clear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerHello {
    /// The version chosen, that of supported_versions in TLS 1.3.
    pub version: u16,
    /// The cipher suite chosen.
    pub suite: u16,
    /// The compression method chosen.
    pub compression: u8,
    /// The server random.
    pub random: [u8; 32],
    /// The session id.
    pub session_id: Vec<u8>,
    /// The extensions, type and contents.
    pub extensions: Vec<(u16, Vec<u8>)>,
    /// The group of the key exchange: of ServerKeyExchange, or of key_share in TLS 1.3.
    pub group: Option<u16>,
    /// The scheme of the signature over ServerKeyExchange (TLS 1.2).
    pub signature_scheme: Option<u16>,
    /// The chain in DER, leaf first (TLS 1.2 and before).
    pub certificates: Vec<Vec<u8>>,
    /// Names (DER) of the issuers the server asks a client certificate from; absent when it asks for none.
    pub certificate_request: Option<Vec<Vec<u8>>>,
    /// It asked for another ClientHello (TLS 1.3).
    pub hello_retry: bool,
    /// It came to the end of what it says in clear.
    pub complete: bool,
    /// The alert that ended it, level and description.
    pub alert: Option<(u8, u8)>,
}

impl fmt::Display for ProbeOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ServerHello(hello) => {
                write!(f, "ServerHello with version 0x{:04X} and suite 0x{:04X}", hello.version, hello.suite)
            }
            Self::Alert(_, description) => write!(f, "alert {}", alert_name(*description)),
            Self::Closed => f.write_str("the connection was closed without an answer"),
            Self::Timeout => f.write_str("no answer within the time limit"),
            Self::NotTls(octets) => write!(f, "the answer is not TLS: \"{}\"", octets.escape_ascii()),
            Self::Unreached(fault) => fault.fmt(f),
        }
    }
}

impl ProbeOutcome {
    /// Whether the server refused: a fatal alert or a close before any ServerHello.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Alert(2, _) | Self::Closed)
    }
}

/// Takes a flight apart as it comes.
#[derive(Debug, Default)]
pub(super) struct Flight {
    /// Octets that are no whole record yet.
    records: Vec<u8>,
    /// Octets of handshake messages that are no whole message yet.
    messages: Vec<u8>,
    read: usize,
    hello: Option<ServerHello>,
}

impl Flight {
    /// Reads on; an outcome when there is nothing more to learn.
    pub(super) fn feed(&mut self, octets: &[u8]) -> Option<ProbeOutcome> {
        self.read += octets.len();
        self.records.extend_from_slice(octets);
        loop {
            let mut reader = Reader(&self.records);
            let head = (reader.u8(), reader.u8(), reader.u8());
            // Content types 20 to 24, and major version 3: everything else is another protocol.
            let tls = head.0.is_none_or(|kind| (20..=24).contains(&kind)) && head.1.is_none_or(|major| major == 3);
            let length = reader.number::<2>();
            if !tls || length.is_some_and(|length| length > MAX_RECORD) || self.read > MAX_FLIGHT {
                return Some(self.not_tls());
            }
            let (Some(kind), Some(length)) = (head.0, length) else { return None };
            let contents = reader.take(length)?.to_vec();
            self.records.drain(..5 + length);
            match kind {
                21 => return Some(self.alert(&contents)),
                22 => {
                    self.messages.extend_from_slice(&contents);
                    if let Some(outcome) = self.handshake() {
                        return Some(outcome);
                    }
                }
                _ => return self.hello.take().map(ProbeOutcome::ServerHello).or_else(|| Some(self.not_tls())),
            }
        }
    }

    /// The server closed.
    pub(super) fn closed(self) -> ProbeOutcome {
        match self.hello {
            Some(hello) => ProbeOutcome::ServerHello(hello),
            None if self.records.is_empty() => ProbeOutcome::Closed,
            None => ProbeOutcome::NotTls(self.records),
        }
    }

    /// The time is up.
    pub(super) fn timed_out(self) -> ProbeOutcome {
        self.hello.map_or(ProbeOutcome::Timeout, ProbeOutcome::ServerHello)
    }

    fn not_tls(&self) -> ProbeOutcome {
        ProbeOutcome::NotTls(self.records.iter().take(64).copied().collect())
    }

    fn alert(&mut self, contents: &[u8]) -> ProbeOutcome {
        let [level, description] = contents else { return ProbeOutcome::NotTls(contents.to_vec()) };
        match self.hello.take() {
            None => ProbeOutcome::Alert(*level, *description),
            Some(hello) => ProbeOutcome::ServerHello(ServerHello { alert: Some((*level, *description)), ..hello }),
        }
    }

    fn handshake(&mut self) -> Option<ProbeOutcome> {
        loop {
            let mut reader = Reader(&self.messages);
            let kind = reader.u8()?;
            let body = reader.vector::<3>()?.0.to_vec();
            self.messages.drain(..4 + body.len());
            let read = match (kind, &mut self.hello) {
                (2, None) => server_hello(&body).map(|hello| self.hello = Some(hello)),
                (11, Some(hello)) => certificates(&body).map(|chain| hello.certificates = chain),
                (12, Some(hello)) => {
                    key_exchange(&body, hello);
                    Some(())
                }
                (13, Some(hello)) => {
                    authorities(&body, hello.version).map(|names| hello.certificate_request = Some(names))
                }
                // NewSessionTicket and CertificateStatus say nothing that is asked here.
                (4 | 14 | 22, Some(_)) => Some(()),
                _ => None,
            };
            if read.is_none() {
                return Some(ProbeOutcome::NotTls(body.into_iter().take(64).collect()));
            }
            // After ServerHelloDone the server waits; after a ServerHello of TLS 1.3 all is encrypted.
            let ended = kind == 14 || self.hello.as_ref().is_some_and(|hello| hello.version >= 0x0304);
            if let (true, Some(hello)) = (ended, self.hello.take_if(|_| ended)) {
                return Some(ProbeOutcome::ServerHello(ServerHello { complete: true, ..hello }));
            }
        }
    }
}

fn server_hello(body: &[u8]) -> Option<ServerHello> {
    let mut reader = Reader(body);
    let mut hello = ServerHello { version: reader.u16()?, ..ServerHello::default() };
    hello.random = reader.take(32)?.try_into().ok()?;
    hello.hello_retry = hello.random == RETRY;
    hello.session_id = reader.vector::<1>()?.0.to_vec();
    hello.suite = reader.u16()?;
    hello.compression = reader.u8()?;
    if reader.is_empty() {
        return Some(hello);
    }
    let mut extensions = reader.vector::<2>()?;
    while !extensions.is_empty() {
        let kind = extensions.u16()?;
        let contents = extensions.vector::<2>()?;
        match kind {
            0x002B => hello.version = Reader(contents.0).u16()?,
            0x0033 => hello.group = Reader(contents.0).u16(),
            _ => {}
        }
        hello.extensions.push((kind, contents.0.to_vec()));
    }
    Some(hello)
}

fn certificates(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut list = Reader(body).vector::<3>()?;
    let mut chain = Vec::new();
    while !list.is_empty() {
        chain.push(list.vector::<3>()?.0.to_vec());
    }
    Some(chain)
}

/// ServerKeyExchange of ECDHE (RFC 8422 §5.4); that of another key exchange says nothing that is asked here.
fn key_exchange(body: &[u8], hello: &mut ServerHello) {
    let mut reader = Reader(body);
    if reader.u8() != Some(3) {
        return;
    }
    hello.group = reader.u16();
    if reader.vector::<1>().is_some() && hello.version == 0x0303 {
        hello.signature_scheme = reader.u16();
    }
}

/// The issuers in a CertificateRequest (RFC 5246 §7.4.4).
fn authorities(body: &[u8], version: u16) -> Option<Vec<Vec<u8>>> {
    let mut reader = Reader(body);
    reader.vector::<1>()?;
    if version >= 0x0303 {
        reader.vector::<2>()?;
    }
    let mut list = reader.vector::<2>()?;
    let mut names = Vec::new();
    while !list.is_empty() {
        names.push(list.vector::<2>()?.0.to_vec());
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_at_once_and_one_by_one(octets: &[u8]) -> Option<ProbeOutcome> {
        let whole = Flight::default().feed(octets);
        let mut flight = Flight::default();
        let dripped = octets.iter().find_map(|octet| flight.feed(&[*octet]));
        assert_eq!(whole, dripped);
        whole
    }

    #[test]
    fn an_alert_is_an_alert() {
        assert_eq!(all_at_once_and_one_by_one(&[21, 3, 1, 0, 2, 2, 70]), Some(ProbeOutcome::Alert(2, 70)));
    }

    #[test]
    fn a_message_over_two_records_is_put_together() {
        let mut hello = vec![2, 0, 0, 38, 3, 3];
        hello.extend([7; 32]);
        hello.extend([0, 0xC0, 0x2B, 0]);
        let mut octets = vec![22, 3, 3, 0, 10];
        octets.extend(&hello[..10]);
        octets.extend([22, 3, 3, 0, 32]);
        octets.extend(&hello[10..]);
        assert_eq!(all_at_once_and_one_by_one(&octets), None);
        octets.extend([22, 3, 3, 0, 4, 14, 0, 0, 0]);
        let Some(ProbeOutcome::ServerHello(hello)) = all_at_once_and_one_by_one(&octets) else { panic!() };
        assert_eq!((hello.version, hello.suite, hello.complete), (0x0303, 0xC02B, true));
    }

    #[test]
    fn other_protocols_and_nonsense_are_not_tls() {
        assert!(matches!(Flight::default().feed(b"HTTP/1.1 400 Bad Request\r\n"), Some(ProbeOutcome::NotTls(_))));
        assert!(matches!(Flight::default().feed(&[22, 3, 3, 0xFF, 0xFF]), Some(ProbeOutcome::NotTls(_))));
        assert!(matches!(Flight::default().feed(&[22, 3, 3, 0, 4, 2, 0, 0, 0]), Some(ProbeOutcome::NotTls(_))));
        // A certificate before any hello.
        assert!(matches!(
            Flight::default().feed(&[22, 3, 3, 0, 7, 11, 0, 0, 3, 0, 0, 0]),
            Some(ProbeOutcome::NotTls(_))
        ));
    }

    #[test]
    fn a_flight_without_end_is_given_up() {
        let mut flight = Flight::default();
        // A handshake message of 16 MiB, in records.
        let first = flight.feed(&[22, 3, 3, 0, 4, 2, 0xFF, 0xFF, 0xFF]);
        assert_eq!(first, None);
        let record = [&[22, 3, 3, 0x40, 0][..], &[0; 0x4000]].concat();
        assert!((0..20).any(|_| matches!(flight.feed(&record), Some(ProbeOutcome::NotTls(_)))));
    }
}
