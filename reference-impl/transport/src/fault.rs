//! What can go wrong between two peers before there is an HTTP answer, and how it is told from I/O errors.

use crate::alert_name;
use rustls::AlertDescription;
use std::error::Error as StdError;
use std::fmt;
use std::io;

/// Why there is no response. `Display` says what happened and what to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportFault {
    /// Nobody listens at the address.
    Refused,
    /// The address has no route, or its name cannot be resolved.
    Unreachable,
    /// The peer reset the connection before any octet of its answer.
    Reset,
    /// The peer closed the connection before any octet of its answer.
    ClosedBeforeAnswer,
    /// The peer closed or reset the connection inside its answer.
    ClosedInAnswer {
        /// Octets of the answer that came.
        got: usize,
    },
    /// No TCP connection in time.
    TimeoutConnecting,
    /// No TLS session in time.
    TimeoutHandshaking,
    /// No octet of an answer in time.
    TimeoutBeforeAnswer,
    /// The answer did not end in time.
    TimeoutInAnswer {
        /// Octets of the answer that came.
        got: usize,
    },
    /// TLS failed.
    Tls(TlsFault),
    /// What came is not an HTTP/1.x message.
    NotHttp {
        /// What was seen.
        says: String,
    },
    /// The body is larger than the caller takes.
    BodyTooLarge {
        /// The caller's limit in octets.
        limit: usize,
    },
    /// The head is larger than 64 KiB or has more than 128 fields.
    HeadTooLarge,
}

/// A failure of TLS, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFault {
    /// True when our side refused, false when the peer sent the alert.
    pub ours: bool,
    /// The alert, for example `certificate_expired(45)`: sent by us or received, as `ours` says.
    pub alert: Option<String>,
    /// What went wrong.
    pub says: String,
}

impl fmt::Display for TransportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("the connection was refused: nobody listens there; is the entity running, and is the port right?"),
            Self::Unreachable => f.write_str("the address cannot be reached: check its name and the route to it, or give the place to dial as IP address and port"),
            Self::Reset => f.write_str("the peer reset the connection before it answered: look for a crash in its log"),
            Self::ClosedBeforeAnswer => f.write_str("the peer closed the connection without an answer: look for a crash or a refusal in its log"),
            Self::ClosedInAnswer { got } => write!(f, "the peer closed the connection after {got} octets of its answer: look for a crash in its log, or a wrong Content-Length"),
            Self::TimeoutConnecting => f.write_str("no TCP connection within the time limit: a firewall may drop the packets, or the entity is overloaded"),
            Self::TimeoutHandshaking => f.write_str("the TLS handshake did not end within the time limit: does the port speak TLS?"),
            Self::TimeoutBeforeAnswer => f.write_str("no answer within the time limit: the entity hangs, or needs a longer limit"),
            Self::TimeoutInAnswer { got } => write!(f, "the answer stopped after {got} octets and did not end within the time limit: check its Content-Length, or set a longer limit"),
            Self::Tls(fault) => fault.fmt(f),
            Self::NotHttp { says } => write!(f, "the answer is not HTTP/1.1: {says}; is this the right port, and does it expect TLS?"),
            Self::BodyTooLarge { limit } => write!(f, "the body is larger than the limit of {limit} octets"),
            Self::HeadTooLarge => f.write_str("the head of the answer is larger than 64 KiB or has more than 128 fields"),
        }
    }
}

impl StdError for TransportFault {}

impl fmt::Display for TlsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alert = self.alert.as_deref().unwrap_or("without an alert");
        match self.ours {
            true => write!(f, "we refused the peer in TLS, {alert}: {}", self.says),
            false => write!(f, "the peer refused us in TLS, {alert}: {}", self.says),
        }
    }
}

impl TransportFault {
    /// The fault behind an I/O error. `got` is how many octets of the answer came before.
    pub(crate) fn from_io(error: &io::Error, got: usize) -> Self {
        if let Some(tls) = tls_error(error) {
            return Self::Tls(TlsFault::from_rustls(tls));
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::InvalidData => Self::Tls(TlsFault { ours: true, alert: None, says: error.to_string() }),
            _ if got > 0 => Self::ClosedInAnswer { got },
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Self::Reset,
            _ => Self::ClosedBeforeAnswer,
        }
    }

