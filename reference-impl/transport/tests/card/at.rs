//! `at:` against our own modem, and against a modem that follows a script.

use crate::script::{TestCard, options};
use rsp_transport::card::{CardFault, open, serve};
use std::io::{Read, Write};

/// Our own modem with the test card in it; the path of its device.
fn modem() -> (String, std::sync::Arc<crate::script::Seen>) {
    let mut pty = serve::Pty::open().unwrap();
    let path = pty.path().to_owned();
    let (mut card, seen) = TestCard::new();
    std::thread::spawn(move || serve::modem(&mut pty, &mut card, &mut |_| ()));
    (path, seen)
}

/// A modem that answers the commands that begin so, and `OK` to all else.
fn scripted(script: &'static [(&'static str, &'static str)]) -> String {
    let mut pty = serve::Pty::open().unwrap();
    let path = pty.path().to_owned();
    std::thread::spawn(move || {
        let mut line = Vec::new();
        let mut octet = [0];
        while pty.read(&mut octet).is_ok_and(|read| read == 1) {
            if octet[0] != b'\r' {
                line.push(octet[0]);
                continue;
            }
            let text = String::from_utf8(std::mem::take(&mut line)).unwrap();
            let known = script.iter().find(|(begin, _)| text.starts_with(begin));
            let answer = known.map_or("\r\nOK\r\n", |(_, answer)| answer);
            // With the echo of a modem that was not told to leave it.
            let _ = pty.write_all(format!("{text}\r{answer}").as_bytes());
        }
    });
    path
}

#[test]
fn the_modem_opens_channels_and_everything_else_goes_through() {
    let (path, seen) = modem();
    let mut card = open(&format!("at:{path}"), &options()).unwrap();
    let channels = card.carrier_channels().unwrap();
    assert_eq!(channels.open(&[0xA0, 0, 0, 0, 1]).unwrap(), 1);
    let none = channels.open(&[0xA0, 0, 0, 0, 0]).unwrap_err();
    assert!(matches!(&none, CardFault::Unavailable(says) if says.contains("22")), "{none}");
    assert_eq!(card.transmit(&[0x81, 0xE2, 0x91, 0x00]).unwrap(), [0x81, 0xE2, 0x91, 0x00, 0x90, 0x00]);
    assert_eq!(card.transmit(&[0x80, 0xF2, 0x00, 0x00]).unwrap(), [0x80, 0xF2, 0x00, 0x00, 0x90, 0x00]);
    assert_eq!(card.transmit(&[0x00, 0x01, 0x01, 0x02]).unwrap().len(), 258);
    card.carrier_channels().unwrap().close(1).unwrap();
    assert_eq!(seen.commands().last().unwrap(), "0070800100");
    // +CFUN cuts the card's power, and a mute card is no dead modem.
    let resets = seen.resets();
    card.reset().unwrap();
    assert_eq!(seen.resets(), resets + 1);
    assert!(matches!(card.transmit(&[0x00, 0x02, 0, 0]), Err(CardFault::Mute(_))));
    assert_eq!(card.transmit(&[0x80, 0xF2, 0, 0]).unwrap().len(), 6);
    // Taken out: the modem says so until the card is back.
    assert!(matches!(card.transmit(&[0x00, 0x03, 0, 0]), Err(CardFault::NoCard(_))));
    card.reset().unwrap();
    assert_eq!(card.transmit(&[0x80, 0xF2, 0, 0]).unwrap().len(), 6);
}

