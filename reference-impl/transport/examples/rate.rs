//! Measures sequential calls over one kept connection, and calls that each open a TLS 1.3 session:
//! `cargo run --release -p rsp-transport --example rate`.

use rsp_crypto::Curve;
use rsp_pki::TestPki;
use rsp_transport::tls::{ClientTls, GsmaChainPolicy, ServerTls, TlsCredential, client_config, server_config};
use rsp_transport::{Answer, Call, Client, Endpoint, Handler, PeerInfo, Request, Response, Server, ServerLimits};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Echo;

impl Handler for Echo {
    fn handle<'a>(&'a self, request: Request, _: &'a PeerInfo) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(async move { Response::new(200).with_body("application/json", request.body).into() })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let pki = TestPki::from_seed(b"rate");
    let suite = pki.on(Curve::P256);
    let server_tls = server_config(ServerTls::new(TlsCredential::try_from(&suite.dp_tls)?))?;
    let policy = Arc::new(GsmaChainPolicy::new(vec![suite.ci.certificate.clone()]));
    let client_tls = client_config(ClientTls::new(policy))?;
    let host = suite.dp_tls.certificate.san_dns().into_iter().next().unwrap_or_default();
    for (name, tls) in [("plain", false), ("TLS 1.3", true)] {
        let own = tls.then(|| server_tls.clone());
        let server = Server::start("127.0.0.1:0", own, Arc::new(Echo), ServerLimits::default()).await?;
        let tls = tls.then(|| client_tls.clone());
        let client = Client::new(Endpoint { host: host.clone(), connect: server.address().to_string(), tls });
        for (what, size, fresh) in [("kept", 300, false), ("kept", 8000, false), ("fresh", 300, true)] {
            let start = Instant::now();
            let mut calls = 0u32;
            while start.elapsed() < Duration::from_secs(2) {
                let request = Request::post("/gsma/rsp2/es9plus/x", "application/json", vec![b'x'; size]);
                client.send(Call { fresh_connection: fresh, ..Call::new(request) }).await.outcome?;
                calls += 1;
            }
            println!(
                "{name}, {what} connection, {size} octets: {:.0} calls/s",
                f64::from(calls) / start.elapsed().as_secs_f64()
            );
        }
        server.stop().await;
    }
    Ok(())
}
