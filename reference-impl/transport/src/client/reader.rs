//! Reads one HTTP/1.x response out of octets that come in pieces, with limits. `httparse` reads heads and
//! chunk sizes; the framing rules are those of RFC 9112 §6.3.

use crate::{Response, TransportFault};

/// Largest head, interim responses included, and largest trailer section, in octets.
const MAX_HEAD: usize = 64 * 1024;
/// Most header fields of one response.
const MAX_FIELDS: usize = 128;
/// Longest line around chunks, in octets.
const MAX_LINE: usize = 4096;

/// Reads one response; one reader per response.
pub(super) struct Reader {
    head_only: bool,
    max_body: usize,
    /// Everything before this has been read.
    at: usize,
    /// How much of the head was there when it was last tried, and where the search for its end goes on.
    tried: usize,
    searched: usize,
    trailer: usize,
    state: State,
    keep_alive: bool,
    response: Response,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Head,
    /// A body of this many octets.
    Length(usize),
    ChunkSize,
    /// A chunk of this many octets.
    Chunk(usize),
    Trailer,
    /// A body that ends with the connection.
    UntilClose,
}

impl Reader {
    /// A reader for the answer to one request; `head_only` for an answer to HEAD.
    pub(super) fn new(head_only: bool, max_body: usize) -> Self {
        Self {
            head_only,
            max_body,
            at: 0,
            tried: 0,
            searched: 0,
            trailer: 0,
            state: State::Head,
            keep_alive: false,
            response: Response::new(0),
        }
    }

    /// How many octets belong to the response (so far).
    pub(super) fn consumed(&self) -> usize {
        self.at
    }

    /// Whether the peer keeps the connection open after this response.
    pub(super) fn keep_alive(&self) -> bool {
        self.keep_alive
    }

    /// Reads on; `octets` are all octets since the response began.
    pub(super) fn feed(&mut self, octets: &[u8]) -> Result<Option<Response>, TransportFault> {
        loop {
            let rest = octets.get(self.at..).unwrap_or_default();
            match self.state {
                State::Head => match self.head(rest)? {
                    Some(read) => self.at += read,
                    None => return Ok(None),
                },
                State::Length(length) => {
                    let Some(body) = rest.get(..length) else { return Ok(None) };
                    self.at += length;
                    return Ok(Some(self.finish(body)));
                }
                State::UntilClose if rest.len() > self.max_body => return Err(self.too_large()),
                State::UntilClose => return Ok(None),
                State::ChunkSize => match self.chunk_size(octets, rest)? {
                    Some(read) => self.at += read,
                    None => return Ok(None),
                },
                State::Chunk(size) => {
                    let Some(chunk) = rest.get(..size + 2) else { return Ok(None) };
                    if !chunk.ends_with(b"\r\n") {
                        return Err(not_http("a chunk that is longer than its size says"));
                    }
                    self.response.body.extend_from_slice(&chunk[..size]);
                    self.at += size + 2;
                    self.state = State::ChunkSize;
                }
                State::Trailer => match line(rest)? {
                    None => return Ok(None),
                    Some(read) => {
                        self.at += read;
                        self.trailer += read;
                        if rest[..read].trim_ascii().is_empty() {
                            return Ok(Some(self.finish(&[])));
                        }
                        if self.trailer > MAX_HEAD {
                            return Err(TransportFault::HeadTooLarge);
                        }
                    }
                },
            }
        }
    }

    /// The connection has ended: so has a body without a length, everything else is cut off.
    pub(super) fn end(&mut self, octets: &[u8]) -> Result<Response, TransportFault> {
        let rest = octets.get(self.at..).unwrap_or_default();
        match self.state {
            State::UntilClose => {
                self.at = octets.len();
                Ok(self.finish(rest))
            }
            State::Head if !rest.is_empty() => {
                self.tried = 0;
                self.head(rest)?;
                Err(TransportFault::ClosedInAnswer { got: octets.len() })
            }
            _ if octets.is_empty() => Err(TransportFault::ClosedBeforeAnswer),
            _ => Err(TransportFault::ClosedInAnswer { got: octets.len() }),
        }
    }

    fn finish(&mut self, body: &[u8]) -> Response {
        let mut response = std::mem::replace(&mut self.response, Response::new(0));
        response.body.extend_from_slice(body);
        response
    }

    fn too_large(&self) -> TransportFault {
        TransportFault::BodyTooLarge { limit: self.max_body }
    }

