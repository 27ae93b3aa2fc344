//! The prober against our own server, and against OpenSSL where it is installed.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;
#[path = "support/tls.rs"]
mod tls_support;

use rsp_transport::TransportFault;
use rsp_transport::prober::{ClientHelloSpec, ProbeOutcome, ServerHello, accepted_suites, probe};
use rsp_transport::tls::{ServerTls, Versions};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use support::raw_peer;
use tls_support::{HOST, mutual, serve, server_of, suite};

/// TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
const GCM: u16 = 0xC02B;
/// TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
const CBC: u16 = 0xC023;
/// TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
const CBC_SHA1: u16 = 0xC009;
const LIMIT: Duration = Duration::from_secs(5);

async fn ask(address: SocketAddr, spec: ClientHelloSpec) -> ProbeOutcome {
    probe(&address.to_string(), &spec, LIMIT).await
}

fn hello(outcome: ProbeOutcome) -> ServerHello {
    match outcome {
        ProbeOutcome::ServerHello(hello) => hello,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_server_of_tls_1_2_shows_everything() {
    let (server, _) = serve(server_of(&suite().dp_tls)).await;
    let seen = hello(ask(server.address(), ClientHelloSpec::tls12(HOST, &[GCM])).await);
    assert_eq!((seen.version, seen.suite, seen.compression), (0x0303, GCM, 0));
    assert!(seen.group.is_some() && seen.complete && seen.alert.is_none());
    assert_eq!(seen.signature_scheme, Some(0x0403), "ecdsa_secp256r1_sha256");
    assert_eq!(seen.certificates, [suite().dp_tls.certificate.der()]);
    assert_eq!(seen.certificate_request, None);
    let only_p256 = ClientHelloSpec { groups: vec![0x0017], ..ClientHelloSpec::tls12(HOST, &[GCM]) };
    assert_eq!(hello(ask(server.address(), only_p256).await).group, Some(0x0017));
}

#[tokio::test]
async fn a_mutual_server_says_whom_it_trusts() {
    let (server, _) = serve(mutual(&suite().dp_tls)).await;
    let seen = hello(ask(server.address(), ClientHelloSpec::tls12(HOST, &[GCM])).await);
    assert_eq!(seen.certificate_request.unwrap(), [suite().ci.certificate.subject()]);
}

#[tokio::test]
async fn a_server_of_tls_1_3_shows_version_suite_and_group() {
    let (server, _) = serve(server_of(&suite().dp_tls)).await;
    let spec = ClientHelloSpec { groups: vec![0x0017], ..ClientHelloSpec::tls13(HOST, &[0x1301]) };
    let seen = hello(ask(server.address(), spec).await);
    assert_eq!((seen.version, seen.suite, seen.group), (0x0304, 0x1301, Some(0x0017)));
    assert!(seen.complete && !seen.hello_retry && seen.certificates.is_empty());
    // No share for P-384: the server asks for one, which says that it takes the group.
    let spec = ClientHelloSpec { groups: vec![0x0018], ..ClientHelloSpec::tls13(HOST, &[0x1301]) };
    let seen = hello(ask(server.address(), spec).await);
    assert!(seen.hello_retry);
    assert_eq!(seen.group, Some(0x0018));
}

#[tokio::test]
async fn what_a_server_does_not_speak_is_refused() {
    let (server, _) = serve(server_of(&suite().dp_tls)).await;
    for spec in [
        ClientHelloSpec::tls12(HOST, &[CBC]),
        ClientHelloSpec::old(0x0302, HOST, &[CBC_SHA1]),
        ClientHelloSpec::old(0x0301, HOST, &[CBC_SHA1]),
        ClientHelloSpec::ssl3(&[0x000A]),
        ClientHelloSpec { compression: vec![1], ..ClientHelloSpec::tls12(HOST, &[GCM]) },
    ] {
        let outcome = ask(server.address(), spec.clone()).await;
        assert!(outcome.is_refusal(), "{outcome} to {spec:?}");
    }
    let (only_12, _) = serve(ServerTls { versions: Versions::Tls12, ..server_of(&suite().dp_tls) }).await;
    let outcome = ask(only_12.address(), ClientHelloSpec::tls13(HOST, &[0x1301])).await;
    assert_eq!(outcome, ProbeOutcome::Alert(2, 70));
}

#[tokio::test]
async fn all_suites_are_found_out() {
    let (server, _) = serve(server_of(&suite().dp_tls)).await;
    let spec = ClientHelloSpec::tls12(HOST, &[CBC, GCM, 0xC02C, 0xCCA9, 0xC02F]);
    let (mut accepted, refusal) = accepted_suites(&server.address().to_string(), &spec, LIMIT).await;
    accepted.sort_unstable();
    assert_eq!(accepted, [GCM, 0xC02C, 0xCCA9]);
    assert_eq!(refusal, Some(ProbeOutcome::Alert(2, 40)));
}

#[tokio::test]
async fn other_ends_are_told_apart() {
    let hello = || ClientHelloSpec::tls12(HOST, &[GCM]);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = listener.local_addr().unwrap().to_string();
    assert_eq!(probe(&silent, &hello(), Duration::from_millis(80)).await, ProbeOutcome::Timeout);
    drop(listener);
    assert_eq!(probe(&silent, &hello(), LIMIT).await, ProbeOutcome::Unreached(TransportFault::Refused));
    let closing = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closing.local_addr().unwrap();
    tokio::spawn(async move { while closing.accept().await.is_ok() {} });
    assert_eq!(ask(address, hello()).await, ProbeOutcome::Closed);
    // A hello with an empty line in it ends the reading of this peer.
    let web = raw_peer(b"HTTP/1.1 400 Bad Request\r\n\r\n", false).await;
    let spec = ClientHelloSpec { extensions: vec![(0xFE00, b"\r\n\r\n".to_vec())], ..hello() };
    assert!(matches!(ask(web, spec).await, ProbeOutcome::NotTls(octets) if octets.starts_with(b"HTTP/1.1")));
}

/// `openssl s_server` on a port of its choice; `None` when there is no OpenSSL.
struct OpenSsl {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl OpenSsl {
    async fn start(arguments: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        std::fs::write(&certificate, suite().dp_tls.certificate.to_pem()).unwrap();
        std::fs::write(&key, suite().dp_tls.key.as_ref().unwrap().to_pem()).unwrap();
        // A port that was free a moment ago.
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new("openssl")
            .args(["s_server", "-quiet", "-www", "-accept", &address.port().to_string()])
            .arg("-cert")
            .arg(&certificate)
            .arg("-key")
            .arg(&key)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = child else {
            eprintln!("SKIPPED: there is no openssl binary");
            return None;
        };
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                return Some(Self { child, address, _folder: folder });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("openssl does not listen");
    }
}

impl Drop for OpenSsl {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn openssl_answers_a_cbc_suite_and_an_old_version() {
    let settings = ["-cipher", "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", "-no_tls1_3"];
    let Some(peer) = OpenSsl::start(&settings).await else { return };
    let seen = hello(ask(peer.address, ClientHelloSpec::tls12(HOST, &[CBC])).await);
    assert_eq!((seen.version, seen.suite, seen.complete), (0x0303, CBC, true));
    assert_eq!(seen.certificates, [suite().dp_tls.certificate.der()]);
    let seen = hello(ask(peer.address, ClientHelloSpec::old(0x0301, HOST, &[CBC_SHA1])).await);
    assert_eq!((seen.version, seen.suite, seen.certificates.len()), (0x0301, CBC_SHA1, 1));
    assert!(ask(peer.address, ClientHelloSpec::tls13(HOST, &[0x1301])).await.is_refusal());
}

#[tokio::test]
async fn our_client_takes_openssl_as_server() {
    let Some(peer) = OpenSsl::start(&[]).await else { return };
    for versions in [Versions::Tls12, Versions::Tls13] {
        let settings =
            rsp_transport::tls::ClientTls { versions, ..rsp_transport::tls::ClientTls::new(tls_support::policy()) };
        let client = tls_support::client(peer.address, settings);
        let exchange = client.send(rsp_transport::Call::new(rsp_transport::Request::new("GET", "/"))).await;
        assert_eq!(exchange.outcome.map(|response| response.status), Ok(200), "{versions:?}");
    }
}
