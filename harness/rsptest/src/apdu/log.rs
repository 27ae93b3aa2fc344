//! A card whose APDUs are written down, decoded.

use super::function::{Es10Function, function, package_part};
use super::instruction::{data, describe};
use super::status::words;
use rsp_transport::card::{CardChannel, CardFault, CarrierChannels, channel_of};
use rsptest_wire::{Dictionary, RenderOptions};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Where a log goes, line by line.
pub type Sink = Arc<Mutex<dyn Write + Send>>;

/// More of a chain or of an answer than this is not kept.
const MOST: usize = 256 * 1024;

/// A card whose APDUs are written down.
pub struct Logged<C> {
    card: C,
    sink: Sink,
    number: u64,
    /// By logical channel.
    conversations: BTreeMap<u8, Conversation>,
}

/// What came in parts on one channel.
#[derive(Default)]
struct Conversation {
    command: Vec<u8>,
    answer: Vec<u8>,
    asked: Option<&'static Es10Function>,
}

impl<C: CardChannel> Logged<C> {
    /// Writes to this sink; a sink that fails is passed over, the card goes on.
    pub fn new(card: C, sink: Sink) -> Self {
        Self { card, sink, number: 0, conversations: BTreeMap::new() }
    }

    fn write(&self, text: &str) {
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
    }

    /// The lines of a command.
    fn command(&mut self, command: &[u8]) -> String {
        let number = self.number;
        let mut text = format!("#{number} > {}\n     {}", hex::encode_upper(command), describe(command));
        let class = command.first().copied().unwrap_or_default();
        let conversation = self.conversations.entry(channel_of(class)).or_default();
        match command.get(1) {
            // A chain begins with block 0.
            Some(0xE2) if class & 0x80 != 0 => {
                if command.get(3) == Some(&0) {
                    conversation.command.clear();
                }
                conversation.answer.clear();
                if conversation.command.len() < MOST {
                    conversation.command.extend_from_slice(data(command));
                }
                if command.get(2).is_some_and(|p1| p1 & 0x80 != 0) {
                    let payload = std::mem::take(&mut conversation.command);
                    conversation.asked = function(&payload);
                    text += &carried(&payload, conversation.asked);
                    return text;
                }
            }
            Some(0xC0) => {}
            _ => *conversation = Conversation::default(),
        }
        text + "\n"
    }

    /// The lines of an answer.
    fn answer(&mut self, command: &[u8], answer: &[u8]) -> String {
        let number = self.number;
        let Some((content, status)) = answer.split_last_chunk::<2>() else {
            return format!("#{number} < {}\n     no response APDU\n", hex::encode_upper(answer));
        };
        let sw = u16::from_be_bytes(*status);
        let mut text = format!("#{number} < {}\n     {sw:04X}: {}\n", hex::encode_upper(answer), words(sw));
        let class = command.first().copied().unwrap_or_default();
        let conversation = self.conversations.entry(channel_of(class)).or_default();
        // STORE DATA, GET RESPONSE, SELECT, STATUS: what these answer has a structure.
        if matches!(command.get(1), Some(0xE2 | 0xC0 | 0xA4 | 0xF2)) && conversation.answer.len() < MOST {
            conversation.answer.extend_from_slice(content);
        }
        if sw >> 8 != 0x61 && !conversation.answer.is_empty() {
            let whole = std::mem::take(&mut conversation.answer);
            let structure = conversation.asked.take().map(|function| &*function.response);
            text += &tree(&whole, structure);
        }
        text
    }
}

/// What a complete STORE DATA chain carries.
fn carried(payload: &[u8], asked: Option<&'static Es10Function>) -> String {
    match (asked, package_part(payload)) {
        (Some(function), _) => format!("\n     {}\n{}", function.name, tree(payload, Some(&function.request))),
        // Cut inside TLVs, and enciphered for the most part: there is no tree to show.
        (None, Some(part)) => {
            format!("\n     ES10b.LoadBoundProfilePackage: {part}, {} octets\n", payload.len())
        }
        (None, None) => format!("\n     no function of ES10\n{}", tree(payload, None)),
    }
}