    /// Reads a head; `None` when it is not complete. An interim response (1xx) is read over.
    fn head(&mut self, rest: &[u8]) -> Result<Option<usize>, TransportFault> {
        let whole = self.end_of_head(rest);
        // A head that drips in is tried again only when it has doubled or is whole: no quadratic work.
        if !whole && rest.len() < self.tried.saturating_mul(2).max(1) {
            return if rest.len() > MAX_HEAD { Err(TransportFault::HeadTooLarge) } else { Ok(None) };
        }
        self.tried = rest.len();
        let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
        let mut head = httparse::Response::new(&mut fields);
        let read = match head.parse(rest) {
            Ok(httparse::Status::Complete(read)) => read,
            Ok(httparse::Status::Partial) if rest.len() > MAX_HEAD => return Err(TransportFault::HeadTooLarge),
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err(TransportFault::HeadTooLarge),
            Err(error) => return Err(not_http(&format!("{error} in what begins with {}", excerpt(rest)))),
        };
        if self.at + read > MAX_HEAD {
            return Err(TransportFault::HeadTooLarge);
        }
        let status = head.code.unwrap_or_default();
        if (100..200).contains(&status) && status != 101 {
            (self.tried, self.searched) = (0, 0);
            return Ok(Some(read));
        }
        let version = head.version;
        self.response = Response::new(status);
        for field in head.headers {
            let value = String::from_utf8_lossy(field.value).into_owned();
            self.response.headers.push((field.name.to_owned(), value));
        }
        self.keep_alive = match version {
            Some(1) => !self.says("connection", "close"),
            _ => self.says("connection", "keep-alive"),
        };
        self.state = self.framing()?;
        self.keep_alive &= !matches!(self.state, State::UntilClose);
        Ok(Some(read))
    }

    /// Whether the empty line that ends a head is there.
    fn end_of_head(&mut self, rest: &[u8]) -> bool {
        let from = self.searched.saturating_sub(3);
        let tail = rest.get(from..).unwrap_or_default();
        self.searched = rest.len();
        tail.windows(2).any(|two| two == b"\n\n") || tail.windows(3).any(|three| three == b"\n\r\n")
    }

    fn framing(&self) -> Result<State, TransportFault> {
        if self.head_only || matches!(self.response.status, 101 | 204 | 304) {
            return Ok(State::Length(0));
        }
        if let Some(coding) = self.values("transfer-encoding").last() {
            let chunked = coding.eq_ignore_ascii_case("chunked");
            return Ok(if chunked { State::ChunkSize } else { State::UntilClose });
        }
        let mut length = None;
        for value in self.values("content-length") {
            let digits = !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_digit());
            if !digits || length.is_some_and(|other| other != value) {
                return Err(not_http(&format!("Content-Length: {}", excerpt(value.as_bytes()))));
            }
            length = Some(value);
        }
        match length.map(str::parse::<usize>) {
            None => Ok(State::UntilClose),
            Some(Ok(length)) if length <= self.max_body => Ok(State::Length(length)),
            // Digits that do not fit are a large number.
            Some(_) => Err(self.too_large()),
        }
    }

    /// The members of a field that is a list.
    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.response.headers.iter().filter(move |(field, _)| field.eq_ignore_ascii_case(name));
        fields.flat_map(|(_, value)| value.split(',').map(str::trim))
    }

    fn says(&self, name: &str, token: &str) -> bool {
        self.values(name).any(|value| value.eq_ignore_ascii_case(token))
    }

    fn chunk_size(&mut self, octets: &[u8], rest: &[u8]) -> Result<Option<usize>, TransportFault> {
        // One-octet chunks with long extensions would let the peer send far more than the body's limit.
        if octets.len() > self.max_body.saturating_mul(8).saturating_add(2 * MAX_HEAD) {
            return Err(self.too_large());
        }
        match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((read, 0))) => {
                self.state = State::Trailer;
                Ok(Some(read))
            }
            Ok(httparse::Status::Complete((read, size))) => {
                let left = self.max_body.saturating_sub(self.response.body.len());
                let size = usize::try_from(size).ok().filter(|size| *size <= left).ok_or_else(|| self.too_large())?;
                self.state = State::Chunk(size);
                Ok(Some(read))
            }
            Ok(httparse::Status::Partial) if rest.len() <= MAX_LINE => Ok(None),
            _ => Err(not_http(&format!("a chunk size was expected at {}", excerpt(rest)))),
        }
    }
}