    /// The fault behind an error while connecting.
    pub(crate) fn from_connect(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Self::Reset,
            // The kernel gave up before our own limit.
            io::ErrorKind::TimedOut => Self::TimeoutConnecting,
            _ => Self::Unreachable,
        }
    }
}

/// The typed TLS error inside an I/O error; io::Error nests in io::Error.
pub(crate) fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    let mut error = error;
    for _ in 0..4 {
        let inner = error.get_ref()?;
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        error = inner.downcast_ref::<io::Error>()?;
    }
    None
}

impl TlsFault {
    /// The fault behind an error of rustls, with the alert that rustls sends for it.
    pub(crate) fn from_rustls(error: &rustls::Error) -> Self {
        use rustls::Error;
        let sent = match error {
            Error::AlertReceived(alert) => {
                let alert = alert_name(u8::from(*alert));
                return Self { ours: false, says: meaning(&alert), alert: Some(alert) };
            }
            Error::InvalidCertificate(reason) => Some(AlertDescription::from(reason.clone())),
            Error::NoCertificatesPresented => Some(AlertDescription::CertificateRequired),
            Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => None,
            Error::InvalidMessage(_) => Some(AlertDescription::DecodeError),
            Error::PeerMisbehaved(_) => Some(AlertDescription::IllegalParameter),
            Error::PeerIncompatible(reason) => Some(incompatible(reason)),
            Error::PeerSentOversizedRecord => Some(AlertDescription::RecordOverflow),
            Error::NoApplicationProtocol => Some(AlertDescription::NoApplicationProtocol),
            Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
                Some(AlertDescription::UnexpectedMessage)
            }
            _ => None,
        };
        let says = match error {
            Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => {
                "what came is not TLS; does the peer speak plain HTTP on this port?".to_owned()
            }
            other => other.to_string(),
        };
        Self { ours: true, alert: sent.map(|alert| alert_name(u8::from(alert))), says }
    }
}

/// The alert for what two peers have not in common.
fn incompatible(reason: &rustls::PeerIncompatible) -> AlertDescription {
    use rustls::PeerIncompatible as P;
    match reason {
        P::ServerDoesNotSupportTls12Or13
        | P::ServerTlsVersionIsDisabledByOurConfig
        | P::SupportedVersionsExtensionRequired
        | P::Tls12NotOffered
        | P::Tls12NotOfferedOrEnabled
        | P::Tls13RequiredForQuic => AlertDescription::ProtocolVersion,
        _ => AlertDescription::HandshakeFailure,
    }
}

/// What a received alert usually means for the one who reads the report.
fn meaning(alert: &str) -> String {
    let hint = match alert.split('(').next().unwrap_or_default() {
        "certificate_required" => "it asks for a client certificate and got none",
        "unknown_ca" | "decrypt_error" => {
            "it does not trust the issuer of our certificate, or a signature did not verify"
        }
        "certificate_expired" => "it finds our certificate outside its dates",
        "certificate_revoked" => "it finds our certificate revoked",
        "bad_certificate" | "unsupported_certificate" | "certificate_unknown" => "it does not accept our certificate",
        "protocol_version" => "it does not speak the TLS versions offered",
        "handshake_failure" | "insufficient_security" => {
            "no common cipher suite, group or signature scheme, or our certificate is missing"
        }
        "unrecognized_name" => "it does not know the server name we sent",
        "access_denied" => "our certificate is valid, but it has no access",
        _ => return format!("it sent the alert {alert}"),
    };
    hint.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_tls_error_is_found() {
        let inner =
            io::Error::new(io::ErrorKind::InvalidData, rustls::Error::AlertReceived(AlertDescription::UnknownCA));
        let outer = io::Error::other(inner);
        let TransportFault::Tls(fault) = TransportFault::from_io(&outer, 0) else { panic!("not TLS") };
        assert!(!fault.ours);
        assert_eq!(fault.alert.as_deref(), Some("unknown_ca(48)"));
    }

    #[test]
    fn a_reset_inside_the_answer_says_how_far_it_came() {
        let reset = io::Error::from(io::ErrorKind::ConnectionReset);
        assert_eq!(TransportFault::from_io(&reset, 0), TransportFault::Reset);
        assert_eq!(TransportFault::from_io(&reset, 7), TransportFault::ClosedInAnswer { got: 7 });
    }
}