/// A TLV tree, indented.
fn tree(octets: &[u8], structure: Option<&str>) -> String {
    let named = structure.and_then(|name| rsptest_wire::read(Dictionary::sgp22(), name, octets).ok());
    let tree = named.unwrap_or_else(|| rsptest_wire::decode_any(octets));
    tree.render(&RenderOptions::default()).lines().map(|line| format!("       {line}\n")).collect()
}

impl<C: CardChannel> CardChannel for Logged<C> {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        self.conversations.clear();
        let outcome = self.card.reset();
        self.write(&match &outcome {
            Ok(atr) if atr.is_empty() => "-- reset\n".to_owned(),
            Ok(atr) => format!("-- reset, ATR {}\n", hex::encode_upper(atr)),
            Err(fault) => format!("-- reset: {fault}\n"),
        });
        outcome
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        self.number += 1;
        let text = self.command(command);
        self.write(&text);
        let begun = Instant::now();
        let outcome = self.card.transmit(command);
        let text = match &outcome {
            Ok(answer) => self.answer(command, answer),
            Err(fault) => format!("#{} < {fault}\n", self.number),
        };
        let took = begun.elapsed().as_millis();
        self.write(&if took >= 100 { format!("{text}     after {took} ms\n") } else { text });
        outcome
    }

    fn carrier_channels(&mut self) -> Option<&mut dyn CarrierChannels> {
        self.card.carrier_channels()
    }

    fn is_modem(&self) -> bool {
        self.card.is_modem()
    }

    fn describe(&self) -> String {
        self.card.describe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card that gives these answers, one after the other.
    struct Scripted(Vec<String>);

    impl CardChannel for Scripted {
        fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
            Ok(vec![0x3B, 0x00])
        }
        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, CardFault> {
            Ok(hex::decode(self.0.remove(0)).unwrap())
        }
        fn describe(&self) -> String {
            "scripted".into()
        }
    }

    #[test]
    fn what_select_says_is_no_function_of_es10() {
        let sink: Arc<Mutex<Vec<u8>>> = Arc::default();
        let isd_r = "6F1F8410A0000005591010FFFFFFFF8900000100A5049F6501FFE0058203020500";
        let card = Scripted(vec!["6121".into(), format!("{isd_r}9000")]);
        let mut card = Logged::new(card, sink.clone());
        for command in ["01A4040010A0000005591010FFFFFFFF8900000100", "01C0000021"] {
            card.transmit(&hex::decode(command).unwrap()).unwrap();
        }
        let text = String::from_utf8(sink.lock().unwrap().clone()).unwrap();
        assert!(text.contains("FCITemplate") && text.contains("dfName"), "{text}");
    }

    #[test]
    fn a_function_in_parts_is_decoded_once_it_is_whole() {
        let sink: Arc<Mutex<Vec<u8>>> = Arc::default();
        let card = Scripted(
            ["9000", "6115", "BF2E128010000102030405060708090A0B0C0D0E0F9000", "6A82"].map(str::to_owned).to_vec(),
        );
        let mut card = Logged::new(card, sink.clone());
        card.reset().unwrap();
        for command in ["81E2110002BF2E", "81E291010100", "81C0000015", "00A40004022FE2"] {
            card.transmit(&hex::decode(command).unwrap()).unwrap();
        }
        let text = String::from_utf8(sink.lock().unwrap().clone()).unwrap();
        for line in [
            "-- reset, ATR 3B00",
            "channel 1: STORE DATA block 0\n",
            "channel 1: STORE DATA block 1, last\n     ES10b.GetEUICCChallenge\n",
            "6115: 21 octets wait",
            "euiccChallenge",
            "SELECT by file identifier 2FE2",
            "6A82: file or application not found",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert_eq!(text.matches("ES10b.GetEUICCChallenge").count(), 1, "{text}");
    }
}
