//! A command APDU taken apart, short length fields only (ISO/IEC 7816-4 §5.2).

/// The fields of a command APDU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command<'a> {
    /// CLA as it was sent.
    pub cla: u8,
    /// INS.
    pub ins: u8,
    /// P1.
    pub p1: u8,
    /// P2.
    pub p2: u8,
    /// The data field; empty in cases 1 and 2.
    pub data: &'a [u8],
    /// Octets asked for, 1 to 256 (an Le octet of zero); `None` in cases 1 and 3.
    pub le: Option<u16>,
}

/// Octets that are no command APDU with short length fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthError;

impl<'a> Command<'a> {
    /// Reads cases 1 to 4. An Lc of zero is not one: what stands behind a zero fifth octet belongs to an extended
    /// length, which this card does not know.
    pub fn read(octets: &'a [u8]) -> Result<Self, LengthError> {
        let (&[cla, ins, p1, p2], rest) = octets.split_first_chunk::<4>().ok_or(LengthError)?;
        let le = |octet: u8| if octet == 0 { 256 } else { u16::from(octet) };
        let (data, le) = match rest {
            [] => (&rest[..0], None),
            [asked] => (&rest[..0], Some(le(*asked))),
            [lc, rest @ ..] if *lc != 0 => {
                let (data, le_field) = rest.split_at_checked(usize::from(*lc)).ok_or(LengthError)?;
                match le_field {
                    [] => (data, None),
                    [asked] => (data, Some(le(*asked))),
                    _ => return Err(LengthError),
                }
            }
            _ => return Err(LengthError),
        };
        Ok(Self { cla, ins, p1, p2, data, le })
    }

    /// As much of a command as octets hold that are none: what Lc announces and is missing is not there.
    pub(crate) fn cut(octets: &'a [u8]) -> Self {
        let at = |index: usize| octets.get(index).copied().unwrap_or(0);
        let rest = octets.get(5..).unwrap_or_default();
        let data = &rest[..rest.len().min(usize::from(at(4)))];
        Self { cla: at(0), ins: at(1), p1: at(2), p2: at(3), data, le: None }
    }

    /// P1 and P2 as one number.
    pub fn p1p2(&self) -> u16 {
        u16::from_be_bytes([self.p1, self.p2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(octets: &[u8]) -> Option<(Vec<u8>, Option<u16>)> {
        Command::read(octets).ok().map(|command| (command.data.to_vec(), command.le))
    }

    #[test]
    fn four_cases_and_nothing_else() {
        assert_eq!(parts(&[0, 0x70, 0x80, 1]), Some((vec![], None)));
        assert_eq!(parts(&[0, 0x70, 0, 0, 1]), Some((vec![], Some(1))));
        assert_eq!(parts(&[0, 0xB0, 0, 0, 0]), Some((vec![], Some(256))));
        assert_eq!(parts(&[0, 0xA4, 0, 4, 2, 0x3F, 0]), Some((vec![0x3F, 0], None)));
        assert_eq!(parts(&[0, 0xA4, 0, 4, 2, 0x3F, 0, 0]), Some((vec![0x3F, 0], Some(256))));
        for bad in
            [&[][..], &[0, 1, 2], &[0, 0xA4, 0, 4, 2, 0x3F], &[0, 0xA4, 0, 4, 1, 2, 3, 4], &[0, 0xB0, 0, 0, 0, 1, 0]]
        {
            assert_eq!(parts(bad), None, "{bad:02X?}");
        }
        assert_eq!(parts(&[&[0, 0xE2, 0x91, 0, 255][..], &[7; 255]].concat()), Some((vec![7; 255], None)));
    }
}
