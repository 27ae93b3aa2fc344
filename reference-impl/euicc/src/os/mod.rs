//! The card OS: what a command APDU means, by class, channel and instruction (ISO/IEC 7816-4, ETSI TS 102 221).
//!
//! One file per command family; the table of instructions is `INSTRUCTIONS`.

mod authenticate;
mod binary;
mod channels;
mod data_objects;
mod fcp;
mod files;
mod get_data;
mod get_identity;
mod get_response;
mod life_cycle;
mod pin;
mod proactive;
mod record;
pub mod rules;
mod search;
mod select;
mod status;
mod store_data;
mod suci;
mod terminal;

pub use select::{ECASD, ISD_R};

use crate::apdu::{Class, ClassError, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;
use crate::fs::{NodeId, PinSlot};
use data_objects::Transfer;
use get_response::Waiting;
use proactive::Proactive;
use rsp_conduct::{Check, Refusal};
use store_data::Chain;
use terminal::Terminal;

/// What a command comes to: an answer, or the status word of a refusal.
pub(crate) type Answer = Result<Response, Sw>;

/// What is selected on a channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Application {
    /// Nothing but the file system.
    #[default]
    Files,
    /// An application with files.
    Adf(NodeId),
    /// The ISD-R.
    IsdR,
    /// The ECASD.
    Ecasd,
    /// A security domain of the enabled profile, by its AID.
    Domain(Vec<u8>),
}

/// Volatile state of one logical channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Channel {
    pub application: Application,
    /// The current directory; the MF where a security domain is selected.
    pub directory: NodeId,
    /// The current EF.
    pub ef: Option<NodeId>,
    /// The record pointer of the current EF; 0 for none.
    pub record: usize,
    pub transfer: Option<Transfer>,
    pub chain: Option<Chain>,
    pub waiting: Option<Waiting>,
}

impl Default for Channel {
    /// A channel where nothing was selected yet: the MF.
    fn default() -> Self {
        let application = Application::Files;
        Self { application, directory: NodeId::MF, ef: None, record: 0, transfer: None, chain: None, waiting: None }
    }
}

impl Channel {
    /// What a channel opened from this one begins with: the same application and directory.
    fn inherited(&self) -> Self {
        Self { application: self.application.clone(), directory: self.directory, ..Self::default() }
    }

    fn isd_r_selected(&self) -> bool {
        self.application == Application::IsdR
    }

    /// The directory of the application, what `7FFF` means.
    fn adf(&self) -> Option<NodeId> {
        match self.application {
            Application::Adf(id) => Some(id),
            _ => None,
        }
    }
}

/// Volatile state of the card.
pub(crate) struct Os {
    /// By number; the basic channel is always open.
    pub channels: [Option<Channel>; 20],
    pub terminal: Terminal,
    pub proactive: Proactive,
    /// The codes that were verified, on whichever channel.
    pub verified: Vec<PinSlot>,
    /// The ISD-P that was enabled when the last command ended: what is selected belongs to it.
    pub enabled: Option<[u8; 16]>,
}

impl Default for Os {
    fn default() -> Self {
        let mut channels = [const { None }; 20];
        channels[0] = Some(Channel::default());
        Self {
            channels,
            terminal: Terminal::default(),
            proactive: Proactive::None,
            verified: Vec::new(),
            enabled: None,
        }
    }
}

impl Os {
    pub(crate) fn channel(&self, number: u8) -> Option<&Channel> {
        self.channels.get(usize::from(number))?.as_ref()
    }

    pub(crate) fn channel_mut(&mut self, number: u8) -> Option<&mut Channel> {
        self.channels.get_mut(usize::from(number))?.as_mut()
    }
}

/// Which classes an instruction belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Interindustry,
    Proprietary,
    /// Terminals in the field send it with either.
    Either,
}

