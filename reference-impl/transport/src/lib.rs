//! TLS and HTTP shells around the off-card roles, with recording and tampering of what is sent.
//!
//! [`Server`] is the honest shell around a role: it reads HTTP/1.1 requests, lets a [`Handler`] answer,
//! and carries out the [`Delivery`](rsp_conduct::Delivery) the handler asks for. [`Client`] makes calls and
//! keeps the exact octets of both directions. [`tls`] builds the rustls configurations for GSMA
//! certificates (SGP.22 §6.1), and [`prober`] says what a TLS server negotiates without a TLS stack.

mod alerts;
pub mod card;
mod client;
mod fault;
mod message;
pub mod prober;
mod server;
pub mod tls;

pub use alerts::alert_name;
pub use client::{Call, Client, Endpoint, Exchange, Framing, TlsInfo};
pub use fault::{TlsFault, TransportFault};
pub use message::{Answer, Handler, PeerInfo, Request, Response};
pub use server::{Server, ServerLimits};
