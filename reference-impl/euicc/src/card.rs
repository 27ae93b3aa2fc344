//! The card: an eUICC behind a card OS, one command APDU in and one response APDU out.

use crate::apdu::Atr;
use crate::euicc::Euicc;
use crate::os::{Os, rules};
use crate::persistent::StoreError;
use crate::profile::Profile;
use rsp_transport::card::{CardChannel, CardFault};

/// How the answer to a command that brought data reaches the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Handing {
    /// It waits: `61xx`, then GET RESPONSE, as over T=0.
    #[default]
    Waiting,
    /// With the answer where the command has an Le field, as over T=1; else it waits.
    WithLe,
    /// With the answer, whatever the command asks for: what a terminal sees behind a reader or a modem that fetches
    /// by itself.
    AtOnce,
}

/// How the card OS behaves where the specifications leave a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardOptions {
    /// The answer to reset.
    pub atr: Vec<u8>,
    /// Highest logical channel, 0 to 19.
    pub highest_channel: u8,
    /// How answers to commands that bring data are handed out.
    pub handing: Handing,
    /// Octets of one STORE DATA chain that are kept at most.
    pub chain_limit: usize,
    /// No ES10 function is served before TERMINAL CAPABILITY has announced it. Else one is refused only if
    /// TERMINAL CAPABILITY was sent without it.
    pub needs_terminal_capability: bool,
    /// A proactive command is announced only after TERMINAL PROFILE.
    pub needs_terminal_profile: bool,
    /// Octet of TERMINAL PROFILE (from 0) and bit in it that announce the REFRESH mode `eUICC Profile State Change`;
    /// `None` for the mode `UICC Reset` always. Sources differ on where the bit stands.
    pub profile_state_change: Option<(usize, u8)>,
}

impl Default for CardOptions {
    fn default() -> Self {
        Self {
            atr: Atr::default().octets(),
            highest_channel: 19,
            handing: Handing::Waiting,
            chain_limit: 32 * 1024,
            needs_terminal_capability: false,
            needs_terminal_profile: false,
            profile_state_change: None,
        }
    }
}

/// An eUICC as a terminal sees it (ISO/IEC 7816-4, ETSI TS 102 221).
pub struct Card {
    pub(crate) euicc: Euicc,
    pub(crate) options: CardOptions,
    pub(crate) os: Os,
    /// What is there while no profile is enabled: an MF, and nothing in it.
    pub(crate) bare: Profile,
    /// GET CHALLENGE so far.
    pub(crate) challenges: u64,
    reset_failed: Option<StoreError>,
}

impl Card {
    /// A card in a slot, powered.
    pub fn new(euicc: Euicc) -> Self {
        Self::with_options(euicc, CardOptions::default())
    }

    /// A card that differs from the usual one where it may.
    pub fn with_options(euicc: Euicc, options: CardOptions) -> Self {
        Self { euicc, options, os: Os::default(), bare: Profile::default(), challenges: 0, reset_failed: None }
    }

    /// What is behind the card OS.
    pub fn euicc(&self) -> &Euicc {
        &self.euicc
    }

    /// The same, to be changed.
    pub fn euicc_mut(&mut self) -> &mut Euicc {
        &mut self.euicc
    }

    /// The answer to reset.
    pub fn atr(&self) -> Vec<u8> {
        let mut atr = self.options.atr.clone();
        self.euicc.context.conduct.shape(&rules::ATR, &mut atr);
        atr
    }

    /// Reset, cold or warm: volatile state is gone, what is installed stays. The answer is the ATR. What the eUICC could
    /// not keep of its state is tried again at the next reset, as [`Euicc::reset`] says.
    pub fn reset(&mut self) -> Vec<u8> {
        if self.euicc.context.conduct.does(&rules::RESET_DROPS_STATE) {
            self.os = Os::default();
        }
        self.reset_failed = self.euicc.reset().err();
        self.atr()
    }

    /// Why the eUICC could not keep its state at the last reset, where it could not.
    pub fn reset_failed(&self) -> Option<&StoreError> {
        self.reset_failed.as_ref()
    }

    /// One command APDU with short length fields. The answer is response data and SW1 SW2; whatever comes in, it is
    /// never shorter than two octets.
    pub fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        let response = self.answer(command);
        let mut octets = response.data;
        octets.reserve_exact(2);
        octets.extend_from_slice(&response.sw.to_be_bytes());
        octets
    }
}

impl CardChannel for Card {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        Ok(Card::reset(self))
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        Ok(Card::transmit(self, command))
    }

    fn describe(&self) -> String {
        "the software card".to_owned()
    }
}
