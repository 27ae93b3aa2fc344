//! EF.IMSI: the identity of the subscription (3GPP TS 31.102 §4.2.2).

/// An IMSI and where it is parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imsi {
    /// Digits, 0 to 9 each.
    digits: Vec<u8>,
    /// Digits of the MNC, 2 or 3.
    mnc_length: usize,
}

/// Digits of an MCC.
const MCC: usize = 3;
/// What stands where there is no digit.
const FILLER: u8 = 0x0F;

impl Imsi {
    /// From the content of EF.IMSI and that of EF.AD, whose fourth octet has the length of the MNC in its low half
    /// (3GPP TS 31.102 §4.2.18). An EF.AD that says neither 2 nor 3 stands for 2: (K), a terminal would look into a table of
    /// countries. `None` where there are fewer digits than MCC, MNC and one of an MSIN.
    pub fn read(ef_imsi: &[u8], ef_ad: &[u8]) -> Option<Self> {
        let (length, octets) = ef_imsi.split_first()?;
        let octets = octets.get(..usize::from(*length))?;
        // The low half of the first octet says whether the number of digits is odd, which the filler says too.
        let halves = octets.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]).skip(1);
        let digits: Vec<u8> = halves.take_while(|digit| *digit <= 9).collect();
        let mnc_length = match ef_ad.get(3).map(|octet| octet & 0x0F) {
            Some(3) => 3,
            _ => 2,
        };
        (digits.len() > MCC + mnc_length && digits.len() <= 15).then_some(Self { digits, mnc_length })
    }

    /// MCC and MNC in three octets, as in the 5GS mobile identity (3GPP TS 24.501 §9.11.3.4).
    pub fn home_network(&self) -> [u8; 3] {
        let digit = |at: usize| self.digits.get(at).copied().unwrap_or(FILLER);
        let third = if self.mnc_length == 3 { digit(5) } else { FILLER };
        [digit(1) << 4 | digit(0), third << 4 | digit(2), digit(4) << 4 | digit(3)]
    }

    /// The MSIN, two digits an octet, the first in the low half; filler behind an odd number.
    pub fn msin(&self) -> Vec<u8> {
        let msin = self.digits.get(MCC + self.mnc_length..).unwrap_or_default();
        let octet = |pair: &[u8]| match pair {
            [first, second] => second << 4 | first,
            _ => FILLER << 4 | pair.first().copied().unwrap_or(FILLER),
        };
        msin.chunks(2).map(octet).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(imsi: &str, ad: &str) -> Option<(String, String)> {
        let imsi = Imsi::read(&hex::decode(imsi).unwrap(), &hex::decode(ad).unwrap())?;
        Some((hex::encode_upper(imsi.home_network()), hex::encode_upper(imsi.msin())))
    }

    #[test]
    fn mcc_mnc_and_msin() {
        let is = |network: &str, msin: &str| Some((network.to_owned(), msin.to_owned()));
        // 274 012 001002086, as in 3GPP TS 33.501 §C.4.2.1.
        assert_eq!(read("082947100210000268", "00000003"), is("722410", "00012080F6"));
        assert_eq!(read("080910101032540636", "00000002"), is("00F110", "1032540636"));
        assert_eq!(read("080910101032540636", "000000"), is("00F110", "1032540636"));
        // Fourteen digits: an even number.
        assert_eq!(read("0801101010325406F3", "00000003"), is("000110", "21436530"));
        for none in ["", "08", "08FFFFFFFFFFFFFFFF", "0309101032", "03091010FFFFFFFFFF", "080910", "FFFFFFFFFFFFFFFFFF"]
        {
            assert_eq!(read(none, "00000002"), None, "{none}");
        }
    }
}
