//! `rsptest serve euicc`: the software card where programs find one.

use super::software_card::SoftwareCard;
use crate::apdu::{Logged, Sink};
use crate::command::usage;
use crate::engine::verdict::exit;
use clap::Args;
use rsp_transport::card::{CardChannel, serve};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// An eUICC.
#[derive(Debug, Args)]
#[command(
    group(clap::ArgGroup::new("way").required(true)),
    after_help = "Examples:\n  rsptest serve euicc --vpcd                      pcscd and every PC/SC program see it\n  rsptest serve euicc --vpcd-listen               for a vsmartcard reader in reversed mode\n  rsptest serve euicc --tcp 127.0.0.1:9000 --log      then: rsptest lpa --card tcp:127.0.0.1:9000 chip\n  rsptest serve euicc --at-pty                    then: rsptest lpa --card at:/dev/pts/N chip\n  rsptest serve euicc --vpcd --state card.state --profile operator.der"
)]
pub struct ServeEuicc {
    /// Dial the vsmartcard reader of pcscd
    #[arg(long, value_name = "HOST:PORT", num_args = 0..=1, default_missing_value = "127.0.0.1:35963", group = "way")]
    vpcd: Option<String>,
    /// Wait for a vsmartcard reader in reversed mode; it wants the next port as well, for its second slot
    #[arg(long, value_name = "HOST:PORT", num_args = 0..=1, default_missing_value = "127.0.0.1:35963", group = "way")]
    vpcd_listen: Option<String>,
    /// Raw APDUs over TCP, two octets of length in front
    #[arg(long, value_name = "HOST:PORT", group = "way")]
    tcp: Option<String>,
    /// A driver for `exec:`: JSON lines on standard input and output
    #[arg(long, group = "way")]
    exec: bool,
    /// A modem on a pseudo-terminal
    #[arg(long, group = "way")]
    at_pty: bool,
    #[command(flatten)]
    card: SoftwareCard,
    /// Write every APDU, decoded, to this file or to standard error
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    log: Option<PathBuf>,
}

impl ServeEuicc {
    /// Serves until it is interrupted, and gives the exit code.
    pub async fn run(self) -> u8 {
        let card = match self.card() {
            Ok(card) => card,
            Err(says) => return usage(says),
        };
        // The card blocks for as long as it serves.
        let serving = tokio::task::spawn_blocking(move || self.serve(card));
        tokio::select! {
            ended = serving => match ended {
                Ok(Ok(())) => exit::OK,
                Ok(Err(says)) => usage(says),
                Err(error) => usage(error),
            },
            stopped = tokio::signal::ctrl_c() => match stopped {
                Ok(()) => exit::OK,
                Err(error) => usage(error),
            },
        }
    }

    /// The card as it is put into its slot.
    fn card(&self) -> Result<Box<dyn CardChannel>, String> {
        let card = self.card.make(&|line| self.say(line))?;
        Ok(match self.sink()? {
            Some(sink) => Box::new(Logged::new(card, sink)),
            None => Box::new(card),
        })
    }

    fn sink(&self) -> Result<Option<Sink>, String> {
        let Some(path) = &self.log else { return Ok(None) };
        if path.as_os_str() == "-" {
            return Ok(Some(Arc::new(Mutex::new(std::io::stderr()))));
        }
        let file = std::fs::File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Some(Arc::new(Mutex::new(file))))
    }

    /// For people. As a driver, standard output belongs to the protocol.
    fn say(&self, line: &str) {
        if self.exec {
            eprintln!("{line}");
        } else {
            say!("{line}");
        }
    }

    /// Serves in the one way that was asked for; ends only when that way does.
    fn serve(&self, mut card: Box<dyn CardChannel>) -> Result<(), String> {
        let mut tell = |happening: serve::Happening| eprintln!("rsptest: {happening}");
        let listen =
            |place: &str| TcpListener::bind(place).map_err(|error| format!("cannot listen at {place}: {error}"));
        let local = |listener: &TcpListener| listener.local_addr().map_or_else(|_| "?".into(), |it| it.to_string());
        if let Some(place) = &self.vpcd {
            self.say(&format!("  vpcd  dials the vsmartcard reader at {place}\nserving; stop with Ctrl-C"));
            serve::vpcd(place, true, &mut card, &mut tell);
            return Ok(());
        }
        if let Some(place) = &self.vpcd_listen {
            let listener = listen(place)?;
            let _second = second_slot(&listener);
            self.say(&format!("  vpcd  waits for a reader at {}\nserving; stop with Ctrl-C", local(&listener)));
            return Err(serve::tcp(&listener, &mut card, &mut tell).to_string());
        }
        if let Some(place) = &self.tcp {
            let listener = listen(place)?;
            self.say(&format!("  tcp   {}\nserving; stop with Ctrl-C", local(&listener)));
            return Err(serve::tcp(&listener, &mut card, &mut tell).to_string());
        }
        if self.at_pty {
            return self.modem(&mut card, &mut tell);
        }
        let input = std::io::stdin().lock();
        serve::lines(input, std::io::stdout(), &mut card, &mut tell).map_err(|error| error.to_string())
    }

    #[cfg(unix)]
    fn modem(&self, card: &mut dyn CardChannel, tell: serve::Tell<'_>) -> Result<(), String> {
        let mut pty = serve::Pty::open().map_err(|error| format!("no pseudo-terminal: {error}"))?;
        self.say(&format!("  at    {}\nserving; stop with Ctrl-C", pty.path()));
        Err(serve::modem(&mut pty, card, tell).to_string())
    }

    #[cfg(not(unix))]
    fn modem(&self, _: &mut dyn CardChannel, _: serve::Tell<'_>) -> Result<(), String> {
        Err("--at-pty needs pseudo-terminals, which this system does not have".into())
    }
}

/// The port after the listener's, where a reader in reversed mode looks for the card of its second slot and ends when
/// nobody is there. What connects there finds no card.
fn second_slot(first: &TcpListener) -> Option<TcpListener> {
    let address = first.local_addr().ok()?;
    let next = address.port().checked_add(1)?;
    TcpListener::bind((address.ip(), next)).ok()
}
