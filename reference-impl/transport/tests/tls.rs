//! TLS with GSMA certificates, in 1.2 and in 1.3: what is taken, what is refused and with which alert.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;
#[path = "support/tls.rs"]
mod tls_support;

use rsp_conduct::{Delivery, FixedClock};
use rsp_pki::issue::Extension;
use rsp_pki::{CertificateTemplate, Credential, Name, NamePart, Role, crl};
use rsp_transport::tls::{
    ChainFaultKind, ClientAuth, ClientTls, ExpiredLeaf, GsmaChainPolicy, KeyLogSink, ServerTls, Versions,
};
use rsp_transport::{Call, Exchange, TlsFault, TransportFault};
use rustls::CipherSuite;
use std::sync::Arc;
use std::time::Duration;
use support::post;
use tls_support::{HOST, client, client_for, credential, leaf, mutual, policy, serve, server_of, suite};

const BOTH: [(Versions, &str); 2] = [(Versions::Tls12, "TLS 1.2"), (Versions::Tls13, "TLS 1.3")];

fn honest(versions: Versions) -> ClientTls {
    ClientTls { versions, ..ClientTls::new(policy()) }
}

fn tls_fault(exchange: &Exchange) -> &TlsFault {
    match &exchange.outcome {
        Err(TransportFault::Tls(fault)) => fault,
        other => panic!("not a TLS fault: {other:?}"),
    }
}

/// What an honest client makes of a server with this credential, in both versions.
async fn refused(own: &Credential, alert: &str) {
    refused_by(own, alert, HOST, || policy()).await;
}

