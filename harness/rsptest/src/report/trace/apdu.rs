//! APDUs as people read them: what the command is, on which channel, and what the status word says.

use crate::bench::ApduRecord;

/// Two lines: the command, and what came back.
pub(super) fn show(record: &ApduRecord) -> String {
    let command = hex::encode_upper(&record.command);
    let answer = match (&record.fault, record.response.split_last_chunk::<2>()) {
        (Some(fault), _) => fault.clone(),
        (None, Some((data, &sw))) => {
            let data = if data.is_empty() { String::new() } else { format!("{} ", hex::encode_upper(data)) };
            format!("{data}{}  {}", hex::encode_upper(sw), status(u16::from_be_bytes(sw)))
        }
        (None, None) => "nothing".into(),
    };
    format!(">> {command}  {}\n<< {answer}\n", instruction(&record.command))
}

/// The name of a command and its channel.
pub fn instruction(command: &[u8]) -> String {
    let [class, ins, p1, p2, ..] = command else { return "no APDU".into() };
    let channel = if class & 0x40 != 0 { 4 + (class & 0x0F) } else { class & 0x03 };
    let name = match (ins, p1, p2) {
        (0xA4, 0x04, _) => "SELECT by AID".into(),
        (0xA4, ..) => "SELECT".into(),
        (0x70, 0x00, _) => "MANAGE CHANNEL open".into(),
        (0x70, 0x80, channel) => format!("MANAGE CHANNEL close {channel}"),
        (0xE2, p1, block) => {
            let last = if p1 & 0x80 == 0 { "" } else { ", last" };
            format!("STORE DATA block {block}{last}")
        }
        (0xC0, ..) => "GET RESPONSE".into(),
        (0xCA | 0xCB, ..) => "GET DATA".into(),
        (0xAA, ..) => "TERMINAL CAPABILITY".into(),
        (0x10, ..) => "TERMINAL PROFILE".into(),
        (0x12, ..) => "FETCH".into(),
        (0x14, ..) => "TERMINAL RESPONSE".into(),
        (0xC2, ..) => "ENVELOPE".into(),
        (0xF2, ..) => "STATUS".into(),
        (0xB0, ..) => "READ BINARY".into(),
        (0xB2, ..) => "READ RECORD".into(),
        (0xD6, ..) => "UPDATE BINARY".into(),
        (0xDC, ..) => "UPDATE RECORD".into(),
        (0xA2, ..) => "SEARCH RECORD".into(),
        (0x32, ..) => "INCREASE".into(),
        (0x20, ..) => "VERIFY PIN".into(),
        (0x24, ..) => "CHANGE PIN".into(),
        (0x26, ..) => "DISABLE PIN".into(),
        (0x28, ..) => "ENABLE PIN".into(),
        (0x2C, ..) => "UNBLOCK PIN".into(),
        (0x88 | 0x89, ..) => "AUTHENTICATE".into(),
        (0x84, ..) => "GET CHALLENGE".into(),
        (0x44, ..) => "ACTIVATE FILE".into(),
        (0x04, ..) => "DEACTIVATE FILE".into(),
        (ins, ..) => format!("INS {ins:02X}"),
    };
    format!("{name}, channel {channel}")
}

/// What a status word says.
pub fn status(sw: u16) -> String {
    match sw {
        0x9000 => "done".into(),
        0x9862 => "authentication error, wrong MAC".into(),
        0x6100 => "256 octets or more wait".into(),
        0x6101..=0x61FF => format!("{} octets wait", sw & 0xFF),
        0x6200..=0x62FF => "warning, nothing changed".into(),
        0x63C0..=0x63CF => format!("{} tries left", sw & 0x0F),
        0x6400..=0x64FF => "execution error, nothing changed".into(),
        0x6500..=0x65FF => "execution error, memory changed".into(),
        0x6700 => "wrong length".into(),
        0x6881 => "logical channel not supported".into(),
        0x6882 => "secure messaging not supported".into(),
        0x6982 => "security status not satisfied".into(),
        0x6983 => "blocked".into(),
        0x6984 => "referenced data invalidated".into(),
        0x6985 => "conditions of use not satisfied".into(),
        0x6986 => "no file is selected for this command".into(),
        0x6A80 => "wrong data".into(),
        0x6A81 => "function not supported".into(),
        0x6A82 => "file or application not found".into(),
        0x6A83 => "record not found".into(),
        0x6A84 => "not enough memory".into(),
        0x6A86 => "wrong P1 P2".into(),
        0x6A88 => "referenced data not found".into(),
        0x6B00 => "wrong P1 P2, outside the file".into(),
        0x6C00..=0x6CFF => format!("wrong Le, {} octets wait", sw & 0xFF),
        0x6D00 => "instruction not supported".into(),
        0x6E00 => "class not supported".into(),
        0x6F00 => "no precise diagnosis".into(),
        0x9100..=0x91FF => format!("done; a proactive command of {} octets waits", sw & 0xFF),
        _ => "unknown".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_named() {
        let record =
            ApduRecord { command: vec![0x81, 0xE2, 0x91, 0x00, 0x00], response: vec![0x61, 0x15], fault: None };
        assert_eq!(show(&record), ">> 81E2910000  STORE DATA block 0, last, channel 1\n<< 6115  21 octets wait\n");
        assert_eq!(instruction(&[0x42, 0xA4, 0x04, 0x00]), "SELECT by AID, channel 6");
        assert_eq!(instruction(&[0x42]), "no APDU");
    }
}
