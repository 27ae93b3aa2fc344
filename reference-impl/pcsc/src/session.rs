//! Library, context and card, each giving back what it holds when it is dropped.

use super::Code;
use super::ffi::{Dword, Functions, Handle};
use std::ffi::CString;
use std::fmt;
use std::sync::Arc;

/// Why there is no PC/SC library: what the loader said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError(pub String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no PC/SC library: {}", self.0)
    }
}

impl std::error::Error for LoadError {}

/// The system's PC/SC library.
#[derive(Clone)]
pub struct Pcsc(Arc<Functions>);

/// Whether other programs may use the card at the same time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Share {
    /// Nobody else.
    #[default]
    Exclusive,
    /// Others too; they may reset it.
    Shared,
}

/// The transmission protocols that are offered to the card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Protocol {
    /// Whatever the ATR says.
    #[default]
    Any,
    /// T=0 only.
    T0,
    /// T=1 only.
    T1,
}

/// What becomes of the card when the connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Nothing.
    Leave,
    /// A warm reset.
    Reset,
    /// Power is cut.
    Unpower,
}

/// What is done to the card when it is connected again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initialization {
    /// A warm reset.
    Reset,
    /// Power off and on.
    Unpower,
}

impl Share {
    fn number(self) -> Dword {
        match self {
            Self::Exclusive => 1,
            Self::Shared => 2,
        }
    }
}

impl Protocol {
    fn number(self) -> Dword {
        match self {
            Self::Any => 3,
            Self::T0 => 1,
            Self::T1 => 2,
        }
    }
}

impl Pcsc {
    /// Looks for the library.
    pub fn load() -> Result<Self, LoadError> {
        Functions::load().map(|functions| Self(Arc::new(functions))).map_err(LoadError)
    }

    /// A context: the connection to the PC/SC service.
    pub fn context(&self) -> Result<Context, Code> {
        let handle = self.0.establish()?;
        Ok(Context(Arc::new(Held { functions: self.0.clone(), handle })))
    }
}

/// A context that is released when the last of those who use it is gone.
struct Held {
    functions: Arc<Functions>,
    handle: Handle,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.functions.release(self.handle);
    }
}

/// The connection to the PC/SC service.
pub struct Context(Arc<Held>);

/// Ends blocking calls of a context from another thread, as far as the service does that.
pub struct Canceller(Arc<Held>);

impl Canceller {
    /// SCardCancel.
    pub fn cancel(&self) -> Result<(), Code> {
        self.0.functions.cancel(self.0.handle)
    }
}

impl Context {
    /// What can end a blocking call of this context.
    pub fn canceller(&self) -> Canceller {
        Canceller(self.0.clone())
    }

    /// Names of the readers; none is an empty list.
    pub fn readers(&self) -> Result<Vec<String>, Code> {
        let functions = &self.0.functions;
        // A reader may come between asking for the length and asking for the names.
        for _ in 0..4 {
            let size = match functions.list_readers(self.0.handle, None) {
                Err(Code::NO_READERS_AVAILABLE) => return Ok(Vec::new()),
                size => size?,
            };
            let mut names = vec![0; size.min(64 * 1024)];
            match functions.list_readers(self.0.handle, Some(&mut names)) {
                Err(Code::INSUFFICIENT_BUFFER) => continue,
                Err(Code::NO_READERS_AVAILABLE) => return Ok(Vec::new()),
                size => names.truncate(size?),
            }
            let names = names.split(|octet| *octet == 0).filter(|name| !name.is_empty());
            return Ok(names.map(|name| String::from_utf8_lossy(name).into_owned()).collect());
        }
        Err(Code::INSUFFICIENT_BUFFER)
    }

    /// Powers the card in this reader and connects to it. A name that holds NUL is the name of no reader.
    pub fn connect(&self, reader: &str, share: Share, protocol: Protocol) -> Result<Card, Code> {
        let name = CString::new(reader).map_err(|_| Code::UNKNOWN_READER)?;
        let (handle, negotiated) = self.0.functions.connect(self.0.handle, &name, share.number(), protocol.number())?;
        Ok(Card { context: self.0.clone(), handle, negotiated, share, protocol, connected: true })
    }
}

/// A card that is connected; left as it is when dropped.
pub struct Card {
    context: Arc<Held>,
    handle: Handle,
    negotiated: Dword,
    share: Share,
    protocol: Protocol,
    connected: bool,
}

impl Card {
    /// The ATR.
    pub fn atr(&self) -> Result<Vec<u8>, Code> {
        self.context.functions.atr(self.handle)
    }

    /// 0 for T=0, 1 for T=1.
    pub fn negotiated(&self) -> u8 {
        u8::from(self.negotiated == 2)
    }

    /// Resets the card and negotiates again; also what is needed after somebody else reset it.
    pub fn reconnect(&mut self, initialization: Initialization) -> Result<(), Code> {
        let initialization = match initialization {
            Initialization::Reset => 1,
            Initialization::Unpower => 2,
        };
        let (share, protocol) = (self.share.number(), self.protocol.number());
        self.negotiated = self.context.functions.reconnect(self.handle, share, protocol, initialization)?;
        Ok(())
    }

    /// One APDU, by the protocol that was negotiated; how many octets of `answer` were written.
    pub fn transmit(&mut self, command: &[u8], answer: &mut [u8]) -> Result<usize, Code> {
        self.context.functions.transmit(self.handle, self.negotiated, command, answer)
    }

    /// Ends the connection.
    pub fn disconnect(mut self, disposition: Disposition) -> Result<(), Code> {
        self.connected = false;
        let disposition = match disposition {
            Disposition::Leave => 0,
            Disposition::Reset => 1,
            Disposition::Unpower => 2,
        };
        self.context.functions.disconnect(self.handle, disposition)
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        if self.connected {
            // Nobody is left to be told.
            let _ = self.context.functions.disconnect(self.handle, 0);
        }
    }
}
