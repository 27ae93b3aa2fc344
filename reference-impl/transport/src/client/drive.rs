//! Sends a script and reads the answers at the same time, so that a peer that answers before it has
//! read everything (413, an alert) is heard.

use super::call::Script;
use super::connection::{Connection, Stream};
use super::reader::Reader;
use super::{Call, Exchange};
use crate::{Response, TransportFault};
use rsp_conduct::Delivery;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, timeout_at};

/// What came of driving one script.
pub(super) struct Driven {
    pub(super) outcome: Result<Response, TransportFault>,
    pub(super) second: Option<Result<Response, TransportFault>>,
    /// Whether the connection can carry another call.
    pub(super) reusable: bool,
}

/// Sends the script and reads its answers until the last has ended, something fails or the time is up.
pub(super) async fn drive(
    connection: &mut Connection,
    call: &Call,
    script: &Script,
    until: Instant,
    exchange: &mut Exchange,
) -> Driven {
    let mut sending = Sending { script, at: 0, state: State::Writing, broken: None };
    let mut base = 0;
    let mut outcomes = Vec::with_capacity(script.answers);
    let mut keep_alive = true;
    while outcomes.len() < script.answers {
        let mut reader = Reader::new(call.request.method == "HEAD", call.max_body);
        let outcome = one_answer(&mut connection.stream, &mut sending, &mut reader, base, until, exchange).await;
        base += reader.consumed();
        keep_alive &= reader.keep_alive();
        let failed = outcome.is_err();
        outcomes.push(outcome);
        if failed {
            break;
        }
    }
    exchange.surplus = exchange.received.len().saturating_sub(base);
    let whole = outcomes.len() == script.answers && outcomes.iter().all(Result::is_ok);
    let done = sending.state == State::Done && sending.broken.is_none() && !script.close;
    let asked = !matches!(call.delivery, Delivery::Never) && !closes(call);
    let mut outcomes = outcomes.into_iter();
    Driven {
        outcome: outcomes.next().unwrap_or(Err(TransportFault::ClosedBeforeAnswer)),
        second: outcomes.next(),
        reusable: whole && done && asked && keep_alive && exchange.surplus == 0,
    }
}

fn closes(call: &Call) -> bool {
    call.request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
}

async fn one_answer(
    stream: &mut Stream,
    sending: &mut Sending<'_>,
    reader: &mut Reader,
    base: usize,
    until: Instant,
    exchange: &mut Exchange,
) -> Result<Response, TransportFault> {
    let mut buf = vec![0; 16 * 1024];
    loop {
        if let Some(response) = reader.feed(&exchange.received[base..])? {
            return Ok(response);
        }
        let got = exchange.received.len() - base;
        let step = poll_fn(|cx| {
            sending.advance(stream, cx, &mut exchange.sent);
            let mut buf = ReadBuf::new(&mut buf);
            Pin::new(&mut *stream).poll_read(cx, &mut buf).map_ok(|()| buf.filled().len())
        });
        match timeout_at(until, step).await {
            Err(_) if got == 0 => return Err(TransportFault::TimeoutBeforeAnswer),
            Err(_) => return Err(TransportFault::TimeoutInAnswer { got }),
            Ok(Ok(0)) => return ended(reader, sending, &exchange.received[base..]),
            // A TLS peer that closes without close_notify has closed all the same.
            Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return ended(reader, sending, &exchange.received[base..]);
            }
            Ok(Ok(n)) => exchange.received.extend_from_slice(&buf[..n]),
            Ok(Err(error)) => {
                exchange.detail = Some(error.to_string());
                return Err(TransportFault::from_io(&error, got));
            }
        }
    }
}

/// The peer has closed: the end of an answer without a length, or a fault.
fn ended(reader: &mut Reader, sending: &Sending<'_>, octets: &[u8]) -> Result<Response, TransportFault> {
    match reader.end(octets) {
        // Writing may have met the reset that reading did not.
        Err(TransportFault::ClosedBeforeAnswer) => Err(match &sending.broken {
            Some(error) => TransportFault::from_io(error, 0),
            None => TransportFault::ClosedBeforeAnswer,
        }),
        other => other,
    }
}

/// The sending half of a call.
struct Sending<'a> {
    script: &'a Script,
    at: usize,
    state: State,
    broken: Option<io::Error>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Writing,
    Flushing,
    Closing,
    Done,
}

impl Sending<'_> {
    /// Sends as much as the stream takes now. A failure ends sending only: the peer may have said why before.
    fn advance(&mut self, stream: &mut Stream, cx: &mut Context<'_>, sent: &mut Vec<u8>) {
        loop {
            let mut stream = Pin::new(&mut *stream);
            let progress = match self.state {
                State::Done => return,
                State::Writing if self.at == self.script.octets.len() => {
                    self.state = State::Flushing;
                    continue;
                }
                State::Writing => {
                    let rest = &self.script.octets[self.at..];
                    stream.as_mut().poll_write(cx, rest).map(|written| match written {
                        Ok(0) => Err(io::ErrorKind::WriteZero.into()),
                        Ok(n) => {
                            sent.extend_from_slice(&rest[..n]);
                            self.at += n;
                            Ok(State::Writing)
                        }
                        Err(error) => Err(error),
                    })
                }
                State::Flushing => {
                    let next = if self.script.close { State::Closing } else { State::Done };
                    stream.as_mut().poll_flush(cx).map_ok(|()| next)
                }
                State::Closing => stream.as_mut().poll_shutdown(cx).map_ok(|()| State::Done),
            };
            match progress {
                Poll::Pending => return,
                Poll::Ready(Ok(next)) => self.state = next,
                Poll::Ready(Err(error)) => {
                    self.broken = Some(error);
                    self.state = State::Done;
                }
            }
        }
    }
}