/// A command of the card OS.
struct Instruction {
    ins: u8,
    kind: Kind,
    run: fn(&mut Card, Class, &Command<'_>) -> Answer,
}

/// INS of GET RESPONSE, which alone leaves waiting octets where they are.
const GET_RESPONSE: u8 = 0xC0;
/// INS of STORE DATA, which alone continues a chain.
const STORE_DATA: u8 = 0xE2;
/// P1 of a STORE DATA that others follow.
const MORE_BLOCKS: u8 = 0x11;

/// Every instruction the card knows.
const INSTRUCTIONS: &[Instruction] = &[
    Instruction { ins: 0x04, kind: Kind::Interindustry, run: Card::deactivate_file },
    Instruction { ins: 0x10, kind: Kind::Proprietary, run: Card::terminal_profile },
    Instruction { ins: 0x12, kind: Kind::Proprietary, run: Card::fetch_command },
    Instruction { ins: 0x14, kind: Kind::Proprietary, run: Card::terminal_response },
    Instruction { ins: 0x20, kind: Kind::Interindustry, run: Card::verify_pin },
    Instruction { ins: 0x24, kind: Kind::Interindustry, run: Card::change_pin },
    Instruction { ins: 0x26, kind: Kind::Interindustry, run: Card::disable_pin },
    Instruction { ins: 0x28, kind: Kind::Interindustry, run: Card::enable_pin },
    Instruction { ins: 0x2C, kind: Kind::Interindustry, run: Card::unblock_pin },
    Instruction { ins: 0x32, kind: Kind::Proprietary, run: Card::increase },
    Instruction { ins: 0x44, kind: Kind::Interindustry, run: Card::activate_file },
    Instruction { ins: 0x70, kind: Kind::Interindustry, run: Card::manage_channel },
    Instruction { ins: 0x78, kind: Kind::Proprietary, run: Card::get_identity },
    Instruction { ins: 0x84, kind: Kind::Interindustry, run: Card::get_challenge },
    Instruction { ins: 0x88, kind: Kind::Interindustry, run: Card::authenticate },
    Instruction { ins: 0xA2, kind: Kind::Interindustry, run: Card::search_record },
    Instruction { ins: 0xA4, kind: Kind::Interindustry, run: Card::select },
    Instruction { ins: 0xAA, kind: Kind::Proprietary, run: Card::terminal_capability },
    Instruction { ins: 0xB0, kind: Kind::Interindustry, run: Card::read_binary },
    Instruction { ins: 0xB2, kind: Kind::Interindustry, run: Card::read_record },
    Instruction { ins: GET_RESPONSE, kind: Kind::Either, run: Card::get_response },
    Instruction { ins: 0xC2, kind: Kind::Proprietary, run: Card::envelope },
    Instruction { ins: 0xCA, kind: Kind::Either, run: Card::get_data },
    Instruction { ins: 0xCB, kind: Kind::Proprietary, run: Card::retrieve_data },
    Instruction { ins: 0xD6, kind: Kind::Interindustry, run: Card::update_binary },
    Instruction { ins: 0xDB, kind: Kind::Proprietary, run: Card::set_data },
    Instruction { ins: 0xDC, kind: Kind::Interindustry, run: Card::update_record },
    Instruction { ins: STORE_DATA, kind: Kind::Proprietary, run: Card::store_data },
    Instruction { ins: 0xF2, kind: Kind::Proprietary, run: Card::status },
];

impl Card {
    /// The response APDU to these octets.
    pub(crate) fn answer(&mut self, octets: &[u8]) -> Response {
        // Whoever has the eUICC may have switched profiles beside the APDUs.
        self.follow_profile();
        let mut response = self.process(octets).unwrap_or_else(|sw| Response::refused(sw.0));
        if self.euicc.state.commit().is_err() {
            response = Response::refused(Sw::STORE.0);
        }
        self.follow_up();
        let unfinished = octets.get(1..3) == Some(&[STORE_DATA, MORE_BLOCKS]);
        if !unfinished {
            self.announce(&mut response);
        }
        response
    }

    fn process(&mut self, octets: &[u8]) -> Answer {
        let read = Command::read(octets);
        self.check(&rules::LENGTH_FIELDS, read.is_ok(), Sw::LENGTH, || format!("{} octets", octets.len()))?;
        let command = read.unwrap_or_else(|_| Command::cut(octets));
        let class = self.class_of(command.cla)?;
        let open = self.os.channel(class.channel).is_some();
        self.check(&rules::CHANNEL_OPEN, open, Sw::CHANNEL, || format!("channel {} is closed", class.channel))?;
        if !open {
            // Without the check, a channel opens with its first command.
            self.os.channels[usize::from(class.channel)] = Some(Channel::default());
        }
        self.begin(class, command.ins);
        let instruction = INSTRUCTIONS.iter().find(|known| known.ins == command.ins);
        let says = || format!("INS {:02X}", command.ins);
        self.check(&rules::INSTRUCTION_SUPPORTED, instruction.is_some(), Sw::INS, says)?;
        let Some(instruction) = instruction else { return Ok(Response::ok(Vec::new())) };
        let fits = match instruction.kind {
            Kind::Interindustry => !class.proprietary,
            Kind::Proprietary => class.proprietary,
            Kind::Either => true,
        };
        self.check(&rules::INSTRUCTION_CLASS, fits, Sw::CLA, || format!("CLA {:02X}", command.cla))?;
        let response = (instruction.run)(self, class, &command)?;
        if command.ins == GET_RESPONSE { Ok(response) } else { Ok(self.hand_out(class.channel, &command, response)) }
    }

    /// What a class octet says, if it is one of ours.
    fn class_of(&self, octet: u8) -> Result<Class, Sw> {
        let read = Class::read(octet);
        let sw = if read == Err(ClassError::SecureMessaging) { Sw::SECURE_MESSAGING } else { Sw::CLA };
        self.check(&rules::CLASS_SUPPORTED, read.is_ok(), sw, || format!("CLA {octet:02X}"))?;
        // Without the check, the octet is taken for what it would be in the first coding.
        let plain = Class { proprietary: octet & 0x80 != 0, chained: false, channel: octet & 0x03 };
        let class = read.unwrap_or(plain);
        self.check(&rules::NOT_CHAINED, !class.chained, Sw::CHAINING, || format!("CLA {octet:02X}"))?;
        Ok(class)
    }

    /// What any command ends on its channel.
    fn begin(&mut self, class: Class, ins: u8) {
        let conduct = self.euicc.context.conduct.clone();
        let Some(channel) = self.os.channel_mut(class.channel) else { return };
        if ins != GET_RESPONSE && channel.waiting.is_some() && conduct.does(&rules::DROP_WAITING) {
            channel.waiting = None;
        }
        if ins != STORE_DATA && channel.chain.is_some() && conduct.does(&rules::DROP_CHAIN) {
            channel.chain = None;
        }
    }

    /// Judges whether something holds; the refusal is this status word.
    pub(crate) fn check(
        &self,
        check: &'static Check,
        holds: bool,
        sw: Sw,
        detail: impl FnOnce() -> String,
    ) -> Result<(), Sw> {
        let outcome = Refusal::unless(holds, sw.text(), detail);
        let judged = self.euicc.context.conduct.judge(check, outcome);
        judged.map_err(|refusal| Sw::of_text(refusal.error).unwrap_or(sw))
    }

    /// A command without the data field that it needs has the wrong length.
    pub(crate) fn need_data(&self, command: &Command<'_>) -> Result<(), Sw> {
        self.check(&rules::DATA_PRESENT, !command.data.is_empty(), Sw::LENGTH, || "no data field".into())
    }
}
