//! A client that sends exactly what it is told and keeps exactly what it saw.

mod call;
mod connection;
mod drive;
mod reader;

pub use call::{Call, Exchange, Framing, TlsInfo};

use crate::TransportFault;
use connection::Connection;
use drive::Driven;
use rsp_conduct::Delivery;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

/// Where a client connects to.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The peer's name: `Host` header, SNI, and the name its certificate must have.
    pub host: String,
    /// The place to dial: `127.0.0.1:18443`, or a name with a port.
    pub connect: String,
    /// TLS, or plain TCP when absent.
    pub tls: Option<Arc<rustls::ClientConfig>>,
}

/// Connections kept alive between calls at most; one that becomes free beyond them is closed.
const IDLE: usize = 8;

/// The client of one peer instance. It keeps connections alive between calls, as many as there were calls at the same
/// time and at most eight, and opens another when none is free or the free ones have closed. The one that was used
/// last is used first, so calls that follow one another share one. Redirects are not followed.
#[derive(Debug)]
pub struct Client {
    endpoint: Endpoint,
    deadline: Option<Duration>,
    idle: Mutex<Vec<Connection>>,
}

impl Client {
    /// A client without a connection.
    pub fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, deadline: None, idle: Mutex::default() }
    }

    /// The same client, whose calls never take longer than this, whatever they ask for.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Where it connects to.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Closes the connections that are kept alive, if there are any.
    pub fn disconnect(&self) {
        self.idle().clear();
    }

    /// Opens a connection for the next call and keeps it, beside those that are kept already; above eight it closes
    /// again. So a call can be made at a moment of one's choosing, without the time that dialling takes.
    ///
    /// # Errors
    /// Whatever keeps a call from connecting.
    pub async fn connect(&self, limit: Duration) -> Result<(), TransportFault> {
        let until = deadline(self.deadline.map_or(limit, |deadline| deadline.min(limit)));
        let mut exchange = Exchange::starting(SystemTime::now());
        let connection = Connection::open(&self.endpoint, until, &mut exchange).await?;
        self.keep(connection);
        Ok(())
    }

    /// Makes one call. The future may be dropped at any time; the connection is then closed.
    pub async fn send(&self, call: Call) -> Exchange {
        let started = SystemTime::now();
        let clock = Instant::now();
        let mut exchange = Exchange::starting(started);
        // A call on a connection of its own takes the place of the one it would have had, which closes.
        let kept = self.kept().filter(|_| !call.fresh_connection);
        exchange.connection_reused = kept.is_some();
        let first = self.attempt(&call, kept, &mut exchange).await;
        let stale = exchange.connection_reused
            && exchange.received.is_empty()
            && call.is_plain()
            && matches!(first, Err(TransportFault::ClosedBeforeAnswer | TransportFault::Reset));
        if stale {
            // The peer closed the kept connection while the request was on its way (RFC 9112 §9.3.1).
            exchange.sent.clear();
            exchange.connection_reused = false;
            exchange.retried = true;
            exchange.outcome = self.attempt(&call, None, &mut exchange).await;
        } else {
            exchange.outcome = first;
        }
        if let (Err(TransportFault::Tls(fault)), Some(tls)) = (&exchange.outcome, &mut exchange.tls) {
            tls.alert.clone_from(&fault.alert);
        }
        exchange.elapsed = clock.elapsed();
        exchange
    }

    async fn attempt(
        &self,
        call: &Call,
        kept: Option<Connection>,
        exchange: &mut Exchange,
    ) -> Result<crate::Response, TransportFault> {
        let limit = self.deadline.map_or(call.timeout, |deadline| deadline.min(call.timeout));
        let mut until = deadline(limit);
        let mut connection = match kept {
            Some(connection) => connection,
            None => Connection::open(&self.endpoint, until, exchange).await?,
        };
        exchange.tls.clone_from(&connection.tls);
        if let Delivery::After(wait) = call.delivery {
            tokio::time::sleep(self.deadline.map_or(wait, |deadline| deadline.min(wait))).await;
            until = deadline(limit);
        }
        let script = call.script(&self.endpoint.host);
        let Driven { outcome, second, reusable } = drive::drive(&mut connection, call, &script, until, exchange).await;
        exchange.second = second;
        if reusable {
            self.keep(connection);
        }
        outcome
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        // A panic elsewhere leaves the list as it was: it is only pushed to and popped from.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The free connection that was used last and is still open; those found closed on the way are let go.
    fn kept(&self) -> Option<Connection> {
        let mut idle = self.idle();
        std::iter::from_fn(|| idle.pop()).find_map(Connection::still_open)
    }

    fn keep(&self, connection: Connection) {
        let mut idle = self.idle();
        if idle.len() < IDLE {
            idle.push(connection);
        }
    }
}

/// The moment after which nothing is waited for; a limit beyond what the clock can show means one year.
fn deadline(limit: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
    Instant::now() + limit.min(YEAR)
}
