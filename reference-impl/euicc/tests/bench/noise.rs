//! Commands that mean something, and what goes wrong with them.

use super::{ADM1, ICCID, OTHER_ICCID, PIN1, PIN2, PUK1, SELECT_ECASD, SELECT_ISD_R, USIM};

/// xorshift64*: the same octets on every machine.
pub struct Dice(pub u64);

impl Dice {
    /// 48 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// So many octets at most.
    pub fn octets(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most + 1);
        (0..length).map(|_| self.roll() as u8).collect()
    }
}

/// Commands of every family that mean something, in an order that does something.
pub fn nominal() -> Vec<Vec<u8>> {
    let enable = format!("81E2910014BF3111A00C5A0A{OTHER_ICCID}8101FF");
    let back = format!("81E2910014BF3111A00C5A0A{ICCID}810100");
    let commands = [
        "80AA00000AA9088100820101830107",
        "0070000001",
        &SELECT_ISD_R.replacen("00", "01", 1),
        "01C0000000",
        "81E2110003BF3E03",
        "81E29101035C015A",
        "81C0000000",
        "81E2910003BF2E00",
        "81E2910003BF2200",
        "81E2910003BF2000",
        "81E2910003BF2D00",
        "81E2910003BF2800",
        "81E2910003BF2B00",
        "81E2910003BF4300",
        "81E2910003BF3C00",
        "81E2910008BF3F0580036162 63",
        "81E2910007BF410480010181",
        "81E2910006BF3603BF2300",
        &enable,
        "801200000B",
        "801400000C810301010482028281030100",
        &back,
        &format!("00A4040C0C{USIM}"),
        "00A40004023F00",
        "00A4080C047FFF6F07",
        &format!("0020000108{PIN1}"),
        &format!("0024000110{PIN1}{PIN1}"),
        &format!("0026000108{PIN1}"),
        &format!("0028000108{PIN1}"),
        &format!("002C000110{PUK1}{PIN1}"),
        &format!("0020008108{PIN2}"),
        &format!("0020000A08{ADM1}"),
        "00B0870009",
        "00D687000108",
        "00A4000C026F39",
        "00B2010403",
        "00B2000203",
        "00DC000303000009",
        "8032000001 01",
        "00A4080C047F106F3A",
        "00A2010404616E6E61",
        "00A20106040C616E6E",
        "00DC0104146161616161616161616161616161616161616161",
        "00A4080C047FFF4F0B",
        "80DB0080 0680045566 7788",
        "80CB00800180",
        "80CB0080015C",
        "00A4000C026F73",
        "00B0000000",
        "00040000",
        "00440000",
        "00880081221023553CBE9637A89D218AE64DAE47BF351055F328B43577B9B94A9FFAC354DFAFB3",
        "00840000 08",
        "80F2000000",
        "80F2000100",
        "80C2000004D1028100",
        "8010000003FFFFFF",
        SELECT_ECASD,
        "80CA005A00",
        "00700004",
        "C0F2000C00",
        "00708004",
        "0070800100",
    ];
    commands.iter().map(|command| hex::decode(command.replace(' ', "")).unwrap()).collect()
}

/// One thing that goes wrong with a command.
pub fn mutate(dice: &mut Dice, command: &mut Vec<u8>) {
    let at = dice.below(command.len().max(1));
    match dice.below(8) {
        0 if !command.is_empty() => command[at] ^= 1 << dice.below(8),
        1 if !command.is_empty() => command[at] = dice.roll() as u8,
        2 => command.truncate(at),
        3 => command.extend(dice.octets(8)),
        4 if !command.is_empty() => drop(command.remove(at)),
        5 => command.insert(at, [0x00, 0x7F, 0x80, 0xFF][dice.below(4)]),
        6 if command.len() > 4 => command[4] = [0x00, 0x01, 0x7F, 0xFF][dice.below(4)],
        7 if command.len() > 3 => command[2 + dice.below(2)] = dice.roll() as u8,
        _ => {}
    }
}
