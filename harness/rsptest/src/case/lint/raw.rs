//! What is sent by hand: HTTP and a ClientHello.

use super::Lint;
use crate::case::{Probe, Send};
use crate::diagnostic::{Source, nearest};

/// Versions that a `probe` knows.
const TLS_VERSIONS: [&str; 4] = ["tls1.0", "tls1.1", "tls1.2", "tls1.3"];

impl Lint<'_> {
    pub(super) fn send(&mut self, send: &Send, source: &Source) {
        for (name, octets) in [("`hex`", &send.hex), ("`raw`", &send.raw)] {
            octets.iter().for_each(|octets| self.hex(name, octets, source, octets.span));
        }
        let bodies = [send.text.as_ref(), send.hex.as_ref()].map(|body| body.map(|body| body.span));
        let (named, last) = (bodies.iter().flatten().count(), bodies.iter().flatten().last());
        if let Some(last) = last.filter(|_| named + usize::from(send.fill.is_some()) > 1) {
            let says = "a body is one of `text`, `hex` and `fill`".to_owned();
            self.push(source, *last, "wrong-value", says, None);
        }
    }

    pub(super) fn probe(&mut self, probe: &Probe, source: &Source) {
        let version = &probe.version;
        if !TLS_VERSIONS.contains(&version.as_str()) {
            let near = nearest(version, TLS_VERSIONS);
            self.push(source, version.span, "wrong-value", format!("there is no TLS version `{version}`"), near);
        }
        for suite in probe.suites.iter().filter(|suite| u16::from_str_radix(suite, 16).is_err()) {
            let says = format!("a suite is four hexadecimal digits, not {:?}", suite.value);
            self.push(source, suite.span, "wrong-value", says, None);
        }
    }
}