async fn refused_by(
    own: &Credential,
    alert: &str,
    host: &str,
    policy: impl Fn() -> Arc<dyn rsp_transport::tls::ChainPolicy>,
) {
    for (versions, name) in BOTH {
        let (server, paths) = serve(server_of(own)).await;
        let settings = ClientTls { versions, ..ClientTls::new(policy()) };
        let exchange = client_for(host, server.address(), settings).send(post("/echo", b"")).await;
        let fault = tls_fault(&exchange);
        assert_eq!((fault.ours, fault.alert.as_deref()), (true, Some(alert)), "{name}: {}", fault.says);
        let tls = exchange.tls.as_ref().unwrap();
        assert_eq!(tls.alert.as_deref(), Some(alert));
        assert_eq!(tls.peer_certificates, [own.certificate.der()], "{name}: the refused chain is in the record");
        assert!(exchange.sent.is_empty());
        // The server hears the alert a moment later.
        for _ in 0..100 {
            if !paths.refused.lock().unwrap().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let heard = paths.refused.lock().unwrap().join("; ");
        assert!(heard.contains(alert), "{name}: the server heard {heard:?}");
    }
}

#[tokio::test]
async fn an_honest_server_is_taken_in_both_versions() {
    for (versions, name) in BOTH {
        let own = &suite().dp_tls;
        let (server, _) = serve(server_of(own)).await;
        let client = client(server.address(), honest(versions));
        let exchange = client.send(post("/echo", b"x")).await;
        assert_eq!(exchange.outcome.unwrap().body, b"x");
        let tls = exchange.tls.unwrap();
        assert_eq!(tls.version.as_deref(), Some(name));
        assert!(tls.suite.unwrap().starts_with("TLS_"));
        assert_eq!(tls.peer_certificates, [own.certificate.der()]);
        assert_eq!((tls.alert, tls.resumed), (None, false));
        let again = client.send(post("/echo", b"y")).await;
        assert!(again.connection_reused && again.tls.is_some());
        let fresh = client.send(Call { fresh_connection: true, ..post("/echo", b"z") }).await;
        assert!(!fresh.tls.unwrap().resumed, "a resumed session would skip the verifier");
    }
}

#[tokio::test]
async fn resumption_can_be_asked_for() {
    for (versions, _) in BOTH {
        let (server, _) = serve(ServerTls { resumption: true, ..server_of(&suite().dp_tls) }).await;
        let client = client(server.address(), ClientTls { resumption: true, ..honest(versions) });
        for (resumed, body) in [(false, b"1"), (true, b"2")] {
            let exchange = client.send(Call { fresh_connection: true, ..post("/echo", body) }).await;
            assert_eq!(exchange.outcome.unwrap().body, body);
            assert_eq!(exchange.tls.unwrap().resumed, resumed);
        }
    }
}

#[tokio::test]
async fn a_leaf_with_critical_certificate_policies_works_on_both_sides() {
    let own = leaf(|template| template.with(Extension::policy(Role::DpTls, true)));
    for (versions, name) in BOTH {
        let (server, _) = serve(mutual(&own)).await;
        let settings = ClientTls { credential: Some(credential(&own)), ..honest(versions) };
        let exchange = client(server.address(), settings).send(post("/echo", b"x")).await;
        let response = exchange.outcome.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(response.header("x-peer-certificates"), Some("1"));
    }
}

#[tokio::test]
async fn a_chain_to_another_ci_is_refused_with_unknown_ca() {
    refused(&suite().foreign.dp_tls, "unknown_ca(48)").await;
    // The CI's name with another key.
    let own = leaf(|template| template);
    let key = suite().foreign.ci.key.as_ref().unwrap();
    let certificate = CertificateTemplate::tls(
        &suite().ci.certificate,
        vec![9],
        own.certificate.public_key().as_ref().unwrap(),
        Some(Role::DpTls),
        HOST,
        "2.999.10",
    );
    let certificate = certificate.unwrap().issue(key).unwrap();
    refused(&Credential { certificate, key: own.key }, "unknown_ca(48)").await;
}

/// A leaf for our host below this issuer.
fn below(issuer: &Credential) -> Credential {
    let key = suite().operator.key.clone().unwrap();
    let role = Some(Role::DpTls);
    let template = CertificateTemplate::tls(&issuer.certificate, vec![8], key.public_key(), role, HOST, "2.999.10");
    Credential::new(template.unwrap().issue(issuer.key.as_ref().unwrap()).unwrap(), key)
}

#[tokio::test]
async fn a_sub_ca_is_walked_over_and_a_leaf_is_no_issuer() {
    let key = suite().foreign.ci.key.clone().unwrap();
    let ci = &suite().ci.certificate;
    let name = Name::of(&[(NamePart::CommonName, "Test DP SubCA")]);
    let mut template = CertificateTemplate::ci(name, vec![3], key.public_key()).unwrap();
    template.issuer = CertificateTemplate::tls(ci, vec![1], key.public_key(), None, HOST, "2.999.10").unwrap().issuer;
    let sub = Credential::new(template.issue(suite().ci.key.as_ref().unwrap()).unwrap(), key);
    let chain = |issuer: &Credential| {
        let leaf = below(issuer);
        vec![leaf.certificate.der().to_vec(), issuer.certificate.der().to_vec()]
    };
    let now = ci.not_before() + 1_000_000;
    policy().verify_server(&chain(&sub), HOST, now).unwrap();
    let alone = &chain(&sub)[..1];
    assert_eq!(policy().verify_server(alone, HOST, now).unwrap_err().kind, ChainFaultKind::UnknownIssuer);
    let by_leaf = policy().verify_server(&chain(&suite().dp_tls), HOST, now).unwrap_err();
    assert_eq!(by_leaf.kind, ChainFaultKind::Purpose, "{by_leaf}");
    let many = vec![chain(&sub)[0].clone(); 9];
    assert_eq!(policy().verify_server(&many, HOST, now).unwrap_err().kind, ChainFaultKind::Other);
    assert_eq!(policy().verify_server(&[vec![0x30]], HOST, now).unwrap_err().kind, ChainFaultKind::Unreadable);
}

#[tokio::test]
async fn dates_are_looked_at() {
    let expired = leaf(|mut template| {
        template.not_after = template.not_before + 86_400;
        template
    });
    refused(&expired, "certificate_expired(45)").await;
    let future = leaf(|mut template| {
        template.not_before = template.not_after - 86_400;
        template
    });
    refused(&future, "certificate_expired(45)").await;
}

#[tokio::test]
async fn an_expired_leaf_can_be_taken_and_looked_at() {
    let expired = leaf(|mut template| {
        template.not_after = template.not_before + 86_400;
        template
    });
    let roots = vec![suite().ci.certificate.clone()];
    let policy = Arc::new(GsmaChainPolicy::new(roots).with_expired_leaf(ExpiredLeaf::Take));
    let (server, _) = serve(server_of(&expired)).await;
    for (versions, _) in BOTH {
        let settings = ClientTls { versions, ..ClientTls::new(policy.clone()) };
        let exchange = client(server.address(), settings).send(post("/echo", b"")).await;
        assert!(exchange.outcome.is_ok());
        assert_eq!(exchange.tls.unwrap().peer_certificates[0], expired.certificate.der());
    }
}

#[tokio::test]
async fn the_clock_that_is_given_counts() {
    let clock = Arc::new(FixedClock::at(suite().dp_tls.certificate.not_after() + 1));
    let policy = || -> Arc<dyn rsp_transport::tls::ChainPolicy> {
        Arc::new(GsmaChainPolicy::new(vec![suite().ci.certificate.clone()]).with_clock(clock.clone()))
    };
    refused_by(&suite().dp_tls, "certificate_expired(45)", HOST, policy).await;
}

#[tokio::test]
async fn role_use_name_and_oid_are_looked_at() {
    refused(&leaf(|template| template.with(Extension::policy(Role::DsTls, false))), "unsupported_certificate(43)")
        .await;
    refused(&leaf(|template| template.without("2.5.29.32")), "unsupported_certificate(43)").await;
    refused(&leaf(|template| template.without("2.5.29.37")), "unsupported_certificate(43)").await;
    refused(&leaf(|template| template.with(Extension::issuer(None))), "unsupported_certificate(43)").await;
    refused(&leaf(|template| template.with(Extension::new("1.2.3.4", true, vec![5, 0]))), "bad_certificate(42)").await;
    refused_by(&suite().dp_tls, "bad_certificate(42)", "other.example.com", policy).await;
    let with_oid = || -> Arc<dyn rsp_transport::tls::ChainPolicy> {
        Arc::new(GsmaChainPolicy::new(vec![suite().ci.certificate.clone()]).with_oid("2.999.12"))
    };
    refused_by(&suite().dp_tls, "bad_certificate(42)", HOST, with_oid).await;
}

#[tokio::test]
async fn a_revoked_certificate_is_refused() {
    let own = &suite().dp_tls;
    let list = crl::issue(&suite().ci, &[own.certificate.serial()], 0, 4_000_000_000).unwrap();
    let policy = || -> Arc<dyn rsp_transport::tls::ChainPolicy> {
        let roots = vec![suite().ci.certificate.clone()];
        Arc::new(GsmaChainPolicy::new(roots).with_crls(vec![list.clone()]))
    };
    refused_by(own, "certificate_revoked(44)", HOST, policy).await;
}

#[tokio::test]
async fn a_server_without_the_key_of_its_certificate_is_refused() {
    let stolen = Credential { certificate: suite().dp_tls.certificate.clone(), key: suite().operator.key.clone() };
    refused(&stolen, "decrypt_error(51)").await;
}

#[tokio::test]
async fn operators_are_taken_and_strangers_refused() {
    for (versions, name) in BOTH {
        let (server, paths) = serve(mutual(&suite().dp_tls)).await;
        let with = |own: Option<&Credential>| {
            client(server.address(), ClientTls { credential: own.map(credential), ..honest(versions) })
        };
        let taken = with(Some(&suite().operator)).send(post("/echo", b"x")).await;
        assert_eq!(taken.outcome.unwrap().header("x-peer-certificates"), Some("1"), "{name}");
        // In TLS 1.3 our side of the handshake is over before the server has seen our certificate.
        for (own, alert) in [(None, "certificate_required(116)"), (Some(&suite().foreign.operator), "unknown_ca(48)")] {
            let exchange = with(own).send(post("/echo", b"x")).await;
            let fault = tls_fault(&exchange);
            assert_eq!((fault.ours, fault.alert.as_deref()), (false, Some(alert)), "{name}");
            assert_eq!(exchange.tls.unwrap().alert.as_deref(), Some(alert), "{name}");
        }
        let stolen = Credential { key: suite().dp_tls.key.clone(), ..suite().operator.clone() };
        let exchange = with(Some(&stolen)).send(post("/echo", b"x")).await;
        assert_eq!(tls_fault(&exchange).alert.as_deref(), Some("decrypt_error(51)"), "{name}");
        assert_eq!(paths.handled.load(std::sync::atomic::Ordering::SeqCst), 1);
        assert_eq!(paths.refused.lock().unwrap().len(), 3);
    }
}

#[tokio::test]
async fn a_client_certificate_can_be_optional() {
    let settings = ServerTls { client_auth: ClientAuth::Optional(policy()), ..server_of(&suite().dp_tls) };
    let (server, _) = serve(settings).await;
    for (versions, _) in BOTH {
        for (own, count) in [(None, "0"), (Some(credential(&suite().operator)), "1")] {
            let settings = ClientTls { credential: own, ..honest(versions) };
            let exchange = client(server.address(), settings).send(post("/echo", b"")).await;
            assert_eq!(exchange.outcome.unwrap().header("x-peer-certificates"), Some(count));
        }
    }
}

#[tokio::test]
async fn versions_and_suites_can_be_chosen() {
    let suite_12 = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    let (server, _) = serve(ServerTls { versions: Versions::Tls12, ..server_of(&suite().dp_tls) }).await;
    let settings = ClientTls { suites: Some(vec![suite_12]), ..honest(Versions::Tls12) };
    let exchange = client(server.address(), settings).send(post("/echo", b"")).await;
    assert_eq!(exchange.tls.unwrap().suite.as_deref(), Some("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
    let exchange = client(server.address(), honest(Versions::Tls13)).send(post("/echo", b"")).await;
    let fault = tls_fault(&exchange);
    assert_eq!((fault.ours, fault.alert.as_deref()), (false, Some("protocol_version(70)")));
    let wanted = CipherSuite::TLS13_AES_128_GCM_SHA256;
    let (server, _) = serve(server_of(&suite().dp_tls)).await;
    let settings = ClientTls { suites: Some(vec![wanted]), ..honest(Versions::Both) };
    let exchange = client(server.address(), settings).send(post("/echo", b"")).await;
    assert_eq!(exchange.tls.unwrap().suite.as_deref(), Some("TLS_AES_128_GCM_SHA256"));
}

#[tokio::test]
async fn session_secrets_are_the_same_on_both_sides() {
    for (versions, label, lines) in
        [(Versions::Tls12, "CLIENT_RANDOM ", 1), (Versions::Tls13, "CLIENT_TRAFFIC_SECRET_0 ", 5)]
    {
        let (ours, theirs) = (Arc::new(KeyLogSink::new()), Arc::new(KeyLogSink::new()));
        let (server, _) = serve(ServerTls { key_log: Some(theirs.clone()), ..server_of(&suite().dp_tls) }).await;
        let settings = ClientTls { key_log: Some(ours.clone()), ..honest(versions) };
        assert!(client(server.address(), settings).send(post("/echo", b"")).await.outcome.is_ok());
        let sorted = |sink: &KeyLogSink| {
            let mut lines = sink.lines();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&ours), sorted(&theirs));
        assert_eq!(ours.lines().len(), lines);
        assert!(ours.lines().iter().any(|line| line.starts_with(label)));
    }
}

#[tokio::test]
async fn every_delivery_works_over_tls() {
    for (versions, name) in BOTH {
        let (server, _) = serve(server_of(&suite().dp_tls)).await;
        let client = client(server.address(), honest(versions));
        let half = client.send(post("/half", b"0123456789")).await;
        assert_eq!(half.outcome, Err(TransportFault::ClosedInAnswer { got: half.received.len() }), "{name}");
        assert!(half.received.ends_with(b"\r\n\r\n01234"), "{name}");
        let twice = client.send(Call { delivery: Delivery::Twice, ..post("/echo", b"2") }).await;
        assert!(twice.outcome.is_ok() && twice.second.unwrap().is_ok(), "{name}");
        let short = Duration::from_millis(80);
        let never = client.send(Call { timeout: short, ..post("/never", b"") }).await;
        assert_eq!(never.outcome, Err(TransportFault::TimeoutBeforeAnswer), "{name}");
        let cut = client.send(Call { delivery: Delivery::Half, ..post("/echo", b"0123") }).await;
        assert!(cut.outcome.is_err() || cut.outcome.is_ok_and(|response| response.status == 400), "{name}");
        assert_eq!(client.send(post("/instead", b"")).await.outcome.unwrap().status, 299, "{name}");
        let large = client.send(post("/echo", &vec![0; 2 << 20])).await;
        assert_eq!(large.outcome.unwrap().status, 413, "{name}");
    }
}

#[tokio::test]
async fn plain_and_tls_do_not_understand_each_other() {
    let (server, _) = support::plain_server().await;
    let exchange = client(server.address(), honest(Versions::Both)).send(post("/", b"")).await;
    assert!(tls_fault(&exchange).says.contains("not TLS"), "{:?}", exchange.outcome);
    let (server, paths) = serve(server_of(&suite().dp_tls)).await;
    let exchange = support::client_of(server.address()).send(post("/", b"")).await;
    assert!(matches!(exchange.outcome, Err(TransportFault::NotHttp { .. } | TransportFault::ClosedBeforeAnswer)));
    assert_eq!(paths.handled.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_peer_that_does_not_shake_hands_lets_the_handshake_time_out() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let call = Call { timeout: Duration::from_millis(80), ..post("/", b"") };
    let exchange = client(listener.local_addr().unwrap(), honest(Versions::Both)).send(call).await;
    assert_eq!(exchange.outcome, Err(TransportFault::TimeoutHandshaking));
    assert!(exchange.tls.is_some_and(|tls| tls.version.is_none()));
}
