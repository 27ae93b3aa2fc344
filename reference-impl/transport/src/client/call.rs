//! What is sent, how, and what came of it.

use crate::{Request, Response, TransportFault};
use rsp_conduct::Delivery;
use std::time::{Duration, SystemTime};

/// Chunks of this many octets when a body is sent in chunks.
const CHUNK: usize = 512;

/// How the length of a request body is declared (RFC 9112 §6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Framing {
    /// `Content-Length`, truly.
    #[default]
    ContentLength,
    /// `Transfer-Encoding: chunked`, in chunks of 512 octets.
    Chunked,
    /// Chunked, without the chunk that ends the body.
    ChunkedUnfinished,
    /// `Content-Length` with this value, whatever the body has.
    WrongLength(usize),
    /// Both fields; the body is chunked.
    Both,
    /// Neither field; the body follows all the same.
    Missing,
}

/// One call.
#[derive(Debug, Clone)]
pub struct Call {
    /// The request. `Host` and the framing fields are added unless it has them.
    pub request: Request,
    /// How it is delivered. `Half`: the head in full and half the body, then our side is closed. `Twice`: both
    /// copies at once; the second answer is [`Exchange::second`]. `Never`: connects and sends nothing.
    /// `After`: connects, waits, sends. `Instead`: as `raw`.
    pub delivery: Delivery,
    /// Exactly these octets in place of the HTTP message.
    pub raw: Option<Vec<u8>>,
    /// How the body's length is declared.
    pub framing: Framing,
    /// Whether a connection that is kept alive is left alone and closed.
    pub fresh_connection: bool,
    /// The time from the start (or from the end of `After`) to the end of the answer.
    pub timeout: Duration,
    /// Largest body of an answer in octets.
    pub max_body: usize,
}

impl Call {
    /// A call that sends this request as it should be: 10 s, 1 MiB.
    pub fn new(request: Request) -> Self {
        Self {
            request,
            delivery: Delivery::Now,
            raw: None,
            framing: Framing::ContentLength,
            fresh_connection: false,
            timeout: Duration::from_secs(10),
            max_body: 1024 * 1024,
        }
    }

    /// Whether the message is a whole request, so that sending it again on a new connection is the same call.
    pub(super) fn is_plain(&self) -> bool {
        self.raw.is_none() && matches!(self.delivery, Delivery::Now | Delivery::After(_))
    }

    /// The octets to be sent and what follows them.
    pub(super) fn script(&self, host: &str) -> Script {
        let instead = match &self.delivery {
            Delivery::Instead(octets) => Some(octets),
            _ => self.raw.as_ref(),
        };
        let (mut octets, body) = match instead {
            Some(raw) => (raw.clone(), raw.len()),
            None => self.message(host),
        };
        let mut script = Script { octets: Vec::new(), answers: 1, close: false };
        match self.delivery {
            Delivery::Never => return script,
            Delivery::Half => {
                // A request without a body loses half of its head.
                let cut = if body == 0 { octets.len().div_ceil(2) } else { body.div_ceil(2) };
                octets.truncate(octets.len() - cut);
                script.close = true;
            }
            Delivery::Twice => {
                octets.extend_from_within(..);
                script.answers = 2;
            }
            Delivery::Now | Delivery::After(_) | Delivery::Instead(_) => {}
        }
        script.octets = octets;
        script
    }

    /// The HTTP message, and how many of its last octets are the body with its coding.
    fn message(&self, host: &str) -> (Vec<u8>, usize) {
        let request = &self.request;
        let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
        if request.header("host").is_none() {
            head.push_str(&format!("Host: {host}\r\n"));
        }
        for (name, value) in &request.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let length = match self.framing {
            // A request that has no body and whose method does not expect one declares none (RFC 9110 §8.6).
            Framing::ContentLength if request.body.is_empty() && matches!(request.method.as_str(), "GET" | "HEAD") => {
                None
            }
            Framing::ContentLength | Framing::Both => Some(request.body.len()),
            Framing::WrongLength(length) => Some(length),
            Framing::Chunked | Framing::ChunkedUnfinished | Framing::Missing => None,
        };
        if let Some(length) = length.filter(|_| request.header("content-length").is_none()) {
            head.push_str(&format!("Content-Length: {length}\r\n"));
        }
        let chunked = matches!(self.framing, Framing::Chunked | Framing::ChunkedUnfinished | Framing::Both);
        if chunked && request.header("transfer-encoding").is_none() {
            head.push_str("Transfer-Encoding: chunked\r\n");
        }
        head.push_str("\r\n");
        let mut octets = head.into_bytes();
        let start = octets.len();
        match chunked {
            true => chunks(&mut octets, &request.body, self.framing != Framing::ChunkedUnfinished),
            false => octets.extend_from_slice(&request.body),
        }
        let body = octets.len() - start;
        (octets, body)
    }
}

