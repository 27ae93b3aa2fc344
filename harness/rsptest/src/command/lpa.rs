//! `rsptest lpa`: an LPA on the command line, against any card and any SM-DP+.

mod chip;
mod download;
mod failure;
mod hint;
mod list;
mod manage;
mod notifications;
mod server;
mod session;

use crate::engine::verdict::exit;
use clap::{Args, Subcommand};
use failure::Failure;
use server::ServerArgs;
use session::{CardArgs, Session};

/// An LPA: manage the profiles of a card.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest lpa --card pcsc:0 chip\n  rsptest lpa --card tcp:127.0.0.1:9000 list --json\n  rsptest lpa --card pcsc:0 --connect 127.0.0.1:18443 download 'LPA:1$testsmdpplus1.example.com$MATCHING-ID'\n  rsptest lpa --card at:/dev/ttyUSB2 enable 8949000000000000019\n  rsptest lpa --card pcsc:0 --roots ci.pem notifications send\n\nQuote activation codes: a shell replaces what follows a dollar sign.\n\nExit codes: 0 done, 1 the card or the server refused, 2 usage, 3 the card or the server cannot be reached."
)]
pub struct Lpa {
    #[command(flatten)]
    card: CardArgs,
    #[command(flatten)]
    server: ServerArgs,
    /// As JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What the card says of itself: EID, addresses, information, rules
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 chip --json")]
    Chip,
    /// The profiles on the card
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 list")]
    List,
    /// Download and install a profile
    #[command(
        after_help = "Example:\n  rsptest lpa --card pcsc:0 --connect 127.0.0.1:18443 download 'LPA:1$testsmdpplus1.example.com$MATCHING-ID'"
    )]
    Download(download::Download),
    /// Enable a profile
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 enable 8949000000000000019")]
    Enable(manage::Switch),
    /// Disable a profile
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 disable 8949000000000000019")]
    Disable(manage::Switch),
    /// Delete a profile
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 delete 8949000000000000019")]
    Delete(manage::Delete),
    /// Give a profile a name; an empty one takes it away
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 nickname 8949000000000000019 'at work'")]
    Nickname(manage::Nickname),
    /// Notifications that wait on the card
    #[command(subcommand)]
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 notifications list")]
    Notifications(notifications::Notifications),
}

impl Lpa {
    /// Does it, and gives the exit code.
    pub async fn run(self) -> u8 {
        match self.carry_out().await {
            Ok(()) => exit::OK,
            Err(failure) => {
                if self.json {
                    say!("{:#}", serde_json::json!({ "error": failure.to_string() }));
                }
                eprintln!("rsptest: {failure}");
                failure.exit()
            }
        }
    }

    async fn carry_out(&self) -> Result<(), Failure> {
        let mut session = Session::open(&self.card)?;
        let outcome = match &self.what {
            What::Chip => chip::chip(&mut session, self.json),
            What::List => list::list(&mut session, self.json),
            What::Download(download) => download.run(&mut session, &self.server, self.json).await,
            What::Enable(switch) => switch.run(&mut session, true, self.json),
            What::Disable(switch) => switch.run(&mut session, false, self.json),
            What::Delete(delete) => delete.run(&mut session, self.json),
            What::Nickname(nickname) => nickname.run(&mut session, self.json),
            What::Notifications(notifications) => notifications.run(&mut session, &self.server, self.json).await,
        };
        // The channel is given back also after a failure; that it cannot be changes nothing any more.
        let closed = session.close();
        outcome.and(closed)
    }
}

/// Prints a line for people, or the JSON in its place.
fn print(json: bool, line: &str, value: impl FnOnce() -> serde_json::Value) {
    if json {
        say!("{:#}", value());
    } else {
        say!("{line}");
    }
}
