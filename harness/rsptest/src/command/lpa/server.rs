//! The way to an SM-DP+.

use super::failure::Failure;
use crate::DEFAULT_SEED;
use crate::bench::Credentials;
use crate::lab::client_tls;
use crate::read_whole::{LARGEST, read_whole};
use clap::Args;
use rsp_conduct::Context;
use rsp_consumer::lpa::{Binding, Device, Es9PlusChannel, Lpa, Outgoing};
use rsp_pki::Certificate;
use rsp_transport::tls::ExpiredLeaf;
use rsp_transport::{Call, Client, Endpoint, Response};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Which SM-DP+, and how it is spoken to.
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// The SM-DP+ where no activation code names one; only it is dialled at --connect
    #[arg(long, value_name = "ADDRESS", global = true)]
    smdp: Option<String>,
    /// Where to dial instead of the SM-DP+'s own name
    #[arg(long, value_name = "HOST:PORT", global = true)]
    connect: Option<String>,
    /// CI certificates to trust, PEM or DER; our own test PKI's where absent
    #[arg(long, value_name = "FILE", global = true)]
    roots: Option<PathBuf>,
    /// `http`: without TLS
    #[arg(long, value_name = "SCHEME", value_parser = ["http", "https"], default_value = "https", global = true)]
    scheme: String,
    /// Speak the ASN.1 binding of ES9+
    #[arg(long, global = true)]
    asn1: bool,
    /// How long one answer of the server may take, in seconds
    #[arg(long, value_name = "SECONDS", global = true, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..86_400))]
    server_timeout: u64,
}

impl ServerArgs {
    /// The SM-DP+ that was named on the command line.
    pub fn smdp(&self) -> Option<&str> {
        self.smdp.as_deref()
    }

    /// The LPA as servers see it.
    pub fn lpa(&self) -> Lpa {
        Lpa {
            context: Context::honest(Arc::new(rsp_crypto::OsEntropy)),
            version: "2.5.0".into(),
            binding: if self.asn1 { Binding::Asn1 } else { Binding::Json },
            device: Device::default(),
        }
    }

    /// The way to the SM-DP+ of this address.
    pub fn channel(&self, address: &str) -> Result<Https, Failure> {
        let ours = self.smdp.as_deref().is_none_or(|smdp| smdp.eq_ignore_ascii_case(address));
        let with_port = || {
            let port = if self.scheme == "https" { 443 } else { 80 };
            if address.contains(':') { address.to_owned() } else { format!("{address}:{port}") }
        };
        let connect = self.connect.clone().filter(|_| ours).unwrap_or_else(with_port);
        let tls = if self.scheme == "https" {
            let roots = self.roots()?;
            Some(client_tls(roots, None, ExpiredLeaf::Refuse, None).map_err(Failure::Usage)?)
        } else {
            None
        };
        let host = address.split(':').next().unwrap_or(address).to_owned();
        let client = Client::new(Endpoint { host, connect: connect.clone(), tls });
        Ok(Https { client, limit: Duration::from_secs(self.server_timeout), connect })
    }

    fn roots(&self) -> Result<Vec<Certificate>, Failure> {
        match &self.roots {
            Some(path) => certificates(path).map_err(|says| Failure::Usage(format!("{}: {says}", path.display()))),
            None => Ok(Credentials::own(DEFAULT_SEED.as_bytes()).roots()),
        }
    }
}

/// The certificates of a file: one as DER, or any number as PEM.
fn certificates(path: &Path) -> Result<Vec<Certificate>, String> {
    const END: &str = "-----END CERTIFICATE-----";
    let octets = read_whole(path, LARGEST).map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&octets);
    if !text.contains(END) {
        return Ok(vec![Certificate::from_der(&octets).map_err(|error| error.to_string())?]);
    }
    let blocks = text.split_inclusive(END).filter_map(|block| block.find("-----BEGIN").map(|at| &block[at..]));
    blocks.map(|block| Certificate::from_pem(block).map_err(|error| error.to_string())).collect()
}

/// ES9+ over HTTPS.
pub struct Https {
    client: Client,
    limit: Duration,
    connect: String,
}

impl Es9PlusChannel for Https {
    fn send<'a>(&'a self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = Result<Response, String>> + Send + 'a>> {
        Box::pin(async move {
            let mut call = Call::new(outgoing.request);
            call.delivery = outgoing.delivery;
            call.timeout = self.limit;
            // A package of an operator with applets in it.
            call.max_body = 16 * 1024 * 1024;
            self.client.send(call).await.outcome.map_err(|fault| format!("{}: {fault}", self.connect))
        })
    }
}
