//! The way to the card, and its ISD-R on a channel.

use super::failure::Failure;
use crate::apdu::{Logged, Sink};
use crate::command::card_way::{self, Aid};
use clap::Args;
use rsp_consumer::lpa::{Es10, Isdr, IsdrOptions, NotOpened};
use rsp_euicc::Response;
use rsp_transport::card::{self, CardChannel, CardFault, CardOptions, CardSpec};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Which card, and how commands to it are written.
#[derive(Debug, Args)]
pub struct CardArgs {
    /// The way to the card: pcsc:READER, vpcd:PORT, tcp:HOST:PORT, tcp+vpcd:HOST:PORT, at:DEVICE or exec:COMMAND
    #[arg(long, value_name = "SPEC", global = true, default_value = "pcsc:0")]
    card: String,
    /// AID of the ISD-R, in hexadecimal; the standard one where absent
    #[arg(long, value_name = "AID", global = true, value_parser = card_way::aid)]
    aid: Option<Aid>,
    /// Octets of a command in one STORE DATA
    #[arg(long, value_name = "N", global = true, default_value_t = 120, value_parser = clap::value_parser!(u8).range(1..))]
    block_size: u8,
    /// Let other PC/SC programs use the card at the same time
    #[arg(long, global = true)]
    shared: bool,
    /// Offer the card T=0 or T=1 only
    #[arg(long, value_name = "PROTOCOL", global = true, value_parser = ["t0", "t1"])]
    protocol: Option<String>,
    /// How long one exchange with the card may take, in seconds
    #[arg(long, value_name = "SECONDS", global = true, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..86_400))]
    card_timeout: u64,
    /// Write every APDU, decoded, to this file or to standard error
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", global = true)]
    log: Option<PathBuf>,
}

/// The ISD-R of a card.
pub struct Session {
    isdr: Isdr<Box<dyn CardChannel>>,
    /// Whether somebody else opens the channels, and runs proactive commands with that.
    carried: bool,
}

impl Session {
    /// Goes the way to the card and opens a channel with the ISD-R selected.
    pub fn open(args: &CardArgs) -> Result<Self, Failure> {
        let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        args.card.parse::<CardSpec>().map_err(|error| usage(&error))?;
        let sink = args.sink().map_err(|error| usage(&error))?;
        let mut options = IsdrOptions { block_size: args.block_size, terminal_profile: true, ..IsdrOptions::default() };
        if let Some(Aid(aid)) = &args.aid {
            options.aid.clone_from(aid);
        }
        let mut card = card::open(&args.card, &args.options())?;
        if let Some(sink) = sink {
            card = Box::new(Logged::new(card, sink));
        }
        let carried = card.carrier_channels().is_some();
        let mut isdr = Isdr::new(card, options);
        if let Err(refused) = isdr.open()? {
            return Err(Failure::Refused(match &refused {
                NotOpened::Select(Response { sw: 0x6A82, .. }) => {
                    "the card has no ISD-R of this AID (status word 6A82): no eUICC, or a vendor's AID (--aid)".into()
                }
                NotOpened::Select(_) => format!("the ISD-R cannot be selected: {refused}"),
                NotOpened::ManageChannel(_) => format!("the card opens no logical channel: {refused}"),
            }));
        }
        Ok(Self { isdr, carried })
    }

    /// Carries out what the card asks for after its profiles were switched, or resets it when it asks for nothing, so
    /// that it works with what is enabled now. Says what was done.
    pub fn settle(&mut self) -> Result<&'static str, Failure> {
        if self.carried {
            // The modem runs proactive commands; its channels may be gone with the card's reset.
            self.isdr.forget_channel();
            return Ok("the modem was left to carry out REFRESH");
        }
        let done = self.isdr.run_proactive()?;
        if done.iter().any(|command| command.is_refresh()) {
            return Ok("the card asked for REFRESH and was reset");
        }
        self.isdr.reset()?;
        Ok("the card asked for no REFRESH; it was reset")
    }

    /// Closes the channel.
    pub fn close(&mut self) -> Result<(), Failure> {
        Ok(self.isdr.close()?)
    }
}

impl Es10 for Session {
    fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
        self.isdr.command(payload)
    }

    fn not_opened(&self) -> Option<&NotOpened> {
        self.isdr.not_opened()
    }
}

impl CardArgs {
    fn options(&self) -> CardOptions {
        card_way::channel(Duration::from_secs(self.card_timeout), self.shared, self.protocol.as_deref())
    }

    fn sink(&self) -> Result<Option<Sink>, String> {
        let Some(path) = &self.log else { return Ok(None) };
        if path.as_os_str() == "-" {
            return Ok(Some(Arc::new(Mutex::new(std::io::stderr()))));
        }
        let file = std::fs::File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Some(Arc::new(Mutex::new(file))))
    }
}
