//! A card in a slot, however it is reached: one command APDU in, one response APDU out.
//!
//! [`open`] goes the way that a text names: a PC/SC reader, a socket, a modem, a driver program. [`serve`] is the other
//! side: it lets programs reach a card of ours in the same ways.

mod answer;
#[cfg(unix)]
mod at;
mod class;
mod exec;
mod fault;
mod frame;
mod framed;
mod open;
mod options;
mod pcsc;
pub mod serve;
mod spec;

pub use class::{channel_of, on_channel};
pub use fault::CardFault;
pub use open::open;
pub use options::{CardOptions, Protocol, Share};
pub use pcsc::pcsc_readers;
pub use spec::{AtCommands, CardSpec, CardSpecError, ExecChannels, FORMS};

/// A way to a card. It repeats nothing and fetches nothing by itself: `61xx` reaches the caller as it is.
pub trait CardChannel: Send {
    /// Powers the card up, or resets it: volatile state is gone. Answers the ATR, empty where the carrier hides it.
    fn reset(&mut self) -> Result<Vec<u8>, CardFault>;

    /// One command APDU (ISO/IEC 7816-4 §5.1, short length fields); the answer is response data and SW1 SW2.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault>;

    /// Where MANAGE CHANNEL and SELECT by AID belong to the carrier (a modem), what opens channels in its place.
    fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
        None
    }

    /// A modem is in between: it carries out proactive commands by itself, and may reset the card.
    fn is_modem(&self) -> bool {
        false
    }

    /// How the card is reached, as the user wrote it: `pcsc:0`, `tcp:127.0.0.1:9000`.
    fn describe(&self) -> String;
}

/// Logical channels that the carrier opens and closes itself.
pub trait CarrierChannels {
    /// Opens a channel and selects this application on it; the answer is the channel's number, to be used in CLA.
    fn open(&mut self, aid: &[u8]) -> Result<u8, CardFault>;

    /// Closes it.
    fn close(&mut self, channel: u8) -> Result<(), CardFault>;
}

impl<C: CardChannel + ?Sized> CardChannel for Box<C> {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        (**self).reset()
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        (**self).transmit(command)
    }

    fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
        (**self).carrier_channels()
    }

    fn is_modem(&self) -> bool {
        (**self).is_modem()
    }

    fn describe(&self) -> String {
        (**self).describe()
    }
}
