//! TLS for GSMA certificates: rustls configurations with path checks and handshake signatures of our own,
//! since public validators stop at a critical certificatePolicies extension (SGP.22 §6.1).
//!
//! What a certificate must be is a [`ChainPolicy`]; [`GsmaChainPolicy`] is that of SGP.22. A handshake on a
//! resumed session shows no certificate, so resumption is off unless it is asked for.

mod config;
mod gsma;
mod key_log;
mod policy;
pub(crate) mod presented;
mod signature;
mod verifier;

pub use config::{
    ClientAuth, ClientTls, ServerTls, TlsConfigError, TlsCredential, Versions, client_config, server_config,
};
pub use gsma::{ExpiredLeaf, GsmaChainPolicy};
pub use key_log::KeyLogSink;
pub use policy::{AnyChain, ChainFault, ChainFaultKind, ChainPolicy};

/// The IANA name of a cipher suite; rustls writes those of TLS 1.3 in its own way.
pub fn suite_name(suite: rustls::CipherSuite) -> String {
    match suite.as_str() {
        Some(name) => name.replacen("TLS13_", "TLS_", 1),
        None => format!("0x{:04X}", u16::from(suite)),
    }
}
