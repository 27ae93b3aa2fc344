//! Targets that are not there, break off, hang, flood or die: the run ends, with the right exit code, and says why.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;
#[path = "support/targets.rs"]
mod targets;

use rsp_conduct::Delivery;
use rsp_crypto::{Curve, PrivateKey, SeededEntropy};
use rsp_pki::{CertificateTemplate, Credential, Role, TestPki};
use rsp_transport::{Answer, Handler, PeerInfo, Request, Response};
use rsptest::lab::{HOST, OID};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use support::{Bench, ONE_EXCHANGE, Ran, verdicts};
use targets::Answering;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::Notify;

/// Cases of InitiateAuthentication: some expect an answer, some a refusal.
const SOME: [&str; 2] = [ONE_EXCHANGE, "sgp22/sm-dp-plus/es9plus/initiate-authentication-errors"];

/// Runs these cases against this address.
async fn against(address: SocketAddr, scheme: &str, more: &str, cases: &[&str]) -> (Bench, Ran) {
    let bench = Bench::new();
    let orders = "orders: { lists: { open: [A, B, C], confirmation-code: [{ matching-id: D, code: \"1234\" }] } }";
    let file = bench.write("target.yaml", targets::file(address, scheme, &format!("{orders}\n{more}")));
    let mut arguments = vec!["--target", file.to_str().unwrap()];
    arguments.extend(cases);
    let (bench, ran) = targets::run(bench, &arguments).await;
    bench.results();
    (bench, ran)
}

/// The messages of verdicts of this kind.
fn messages(bench: &Bench, verdict: &str) -> Vec<String> {
    let all = verdicts(&bench.results());
    all.into_iter().filter(|(_, found, _)| found == verdict).map(|(.., message)| message).collect()
}

