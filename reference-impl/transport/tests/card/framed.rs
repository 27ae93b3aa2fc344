//! `tcp:`, `tcp+vpcd:`, `vpcd:` and their card's side.

use crate::script::{ATR, Seen, TestCard, options};
use rsp_transport::card::{CardChannel, CardFault, open, serve};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A card that listens somewhere on loopback.
fn listening() -> (String, Arc<Seen>, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap().to_string();
    let (mut card, seen) = TestCard::new();
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let tell = told.clone();
    std::thread::spawn(move || serve::tcp(&listener, &mut card, &mut |it| tell.lock().unwrap().push(it.to_string())));
    (place, seen, told)
}

/// Somebody who takes connections and does this with each.
fn peer(each: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let each = Arc::new(each);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (each, stream) = (each.clone(), stream.unwrap());
            std::thread::spawn(move || each(stream));
        }
    });
    place
}

fn send(stream: &mut TcpStream, message: &[u8]) {
    stream.write_all(&(message.len() as u16).to_be_bytes()).unwrap();
    stream.write_all(message).unwrap();
}

fn receive(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut message).unwrap();
    message
}

#[test]
fn apdus_over_tcp_and_a_new_connection_is_a_reset() {
    let (place, seen, _) = listening();
    let mut card = open(&format!("tcp:{place}"), &options()).unwrap();
    assert_eq!(card.transmit(&[0x80, 0xE2, 0x91, 0x00]).unwrap(), [0x80, 0xE2, 0x91, 0x00, 0x90, 0x00]);
    // 256 octets and the status word are the most of a short command.
    assert_eq!(card.transmit(&[0x00, 0x01, 0x01, 0x02]).unwrap().len(), 258);
    assert!(card.reset().unwrap().is_empty());
    card.transmit(&[0; 4]).unwrap();
    assert_eq!(seen.resets(), 2);
}

#[test]
fn vpcd_knows_the_atr_and_resets_without_a_new_connection() {
    let (place, seen, told) = listening();
    let mut card = open(&format!("tcp+vpcd:{place}"), &options()).unwrap();
    let before = seen.resets();
    assert_eq!(card.reset().unwrap(), ATR);
    assert_eq!(seen.resets(), before + 1);
    assert_eq!(told.lock().unwrap().len(), 1, "one connection");
}

#[test]
fn one_client_after_the_other_and_each_finds_a_fresh_card() {
    let (place, _, _) = listening();
    for _ in 0..3 {
        let mut card = open(&format!("tcp:{place}"), &options()).unwrap();
        assert_eq!(card.transmit(&[0, 0x70, 0, 0, 1]).unwrap(), [1, 0x90, 0x00]);
        assert_eq!(card.transmit(&[0, 0x70, 0, 0, 1]).unwrap(), [2, 0x90, 0x00]);
    }
}

#[test]
fn a_card_that_dials_in_is_found_again_after_it_was_away() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let place = format!("127.0.0.1:{port}");
    std::thread::spawn(move || {
        let (mut card, _) = TestCard::new();
        serve::vpcd(&place, true, &mut card, &mut |_| ());
    });
    let mut card = open(&format!("vpcd:{port}"), &options()).unwrap();
    assert_eq!(card.transmit(&[0x80, 0xE2, 0, 0]).unwrap(), [0x80, 0xE2, 0, 0, 0x90, 0x00]);
    // The card is taken out: vpcd closes. It is put in again by itself.
    assert!(matches!(card.transmit(&[0x00, 0x03, 0, 0]), Err(CardFault::Gone(_))));
    assert!(matches!(card.transmit(&[0x80, 0xE2, 0, 0]), Err(CardFault::Gone(_))));
    assert_eq!(card.reset().unwrap(), ATR);
    assert_eq!(card.transmit(&[0x80, 0xE2, 0, 0]).unwrap(), [0x80, 0xE2, 0, 0, 0x90, 0x00]);
}

#[test]
fn nobody_there_is_said_at_once() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = open(&format!("tcp:{free}"), &options()).err().unwrap();
    assert!(matches!(&refused, CardFault::Unavailable(says) if says.contains(&free.to_string())), "{refused}");
    let mut patience = options();
    patience.connect = Duration::from_millis(50);
    let nobody = open(&format!("vpcd:{free}"), &patience).err().unwrap();
    assert!(matches!(&nobody, CardFault::NoCard(says) if says.contains(&free.to_string())), "{nobody}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = open(&format!("vpcd:{}", taken.local_addr().unwrap()), &options()).err().unwrap();
    assert!(matches!(busy, CardFault::Unavailable(_)), "{busy}");
    let bad = open("tcp:nowhere", &options()).err().unwrap();
    assert!(matches!(&bad, CardFault::Unavailable(says) if says.contains("exec:COMMAND")), "{bad}");
}

