//! Collects the secrets of TLS sessions, so that a capture can be read.

use rustls::KeyLog;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// Lines in the format of SSLKEYLOGFILE, which Wireshark reads. Give one to every configuration of a case.
#[derive(Default)]
pub struct KeyLogSink(Mutex<Vec<String>>);

impl KeyLogSink {
    /// A sink without lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// The lines so far, without line ends.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for KeyLogSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyLogSink")
    }
}

impl KeyLog for KeyLogSink {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}", hex(client_random), hex(secret));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_label_random_secret() {
        let sink = KeyLogSink::new();
        sink.log("CLIENT_RANDOM", &[0x0A, 0xFF], &[1]);
        assert_eq!(sink.lines(), ["CLIENT_RANDOM 0aff 01"]);
    }
}
