//! What whoever owns the channels does with the card: a modem, or an adapter in lpac's sense.

use crate::card::{CardChannel, CardFault, on_channel};

/// Opens a logical channel and selects an application on it (ISO/IEC 7816-4 §11.1.1, §11.1.2); otherwise the status
/// word that stood in the way, and no channel stays open.
pub(super) fn open(card: &mut dyn CardChannel, aid: &[u8]) -> Result<Result<u8, u16>, CardFault> {
    let answer = card.transmit(&[0x00, 0x70, 0x00, 0x00, 0x01])?;
    let &[channel @ 1..=19, 0x90, 0x00] = &answer[..] else { return Ok(Err(status(&answer))) };
    let mut select = vec![on_channel(0x00, channel), 0xA4, 0x04, 0x00, u8::try_from(aid.len()).unwrap_or(u8::MAX)];
    select.extend(aid.iter().take(255));
    let answer = card.transmit(&select)?;
    match status(&answer) >> 8 {
        0x61 | 0x62 | 0x63 | 0x90 | 0x91 => Ok(Ok(channel)),
        _ => {
            close(card, channel)?;
            Ok(Err(status(&answer)))
        }
    }
}

/// Closes a logical channel; the status word.
pub(super) fn close(card: &mut dyn CardChannel, channel: u8) -> Result<u16, CardFault> {
    card.transmit(&[0x00, 0x70, 0x80, channel, 0x00]).map(|answer| status(&answer))
}

/// SW1 SW2; 0 where there is none.
pub(super) fn status(answer: &[u8]) -> u16 {
    answer.split_last_chunk::<2>().map_or(0, |(_, status)| u16::from_be_bytes(*status))
}
