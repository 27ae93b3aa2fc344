//! Every delivery on both sides, over plain TCP.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use rsp_conduct::Delivery;
use rsp_transport::{Call, Framing, Request, ServerLimits, TransportFault};
use std::sync::atomic::Ordering;
use std::time::Duration;
use support::{client_of, plain_server, post, server_with};

#[tokio::test]
async fn a_plain_call_is_recorded_to_the_octet() {
    let (server, _) = plain_server().await;
    let exchange = client_of(server.address()).send(post("/echo", b"12345")).await;
    let response = exchange.outcome.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (200, &b"12345"[..]));
    assert_eq!(response.header("x-admin-protocol"), Some("gsma/rsp/v2.5.0"));
    let sent = "POST /echo HTTP/1.1\r\nHost: peer.example.com\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\n12345";
    assert_eq!(exchange.sent, sent.as_bytes());
    let received = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nX-Admin-Protocol: gsma/rsp/v2.5.0\r\nX-Peer-Certificates: 0\r\nContent-Length: 5\r\n\r\n12345";
    assert_eq!(String::from_utf8_lossy(&exchange.received), received);
    assert!(!exchange.connection_reused && exchange.tls.is_none() && exchange.surplus == 0);
}

#[tokio::test]
async fn the_server_never_answers_but_holds_the_connection() {
    let (server, _) = plain_server().await;
    let call = Call { timeout: Duration::from_millis(100), ..post("/never", b"x") };
    let exchange = client_of(server.address()).send(call).await;
    assert_eq!(exchange.outcome, Err(TransportFault::TimeoutBeforeAnswer));
    assert!(exchange.received.is_empty() && exchange.elapsed >= Duration::from_millis(100));
}

#[tokio::test]
async fn a_held_connection_ends_with_its_time() {
    let limits = ServerLimits { hold: Duration::from_millis(50), ..ServerLimits::default() };
    let (server, _) = server_with(limits).await;
    let exchange = client_of(server.address()).send(post("/never", b"x")).await;
    assert_eq!(exchange.outcome, Err(TransportFault::ClosedBeforeAnswer));
}

#[tokio::test]
async fn the_server_answers_by_half() {
    let (server, _) = plain_server().await;
    let exchange = client_of(server.address()).send(post("/half", b"0123456789")).await;
    assert_eq!(exchange.outcome, Err(TransportFault::ClosedInAnswer { got: exchange.received.len() }));
    assert!(String::from_utf8_lossy(&exchange.received).ends_with("Content-Length: 10\r\n\r\n01234"));
}

#[tokio::test]
async fn the_server_answers_twice_and_the_connection_lives() {
    let (server, paths) = plain_server().await;
    let client = client_of(server.address());
    let exchange = client.send(post("/twice", b"2")).await;
    assert_eq!(exchange.outcome.unwrap().body, b"2");
    let one = exchange.received.len() / 2;
    assert_eq!(exchange.received[..one], exchange.received[one..]);
    assert_eq!(exchange.surplus, one);
    // Whoever asks twice on such a connection gets four answers; the first two are read.
    let twice = client.send(Call { delivery: Delivery::Twice, ..post("/twice", b"2") }).await;
    assert!(!twice.connection_reused, "a connection with octets that nobody asked for is not used again");
    assert_eq!(twice.second.unwrap().unwrap().body, b"2");
    assert_eq!(paths.handled.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn the_server_answers_late() {
    let (server, _) = plain_server().await;
    let exchange = client_of(server.address()).send(post("/after", b"x")).await;
    assert!(exchange.outcome.is_ok() && exchange.elapsed >= Duration::from_millis(150));
}

#[tokio::test]
async fn the_server_answers_something_else() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    let odd = client.send(post("/instead", b"x")).await;
    assert_eq!(odd.received, b"HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi");
    assert_eq!(odd.outcome.unwrap().status, 299);
    let noise = client.send(post("/noise", b"x")).await;
    assert!(matches!(noise.outcome, Err(TransportFault::NotHttp { .. })), "{:?}", noise.outcome);
}

#[tokio::test]
async fn headers_that_hyper_refuses_are_sent_as_they_are() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    let exchange = client.send(post("/strange-header", b"")).await;
    assert!(String::from_utf8_lossy(&exchange.received).contains("\r\nX Strange: a\tb\r\n"));
    // Our own reader is strict, and the connection is not kept after that.
    assert!(matches!(exchange.outcome, Err(TransportFault::NotHttp { .. })));
}

