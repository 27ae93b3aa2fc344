//! The honest shell around a role: a listener that lets a [`Handler`](crate::Handler) answer.

mod connection;
mod service;
mod stream;

use crate::{Handler, PeerInfo, TransportFault};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

/// What one server grants its clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerLimits {
    /// Largest request body in octets; a larger one is answered with 413.
    pub body: usize,
    /// Largest request head in octets, at least 8192; a larger one is answered with 431.
    pub head: usize,
    /// Connections served at once; further ones wait in the listener's queue.
    pub connections: usize,
    /// Time for the TLS handshake.
    pub handshake: Duration,
    /// Time from the opening of a connection or the end of an answer to the end of the next request's head.
    pub idle: Duration,
    /// Time for the body of a request; then 408.
    pub read: Duration,
    /// Time a client may leave an answer unread before the connection is dropped.
    pub write: Duration,
    /// Time that `Delivery::Never` holds a connection open.
    pub hold: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            head: 64 * 1024,
            connections: 256,
            handshake: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            read: Duration::from_secs(30),
            write: Duration::from_secs(30),
            hold: Duration::from_secs(120),
        }
    }
}

/// A listening server. It ends with [`Server::stop`] or when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on `bind` (`127.0.0.1:0` picks a free port) and serves, over TLS when a configuration is given.
    ///
    /// # Errors
    /// When the address cannot be bound.
    pub async fn start(
        bind: &str,
        tls: Option<Arc<rustls::ServerConfig>>,
        handler: Arc<dyn Handler>,
        limits: ServerLimits,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(bind).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let shell = Shell { tls: tls.map(TlsAcceptor::from), handler, limits: Arc::new(limits) };
        let task = tokio::spawn(accept(listener, shell, stopped));
        Ok(Self { address, stop: Some(stop), task: Some(task) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the server at once: the port is free and every connection is closed when this returns.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // A receiver that is gone has stopped already.
            let _ = stop.send(());
        }
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

/// What every connection of one server shares.
#[derive(Clone)]
struct Shell {
    tls: Option<TlsAcceptor>,
    handler: Arc<dyn Handler>,
    limits: Arc<ServerLimits>,
}

async fn accept(listener: TcpListener, shell: Shell, mut stopped: oneshot::Receiver<()>) {
    let slots = Arc::new(Semaphore::new(shell.limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            next = next_connection(&listener, &slots) => {
                if let Some((stream, address, slot)) = next {
                    connections.spawn(serve(shell.clone(), stream, address, slot));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    connections.shutdown().await;
}

async fn next_connection(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    // The slot first: a connection that cannot be served stays in the kernel's queue.
    let slot = slots.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address, slot)),
        Err(_) => {
            // Out of descriptors, mostly: the condition does not go away by asking again at once.
            tokio::time::sleep(Duration::from_millis(20)).await;
            None
        }
    }
}

async fn serve(shell: Shell, tcp: TcpStream, address: SocketAddr, _slot: OwnedSemaphorePermit) {
    // Without it an answer may wait for the client's delayed acknowledgement; failure costs only speed.
    let _ = tcp.set_nodelay(true);
    let Some(acceptor) = &shell.tls else {
        let peer = PeerInfo { address, certificates: Vec::new() };
        return connection::serve(tcp, peer, shell.handler, shell.limits).await;
    };
    let handshake = acceptor.accept(tcp).into_fallible();
    match tokio::time::timeout(shell.limits.handshake, handshake).await {
        Ok(Ok(stream)) => {
            let certificates = stream.get_ref().1.peer_certificates().unwrap_or_default();
            let certificates = certificates.iter().map(|certificate| certificate.to_vec()).collect();
            connection::serve(stream, PeerInfo { address, certificates }, shell.handler, shell.limits).await;
        }
        Ok(Err((error, tcp))) => {
            shell.handler.refused(address, &TransportFault::from_io(&error, 0));
            // The alert must reach the client before a reset for its unread octets does.
            stream::linger(tcp).await;
        }
        Err(_) => shell.handler.refused(address, &TransportFault::TimeoutHandshaking),
    }
}
