//! The logical channel in a class octet, as whoever sends commands writes it (ISO/IEC 7816-4 §5.4.1). Channels 0 to 3
//! stand in the first coding, 4 to 19 in the further one.

/// The logical channel of a class octet.
pub fn channel_of(class: u8) -> u8 {
    if class & 0x40 == 0 { class & 0x03 } else { (class & 0x0F) + 4 }
}

/// The class octet of the same command on this logical channel, 0 to 19. What else the octet says is kept: proprietary,
/// chained, secure messaging (two bits in the first coding, one in the further), and the bit of reserved codings.
pub fn on_channel(class: u8, channel: u8) -> u8 {
    let further = class & 0x40 != 0;
    let secured = if further { class & 0x20 != 0 } else { class & 0x0C != 0 };
    let kept = class & 0x90;
    match (channel < 4, further) {
        (true, false) => class & 0xBC | channel,
        (true, true) => kept | if secured { 0x0C } else { 0 } | channel,
        (false, _) => kept | class & 0x20 | if secured { 0x20 } else { 0 } | 0x40 | (channel - 4) & 0x0F,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_codings_are_written() {
        for (class, channel, is) in [
            (0x00, 0, 0x00),
            (0x00, 1, 0x01),
            (0x80, 3, 0x83),
            (0x00, 4, 0x40),
            (0x80, 19, 0xCF),
            // From any coding into the other.
            (0xCF, 2, 0x82),
            (0x83, 5, 0xC1),
            (0xC0, 19, 0xCF),
            // Chained, secured, reserved.
            (0x90, 4, 0xD0),
            (0x0C, 1, 0x0D),
            (0x04, 4, 0x60),
            (0x60, 1, 0x0D),
            (0xA0, 1, 0xA1),
        ] {
            assert_eq!(on_channel(class, channel), is, "{class:02X} on channel {channel}");
        }
        for channel in 0..20 {
            assert_eq!(channel_of(on_channel(0x00, channel)), channel);
            assert_eq!(channel_of(on_channel(0x80, channel)), channel);
        }
    }
}