/// The length of the first line, its end included.
fn line(rest: &[u8]) -> Result<Option<usize>, TransportFault> {
    match rest.iter().take(MAX_LINE).position(|octet| *octet == b'\n') {
        Some(end) => Ok(Some(end + 1)),
        None if rest.len() < MAX_LINE => Ok(None),
        None => Err(TransportFault::HeadTooLarge),
    }
}

fn not_http(says: &str) -> TransportFault {
    TransportFault::NotHttp { says: says.to_owned() }
}

/// The first octets, for people.
fn excerpt(octets: &[u8]) -> String {
    let first = &octets[..octets.len().min(40)];
    format!("\"{}\"", first.escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds the octets one by one, then ends; also returns how many belong to the response.
    fn drip(octets: &[u8], max_body: usize) -> (Result<Response, TransportFault>, usize) {
        let mut reader = Reader::new(false, max_body);
        for end in 1..=octets.len() {
            match reader.feed(&octets[..end]) {
                Ok(Some(response)) => return (Ok(response), reader.consumed()),
                Ok(None) => {}
                Err(fault) => return (Err(fault), reader.consumed()),
            }
        }
        let outcome = reader.end(octets);
        (outcome, reader.consumed())
    }

    fn body(octets: &[u8]) -> Vec<u8> {
        drip(octets, 100).0.unwrap().body
    }

    #[test]
    fn every_framing_is_read() {
        assert_eq!(body(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"), b"abc");
        assert_eq!(
            body(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n"),
            b"abc"
        );
        assert_eq!(body(b"HTTP/1.0 200 OK\r\n\r\nuntil the end"), b"until the end");
        assert_eq!(body(b"HTTP/1.1 204 No Content\r\n\r\n"), b"");
        assert_eq!(body(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx"), b"x");
    }

    #[test]
    fn what_follows_the_response_is_left() {
        let twice = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n";
        let mut reader = Reader::new(false, 10);
        assert_eq!(reader.feed(twice).unwrap().unwrap().body, b"x");
        assert_eq!(reader.consumed(), twice.len() - 17);
        assert!(reader.keep_alive());
    }

    #[test]
    fn what_is_cut_off_says_where() {
        let cut = |octets: &[u8]| drip(octets, 100).0.unwrap_err();
        assert_eq!(cut(b""), TransportFault::ClosedBeforeAnswer);
        assert_eq!(cut(b"HTTP/1.1 200"), TransportFault::ClosedInAnswer { got: 12 });
        assert_eq!(cut(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"), TransportFault::ClosedInAnswer { got: 40 });
        assert!(matches!(
            cut(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na"),
            TransportFault::ClosedInAnswer { .. }
        ));
    }

    #[test]
    fn hostile_answers_end_in_a_fault() {
        let fault = |octets: &[u8]| drip(octets, 100).0.unwrap_err();
        assert!(matches!(fault(b"<html><body>"), TransportFault::NotHttp { .. }));
        assert!(matches!(
            fault(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
            TransportFault::NotHttp { .. }
        ));
        assert!(matches!(fault(b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc"), TransportFault::NotHttp { .. }));
        assert!(matches!(
            fault(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            TransportFault::NotHttp { .. }
        ));
        assert!(matches!(
            fault(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"),
            TransportFault::NotHttp { .. }
        ));
        let large = TransportFault::BodyTooLarge { limit: 100 };
        assert_eq!(fault(b"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"), large);
        assert_eq!(fault(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n"), large);
        assert_eq!(fault(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n"), large);
        assert_eq!(fault(&[&b"HTTP/1.0 200 OK\r\n\r\n"[..], &[b'x'; 101]].concat()), large);
    }

    #[test]
    fn heads_have_a_limit() {
        let long = [b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &vec![b'x'; 70_000]].concat();
        assert_eq!(drip(&long, 100).0.unwrap_err(), TransportFault::HeadTooLarge);
        let many = ["HTTP/1.1 200 OK\r\n", &"A: 1\r\n".repeat(129), "\r\n"].concat();
        assert_eq!(drip(many.as_bytes(), 100).0.unwrap_err(), TransportFault::HeadTooLarge);
        let interim = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(3000);
        assert_eq!(drip(&interim, 100).0.unwrap_err(), TransportFault::HeadTooLarge);
    }
}
