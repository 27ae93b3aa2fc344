//! A terminal's everyday commands to a card in the same thread.

use super::Problem;
use super::bound;
use super::clock::Stopwatch;
use super::lab::Bench;
use super::table::{Row, Wanted};
use rsp_asn1::tlv;
use rsp_conduct::Honest;
use rsp_consumer::lpa::Binding;
use rsp_euicc::profile::{Platform, install};
use rsp_euicc::{Card, IsdpState};
use std::hint::black_box;

static GENERIC: &[u8] = include_bytes!("../../../../vectors/profiles/rsptest-generic.der");

/// Rounds of bound and commands in turn.
const ROUNDS: u32 = 20;
/// How often one round sends all commands.
const TIMES: u32 = 500;

/// Commands and the status words that they must have: the ISD-R's EID on channel 1, then files of the USIM.
const COMMANDS: [(&str, u16); 10] = [
    ("81E29100 06 BF3E035C015A", 0x6115),
    ("01C00000 15", 0x9000),
    ("00A40004 02 3F00", 0x6100),
    ("00A4080C 02 2FE2", 0x9000),
    ("00B00000 0A", 0x9000),
    ("00A4040C 10 A0000000871002FFFFFFFF8903020000", 0x9000),
    ("00A4000C 02 6F07", 0x9000),
    ("00B00000 09", 0x9000),
    ("80F20000 00", 0x9000),
    ("00A40004 02 6F40", 0x6100),
];

/// A card with the generic profile enabled, and the ISD-R selected on channel 1.
fn card() -> Result<Card, Problem> {
    let mut euicc = Bench::new(Binding::Json, None)?.card("apdus");
    let platform = Platform::new(&euicc.identity().info2, usize::MAX);
    let profile = install(GENERIC, &platform, &Honest).map_err(|failure| failure.to_string())?.profile;
    let iccid = profile.header.iccid.map(|octet| octet.rotate_left(4));
    let metadata = tlv::wrap(0xBF25, &[&tlv::wrap(0x5A, &[&iccid])]);
    euicc.preload(iccid, metadata, profile, IsdpState::Enabled)?;
    let mut card = Card::new(euicc);
    card.transmit(&[0x00, 0x70, 0x00, 0x00, 0x01]);
    card.transmit(&[&[0x01, 0xA4, 0x04, 0x00, 0x10][..], &rsp_consumer::lpa::ISD_R].concat());
    Ok(card)
}

/// APDUs per second, against signatures: a card that looks into a file must not take as long as one that signs.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let mut card = card()?;
    let mut commands = Vec::new();
    for (text, sw) in COMMANDS {
        let command = hex::decode(text.replace(' ', ""))?;
        let answer = card.transmit(&command);
        let found = answer.last_chunk::<2>().map_or(0, |sw| u16::from_be_bytes(*sw));
        // 61xx: whatever the length.
        let right = if sw == 0x6100 { found >> 8 == 0x61 } else { found == sw };
        if !right {
            return Err(format!("{text} is answered {found:04X}").into());
        }
        commands.push(command);
    }
    let (mut signature, mut taken) = (0.0, 0.0);
    for round in 0..ROUNDS {
        signature += bound::signature(round)? / f64::from(ROUNDS);
        let watch = Stopwatch::start();
        for _ in 0..TIMES {
            for command in &commands {
                black_box(card.transmit(black_box(command)));
            }
        }
        taken += watch.elapsed().as_secs_f64();
    }
    let figure = f64::from(ROUNDS * TIMES) * commands.len() as f64 / taken;
    let name = "APDUs in process; bound: P-256 signatures".into();
    Ok(vec![Row { name, figure, bound: 1.0 / signature, unit: "1/s", wanted: Wanted::AtLeast(1000) }])
}
