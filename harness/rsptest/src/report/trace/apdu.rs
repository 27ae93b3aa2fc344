//! APDUs as people read them: what the command is, on which channel, and what the status word says.

use crate::apdu;
use crate::bench::ApduRecord;

/// Two lines: the command, and what came back.
pub(super) fn show(record: &ApduRecord) -> String {
    let command = hex::encode_upper(&record.command);
    let answer = match (&record.fault, record.response.split_last_chunk::<2>()) {
        (Some(fault), _) => fault.clone(),
        (None, Some((data, &sw))) => {
            let data = if data.is_empty() { String::new() } else { format!("{} ", hex::encode_upper(data)) };
            format!("{data}{}  {}", hex::encode_upper(sw), apdu::status(u16::from_be_bytes(sw)))
        }
        (None, None) => "nothing".into(),
    };
    format!(">> {command}  {}\n<< {answer}\n", apdu::describe(&record.command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_named() {
        let record =
            ApduRecord { command: vec![0x81, 0xE2, 0x91, 0x00, 0x00], response: vec![0x61, 0x15], fault: None };
        let shown = show(&record);
        assert!(shown.starts_with(">> 81E2910000  channel 1: STORE DATA block 0, last\n<< 6115  "), "{shown}");
    }
}