#[track_caller]
fn all_say(messages: &[String], words: &str) {
    assert!(!messages.is_empty());
    for message in messages {
        assert!(message.contains(words), "{message:?} does not say {words:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listens() {
    let (bench, ran) = against(targets::nobody().await, "http", "", &SOME).await;
    ran.ended(3);
    all_say(&messages(&bench, "inconclusive"), "the connection was refused: nobody listens there");
    assert!(messages(&bench, "fail").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_suite_where_nobody_listens() {
    let (bench, ran) = against(targets::nobody().await, "http", "", &[]).await;
    ran.ended(3);
    let results = bench.results();
    assert_eq!((&results["counts"]["pass"], &results["counts"]["broken"]), (&0.into(), &0.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_is_reset() {
    let address = targets::raw(|stream| async move {
        let _ = stream.set_zero_linger();
    })
    .await;
    let (bench, ran) = against(address, "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "the peer reset the connection before it answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_is_closed() {
    let address = targets::raw(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
    })
    .await;
    let (bench, ran) = against(address, "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "closed the connection without an answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_is_of_somebody_else() {
    let foreign = TestPki::from_seed(b"somebody else");
    let lab = targets::reference().await;
    let server = targets::behind_tls(targets::es9plus(&lab), &foreign.on(Curve::P256).dp_tls).await;
    let (bench, ran) = against(server.address(), "https", "", &SOME).await;
    ran.ended(3);
    let says = messages(&bench, "inconclusive");
    all_say(&says, "we refused the peer in TLS, unknown_ca(48)");
    all_say(&says, "to a trusted CI");
}

/// A leaf like that of the reference, whose time is over.
fn expired() -> Credential {
    let pki = TestPki::from_seed(rsptest::DEFAULT_SEED.as_bytes());
    let ci = &pki.on(Curve::P256).ci;
    let key = PrivateKey::derive(Curve::P256, &SeededEntropy::new(b"leaf"), "expired", b"");
    let template =
        CertificateTemplate::tls(&ci.certificate, vec![9], key.public_key(), Some(Role::DpTls), HOST, OID).unwrap();
    let template = CertificateTemplate { not_before: 1_577_836_800, not_after: 1_609_459_200, ..template };
    Credential::new(template.issue(ci.key.as_ref().unwrap()).unwrap(), key)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_certificate_ends_the_run() {
    let lab = targets::reference().await;
    let server = targets::behind_tls(targets::es9plus(&lab), &expired()).await;
    let (bench, ran) = against(server.address(), "https", "", &SOME).await;
    ran.ended(3);
    all_say(&messages(&bench, "inconclusive"), "certificate_expired(45)");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_certificate_is_one_finding() {
    let lab = targets::reference().await;
    let server = targets::behind_tls(targets::es9plus(&lab), &expired()).await;
    let cases = [SOME[0], SOME[1], "sgp22/sm-dp-plus/pki/tls-certificate"];
    let (bench, ran) = against(server.address(), "https", "tls: { expired-leaf: report }", &cases).await;
    ran.ended(1);
    let results = bench.results();
    let found: Vec<_> = verdicts(&results).into_iter().filter(|(_, verdict, _)| verdict == "fail").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "sgp22/sm-dp-plus/pki/tls-certificate/in-force");
    assert!(found[0].2.contains("expected: a certificate within its dates (expired: "), "{}", found[0].2);
    assert!(found[0].2.contains("valid until 2021-01-01T00:00:00Z, and it is 20"), "{}", found[0].2);
    assert!(results["counts"]["pass"].as_u64().unwrap() > 10, "the rest of the run goes on");
    // Whoever selects other cases hears of it all the same.
    let (bench, ran) = against(server.address(), "https", "tls: { expired-leaf: report }", &[ONE_EXCHANGE]).await;
    ran.ended(0);
    let results = bench.results();
    let notes = results["verdicts"][1]["notes"].to_string() + &results["verdicts"][0]["notes"].to_string();
    assert!(notes.contains("the TLS certificate is outside its dates"), "{notes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_where_tls_is_expected() {
    let server = targets::plain(|_| Response::new(200).into()).await;
    let (bench, ran) = against(server.address(), "https", "", &[ONE_EXCHANGE]).await;
    ran.ended(3);
    all_say(&messages(&bench, "inconclusive"), "plain HTTP");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_that_never_begins() {
    let address = targets::raw(|stream| async move {
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    })
    .await;
    let (bench, ran) = against(address, "https", "", &[ONE_EXCHANGE]).await;
    ran.ended(3);
    all_say(&messages(&bench, "inconclusive"), "does the port speak TLS?");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_comes() {
    let server = targets::plain(|_| Answer { response: Response::new(200), delivery: Delivery::Never }).await;
    let (bench, ran) = against(server.address(), "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "no answer within the time limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_does_not_end() {
    let address = targets::raw(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"header\"").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    })
    .await;
    let (bench, ran) = against(address, "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "did not end within the time limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_answer() {
    let answer = |_| Answer { response: Response::new(200).with_body("a/b", vec![b'x'; 64]), delivery: Delivery::Half };
    let server = targets::plain(answer).await;
    let (bench, ran) = against(server.address(), "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "octets of its answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_for_people() {
    let page = "<!DOCTYPE html><html><body><h1>It works!</h1></body></html>";
    let server = targets::plain(move |_| Response::new(200).with_body("text/html", page).into()).await;
    let (bench, ran) = against(server.address(), "http", "", &SOME).await;
    ran.ended(1);
    assert!(messages(&bench, "pass").is_empty());
    all_say(&messages(&bench, "fail")[..1], "the body is no JSON object: it begins with \"<!DOCTYPE html>");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_mebibytes() {
    let body = vec![b' '; 10 << 20];
    let server = targets::plain(move |_| Response::new(200).with_body("application/json", body.clone()).into()).await;
    let (bench, ran) = against(server.address(), "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "larger than the limit of 1048576 octets");
}

#[tokio::test(flavor = "multi_thread")]
async fn noise() {
    let answer = |_| Answer { response: Response::new(200), delivery: Delivery::Instead(vec![0xFF; 5000]) };
    let server = targets::plain(answer).await;
    let (bench, ran) = against(server.address(), "http", "", &[ONE_EXCHANGE]).await;
    ran.ended(1);
    all_say(&messages(&bench, "fail"), "the answer is not HTTP/1.1");
}

#[tokio::test(flavor = "multi_thread")]
async fn always_500() {
    let server = targets::plain(|_| Response::new(500).into()).await;
    let (bench, ran) = against(server.address(), "http", "", &[]).await;
    ran.ended(1);
    let results = bench.results();
    assert_eq!(results["counts"]["broken"], 0);
    let found = verdicts(&results);
    let nominal = found.iter().find(|(id, ..)| id.contains("initiate-authentication/nominal[json]")).unwrap();
    assert_eq!(nominal.1, "fail");
    assert!(nominal.2.contains("HTTP 500"), "{}", nominal.2);
    // An error of the server is no orderly refusal: it may warn, it never passes.
    let errors = |(id, ..): &&(String, String, String)| id.contains("initiate-authentication-errors");
    for (id, verdict, message) in found.iter().filter(errors) {
        assert_ne!(verdict, "pass", "{id}: {message}");
    }
}

/// The reference, but every answer ends its connection.
struct Closing {
    inner: Arc<dyn Handler>,
    says: bool,
}

impl Handler for Closing {
    fn handle<'a>(&'a self, request: Request, peer: &'a PeerInfo) -> Answering<'a> {
        Box::pin(async move {
            let answer = self.inner.handle(request, peer).await;
            if self.says {
                return Answer::from(answer.response.with_header("Connection", "close"));
            }
            let length = answer.response.body.len();
            let head = format!("HTTP/1.1 {} X\r\nContent-Length: {length}\r\n", answer.response.status);
            let lines = answer.response.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
            let head = head + &lines.collect::<String>() + "\r\n";
            let octets = [head.as_bytes(), &answer.response.body].concat();
            Answer { delivery: Delivery::Instead(octets), ..answer }
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_may_close_after_each_answer() {
    let lab = targets::reference().await;
    for says in [true, false] {
        let closing = Arc::new(Closing { inner: targets::es9plus(&lab), says });
        let limits = rsp_transport::ServerLimits::default();
        let server = rsp_transport::Server::start("127.0.0.1:0", None, closing, limits).await.unwrap();
        let (bench, ran) = against(server.address(), "http", "", &SOME).await;
        ran.ended(0);
        assert!(messages(&bench, "pass").len() > 10);
    }
}

/// The reference, until it has answered so often; then it takes no further question to its end.
struct Mortal {
    inner: Arc<dyn Handler>,
    left: AtomicUsize,
    died: Arc<Notify>,
}

impl Handler for Mortal {
    fn handle<'a>(&'a self, request: Request, peer: &'a PeerInfo) -> Answering<'a> {
        Box::pin(async move {
            if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
                self.died.notify_one();
                std::future::pending::<()>().await;
            }
            self.inner.handle(request, peer).await
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_in_the_middle() {
    let lab = targets::reference().await;
    let died = Arc::new(Notify::new());
    let mortal = Mortal { inner: targets::es9plus(&lab), left: AtomicUsize::new(2), died: died.clone() };
    let limits = rsp_transport::ServerLimits::default();
    let server = rsp_transport::Server::start("127.0.0.1:0", None, Arc::new(mortal), limits).await.unwrap();
    let address = server.address();
    let undertaker = tokio::spawn(async move {
        died.notified().await;
        server.stop().await;
    });
    // Each variant is one call.
    let one = format!("{}/nearly-its-address", SOME[1]);
    let (bench, ran) = against(address, "http", "", &[&one, "--jobs", "1"]).await;
    ran.ended(1);
    undertaker.await.unwrap();
    let results = bench.results();
    assert!(results["counts"]["pass"] == 2, "{}", results["counts"]);
    // The one that was on its way is told from those that came too late.
    all_say(&messages(&bench, "fail"), "closed the connection without an answer: look for a crash");
    assert_eq!(results["counts"]["fail"], 1);
    all_say(&messages(&bench, "inconclusive"), "the connection was refused");
}

/// Runs these cases one after the other on a server that answers once and dies of the next question.
async fn on_a_server_of_one_answer(cases: &str) -> (Bench, Ran) {
    let lab = targets::reference().await;
    let died = Arc::new(Notify::new());
    let mortal = Mortal { inner: targets::es9plus(&lab), left: AtomicUsize::new(1), died: died.clone() };
    let limits = rsp_transport::ServerLimits::default();
    let server = rsp_transport::Server::start("127.0.0.1:0", None, Arc::new(mortal), limits).await.unwrap();
    let address = server.address();
    let undertaker = tokio::spawn(async move {
        died.notified().await;
        server.stop().await;
    });
    let bench = Bench::new();
    let folder = bench.case_file(cases);
    let file = bench.write("target.yaml", targets::file(address, "http", ""));
    let arguments = ["--target", file.to_str().unwrap(), "--cases-dir", folder.to_str().unwrap(), "--jobs", "1"];
    let ran = targets::run(bench, &arguments).await;
    undertaker.await.unwrap();
    ran
}

/// A case of two calls, and one that comes too late.
const TWO_CALLS: &str = "specs: { SGP.22: \">=2.2\" }
cases:
  - id: two-calls
    title: It answers a second time
    why: Once is not enough.
    covers: [SGP22-5.6.1-01]
    given: [GIVEN]
    steps:
      - { call: ES9+.InitiateAuthentication }
      - { call: ES9+.InitiateAuthentication }
  - id: too-late
    title: It answers the next case
    why: Once is not enough.
    covers: [SGP22-5.6.1-01]
    steps:
      - { call: ES9+.InitiateAuthentication }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_in_the_middle_of_a_case_failed_it() {
    let (bench, ran) = on_a_server_of_one_answer(&TWO_CALLS.replace("GIVEN", "")).await;
    ran.ended(1);
    let fails = messages(&bench, "fail");
    assert_eq!(fails.len(), 1, "{fails:?}");
    all_say(&fails, "the entity stopped answering: the connection was refused: nobody listens there");
    // The case after it never reached it.
    let late = messages(&bench, "inconclusive");
    assert_eq!(late.len(), 1, "{late:?}");
    all_say(&late, "the connection was refused: nobody listens there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_of_initial_conditions_failed_nothing() {
    let given = "{ call: ES9+.InitiateAuthentication }, { call: ES9+.InitiateAuthentication }";
    let (bench, ran) = on_a_server_of_one_answer(&TWO_CALLS.replace("GIVEN", given)).await;
    ran.ended(3);
    assert!(messages(&bench, "fail").is_empty());
    all_say(&messages(&bench, "inconclusive"), "the connection was refused");
}
