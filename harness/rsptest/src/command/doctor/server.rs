//! An SM-DP+ before a run: reach, TLS, credentials, orders.

use super::Line;
use crate::bench::Bench;
use rsp_crypto::Curve;
use rsp_transport::prober::{ClientHelloSpec, ProbeOutcome, probe};
use std::time::Duration;

/// Looks at the SM-DP+ and at what our side has for it.
pub(super) async fn examine(bench: &Bench) -> Vec<Line> {
    let target = &bench.target;
    let mut lines = Vec::new();
    let mut say = |good: bool, what: &str, says: String| lines.push((good, what.to_owned(), says));
    if target.tls.is_some() {
        let hello = ClientHelloSpec::tls12(&target.address, &[0xC02B, 0xC023, 0xC02C]);
        let outcome = probe(&target.connect, &hello, Duration::from_secs(5)).await;
        match outcome {
            ProbeOutcome::ServerHello(hello) => {
                say(true, "TLS 1.2", format!("suite {:04X} at {}", hello.suite, target.connect));
            }
            other => say(false, "TLS 1.2", format!("{}: {other}", target.connect)),
        }
    } else {
        say(true, "TLS", "none: the scheme is http".into());
    }
    match bench.probe_alive().await {
        Ok(()) => say(true, "ES9+", "InitiateAuthentication is answered".into()),
        Err(lifeless) => say(false, "ES9+", lifeless.to_string()),
    }
    say(true, "credentials", bench.credentials.source.clone());
    if let Some(signer) = &bench.signer {
        say(true, "signer", format!("a real card, EID {}", hex::encode_upper(signer.eid)));
    }
    for curve in Curve::ALL {
        say(true, "credential level", format!("{curve}: {}", bench.credentials.level(curve)));
    }
    for line in bench.credentials.report(bench.clock.now()) {
        say(true, "credentials", line);
    }
    match target.orders.listed() {
        Some(listed) => {
            for (kind, count) in listed {
                say(count > 0, "orders", format!("{}: {count}", kind.name()));
            }
        }
        None => say(true, "orders", "made for each case".into()),
    }
    lines
}
