//! The operator's desk: its identity, its connections, and what it was told.

use rsp_consumer::operator::{Operator, ProgressLog};
use rsp_transport::{Client, Endpoint};
use std::sync::Arc;

/// The operator as cases and orders use it.
pub struct OperatorDesk {
    /// Who it is.
    pub operator: Operator,
    /// Where and how ES2+ is called.
    pub endpoint: Endpoint,
    /// The same, with a certificate of a CI that nobody trusts; absent on plain HTTP.
    pub stranger: Option<Endpoint>,
    /// What it was told of downloads, where the target calls back.
    pub progress: Option<ProgressLog>,
    shared: Arc<Client>,
}

impl OperatorDesk {
    /// A desk with one connection that orders share.
    pub fn new(
        operator: Operator,
        endpoint: Endpoint,
        stranger: Option<Endpoint>,
        progress: Option<ProgressLog>,
    ) -> Self {
        let shared = Arc::new(Client::new(endpoint.clone()));
        Self { operator, endpoint, stranger, progress, shared }
    }

    /// The connection that is shared: calls follow one another on it.
    pub fn client(&self) -> Arc<Client> {
        self.shared.clone()
    }

    /// A connection of somebody who is no operator of this SM-DP+.
    pub fn stranger_client(&self) -> Result<Arc<Client>, String> {
        let endpoint = self.stranger.clone();
        endpoint.map(Client::new).map(Arc::new).ok_or_else(|| "without TLS anybody is taken at their word".into())
    }
}
