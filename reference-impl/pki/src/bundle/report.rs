//! What a directory of credentials holds, for people.

use super::Bundle;
use rsp_crypto::Curve;

impl Bundle {
    /// What is there and what is not, one line each: the level of each curve, TLS certificates that are over at this
    /// time (seconds since the epoch), keys without certificate, files that could not be read.
    pub fn report(&self, now: i64) -> Vec<String> {
        let mut lines = Vec::new();
        for curve in Curve::ALL {
            let ci = self.ci(curve).map_or_else(|| "no CI".into(), |ci| ci.certificate.subject_text());
            lines.push(format!("{curve}: {ci}, keys at level {}", self.level(curve)));
        }
        for found in self.expired_tls(now) {
            let days = now.saturating_sub(found.credential.certificate.not_after()) / 86_400;
            lines.push(format!("{}: TLS certificate ran out {days} days ago", found.path.display()));
        }
        for (path, _) in self.keys_left_over() {
            lines.push(format!("{}: key without certificate", path.display()));
        }
        for (path, why) in self.unreadable() {
            lines.push(format!("{}: {why}", path.display()));
        }
        lines
    }
}
