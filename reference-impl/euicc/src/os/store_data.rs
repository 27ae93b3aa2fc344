//! STORE DATA, the carrier of ES10 (SGP.22 §5.7.2).

use super::{Answer, MORE_BLOCKS, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::Card;
use crate::euicc::Response;

/// P1 of the last block, or the only one.
const LAST_BLOCK: u8 = 0x91;

/// Octets that a command of several blocks usually has at most: one segment of a package.
const USUAL: usize = 1024;

/// Blocks received so far of a command that has more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chain {
    payload: Vec<u8>,
    blocks: u16,
}

impl Card {
    /// One block; the last one calls the function. A block numbered zero begins a new command and drops an unfinished
    /// one.
    pub(crate) fn store_data(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let Some(channel) = self.os.channel_mut(class.channel) else { return Err(Sw::CHANNEL) };
        let chain = channel.chain.take();
        let selected = channel.isd_r_selected();
        self.check(&rules::ISD_R_SELECTED, selected, Sw::CONDITIONS, || "another application is selected".into())?;
        let p1 = command.p1;
        let known = matches!(p1, MORE_BLOCKS | LAST_BLOCK);
        self.check(&rules::STORE_DATA_P1, known, Sw::P1P2, || format!("P1 {p1:02X}"))?;
        self.need_data(command)?;
        let mut chain = chain.unwrap_or_default();
        if command.p2 == 0 && self.euicc.context.conduct.does(&rules::RESTART_CHAIN) {
            chain = Chain::default();
        }
        let in_order = u16::from(command.p2) == chain.blocks;
        self.check(&rules::STORE_DATA_ORDER, in_order, Sw::P1P2, || {
            format!("block {} where {} is due", command.p2, chain.blocks)
        })?;
        let fits = chain.payload.len() + command.data.len() <= self.options.chain_limit;
        self.check(&rules::STORE_DATA_LIMIT, fits, Sw::MEMORY, || format!("more than {}", self.options.chain_limit))?;
        if chain.blocks == 0 && p1 == MORE_BLOCKS {
            chain.payload.reserve(USUAL);
        }
        chain.payload.extend_from_slice(command.data);
        chain.blocks += 1;
        if command.p1 == MORE_BLOCKS {
            if let Some(channel) = self.os.channel_mut(class.channel) {
                channel.chain = Some(chain);
            }
            return Ok(Response::ok(Vec::new()));
        }
        self.need_announced(&chain.payload)?;
        Ok(self.euicc.command(&chain.payload))
    }
}
