//! ES10 over APDUs: a logical channel with the ISD-R selected, and STORE DATA chains on it (SGP.22 §5.7.1, §5.7.2).

use super::{Es10, NotOpened};
use rsp_euicc::Response;
use rsp_transport::card::{CardChannel, CardFault, on_channel};

/// AID of the ISD-R (SGP.02 §2.2.3, as SGP.22 uses it).
pub const ISD_R: [u8; 16] =
    [0xA0, 0x00, 0x00, 0x05, 0x59, 0x10, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x89, 0x00, 0x00, 0x01, 0x00];

/// How an LPA writes its commands; every choice here is one that LPAs in the field make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsdrOptions {
    /// AID of the ISD-R; vendors deviate.
    pub aid: Vec<u8>,
    /// Octets of a command in one STORE DATA, 1 to 255.
    pub block_size: u8,
    /// STORE DATA carries an Le field.
    pub le: bool,
    /// No more blocks than this go out: what a terminal that loses power in the middle has sent. None: all of them.
    pub most_blocks: Option<u8>,
    /// TERMINAL CAPABILITY comes first.
    pub terminal_capability: bool,
    /// TERMINAL PROFILE comes then: the terminal can carry out REFRESH, so that the card may ask for it.
    pub terminal_profile: bool,
}

impl Default for IsdrOptions {
    fn default() -> Self {
        Self {
            aid: ISD_R.to_vec(),
            block_size: 120,
            le: false,
            most_blocks: None,
            terminal_capability: true,
            terminal_profile: false,
        }
    }
}

/// A session with the ISD-R of a card.
pub struct Isdr<C> {
    /// The way to the card.
    pub card: C,
    /// How commands are written.
    pub options: IsdrOptions,
    channel: Option<u8>,
    /// Whether a proactive command waits (`91xx`), and its length.
    pub(super) proactive: Option<u8>,
    /// Why the last command did not reach the ISD-R.
    not_opened: Option<NotOpened>,
}

impl<C: CardChannel> Isdr<C> {
    /// Nothing is sent before the first command.
    pub fn new(card: C, options: IsdrOptions) -> Self {
        Self { card, options, channel: None, proactive: None, not_opened: None }
    }

    /// The logical channel that is open.
    pub fn channel(&self) -> Option<u8> {
        self.channel
    }

    /// The length of the proactive command that the card announced and nobody fetched yet.
    pub fn proactive(&self) -> Option<u8> {
        self.proactive
    }

    /// The card was reset: the channel is gone with it.
    pub fn forget_channel(&mut self) {
        self.channel = None;
        self.proactive = None;
    }

    /// Resets the card.
    pub fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        self.forget_channel();
        self.card.reset()
    }

    /// TERMINAL CAPABILITY, MANAGE CHANNEL, SELECT, unless that was done. What the card refuses comes back with its
    /// response; the outer error is the way to the card.
    pub fn open(&mut self) -> Result<Result<u8, NotOpened>, CardFault> {
        if let Some(channel) = self.channel {
            return Ok(Ok(channel));
        }
        let aid = self.options.aid.clone();
        if let Some(carrier) = self.card.carrier_channels() {
            let channel = carrier.open(&aid)?;
            self.channel = Some(channel);
            return Ok(Ok(channel));
        }
        if self.options.terminal_capability {
            // A9: extended logical channels, additional interfaces, LPA in the device (ETSI TS 102 221 §11.1.19).
            let capability = [0x80, 0xAA, 0x00, 0x00, 0x0A, 0xA9, 0x08, 0x81, 0x00, 0x82, 0x01, 0x01, 0x83, 0x01, 0x07];
            // LPAs differ in whether they mind the answer; nothing of ours depends on it.
            self.exchange(&capability)?;
        }
        if self.options.terminal_profile {
            // Profile download, and REFRESH in the third octet (ETSI TS 102 223 §5.2).
            let answer = self.exchange(&[0x80, 0x10, 0x00, 0x00, 0x03, 0x01, 0x00, 0x80])?;
            self.note_proactive(answer.sw);
        }
        let opened = self.exchange(&[0x00, 0x70, 0x00, 0x00, 0x01])?;
        let [channel] = opened.data[..] else {
            return Ok(Err(NotOpened::ManageChannel(Response { data: Vec::new(), sw: opened.sw })));
        };
        let mut select = vec![on_channel(0x00, channel), 0xA4, 0x04, 0x00, aid.len() as u8];
        select.extend_from_slice(&aid);
        let selected = self.exchange(&select)?;
        // The answer to SELECT may stay where it is: no LPA in the field fetches it.
        if selected.sw != 0x9000 && selected.sw >> 8 != 0x61 {
            self.exchange(&[0x00, 0x70, 0x80, channel, 0x00])?;
            return Ok(Err(NotOpened::Select(Response { data: Vec::new(), sw: selected.sw })));
        }
        self.channel = Some(channel);
        Ok(Ok(channel))
    }

    /// Closes the channel.
    pub fn close(&mut self) -> Result<(), CardFault> {
        let Some(channel) = self.channel.take() else { return Ok(()) };
        if let Some(carrier) = self.card.carrier_channels() {
            return carrier.close(channel);
        }
        self.exchange(&[0x00, 0x70, 0x80, channel, 0x00]).map(|_| ())
    }

    /// One APDU and its answer, taken apart.
    pub fn exchange(&mut self, command: &[u8]) -> Result<Response, CardFault> {
        let mut data = self.card.transmit(command)?;
        let Some(&[sw1, sw2]) = data.last_chunk::<2>() else {
            return Err(CardFault::Unreadable(format!("{} octets", data.len())));
        };
        data.truncate(data.len() - 2);
        Ok(Response { data, sw: u16::from_be_bytes([sw1, sw2]) })
    }

    pub(super) fn note_proactive(&mut self, sw: u16) {
        if sw >> 8 == 0x91 {
            self.proactive = Some(sw as u8);
        }
    }

    /// One command as a STORE DATA chain on this channel; what waits is fetched.
    fn store_data(&mut self, channel: u8, payload: &[u8]) -> Result<Response, CardFault> {
        let class = on_channel(0x80, channel);
        let blocks: Vec<&[u8]> = payload.chunks(usize::from(self.options.block_size.max(1))).collect();
        let blocks = if blocks.is_empty() { vec![payload] } else { blocks };
        if blocks.len() > 256 {
            return Err(CardFault::Unavailable(format!("{} blocks of STORE DATA, and P2 counts to 255", blocks.len())));
        }
        let mut response = Response { data: Vec::new(), sw: 0x6F00 };
        let mut command = Vec::with_capacity(6 + usize::from(self.options.block_size));
        let most = self.options.most_blocks.map_or(usize::MAX, usize::from);
        for (number, block) in blocks.iter().enumerate().take(most) {
            let last = number + 1 == blocks.len();
            command.clear();
            command.extend([class, 0xE2, if last { 0x91 } else { 0x11 }, number as u8, block.len() as u8]);
            command.extend_from_slice(block);
            if self.options.le && last {
                command.push(0x00);
            }
            response = self.exchange(&command)?;
            if !last && response.sw != 0x9000 {
                return Ok(response);
            }
        }
        self.fetch_rest(class, response)
    }

    /// GET RESPONSE until nothing waits.
    fn fetch_rest(&mut self, class: u8, mut response: Response) -> Result<Response, CardFault> {
        /// An answer of the ISD-R is far smaller; a card that always has more must not keep us.
        const MOST: usize = 512 * 1024;
        while response.sw >> 8 == 0x61 && response.data.len() < MOST {
            let more = self.exchange(&[class, 0xC0, 0x00, 0x00, response.sw as u8])?;
            if more.data.is_empty() && more.sw >> 8 == 0x61 {
                return Err(CardFault::Unreadable("GET RESPONSE gives nothing and announces more".into()));
            }
            response.data.extend(more.data);
            response.sw = more.sw;
        }
        Ok(response)
    }
}