/// The body in the chunked coding (RFC 9112 §7.1).
fn chunks(out: &mut Vec<u8>, body: &[u8], finish: bool) {
    for chunk in body.chunks(CHUNK) {
        out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
    }
    if finish {
        out.extend_from_slice(b"0\r\n\r\n");
    }
}

/// What is written to the connection.
#[derive(Debug)]
pub(super) struct Script {
    /// The octets.
    pub(super) octets: Vec<u8>,
    /// How many answers they ask for.
    pub(super) answers: usize,
    /// Whether our side is closed after them.
    pub(super) close: bool,
}

/// What one call did and saw.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The plaintext octets that were sent, exactly.
    pub sent: Vec<u8>,
    /// The plaintext octets that were received, exactly, up to where reading ended.
    pub received: Vec<u8>,
    /// The response, or why there is none.
    pub outcome: Result<Response, TransportFault>,
    /// What came after the first response when the request was sent twice.
    pub second: Option<Result<Response, TransportFault>>,
    /// How many octets at the end of `received` belong to no response that was asked for.
    pub surplus: usize,
    /// When the call began.
    pub started: SystemTime,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether it went over a connection that earlier calls had used.
    pub connection_reused: bool,
    /// Whether a kept connection had closed meanwhile and the request was sent again on a new one.
    pub retried: bool,
    /// The words of the operating system or of TLS behind a fault, with the place that was dialled.
    pub detail: Option<String>,
    /// What TLS was negotiated; absent on plain TCP and when no TCP connection came about.
    pub tls: Option<TlsInfo>,
}

impl Exchange {
    pub(super) fn starting(started: SystemTime) -> Self {
        Self {
            sent: Vec::new(),
            received: Vec::new(),
            outcome: Err(TransportFault::ClosedBeforeAnswer),
            second: None,
            surplus: 0,
            started,
            elapsed: Duration::ZERO,
            connection_reused: false,
            retried: false,
            detail: None,
            tls: None,
        }
    }
}

/// The TLS session of an exchange, as far as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsInfo {
    /// `TLS 1.2` or `TLS 1.3`; absent when the handshake failed.
    pub version: Option<String>,
    /// The IANA name of the cipher suite; absent when the handshake failed.
    pub suite: Option<String>,
    /// The server's certificates in DER, leaf first; also when we refused them.
    pub peer_certificates: Vec<Vec<u8>>,
    /// The alert that ended the session, sent or received, for example `unknown_ca(48)`.
    pub alert: Option<String>,
    /// Whether an earlier session was resumed, so that no certificate was shown.
    pub resumed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(body: &str) -> Call {
        Call::new(Request::post("/p", "text/plain", body))
    }

    fn text(call: &Call) -> String {
        String::from_utf8(call.script("host.example").octets).unwrap()
    }

    #[test]
    fn a_request_is_written_in_the_order_given() {
        let written = text(&call("body"));
        assert_eq!(
            written,
            "POST /p HTTP/1.1\r\nHost: host.example\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody"
        );
    }

    #[test]
    fn every_framing_declares_what_it_says() {
        let with = |framing| text(&Call { framing, ..call("body") });
        assert!(with(Framing::Chunked).ends_with("Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"));
        assert!(with(Framing::ChunkedUnfinished).ends_with("chunked\r\n\r\n4\r\nbody\r\n"));
        assert!(with(Framing::WrongLength(9)).ends_with("Content-Length: 9\r\n\r\nbody"));
        assert!(
            with(Framing::Both)
                .ends_with("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n")
        );
        assert!(with(Framing::Missing).ends_with("Content-Type: text/plain\r\n\r\nbody"));
    }

    #[test]
    fn half_keeps_the_head_and_half_the_body() {
        let half = Call { delivery: Delivery::Half, ..call("body") }.script("h");
        assert!(half.close && half.octets.ends_with(b"Content-Length: 4\r\n\r\nbo"));
        let empty = Call { delivery: Delivery::Half, ..Call::new(Request::new("GET", "/")) }.script("h");
        assert_eq!(empty.octets, b"GET / HTTP/1.");
    }

    #[test]
    fn raw_octets_replace_the_message() {
        let raw = Call { raw: Some(b"noise".to_vec()), ..call("body") };
        assert_eq!(text(&raw), "noise");
        let instead = Call { delivery: Delivery::Instead(b"other".to_vec()), ..raw };
        assert_eq!(text(&instead), "other");
    }
}
