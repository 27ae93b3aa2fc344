//! Says what a TLS server negotiates, without a TLS stack: a ClientHello made by hand, and the server's
//! first flight read in clear. So versions, suites and groups can be offered that no library speaks
//! any more. In TLS 1.2 and before, the chain and the request for a client certificate are in clear
//! too; in TLS 1.3 only version, suite and group are (RFC 8446 §2).

mod flight;
mod hello;
mod octets;

pub use flight::{ProbeOutcome, ServerHello};
pub use hello::ClientHelloSpec;

use crate::TransportFault;
use flight::Flight;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// Sends one ClientHello to `address` (`127.0.0.1:443`) and reads until the server has said what it says
/// in clear, refuses, closes, or the time is up.
pub async fn probe(address: &str, spec: &ClientHelloSpec, timeout: Duration) -> ProbeOutcome {
    let until = Instant::now() + timeout;
    let mut stream = match timeout_at(until, TcpStream::connect(address)).await {
        Err(_) => return ProbeOutcome::Unreached(TransportFault::TimeoutConnecting),
        Ok(Err(error)) => return ProbeOutcome::Unreached(TransportFault::from_connect(&error)),
        Ok(Ok(stream)) => stream,
    };
    let mut flight = Flight::default();
    match timeout_at(until, stream.write_all(&spec.octets())).await {
        // A server that closes early may have sent an alert before.
        Ok(_) => {}
        Err(_) => return flight.timed_out(),
    }
    let mut buf = vec![0; 16 * 1024];
    loop {
        match timeout_at(until, stream.read(&mut buf)).await {
            Err(_) => return flight.timed_out(),
            Ok(Ok(0) | Err(_)) => return flight.closed(),
            Ok(Ok(n)) => {
                if let Some(outcome) = flight.feed(&buf[..n]) {
                    return outcome;
                }
            }
        }
    }
}

/// Which of the suites of this hello the server takes, in its order of preference: one connection for
/// each that it takes and one for the refusal of the rest. The second value is that refusal; `None` when
/// it took them all.
pub async fn accepted_suites(
    address: &str,
    spec: &ClientHelloSpec,
    timeout: Duration,
) -> (Vec<u16>, Option<ProbeOutcome>) {
    let mut spec = spec.clone();
    let mut accepted = Vec::new();
    while !spec.suites.is_empty() {
        let outcome = probe(address, &spec, timeout).await;
        match &outcome {
            ProbeOutcome::ServerHello(hello) if spec.suites.contains(&hello.suite) => {
                accepted.push(hello.suite);
                spec.suites.retain(|suite| *suite != hello.suite);
            }
            _ => return (accepted, Some(outcome)),
        }
    }
    (accepted, None)
}
