//! The CI's revocation list over HTTP, and the SM-DP+'s way to it.

use rsp_consumer::sm_dp_plus::CrlSource;
use rsp_transport::{Answer, Call, Client, Endpoint, Handler, PeerInfo, Request, Response};
use std::future::Future;
use std::pin::Pin;

/// Serves one list at every path.
pub struct CrlServer {
    /// DER.
    pub list: Vec<u8>,
}

impl Handler for CrlServer {
    fn handle<'a>(&'a self, request: Request, _: &'a PeerInfo) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        let response = if request.method == "GET" {
            Response::new(200).with_body("application/pkix-crl", self.list.clone())
        } else {
            Response::new(405)
        };
        Box::pin(async move { Answer::from(response) })
    }
}

/// Fetches lists from one place, whatever host their URI names: names of test certificates resolve to nothing.
pub struct CrlFetcher {
    client: Client,
}

impl CrlFetcher {
    /// Fetches from this address.
    pub fn from_address(connect: String) -> Self {
        Self { client: Client::new(Endpoint { host: connect.clone(), connect, tls: None }) }
    }
}

impl CrlSource for CrlFetcher {
    fn fetch<'a>(&'a self, uri: &'a str) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>> {
        Box::pin(async move {
            let path = uri.splitn(4, '/').nth(3).map_or_else(|| "/".to_owned(), |path| format!("/{path}"));
            let exchange = self.client.send(Call::new(Request::new("GET", path))).await;
            let response = exchange.outcome.map_err(|fault| fault.to_string())?;
            if response.status == 200 { Ok(response.body) } else { Err(format!("HTTP status {}", response.status)) }
        })
    }
}
