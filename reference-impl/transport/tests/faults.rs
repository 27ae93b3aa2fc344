//! Every fault without TLS, keep-alive, and what the server does with too much and with panics.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use rsp_transport::{Call, Client, Endpoint, Framing, Response, ServerLimits, TransportFault};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use support::{client_of, plain_server, post, raw_peer, read_some, server_with};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

async fn fault(answer: &'static [u8], hold: bool) -> TransportFault {
    let call = Call { timeout: Duration::from_millis(200), max_body: 1000, ..post("/", b"x") };
    client_of(raw_peer(answer, hold).await).send(call).await.outcome.unwrap_err()
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let (server, _) = plain_server().await;
    let address = server.address();
    server.stop().await;
    let exchange = client_of(address).send(post("/", b"")).await;
    assert_eq!(exchange.outcome, Err(TransportFault::Refused));
    assert!(exchange.detail.unwrap().starts_with(&address.to_string()));
}

#[tokio::test]
async fn an_address_that_is_none_is_unreachable() {
    let connect = "256.0.0.1:x".to_owned();
    let client = Client::new(Endpoint { host: "h".into(), connect, tls: None });
    assert_eq!(client.send(post("/", b"")).await.outcome, Err(TransportFault::Unreachable));
}

#[tokio::test]
async fn a_listener_that_does_not_accept_lets_the_connecting_time_out() {
    // One place in the queue, taken by connections nobody accepts: the kernel drops further ones.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    for _ in 0..8 {
        let connecting = tokio::net::TcpStream::connect(address);
        match tokio::time::timeout(Duration::from_millis(100), connecting).await {
            Ok(stream) => held.push(stream),
            Err(_) => break,
        }
    }
    let call = Call { timeout: Duration::from_millis(100), ..post("/", b"") };
    assert_eq!(client_of(address).send(call).await.outcome, Err(TransportFault::TimeoutConnecting));
}

#[tokio::test]
async fn a_reset_is_told_from_a_close() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_some(&mut stream).await;
        stream.set_zero_linger().unwrap();
    });
    assert_eq!(client_of(address).send(post("/", b"")).await.outcome, Err(TransportFault::Reset));
    assert_eq!(fault(b"", false).await, TransportFault::ClosedBeforeAnswer);
}

#[tokio::test]
async fn what_stops_says_where() {
    let head: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc";
    assert_eq!(fault(head, false).await, TransportFault::ClosedInAnswer { got: head.len() });
    assert_eq!(fault(head, true).await, TransportFault::TimeoutInAnswer { got: head.len() });
    assert_eq!(fault(b"", true).await, TransportFault::TimeoutBeforeAnswer);
}

#[tokio::test]
async fn what_is_not_http_is_said_to_be_so() {
    let fault = fault(b"<!doctype html><html>hello</html>", true).await;
    assert!(fault.to_string().contains("<!doctype html>"), "{fault}");
    assert!(matches!(fault, TransportFault::NotHttp { .. }));
}

#[tokio::test]
async fn an_answer_in_html_is_an_answer() {
    let address = raw_peer(b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html/>", false).await;
    let response: Response = client_of(address).send(post("/", b"")).await.outcome.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (502, &b"<html/>"[..]));
}

#[tokio::test]
async fn a_body_of_ten_mebibytes_is_not_read() {
    let (server, _) = server_with(ServerLimits { body: 16 << 20, ..ServerLimits::default() }).await;
    let exchange = client_of(server.address()).send(post("/echo", &vec![7; 10 << 20])).await;
    assert_eq!(exchange.outcome, Err(TransportFault::BodyTooLarge { limit: 1 << 20 }));
    assert!(exchange.received.len() < 1 << 20);
    let endless = fault(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", true).await;
    assert_eq!(endless, TransportFault::BodyTooLarge { limit: 1000 });
}

#[tokio::test]
async fn a_head_without_end_is_not_read() {
    let head: &'static [u8] = Box::leak([b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &[b'x'; 100_000]].concat().into());
    assert_eq!(fault(head, true).await, TransportFault::HeadTooLarge);
}

#[tokio::test]
async fn the_deadline_of_a_client_ends_every_call() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address()).with_deadline(Duration::from_millis(60));
    let exchange = client.send(post("/never", b"")).await;
    assert_eq!(exchange.outcome, Err(TransportFault::TimeoutBeforeAnswer));
    assert!(exchange.elapsed < Duration::from_secs(5));
}

#[tokio::test]
async fn a_connection_is_kept_alive_and_can_be_left() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    assert!(!client.send(post("/echo", b"1")).await.connection_reused);
    assert!(client.send(post("/echo", b"2")).await.connection_reused);
    let fresh = client.send(Call { fresh_connection: true, ..post("/echo", b"3") }).await;
    assert!(!fresh.connection_reused && fresh.outcome.is_ok());
    assert!(client.send(post("/echo", b"4")).await.connection_reused);
    client.disconnect();
    assert!(!client.send(post("/echo", b"5")).await.connection_reused);
}