impl<C: CardChannel> Isdr<C> {
    fn once(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
        let channel = match self.open()? {
            Ok(channel) => channel,
            Err(refused) => {
                self.not_opened = Some(refused.clone());
                return Ok(refused.into_response());
            }
        };
        let response = self.store_data(channel, payload)?;
        self.note_proactive(response.sw);
        Ok(response)
    }
}

impl<C: CardChannel> Es10 for Isdr<C> {
    fn command(&mut self, payload: &[u8]) -> Result<Response, CardFault> {
        /// The logical channel is not open.
        const CLOSED: u16 = 0x6881;
        self.not_opened = None;
        let (opened, modem) = (self.channel.is_some(), self.card.is_modem());
        match self.once(payload) {
            // A modem carries out REFRESH by itself, and closes our session or channel with it; the card has seen nothing
            // whole of this command, so it is sent again.
            Err(CardFault::Reset(_)) | Ok(Response { sw: CLOSED, .. }) if opened && modem => {
                self.forget_channel();
                self.once(payload)
            }
            other => other,
        }
    }

    fn not_opened(&self) -> Option<&NotOpened> {
        self.not_opened.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_transport::card::CarrierChannels;

    /// A modem whose first session is gone when it is used again.
    #[derive(Default)]
    struct Modem {
        opened: u8,
        seen: Vec<String>,
    }

    impl CardChannel for Modem {
        fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
            Ok(Vec::new())
        }

        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
            self.seen.push(hex::encode_upper(command));
            if command[0] & 0x03 == 1 && self.seen.len() > 1 {
                return Err(CardFault::Reset("the session is gone".into()));
            }
            Ok(vec![0x90, 0x00])
        }

        fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
            Some(self)
        }

        fn is_modem(&self) -> bool {
            true
        }

        fn describe(&self) -> String {
            "a modem".into()
        }
    }

    impl CarrierChannels for Modem {
        fn open(&mut self, _: &[u8]) -> Result<u8, CardFault> {
            self.opened += 1;
            Ok(self.opened)
        }

        fn close(&mut self, _: u8) -> Result<(), CardFault> {
            Ok(())
        }
    }

    #[test]
    fn a_session_that_the_modem_closed_is_opened_again() {
        let mut isdr = Isdr::new(Modem::default(), IsdrOptions::default());
        isdr.command(&[0xBF, 0x20, 0x00]).unwrap();
        isdr.command(&[0xBF, 0x22, 0x00]).unwrap();
        assert_eq!(isdr.card.seen, ["81E2910003BF2000", "81E2910003BF2200", "82E2910003BF2200"]);
        assert_eq!(isdr.channel(), Some(2));
    }
}