#[test]
fn a_modem_without_ccho_gives_its_card_as_it_is() {
    let path = scripted(&[
        ("AT+CCHO=?", "\r\nERROR\r\n"),
        ("AT+CSIM=?", "\r\nOK\r\n"),
        ("AT+CSIM=8,\"00A40004\"", "\r\n+CSIM: 4,\"6700\"\r\n\r\nOK\r\n"),
        ("AT+CSIM=8,\"00B00000\"", "\r\n+CSIM:4,6D00\r\nOK\r\n"),
    ]);
    let mut card = open(&format!("at:{path}"), &options()).unwrap();
    assert!(card.carrier_channels().is_none());
    assert_eq!(card.transmit(&[0x00, 0xA4, 0x00, 0x04]).unwrap(), [0x67, 0x00]);
    assert_eq!(card.transmit(&[0x00, 0xB0, 0x00, 0x00]).unwrap(), [0x6D, 0x00]);
    let mut forced = open(&format!("at+ccho:{}", scripted(&[])), &options()).unwrap();
    assert!(forced.carrier_channels().is_some());
}

#[test]
fn a_session_is_not_always_a_channel() {
    let path = scripted(&[
        ("AT+CCHO=\"", "\r\n257\r\nOK\r\n"),
        ("AT+CGLA=257,8,\"81E29100\"", "\r\n+CGLA: 4,\"9000\"\r\nOK\r\n"),
        ("AT+CCHC=257", "\r\nOK\r\n"),
        ("AT+C", "\r\nOK\r\n"),
    ]);
    let mut card = open(&format!("at:{path}"), &options()).unwrap();
    assert_eq!(card.carrier_channels().unwrap().open(&[0xA0, 0, 0, 0, 1]).unwrap(), 1);
    assert_eq!(card.transmit(&[0x81, 0xE2, 0x91, 0x00]).unwrap(), [0x90, 0x00]);
    card.carrier_channels().unwrap().close(1).unwrap();
}

#[test]
fn every_way_not_to_answer_has_its_fault() {
    type Is = fn(&CardFault) -> bool;
    let ways: [(&str, Is); 8] = [
        ("\r\nERROR\r\n", |fault| matches!(fault, CardFault::Mute(_))),
        ("\r\n+CME ERROR: 10\r\n", |fault| matches!(fault, CardFault::NoCard(_))),
        ("\r\n+CME ERROR: SIM not inserted\r\n", |fault| matches!(fault, CardFault::NoCard(_))),
        ("\r\n+CME ERROR: 4\r\n", |fault| matches!(fault, CardFault::Unavailable(_))),
        ("", |fault| matches!(fault, CardFault::Mute(_))),
        ("\r\nOK\r\n", |fault| matches!(fault, CardFault::Unreadable(_))),
        ("\r\n+CSIM: 8,\"9000\"\r\nOK\r\n", |fault| matches!(fault, CardFault::Unreadable(_))),
        ("\r\n+CSIM: 2,\"90\"\r\nOK\r\n", |fault| matches!(fault, CardFault::Unreadable(_))),
    ];
    for (answer, is) in ways {
        let script = Box::leak(Box::new([("AT+CSIM=8", answer), ("AT+CCHO=?", "\r\nERROR\r\n")]));
        let mut card = open(&format!("at:{}", scripted(script)), &options()).unwrap();
        let fault = card.transmit(&[0x00, 0xA4, 0x00, 0x04]).unwrap_err();
        assert!(is(&fault), "{answer:?}: {fault:?}");
    }
}

#[test]
fn what_is_no_modem_is_said_so() {
    let missing = open("at:/dev/rsptest-nothing", &options()).err().unwrap();
    assert!(matches!(&missing, CardFault::Unavailable(says) if says.contains("rsptest-nothing")), "{missing}");
    let file = tempfile::NamedTempFile::new().unwrap();
    let file = open(&format!("at:{}", file.path().display()), &options()).err().unwrap();
    assert!(matches!(&file, CardFault::Unavailable(says) if says.contains("no serial device")), "{file}");
    // A terminal where nobody answers.
    let silent = serve::Pty::open().unwrap();
    let mut patience = options();
    patience.connect = std::time::Duration::from_millis(100);
    let silent = open(&format!("at:{}", silent.path()), &patience).err().unwrap();
    assert!(matches!(&silent, CardFault::Unavailable(says) if says.contains("AT port")), "{silent}");
}
