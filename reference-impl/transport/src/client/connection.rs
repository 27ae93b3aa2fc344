//! One connection to the peer: dialled, in TLS or not, checked before it is used again.

use super::{Endpoint, Exchange, TlsInfo};
use crate::TransportFault;
use crate::fault::TlsFault;
use crate::tls::presented;
use rustls::pki_types::ServerName;
use rustls::{HandshakeKind, ProtocolVersion};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A connection over which a call can be made.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: Stream,
    pub(super) tls: Option<TlsInfo>,
}

impl Connection {
    /// Dials, and speaks TLS when the endpoint does. What was learnt on the way is left in the exchange.
    pub(super) async fn open(
        endpoint: &Endpoint,
        until: Instant,
        exchange: &mut Exchange,
    ) -> Result<Self, TransportFault> {
        let place = &endpoint.connect;
        let tcp = match timeout_at(until, TcpStream::connect(place.as_str())).await {
            Err(_) => return Err(TransportFault::TimeoutConnecting),
            Ok(Err(error)) => {
                exchange.detail = Some(format!("{place}: {error}"));
                return Err(TransportFault::from_connect(&error));
            }
            Ok(Ok(tcp)) => tcp,
        };
        // Without it a request may wait for the peer's delayed acknowledgement; failure costs only speed.
        let _ = tcp.set_nodelay(true);
        let Some(config) = &endpoint.tls else {
            return Ok(Self { stream: Stream::Plain(tcp), tls: None });
        };
        let name = ServerName::try_from(endpoint.host.clone()).map_err(|_| {
            let says =
                format!("`{}` is neither a DNS name nor an IP address, so no certificate can have it", endpoint.host);
            TransportFault::Tls(TlsFault { ours: true, alert: None, says })
        })?;
        let handshake = TlsConnector::from(config.clone()).connect(name, tcp);
        let (seen, shaken) = presented::during(timeout_at(until, handshake)).await;
        let mut info = TlsInfo { peer_certificates: seen.chain, ..TlsInfo::default() };
        let failure = match shaken {
            Ok(Ok(stream)) => {
                describe(&stream, &mut info);
                return Ok(Self { stream: Stream::Tls(Box::new(stream)), tls: Some(info) });
            }
            Ok(Err(error)) => {
                exchange.detail = Some(format!("{place}: {error}"));
                match TransportFault::from_io(&error, 0) {
                    TransportFault::Tls(mut fault) => {
                        if let (true, Some(says)) = (fault.ours, seen.fault) {
                            fault.says = says.to_string();
                        }
                        TransportFault::Tls(fault)
                    }
                    other => other,
                }
            }
            Err(_) => TransportFault::TimeoutHandshaking,
        };
        exchange.tls = Some(info);
        Err(failure)
    }

    /// The connection if the peer has neither closed it nor sent something unasked.
    pub(super) fn still_open(mut self) -> Option<Self> {
        let mut octet = [0; 1];
        let mut buf = ReadBuf::new(&mut octet);
        let mut cx = Context::from_waker(Waker::noop());
        match Pin::new(&mut self.stream).poll_read(&mut cx, &mut buf) {
            Poll::Pending => Some(self),
            Poll::Ready(_) => None,
        }
    }
}

fn describe(stream: &TlsStream<TcpStream>, info: &mut TlsInfo) {
    let session = stream.get_ref().1;
    info.version = session.protocol_version().map(|version| match version {
        ProtocolVersion::TLSv1_2 => "TLS 1.2".to_owned(),
        ProtocolVersion::TLSv1_3 => "TLS 1.3".to_owned(),
        other => format!("{other:?}"),
    });
    info.suite = session.negotiated_cipher_suite().map(|suite| crate::tls::suite_name(suite.suite()));
    info.resumed = session.handshake_kind() == Some(HandshakeKind::Resumed);
    if let Some(chain) = session.peer_certificates() {
        info.peer_certificates = chain.iter().map(|certificate| certificate.to_vec()).collect();
    }
}

/// TCP, or TLS over it.
#[derive(Debug)]
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