#[tokio::test]
async fn the_client_sends_half() {
    let (server, paths) = plain_server().await;
    let exchange = client_of(server.address()).send(Call { delivery: Delivery::Half, ..post("/echo", b"0123") }).await;
    assert!(exchange.sent.ends_with(b"Content-Length: 4\r\n\r\n01"));
    // Our side is closed for sending; what the server says to that is still read.
    assert_eq!(exchange.outcome.unwrap().status, 400);
    assert_eq!(paths.handled.load(Ordering::SeqCst), 0, "half a request reaches no role");
}

#[tokio::test]
async fn the_client_sends_twice() {
    let (server, paths) = plain_server().await;
    let client = client_of(server.address());
    let exchange = client.send(Call { delivery: Delivery::Twice, ..post("/echo", b"0123") }).await;
    assert_eq!(exchange.outcome.unwrap().body, b"0123");
    assert_eq!(exchange.second.unwrap().unwrap().body, b"0123");
    assert_eq!(paths.handled.load(Ordering::SeqCst), 2);
    assert!(client.send(post("/echo", b"")).await.connection_reused);
}

#[tokio::test]
async fn the_client_sends_nothing() {
    let (server, paths) = plain_server().await;
    let call = Call { delivery: Delivery::Never, timeout: Duration::from_millis(80), ..post("/echo", b"0123") };
    let exchange = client_of(server.address()).send(call).await;
    assert!(exchange.sent.is_empty());
    assert_eq!(exchange.outcome, Err(TransportFault::TimeoutBeforeAnswer));
    assert_eq!(paths.handled.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_client_that_sends_nothing_is_dropped_when_idle_too_long() {
    let (server, _) = server_with(ServerLimits { idle: Duration::from_millis(50), ..ServerLimits::default() }).await;
    let exchange = client_of(server.address()).send(Call { delivery: Delivery::Never, ..post("/", b"") }).await;
    assert_eq!(exchange.outcome, Err(TransportFault::ClosedBeforeAnswer));
}

#[tokio::test]
async fn the_client_sends_late() {
    let (server, _) = plain_server().await;
    let wait = Duration::from_millis(120);
    let call = Call { delivery: Delivery::After(wait), timeout: Duration::from_millis(100), ..post("/echo", b"x") };
    let exchange = client_of(server.address()).send(call).await;
    assert!(exchange.outcome.is_ok() && exchange.elapsed >= wait, "the wait is not part of the time limit");
}

#[tokio::test]
async fn the_client_sends_something_else() {
    let (server, _) = plain_server().await;
    let raw = b"GET /target?x=1 HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n".to_vec();
    let exchange = client_of(server.address()).send(Call { raw: Some(raw.clone()), ..post("/", b"") }).await;
    assert_eq!(exchange.sent, raw);
    assert_eq!(exchange.outcome.unwrap().body, b"GET /target?x=1");
    let garbage = Call { raw: Some(b"\x16\x03\x01 this is no HTTP\r\n\r\n".to_vec()), ..post("/", b"") };
    assert_eq!(client_of(server.address()).send(garbage).await.outcome.unwrap().status, 400);
}

#[tokio::test]
async fn chunks_are_understood_in_both_directions() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    let body: Vec<u8> = (0..5000u32).map(|n| n as u8).collect();
    let sent = client.send(Call { framing: Framing::Chunked, ..post("/echo", &body) }).await;
    assert_eq!(sent.outcome.unwrap().body, body);
    let received = client.send(post("/chunked", b"")).await;
    assert_eq!(received.outcome.unwrap().body, b"abcde");
    assert!(client.send(post("/echo", b"")).await.connection_reused);
}

#[tokio::test]
async fn wrong_framing_is_sent_as_asked() {
    let (server, paths) = plain_server().await;
    let client = client_of(server.address());
    let short = Duration::from_millis(100);
    let waiting = Call { framing: Framing::WrongLength(10), timeout: short, ..post("/echo", b"four") };
    assert_eq!(client.send(waiting).await.outcome, Err(TransportFault::TimeoutBeforeAnswer));
    let unfinished = Call { framing: Framing::ChunkedUnfinished, timeout: short, ..post("/echo", b"four") };
    assert_eq!(client.send(unfinished).await.outcome, Err(TransportFault::TimeoutBeforeAnswer));
    assert_eq!(paths.handled.load(Ordering::SeqCst), 0);
    let cut = client.send(Call { framing: Framing::WrongLength(2), ..post("/echo", b"four") }).await;
    assert_eq!(cut.outcome.unwrap().body, b"fo");
}

#[tokio::test]
async fn a_head_request_has_an_answer_without_body() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    assert_eq!(client.send(Call::new(Request::new("HEAD", "/echo"))).await.outcome.unwrap().status, 200);
    assert_eq!(client.send(post("/204", b"x")).await.outcome.unwrap().status, 204);
    assert!(client.send(post("/echo", b"x")).await.connection_reused);
}
