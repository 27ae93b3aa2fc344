//! The class octet: interindustry or proprietary, and the logical channel (ISO/IEC 7816-4 §5.4.1, ETSI TS 102 221 §10.1.1).

/// What a class octet says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// `8X`, `CX`: a command that ISO/IEC 7816-4 does not define.
    pub proprietary: bool,
    /// More commands of an ISO chain follow.
    pub chained: bool,
    /// Logical channel, 0 to 19.
    pub channel: u8,
}

/// Why a class octet is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassError {
    /// It indicates secure messaging.
    SecureMessaging,
    /// It is neither of the first nor of the further (proprietary) interindustry coding: `2X`, `3X`, `A0`, `FF`.
    Unknown,
}

impl Class {
    /// Reads `0X`, `8X` (channels 0 to 3) and `4X` to `7X`, `CX` to `FX` (channels 4 to 19).
    pub fn read(octet: u8) -> Result<Self, ClassError> {
        let proprietary = octet & 0x80 != 0;
        let chained = octet & 0x10 != 0;
        match octet & 0x60 {
            0x00 if octet & 0x0C != 0 => Err(ClassError::SecureMessaging),
            0x00 => Ok(Self { proprietary, chained, channel: octet & 0x03 }),
            0x40 => Ok(Self { proprietary, chained, channel: 4 + (octet & 0x0F) }),
            0x60 if octet != 0xFF => Err(ClassError::SecureMessaging),
            _ => Err(ClassError::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_codings_are_read() {
        let plain = |proprietary, channel| Ok(Class { proprietary, chained: false, channel });
        for (octet, is) in [
            (0x00, plain(false, 0)),
            (0x03, plain(false, 3)),
            (0x40, plain(false, 4)),
            (0x4F, plain(false, 19)),
            (0x80, plain(true, 0)),
            (0x83, plain(true, 3)),
            (0xC0, plain(true, 4)),
            (0xCF, plain(true, 19)),
            (0x10, Ok(Class { proprietary: false, chained: true, channel: 0 })),
            (0x04, Err(ClassError::SecureMessaging)),
            (0x8C, Err(ClassError::SecureMessaging)),
            (0x60, Err(ClassError::SecureMessaging)),
            (0xE5, Err(ClassError::SecureMessaging)),
            (0xA0, Err(ClassError::Unknown)),
            (0x20, Err(ClassError::Unknown)),
            (0xFF, Err(ClassError::Unknown)),
        ] {
            assert_eq!(Class::read(octet), is, "{octet:02X}");
        }
        // The card reads for itself what the terminal's side writes.
        for channel in 0..20 {
            assert_eq!(Class::read(rsp_transport::card::on_channel(0x80, channel)), plain(true, channel));
        }
    }
}
