//! Targets that listen in the test's own process.

#![allow(dead_code, reason = "not every test binary uses all of it")]
#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

use super::{Bench, Ran};
use rsp_conduct::{Honest, SystemClock};
use rsp_consumer::sm_dp_plus::{Interface, SmDpPlusHttp};
use rsp_transport::tls::{ServerTls, TlsCredential, server_config};
use rsp_transport::{Answer, Handler, PeerInfo, Request, Server, ServerLimits};
use rsptest::bench::Credentials;
use rsptest::lab::{LabSmDpPlus, SmDpPlusSettings};
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};

/// What a handler gives.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// A handler made of a function.
pub struct Answers<F>(pub F);

impl<F: Fn(Request) -> Answer + Send + Sync> Handler for Answers<F> {
    fn handle<'a>(&'a self, request: Request, _: &'a PeerInfo) -> Answering<'a> {
        Box::pin(async move { (self.0)(request) })
    }
}

/// A plain server that answers like this.
pub async fn plain(answer: impl Fn(Request) -> Answer + Send + Sync + 'static) -> Server {
    Server::start("127.0.0.1:0", None, Arc::new(Answers(answer)), ServerLimits::default()).await.unwrap()
}

/// A server of the reference's ES9+ behind TLS with this certificate.
pub async fn behind_tls(handler: Arc<dyn Handler>, credential: &rsp_pki::Credential) -> Server {
    let leaf = TlsCredential::try_from(credential).unwrap();
    let config = server_config(ServerTls::new(leaf)).unwrap();
    Server::start("127.0.0.1:0", Some(config), handler, ServerLimits::default()).await.unwrap()
}

/// The reference SM-DP+ on plain HTTP, under the PKI that target files have by default.
pub async fn reference() -> LabSmDpPlus {
    let credentials = Credentials::own(rsptest::DEFAULT_SEED.as_bytes());
    let settings = SmDpPlusSettings {
        credentials: &credentials,
        conduct: Arc::new(Honest),
        clock: Arc::new(SystemClock),
        seed: Some("target".into()),
        es9plus: "127.0.0.1:0".into(),
        es2plus: "127.0.0.1:0".into(),
        tls: false,
        operator: None,
        profile_types: rsptest::lab::profile_types(rsptest::lab::HOST),
        crl: None,
    };
    LabSmDpPlus::start(settings).await.unwrap()
}

/// Its ES9+ as a handler.
pub fn es9plus(lab: &LabSmDpPlus) -> Arc<dyn Handler> {
    Arc::new(SmDpPlusHttp::new(lab.role.clone(), Interface::Es9Plus))
}

/// A listener that does this with each connection.
pub async fn raw<F, D>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> D + Send + 'static,
    D: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

/// An address where nobody listens.
pub async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// A target file for this address; `more` is added to it.
pub fn file(connect: impl std::fmt::Display, scheme: &str, more: &str) -> String {
    format!(
        "target: sm-dp-plus\nproduct: made for a test\naddress: {}\nconnect: \"{connect}\"\nscheme: {scheme}\n\
         limits: {{ timeout: {{ default: 300ms }} }}\n{more}\n",
        rsptest::lab::HOST
    )
}

/// Runs the binary while servers of this process answer it.
pub async fn run(bench: Bench, arguments: &[&str]) -> (Bench, Ran) {
    let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let run = move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ran = bench.run(&arguments);
        (bench, ran)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}