#[tokio::test]
async fn a_peer_that_closes_after_each_answer_is_called_again() {
    let address = raw_peer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false).await;
    let client = client_of(address);
    for _ in 0..3 {
        assert_eq!(client.send(post("/", b"")).await.outcome.unwrap().body, b"ok");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_stale_connection_is_tried_once_more() {
    // Answers the first request of each connection and closes when the second has come.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = seen.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_some(&mut stream).await;
            counter.fetch_add(1, Ordering::SeqCst);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            read_some(&mut stream).await;
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    let client = client_of(address);
    let get = || post("/", b"");
    assert!(!client.send(get()).await.retried);
    let again = client.send(get()).await;
    assert!(again.outcome.is_ok() && again.retried && !again.connection_reused);
    assert_eq!(seen.load(Ordering::SeqCst), 3);
    let raw = Call { raw: Some(b"X\r\n\r\n".to_vec()), ..get() };
    let once = client.send(raw).await;
    assert_eq!(once.outcome, Err(TransportFault::ClosedBeforeAnswer), "octets in place of a request are sent once");
}

#[tokio::test]
async fn a_request_that_is_too_large_is_answered_with_413() {
    let (server, paths) = server_with(ServerLimits { body: 1000, ..ServerLimits::default() }).await;
    let client = client_of(server.address());
    for size in [1001, 8 << 20] {
        for framing in [Framing::ContentLength, Framing::Chunked] {
            let exchange = client.send(Call { framing, ..post("/echo", &vec![0; size]) }).await;
            assert_eq!(exchange.outcome.unwrap().status, 413, "{size} octets, {framing:?}");
        }
    }
    assert_eq!(paths.handled.load(Ordering::SeqCst), 0);
    assert_eq!(client.send(post("/echo", &[0; 1000])).await.outcome.unwrap().status, 200);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_answered_with_431() {
    let (server, _) = server_with(ServerLimits { head: 8192, ..ServerLimits::default() }).await;
    let mut call = post("/echo", b"");
    call.request = call.request.with_header("X-Long", "x".repeat(20_000));
    assert_eq!(client_of(server.address()).send(call).await.outcome.unwrap().status, 431);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_with_408() {
    let (server, _) = server_with(ServerLimits { read: Duration::from_millis(50), ..ServerLimits::default() }).await;
    let call = Call { framing: Framing::WrongLength(10), ..post("/echo", b"four") };
    assert_eq!(client_of(server.address()).send(call).await.outcome.unwrap().status, 408);
}

#[tokio::test]
async fn a_panicking_handler_is_answered_with_500_and_the_server_lives() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    for path in ["/panic", "/late-panic"] {
        assert_eq!(client.send(post(path, b"")).await.outcome.unwrap().status, 500);
        assert!(client.send(post("/echo", b"")).await.connection_reused);
    }
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let (server, _) = server_with(ServerLimits { connections: 1, ..ServerLimits::default() }).await;
    let first = client_of(server.address());
    assert!(first.send(post("/echo", b"")).await.outcome.is_ok());
    let second = client_of(server.address());
    let waiting = Call { timeout: Duration::from_millis(100), ..post("/echo", b"") };
    assert_eq!(second.send(waiting).await.outcome, Err(TransportFault::TimeoutBeforeAnswer));
    first.disconnect();
    assert!(second.send(post("/echo", b"")).await.outcome.is_ok());
}

#[tokio::test]
async fn calls_at_the_same_time_do_not_disturb_each_other() {
    let (server, _) = plain_server().await;
    let client = client_of(server.address());
    let slow = client.send(post("/after", b"slow"));
    let fast = async {
        for n in 0..20u8 {
            assert_eq!(client.send(post("/echo", &[n])).await.outcome.unwrap().body, [n]);
        }
    };
    let (slow, ()) = tokio::join!(slow, fast);
    assert_eq!(slow.outcome.unwrap().body, b"slow");
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_is_given_up() {
    let limits =
        ServerLimits { connections: 1, body: 32 << 20, write: Duration::from_millis(100), ..ServerLimits::default() };
    let (server, paths) = server_with(limits).await;
    let mut deaf = tokio::net::TcpStream::connect(server.address()).await.unwrap();
    // More than the buffers of both kernels hold.
    let head = format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", 24 << 20);
    deaf.write_all(head.as_bytes()).await.unwrap();
    deaf.write_all(&vec![0; 24 << 20]).await.unwrap();
    // The only place is free again although the first client is still there.
    assert!(client_of(server.address()).send(post("/echo", b"")).await.outcome.is_ok());
    assert_eq!(paths.handled.load(Ordering::SeqCst), 2);
    drop(deaf);
}
