//! A package that is being loaded: what has arrived of it, and what was made of that.

use crate::profile::Profile;
use crate::session::{Prepared, Server};
use rsp_asn1::BppCommandId;
use rsp_conduct::Refusal;
use rsp_crypto::bsp::Bsp;

/// Which part of the package comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Head,
    KeyAgreement,
    Configuration,
    Metadata,
    /// A2 or, in session-key mode, A3.
    Keys,
    Elements,
    Done,
}

/// A package that is being loaded.
pub(crate) struct Loader {
    pub part: Part,
    /// Octets received and not yet used.
    pub waiting: Vec<u8>,
    /// Octets of the content of BF36 that were announced and are not yet used; below zero when there were more.
    pub rest: i64,
    /// Octets of the container (A0..A3) that are still to come; `None` before its head.
    pub left: Option<usize>,
    pub server: Server,
    pub prepared: Prepared,
    pub channel: Option<Bsp>,
    /// The clear content of the container that is being read.
    pub clear: Vec<u8>,
    pub dp_proprietary_data: Vec<u8>,
    /// StoreMetadataRequest (`BF25`) as it was received.
    pub metadata: Vec<u8>,
    pub iccid: Option<[u8; 10]>,
    /// The profile elements.
    pub package: Vec<u8>,
    /// What they made.
    pub installed: Option<Box<Profile>>,
    /// EUICCResponse for a profile that was installed.
    pub sima_response: Vec<u8>,
}

/// Why a package is refused, and what the profile interpreter says of it.
pub(crate) struct PackageRefusal {
    pub refusal: Refusal,
    /// EUICCResponse of the profile package specification.
    pub sima_response: Option<Vec<u8>>,
}

impl From<Refusal> for PackageRefusal {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, sima_response: None }
    }
}

impl Loader {
    pub fn new(server: Server, prepared: Prepared) -> Self {
        Self {
            part: Part::Head,
            waiting: Vec::new(),
            rest: 0,
            left: None,
            server,
            prepared,
            channel: None,
            clear: Vec::new(),
            dp_proprietary_data: Vec::new(),
            metadata: Vec::new(),
            iccid: None,
            package: Vec::new(),
            installed: None,
            sima_response: Vec::new(),
        }
    }

    /// The command that is being carried out.
    pub fn id(&self) -> BppCommandId {
        match self.part {
            Part::Head | Part::KeyAgreement => BppCommandId::INITIALISE_SECURE_CHANNEL,
            Part::Configuration => BppCommandId::CONFIGURE_ISDP,
            Part::Metadata => BppCommandId::STORE_METADATA,
            Part::Keys => BppCommandId::REPLACE_SESSION_KEYS,
            Part::Elements | Part::Done => BppCommandId::LOAD_PROFILE_ELEMENTS,
        }
    }

    /// Takes octets of the content of BF36 out of what waits.
    pub fn take(&mut self, octets: usize) -> Vec<u8> {
        self.rest = self.rest.saturating_sub(octets as i64);
        self.waiting.drain(..octets.min(self.waiting.len())).collect()
    }

    pub fn failed(&self, refusal: Refusal) -> (BppCommandId, PackageRefusal) {
        (self.id(), refusal.into())
    }
}
