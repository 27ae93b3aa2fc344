//! The answer to reset (ISO/IEC 7816-3 §8, ETSI TS 102 221 §6.3).

/// Transmission protocols that an ATR offers; T=0 is the first offered, since some LPAs insist on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Protocols {
    /// T=0 alone.
    #[default]
    T0,
    /// T=0 first, T=1 too.
    T0AndT1,
}

/// What an ATR is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atr {
    /// Protocols offered.
    pub protocols: Protocols,
    /// TA1: clock rate and baud rate adjustment.
    pub ta1: u8,
    /// TA for T=15: clock stop and voltage classes.
    pub clock_and_class: u8,
    /// Historical octets, at most 15; what is longer is cut.
    pub historical: Vec<u8>,
}

impl Default for Atr {
    /// F/D = 512/32; clock stop allowed, classes A, B and C. Historical octets: selection by full and partial DF name,
    /// EF.DIR; every way of selection, short file identifiers, record numbers; up to 20 logical channels whose number
    /// card or terminal gives.
    fn default() -> Self {
        let mut historical = vec![0x80, 0x31, 0xE0, 0x73, 0xFE, 0x21, 0x1F, 0x67];
        historical.extend_from_slice(b"RSPTEST");
        Self { protocols: Protocols::T0, ta1: 0x96, clock_and_class: 0xC7, historical }
    }
}

impl Atr {
    /// The octets, with TCK: the interface octets of T=15 ask for it, whatever else is offered.
    pub fn octets(&self) -> Vec<u8> {
        let historical = &self.historical[..self.historical.len().min(15)];
        let mut octets = vec![0x3B, 0x90 | historical.len() as u8, self.ta1, 0x80];
        if self.protocols == Protocols::T0AndT1 {
            octets.push(0x81);
        }
        octets.extend([0x1F, self.clock_and_class]);
        octets.extend_from_slice(historical);
        octets.push(octets[1..].iter().fold(0, |sum, octet| sum ^ octet));
        octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_as_other_cards_have_them() {
        // The head of a card in the field (facts: 3B9F96801FC7...), and TCK = XOR of all but TS, reckoned by hand.
        let octets = Atr::default().octets();
        assert_eq!(octets[..6], [0x3B, 0x9F, 0x96, 0x80, 0x1F, 0xC7]);
        assert_eq!(octets.len(), 6 + 15 + 1);
        let small = Atr { historical: vec![0x80], ..Atr::default() }.octets();
        assert_eq!(small, [0x3B, 0x91, 0x96, 0x80, 0x1F, 0xC7, 0x80, 0xDF]);
        let both = Atr { protocols: Protocols::T0AndT1, historical: vec![], ..Atr::default() }.octets();
        assert_eq!(both, [0x3B, 0x90, 0x96, 0x80, 0x81, 0x1F, 0xC7, 0xDF]);
    }
}
