//! A handler whose path says what it does, and servers that speak raw TCP.

#![allow(dead_code, reason = "not every test binary uses all of it")]
#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

use rsp_conduct::Delivery;
use rsp_transport::{Answer, Call, Client, Endpoint, Handler, PeerInfo, Request, Response, Server, ServerLimits};
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Answers with the request's body, delivered as the path says.
#[derive(Default)]
pub struct Paths {
    pub handled: AtomicUsize,
    pub refused: Mutex<Vec<String>>,
}

impl Handler for Paths {
    fn handle<'a>(&'a self, request: Request, peer: &'a PeerInfo) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move {
            self.handled.fetch_add(1, Ordering::SeqCst);
            let path = request.path.clone();
            let mut response = Response::new(200).with_body("application/octet-stream", request.body.clone());
            response = response.with_header("X-Admin-Protocol", "gsma/rsp/v2.5.0");
            response = response.with_header("x-peer-certificates", peer.certificates.len().to_string());
            let delivery = match path.as_str() {
                "/never" => Delivery::Never,
                "/half" => Delivery::Half,
                "/twice" => Delivery::Twice,
                "/after" => Delivery::After(Duration::from_millis(150)),
                "/instead" => Delivery::Instead(b"HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nhi".to_vec()),
                "/noise" => Delivery::Instead(b"\x00\x01\x02 noise\r\n\r\n".to_vec()),
                "/204" => return Response::new(204).into(),
                "/chunked" => {
                    let body = b"3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n".to_vec();
                    let chunked = Response::new(200).with_header("Transfer-Encoding", "chunked");
                    return Response { body, ..chunked }.into();
                }
                "/strange-header" => {
                    return Response::new(200).with_header("X Strange", "a\tb").with_body("t/p", "kept").into();
                }
                "/panic" => panic!("a handler that panics on purpose"),
                "/late-panic" => {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    panic!("a handler that panics later on purpose")
                }
                _ => Delivery::Now,
            };
            if path == "/target?x=1" {
                response.body = format!("{} {}", request.method, request.path).into_bytes();
            }
            Answer { response, delivery }
        })
    }

    fn refused(&self, _peer: SocketAddr, fault: &rsp_transport::TransportFault) {
        self.refused.lock().unwrap().push(fault.to_string());
    }
}

pub async fn plain_server() -> (Server, Arc<Paths>) {
    server_with(ServerLimits::default()).await
}

pub async fn server_with(limits: ServerLimits) -> (Server, Arc<Paths>) {
    let paths = Arc::new(Paths::default());
    (Server::start("127.0.0.1:0", None, paths.clone(), limits).await.unwrap(), paths)
}

pub fn client_of(address: SocketAddr) -> Client {
    Client::new(Endpoint { host: "peer.example.com".into(), connect: address.to_string(), tls: None })
}

pub fn post(path: &str, body: &[u8]) -> Call {
    Call::new(Request::post(path, "application/octet-stream", body))
}

/// A peer that reads a head (and whatever comes with it), writes these octets, and closes unless it is to hold.
pub async fn raw_peer(answer: &'static [u8], hold: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                read_some(&mut stream).await;
                let _ = stream.write_all(answer).await;
                if hold {
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            });
        }
    });
    address
}

pub async fn read_some(stream: &mut TcpStream) {
    let mut seen = Vec::new();
    while !seen.windows(4).any(|four| four == b"\r\n\r\n") {
        let mut buf = [0; 4096];
        match stream.read(&mut buf).await {
            Ok(n) if n > 0 => seen.extend_from_slice(&buf[..n]),
            _ => return,
        }
    }
}
