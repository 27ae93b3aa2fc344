//! Proactive commands, as far as an LPA meets them: FETCH, TERMINAL RESPONSE, and what REFRESH asks for
//! (ETSI TS 102 223 §6.4.7, §6.8; SGP.22 §5.7.16).

use super::Isdr;
use rsp_euicc::Response;
use rsp_transport::card::{CardChannel, CardFault};

/// A proactive command that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proactive {
    /// Type of command; 1 is REFRESH.
    pub kind: u8,
    /// Its qualifier; of REFRESH 4 is a UICC reset, the others start over with the files.
    pub qualifier: u8,
}

impl Proactive {
    /// Whether it is REFRESH.
    pub fn is_refresh(self) -> bool {
        self.kind == 0x01
    }
}

/// A card that never stops asking is left alone after so many.
const MOST: usize = 8;

impl<C: CardChannel> Isdr<C> {
    /// Carries out what the card asks for, if it asks: each command is fetched and answered with success. After REFRESH
    /// the card is reset, whatever the qualifier says: that is what makes every kind of it come true.
    pub fn run_proactive(&mut self) -> Result<Vec<Proactive>, CardFault> {
        let mut done = Vec::new();
        while let Some(length) = self.proactive.take() {
            if done.len() == MOST {
                return Err(CardFault::Unreadable(format!("the card still asks after {MOST} proactive commands")));
            }
            let fetched = self.exchange(&[0x80, 0x12, 0x00, 0x00, length])?;
            let Some((number, command)) = details(&fetched) else {
                let says = format!("FETCH gives no proactive command but status word {:04X}", fetched.sw);
                return Err(CardFault::Unreadable(says));
            };
            done.push(command);
            // Command details, device identities (terminal to UICC), result: performed.
            let response =
                [0x81, 0x03, number, command.kind, command.qualifier, 0x02, 0x02, 0x82, 0x81, 0x83, 0x01, 0x00];
            let mut apdu = vec![0x80, 0x14, 0x00, 0x00, response.len() as u8];
            apdu.extend(response);
            let answer = self.exchange(&apdu)?;
            if command.is_refresh() {
                self.reset()?;
                return Ok(done);
            }
            self.note_proactive(answer.sw);
        }
        Ok(done)
    }
}

/// Number, type and qualifier out of `D0 len 81 03 number type qualifier ..`.
fn details(fetched: &Response) -> Option<(u8, Proactive)> {
    let outer = rsp_asn1::tlv::first(&fetched.data).ok().filter(|(tlv, _)| tlv.tag == 0xD0)?.0;
    // Bit 8 of the tag only says that it must be understood.
    match outer.content {
        &[0x01 | 0x81, 0x03, number, kind, qualifier, ..] => Some((number, Proactive { kind, qualifier })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Es10 as _, Isdr, IsdrOptions};
    use super::*;
    use std::collections::VecDeque;

    /// A card that wants these commands and gives these answers.
    struct Scripted {
        script: VecDeque<(&'static str, &'static str)>,
        resets: usize,
    }

    impl CardChannel for Scripted {
        fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
            self.resets += 1;
            Ok(vec![])
        }
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
            let (wanted, answer) = self.script.pop_front().unwrap();
            assert_eq!(hex::encode_upper(command), wanted);
            Ok(hex::decode(answer).unwrap())
        }
        fn describe(&self) -> String {
            "scripted".into()
        }
    }

    fn isdr(script: &[(&'static str, &'static str)]) -> Isdr<Scripted> {
        let open = [("0070000001", "019000"), ("01A4040010A0000005591010FFFFFFFF8900000100", "9000")];
        let script = open.iter().chain(script).copied().collect();
        let options = IsdrOptions { terminal_capability: false, ..IsdrOptions::default() };
        Isdr::new(Scripted { script, resets: 0 }, options)
    }

    #[test]
    fn refresh_is_answered_and_the_card_reset() {
        let mut isdr = isdr(&[
            ("81E2910003BF3100", "BF31038001009110"),
            ("8012000010", "D00981030101040202818290009000"),
            ("801400000C810301010402028281830100", "9000"),
        ]);
        assert_eq!(isdr.command(&[0xBF, 0x31, 0x00]).unwrap().sw, 0x9110);
        assert_eq!(isdr.run_proactive().unwrap(), [Proactive { kind: 1, qualifier: 4 }]);
        assert_eq!((isdr.card.resets, isdr.channel(), isdr.proactive()), (1, None, None));
        assert_eq!(isdr.run_proactive().unwrap(), []);
    }

    #[test]
    fn a_card_that_announces_and_gives_nothing_is_told_so() {
        let mut isdr = isdr(&[("81E2910003BF3100", "9110"), ("8012000010", "6F00")]);
        isdr.command(&[0xBF, 0x31, 0x00]).unwrap();
        assert!(matches!(isdr.run_proactive(), Err(CardFault::Unreadable(says)) if says.contains("6F00")));
    }
}