#[test]
fn every_way_not_to_answer_has_its_fault_and_ends_with_a_reset() {
    type Peer = fn(TcpStream);
    type Is = fn(&CardFault) -> bool;
    let mute: Is = |fault| matches!(fault, CardFault::Mute(_));
    let gone: Is = |fault| matches!(fault, CardFault::Gone(_));
    let unreadable: Is = |fault| matches!(fault, CardFault::Unreadable(_));
    let peers: [(&str, Peer, Is); 7] = [
        ("silence", |mut it| drop((receive(&mut it), std::thread::sleep(Duration::from_secs(1)))), mute),
        ("closed", |mut it| drop(receive(&mut it)), gone),
        ("half a frame, then closed", |mut it| drop((receive(&mut it), it.write_all(&[0, 2, 0x90]))), gone),
        (
            "half a frame, then silence",
            |mut it| drop((receive(&mut it), it.write_all(&[0]), std::thread::sleep(Duration::from_secs(1)))),
            mute,
        ),
        ("no octets", |mut it| drop((receive(&mut it), send(&mut it, &[]), it.read(&mut [0]))), mute),
        ("one octet", |mut it| drop((receive(&mut it), send(&mut it, &[0x90]), it.read(&mut [0]))), unreadable),
        ("259 octets", |mut it| drop((receive(&mut it), send(&mut it, &[0x90; 259]), it.read(&mut [0]))), unreadable),
    ];
    for (name, what, is) in peers {
        let bad = Arc::new(std::sync::atomic::AtomicBool::new(true));
        let turn = bad.clone();
        // The second connection is a good card's.
        let place = peer(move |mut stream| {
            if turn.swap(false, std::sync::atomic::Ordering::SeqCst) {
                what(stream);
            } else {
                receive(&mut stream);
                send(&mut stream, &[0x6D, 0x00]);
            }
        });
        let mut card = open(&format!("tcp:{place}"), &options()).unwrap();
        let fault = card.transmit(&[0, 0xA4, 0, 4]).unwrap_err();
        assert!(is(&fault), "{name}: {fault:?}");
        drop(card.reset().unwrap());
        assert_eq!(card.transmit(&[0, 0xA4, 0, 4]).unwrap(), [0x6D, 0x00], "{name}");
    }
}

#[test]
fn octets_that_trickle_do_not_stretch_the_time_limit() {
    let place = peer(|mut it| {
        receive(&mut it);
        it.write_all(&[0, 200]).unwrap();
        while it.write_all(&[0x90]).is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let mut card = open(&format!("tcp:{place}"), &options()).unwrap();
    let begun = std::time::Instant::now();
    assert!(matches!(card.transmit(&[0, 0xA4, 0, 4]), Err(CardFault::Mute(_))));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

/// The card's side against a reader that does everything wrong, or at the wrong moment.
#[test]
fn the_card_serves_readers_of_every_kind() {
    let (place, seen, told) = listening();
    let connect = || TcpStream::connect(&place).unwrap();
    let mut reader = connect();
    // Presence polls before power, between APDUs and in any number.
    send(&mut reader, &[0x04]);
    assert_eq!(receive(&mut reader), ATR);
    let resets = seen.resets();
    send(&mut reader, &[0x01]);
    for _ in 0..20 {
        send(&mut reader, &[0x04]);
        assert_eq!(receive(&mut reader), ATR);
        send(&mut reader, &[0x80, 0xE2, 0x11, 0x00, 0x00]);
        assert_eq!(receive(&mut reader), [0x80, 0xE2, 0x11, 0x00, 0x00, 0x90, 0x00]);
    }
    assert_eq!(seen.resets(), resets + 1, "a poll resets nothing");
    send(&mut reader, &[0x02]);
    send(&mut reader, &[0x04]);
    assert_eq!(receive(&mut reader), ATR);
    assert_eq!(seen.resets(), resets + 2);
    // Codes that mean nothing and empty messages are passed over.
    send(&mut reader, &[0x7F]);
    send(&mut reader, &[]);
    // The longest message there is reaches the card.
    send(&mut reader, &[0x5A; 65_533]);
    assert_eq!(receive(&mut reader).len(), 65_535);
    // Where there is no answer the connection ends, since a message without octets would hang the driver of the
    // vsmartcard reader: no power, a mute card, an answer for which there is no length.
    for without in [&[0x80, 0xE2, 0x91, 0x00][..], &[0x00, 0x02, 0x00, 0x00], &[0x5A; 65_535]] {
        if without[0] == 0x80 {
            send(&mut reader, &[0x00]);
        }
        send(&mut reader, without);
        assert_eq!(reader.read(&mut [0; 1]).unwrap(), 0);
        reader = connect();
    }
    drop(reader);
    // Half a message, and away: the next reader is served.
    connect().write_all(&[0x00, 0x05, 0x80]).unwrap();
    let mut reader = connect();
    send(&mut reader, &[0x80, 0xE2, 0x91, 0x00]);
    assert_eq!(receive(&mut reader).len(), 6);
    // The card is taken out: the connection ends, and the next finds the card again.
    send(&mut reader, &[0x00, 0x03, 0x00, 0x00]);
    assert_eq!(reader.read(&mut [0; 1]).unwrap(), 0);
    let mut reader = connect();
    send(&mut reader, &[0x04]);
    assert_eq!(receive(&mut reader), ATR);
    let told = told.lock().unwrap().join("\n");
    for words in ["control code 7F", "an empty message", "without power", "mute", "65537 octets", "taken out"] {
        assert!(told.contains(words), "{words} is not in\n{told}");
    }
}
