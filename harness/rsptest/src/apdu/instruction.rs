//! Command APDUs by name (ISO/IEC 7816-4, ETSI TS 102 221 §11, GlobalPlatform Card Specification §11).

use rsp_transport::card::channel_of;

/// The data field of a command with short length fields.
pub fn data(command: &[u8]) -> &[u8] {
    let Some(&length) = command.get(4) else { return &[] };
    let rest = command.get(5..).unwrap_or_default();
    rest.get(..usize::from(length)).unwrap_or(rest)
}

/// A command in words; without what its data field says.
pub fn describe(command: &[u8]) -> String {
    let &[class, ins, p1, p2, ..] = command else { return format!("{} octets, no command APDU", command.len()) };
    let p1p2 = u16::from_be_bytes([p1, p2]);
    let number = p2 & 0x1F;
    let words = match ins {
        0x70 if p1 == 0 && p2 == 0 => "MANAGE CHANNEL open".into(),
        0x70 if p1 == 0 => format!("MANAGE CHANNEL open {p2}"),
        0x70 => format!("MANAGE CHANNEL close {p2}"),
        0xA4 => format!("SELECT {} {}", selected_by(p1), hex::encode_upper(data(command))),
        0xC0 => format!(
            "GET RESPONSE {} octets",
            command.get(4).map_or(0, |le| if *le == 0 { 256 } else { u16::from(*le) })
        ),
        0xE2 if class & 0x80 != 0 => {
            format!("STORE DATA block {p2}{}", if p1 & 0x80 != 0 { ", last" } else { "" })
        }
        0xE2 => "APPEND RECORD".into(),
        0xAA => "TERMINAL CAPABILITY".into(),
        0x10 => "TERMINAL PROFILE".into(),
        0x12 => "FETCH".into(),
        0x14 => "TERMINAL RESPONSE".into(),
        0xC2 => "ENVELOPE".into(),
        0xF2 => "STATUS".into(),
        0xB0 if p1 & 0x80 != 0 => format!("READ BINARY of SFI {:02X}, offset {p2}", p1 & 0x1F),
        0xB0 => format!("READ BINARY offset {p1p2}"),
        0xD6 => format!("UPDATE BINARY offset {p1p2}"),
        0xB2 => format!("READ RECORD {p1}, mode {}", p2 & 0x07),
        0xDC => format!("UPDATE RECORD {p1}, mode {}", p2 & 0x07),
        0xA2 => format!("SEARCH RECORD from {p1}"),
        0x32 => "INCREASE".into(),
        0x20 => format!("VERIFY PIN {number:02X}"),
        0x24 => format!("CHANGE PIN {number:02X}"),
        0x26 => format!("DISABLE PIN {number:02X}"),
        0x28 => format!("ENABLE PIN {number:02X}"),
        0x2C => format!("UNBLOCK PIN {number:02X}"),
        0x04 => "DEACTIVATE FILE".into(),
        0x44 => "ACTIVATE FILE".into(),
        0x88 => "AUTHENTICATE".into(),
        0x84 => "GET CHALLENGE".into(),
        0xCA | 0xCB => format!("GET DATA {p1p2:04X}"),
        0xDA => format!("PUT DATA {p1p2:04X}"),
        0x78 => "GET IDENTITY".into(),
        _ => format!("INS {ins:02X}, which is not known here"),
    };
    match channel_of(class) {
        0 => words,
        channel => format!("channel {channel}: {words}"),
    }
}

fn selected_by(p1: u8) -> &'static str {
    match p1 {
        0x00 => "by file identifier",
        0x01 => "child DF",
        0x03 => "parent DF",
        0x04 => "by AID",
        0x08 => "by path from MF",
        0x09 => "by path from here",
        _ => "in a manner not known here",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_their_names() {
        let words = |text: &str| describe(&hex::decode(text).unwrap());
        assert_eq!(words("0070000001"), "MANAGE CHANNEL open");
        assert_eq!(words("01A404000102"), "channel 1: SELECT by AID 02");
        assert_eq!(words("C0E2910003BF2E00"), "channel 4: STORE DATA block 0, last");
        assert_eq!(words("81C0000000"), "channel 1: GET RESPONSE 256 octets");
        assert_eq!(words("0020000108"), "VERIFY PIN 01");
        assert_eq!(words("00"), "1 octets, no command APDU");
        assert_eq!(data(&[0, 0xA4, 4, 0, 9, 1, 2]), [1, 2]);
    }
}
