//! What the modem says of the card: results of +CCHO, +CGLA, +CSIM (3GPP TS 27.007 §8.17, §8.43 to §8.46), and errors.

use super::line::Final;
use crate::card::CardFault;
use crate::card::answer::from_hex;

/// The fault that a refusal of the modem stands for.
pub(super) fn refusal(command: &str, end: &Final) -> Option<CardFault> {
    let reason = match end {
        Final::Ok => return None,
        // Seen in the field while the card is still at work on a long command.
        Final::Error => return Some(CardFault::Mute(format!("the modem answered {command} with ERROR and no reason"))),
        Final::Cme(reason) => reason,
    };
    let says = |words: &str| format!("the modem answered {command} with +CME ERROR: {reason}{words}");
    Some(match reason.as_str() {
        "10" | "SIM not inserted" => CardFault::NoCard(says(" (SIM not inserted)")),
        "13" | "SIM failure" => CardFault::Mute(says(" (SIM failure)")),
        "14" | "SIM busy" => CardFault::Mute(says(" (SIM busy)")),
        "15" | "SIM wrong" => CardFault::NoCard(says(" (SIM wrong)")),
        "0" => CardFault::Gone(says(" (phone failure)")),
        "3" => CardFault::Unavailable(says(" (operation not allowed)")),
        "4" => CardFault::Unavailable(says(" (operation not supported)")),
        "20" => CardFault::Unavailable(says(" (memory full: no channel is free)")),
        // A session that was open: the modem closed it, as it does when it resets the card for a REFRESH.
        "21" if command.starts_with("AT+CGLA") => CardFault::Reset(says(" (invalid index: the session is gone)")),
        "21" => CardFault::Unavailable(says(" (invalid index: the session is not known)")),
        "22" => CardFault::Unavailable(says(" (not found: no application of this AID)")),
        "50" => CardFault::Unavailable(says(" (incorrect parameters)")),
        _ => CardFault::Unavailable(says("")),
    })
}

/// The session of `+CCHO: 1`; older modems answer the bare number.
pub(super) fn session(lines: &[String]) -> Option<u32> {
    lines.iter().find_map(|line| line.strip_prefix("+CCHO:").unwrap_or(line).trim().parse().ok())
}

/// The octets of `+CGLA: 4,"9000"` or `+CSIM: 4,"9000"`; not every modem writes the quotes.
pub(super) fn apdu(prefix: &str, lines: &[String]) -> Result<Vec<u8>, CardFault> {
    let line = lines.iter().find_map(|line| line.strip_prefix(prefix)?.strip_prefix(':'));
    let line = line.ok_or_else(|| CardFault::Unreadable(format!("the modem's answer has no {prefix} line")))?;
    let (length, digits) = line
        .split_once(',')
        .ok_or_else(|| CardFault::Unreadable(format!("the modem's {prefix} line has no length and comma")))?;
    let digits = digits.trim().trim_matches('"');
    let length: usize =
        length.trim().parse().map_err(|_| CardFault::Unreadable(format!("{:?} is no length", length.trim())))?;
    if length != digits.len() {
        let says = format!("{prefix} announces {length} digits and carries {}", digits.len());
        return Err(CardFault::Unreadable(says));
    }
    from_hex(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_modems_write_them() {
        let lines = |text: &str| vec![text.to_owned()];
        assert_eq!(session(&lines("+CCHO: 1")), Some(1));
        assert_eq!(session(&lines("3")), Some(3));
        assert_eq!(session(&lines("+CREG: x")), None);
        assert_eq!(apdu("+CGLA", &lines("+CGLA: 4,\"9000\"")), Ok(vec![0x90, 0x00]));
        assert_eq!(apdu("+CSIM", &lines("+CSIM:4,6A82")), Ok(vec![0x6A, 0x82]));
        for bad in ["+CGLA: 4,\"90\"", "+CGLA: 4", "+CGLA: x,\"9000\"", "+CGLA: 4,\"90zz\"", "+CSIM: 4,\"9000\""] {
            assert!(matches!(apdu("+CGLA", &lines(bad)), Err(CardFault::Unreadable(_))), "{bad}");
        }
    }

    #[test]
    fn errors_say_whose_fault_it_is() {
        let fault = |reason: &str| refusal("AT+CCHO", &Final::Cme(reason.into())).unwrap();
        assert!(matches!(fault("10"), CardFault::NoCard(_)));
        assert!(matches!(fault("14"), CardFault::Mute(_)));
        assert!(matches!(fault("22"), CardFault::Unavailable(says) if says.contains("no application")));
        let gone = refusal("AT+CGLA", &Final::Cme("21".into())).unwrap();
        assert!(matches!((fault("21"), gone), (CardFault::Unavailable(_), CardFault::Reset(_))));
        assert!(matches!(fault("SIM not inserted"), CardFault::NoCard(_)));
        assert!(refusal("AT", &Final::Ok).is_none());
    }
}
