//! What can be a response APDU at all.

use super::CardFault;

/// Most octets of a response to a command with short length fields (ISO/IEC 7816-4 §5.1): 256 and the status word.
pub(super) const MOST: usize = 258;

/// Passes an answer on unless it cannot be a response APDU. What its status word says is for others to judge.
pub(super) fn checked(command: &[u8], answer: Vec<u8>) -> Result<Vec<u8>, CardFault> {
    // An extended length field: Lc or Le begins with 00 and more follows.
    let extended = command.len() > 6 && command[4] == 0;
    match answer.len() {
        0 => Err(CardFault::Mute("it answered with nothing at all, as a card without power does".into())),
        1 => Err(CardFault::Unreadable(format!("one octet, {:02X}, where at least a status word belongs", answer[0]))),
        size if size > MOST && !extended => {
            Err(CardFault::Unreadable(format!("{size} octets, and a short command has at most {MOST} for an answer")))
        }
        _ => Ok(answer),
    }
}

/// Hexadecimal text of an answer.
pub(super) fn from_hex(text: &str) -> Result<Vec<u8>, CardFault> {
    hex::decode(text.trim()).map_err(|error| {
        let start: String = text.chars().take(32).collect();
        CardFault::Unreadable(format!("{start:?} is not hexadecimal: {error}"))
    })
}
