//! 100,000 random and 100,000 mutated APDUs: nothing panics, every answer ends in a status word, nothing grows, and the
//! card works afterwards.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod bench;

use bench::noise::{Dice, mutate, nominal};
use bench::{SELECT_ISD_R, Talk as _, card};
use rsp_euicc::Card;

/// Sends it, and judges what must hold of every answer.
fn send(card: &mut Card, command: &[u8]) {
    let answer = card.transmit(command);
    let legal = answer.len() <= 258
        && matches!(answer[..], [.., sw1, _] if (0x61..=0x6F).contains(&sw1) || (0x90..=0x9F).contains(&sw1));
    assert!(legal, "{} is answered {}", hex::encode(command), hex::encode(&answer));
}

/// After all that, a card that was reset is as good as new.
fn works(mut card: Card) {
    card.reset();
    assert!(card.get(SELECT_ISD_R).ends_with("9000"));
    let eid = hex::encode_upper(card.euicc().identity().eid);
    assert_eq!(card.es10("BF3E035C015A"), format!("BF3E125A10{eid}9000"));
    assert!(card.es10("BF2E00").ends_with("9000"));
    for _ in 1..=19 {
        assert!(card.say("0070000001").ends_with("9000"));
    }
    assert!(card.get("00A40004023F00").ends_with("9000"));
}

/// Octets that the card keeps: what is installed, as its image.
fn kept(card: &Card) -> usize {
    card.euicc().state().to_image().unwrap().len()
}

#[test]
fn random_commands_do_no_harm() {
    let mut card = card();
    let before = kept(&card);
    let mut dice = Dice(0x5DEE_CE66_D001);
    for _ in 0..100_000 {
        let mut command = dice.octets(64);
        // Half of them get as far as an instruction.
        if command.len() > 5 && dice.below(2) == 0 {
            command[0] = [0x00, 0x80, 0x01, 0x40][dice.below(4)];
            command[4] = (command.len() - 5) as u8;
        }
        send(&mut card, &command);
    }
    assert!(kept(&card) <= before + 4096, "{} octets are kept where {before} were", kept(&card));
    works(card);
}

#[test]
fn mutated_commands_do_no_harm() {
    let mut card = card();
    let before = kept(&card);
    let nominal = nominal();
    let mut dice = Dice(0xC0FF_EE15_600D);
    let mut sent = 0;
    while sent < 100_000 {
        for command in &nominal {
            let mut command = command.clone();
            // Most go through as they are, so that the others meet a card in some state.
            if dice.below(3) == 0 {
                for _ in 0..=dice.below(3) {
                    mutate(&mut dice, &mut command);
                }
                sent += 1;
            }
            send(&mut card, &command);
            if dice.below(400) == 0 {
                card.reset();
            }
        }
    }
    assert!(kept(&card) <= before + 64 * 1024, "{} octets are kept where {before} were", kept(&card));
    works(card);
}

#[test]
fn the_nominal_commands_are_nominal() {
    let mut card = card();
    for command in nominal() {
        let answer = card.transmit(&command);
        let sw = &answer[answer.len() - 2..];
        // The package and the cancellation come without a session; the PIN is changed to itself.
        let refused = [0xBF36, 0xBF41].iter().any(|tag| command.get(5..7) == Some(&u16::to_be_bytes(*tag)));
        assert!(refused || matches!(sw[0], 0x90 | 0x91 | 0x61), "{} {}", hex::encode(&command), hex::encode(sw));
    }
}
