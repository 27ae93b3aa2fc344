//! One connection: hyper reads and answers; where an answer is not to be HTTP as usual, hyper is set
//! aside and the octets are written here.

use super::ServerLimits;
use super::service::{Script, Service, Then};
use super::stream::{Guarded, linger};
use crate::{Handler, PeerInfo};
use bytes::Bytes;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::future::poll_fn;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

/// Serves requests until one side has enough.
pub(super) async fn serve<S>(stream: S, peer: PeerInfo, handler: Arc<dyn Handler>, limits: Arc<ServerLimits>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = Service::new(handler.clone(), peer.clone(), limits.clone());
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle)
        .max_header_size(limits.head)
        // hyper asks for at least 8 KiB of buffer.
        .max_buf_size(limits.head.max(16 * 1024))
        .title_case_headers(true)
        // The octets of an answer depend on the request and the role, not on the day.
        .auto_date_header(false);
    let mut stream = stream;
    let mut ahead = Bytes::new();
    loop {
        let io = TokioIo::new(Guarded::new(stream, ahead, limits.write));
        let mut connection = builder.serve_connection(io, service.clone());
        // Beyond that the outcome says no more than that the connection has ended.
        let outcome = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
        if outcome.is_err_and(|error| error.is_parse() || error.is_parse_too_large() || error.is_incomplete_message()) {
            handler.noise(&peer);
        }
        let parts = connection.into_parts();
        let mut io = parts.io.into_inner();
        let then = match service.script() {
            Some(script) => carry_out(&mut io, script).await,
            None => Then::Close,
        };
        if then == Then::Close {
            return linger(io).await;
        }
        // hyper took what was ahead before it read on, so at most one of the two has octets.
        let (inner, unread) = io.into_inner();
        stream = inner;
        ahead = [parts.read_buf, unread].concat().into();
    }
}

async fn carry_out<S: AsyncWrite + Unpin>(io: &mut S, script: Script) -> Then {
    if io.write_all(&script.octets).await.is_err() || io.flush().await.is_err() {
        return Then::Close;
    }
    script.then
}
