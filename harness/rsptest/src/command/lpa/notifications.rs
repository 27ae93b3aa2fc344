//! `rsptest lpa notifications`: what waits on the card for the outside.

use super::failure::Failure;
use super::hint::hint;
use super::server::ServerArgs;
use super::session::Session;
use clap::Subcommand;
use rsp_asn1::NotificationEvent;
use rsp_consumer::es9plus::Function;
use rsp_consumer::iccid;
use rsp_consumer::lpa::LpaError;
use rsp_consumer::lpa::es10::{self, Waiting};
use serde_json::json;

/// Notifications that wait on the card.
#[derive(Debug, Subcommand)]
pub enum Notifications {
    /// List them
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 notifications list")]
    List,
    /// Deliver them to their addresses, oldest first, and remove what was taken
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 --roots ci.pem notifications send 17 18")]
    Send {
        /// Only these
        numbers: Vec<i64>,
        /// Leave what was delivered on the card
        #[arg(long)]
        keep: bool,
    },
    /// Remove them undelivered
    #[command(after_help = "Example:\n  rsptest lpa --card pcsc:0 notifications remove 17 18")]
    Remove {
        /// Sequence numbers
        #[arg(required = true)]
        numbers: Vec<i64>,
    },
}

fn event(waiting: &Waiting) -> String {
    let operation = waiting.profile_management_operation;
    let names: Vec<&str> =
        NotificationEvent::NAMES.iter().filter(|(_, bit)| operation.contains(*bit)).map(|(name, _)| *name).collect();
    names.join("+")
}

fn digits(waiting: &Waiting) -> String {
    waiting.iccid.as_ref().map(|octets| iccid::from_ef(octets.as_slice())).unwrap_or_default()
}

impl Notifications {
    /// Does it.
    pub async fn run(&self, session: &mut Session, server: &ServerArgs, json: bool) -> Result<(), Failure> {
        match self {
            Self::List => list(session, json),
            Self::Send { numbers, keep } => send(session, server, numbers, *keep, json).await,
            Self::Remove { numbers } => {
                let mut failed = Vec::new();
                for number in numbers {
                    match es10::remove_notification(session, *number) {
                        Ok(()) => super::print(json, &format!("removed {number}"), || json!({ "removed": number })),
                        // Nobody answers any more: the others need not be tried.
                        Err(LpaError::Unreached(fault)) => return Err(LpaError::Unreached(fault).into()),
                        Err(error) => failed.push(format!("{number}: {}", hint(error, ""))),
                    }
                }
                if !failed.is_empty() {
                    return Err(Failure::Refused(format!("not removed: {}", failed.join("; "))));
                }
                Ok(())
            }
        }
    }
}

fn list(session: &mut Session, json: bool) -> Result<(), Failure> {
    let waiting = es10::list_notifications(session)?;
    if json {
        let list = waiting.iter().map(|one| {
            json!({
                "seqNumber": one.seq_number,
                "profileManagementOperation": event(one),
                "notificationAddress": one.notification_address,
                "iccid": digits(one),
            })
        });
        say!("{:#}", json!(list.collect::<Vec<_>>()));
        return Ok(());
    }
    if waiting.is_empty() {
        say!("no notifications");
    }
    for one in &waiting {
        say!("{:5}  {:20}  {:20}  {}", one.seq_number, event(one), digits(one), one.notification_address);
    }
    Ok(())
}

/// Each goes to its own address; what cannot be delivered stays, and the others are tried all the same.
async fn send(
    session: &mut Session,
    server: &ServerArgs,
    numbers: &[i64],
    keep: bool,
    json: bool,
) -> Result<(), Failure> {
    let mut waiting = es10::list_notifications(session)?;
    if let Some(missing) = numbers.iter().find(|number| !waiting.iter().any(|one| one.seq_number == **number)) {
        return Err(Failure::Usage(format!("no notification {missing} waits on the card")));
    }
    waiting.retain(|one| numbers.is_empty() || numbers.contains(&one.seq_number));
    waiting.sort_by_key(|one| one.seq_number);
    let lpa = server.lpa();
    let (mut sent, mut failed) = (Vec::new(), Vec::new());
    for one in &waiting {
        let number = one.seq_number;
        let pending = es10::retrieve_notification(session, number)?
            .ok_or_else(|| Failure::Refused(format!("the card lists notification {number} and does not give it")))?;
        // Seen in the field: blanks around the name.
        let address = one.notification_address.trim();
        let channel = server.channel(address)?;
        match lpa.call(&channel, &Function::HANDLE_NOTIFICATION, &lpa.handle_notification(&pending)).await {
            Ok(_) => {
                if !keep {
                    es10::remove_notification(session, number)?;
                }
                sent.push(number);
                if !json {
                    say!("{number}: {} of {} delivered to {address}", event(one), digits(one));
                }
            }
            Err(error) => failed.push(format!("{number} to {address}: {error}")),
        }
    }
    if json {
        say!("{:#}", json!({ "sent": sent, "failed": failed }));
    } else if waiting.is_empty() {
        say!("no notifications");
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Unreached(format!("not delivered, still on the card: {}", failed.join("; "))))
    }
}
