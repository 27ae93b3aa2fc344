//! BIT STRINGs with named bits as numbers: bit n of the string is bit n of the number.

use rasn::Decoder;
use rasn::types::{BitString, Constraints, Tag};

/// Reads a BIT STRING; trailing zero bits do not matter (X.680 §22.7). Refuses a set bit above 127.
pub(crate) fn read<D: Decoder>(decoder: &mut D, tag: Tag, constraints: &Constraints) -> Result<u128, D::Error> {
    let string = decoder.decode_bit_string(tag, constraints)?;
    let mut bits = 0;
    for index in string.iter_ones() {
        if index > 127 {
            let says = format_args!("bit {index} is set, of which at most 127 is read");
            return Err(<D::Error as rasn::de::Error>::custom(says, decoder.codec()));
        }
        bits |= 1 << index;
    }
    Ok(bits)
}

/// The BIT STRING without trailing zero bits, as DER wants it (X.690 §11.2.2).
pub(crate) fn trimmed(bits: u128) -> BitString {
    let length = u128::BITS - bits.leading_zeros();
    (0..length).map(|index| bits >> index & 1 == 1).collect()
}

#[cfg(test)]
mod tests {
    use crate::{NotificationEvent, PprIds, RspCapability, decode, encode};

    #[test]
    fn written_without_trailing_zeros_and_read_with_them() {
        for (event, octets) in [
            (NotificationEvent::INSTALL, "03020780"),
            (NotificationEvent::ENABLE, "03020640"),
            (NotificationEvent::DISABLE, "03020520"),
            (NotificationEvent::DELETE, "03020410"),
            (NotificationEvent::NONE, "030100"),
        ] {
            assert_eq!(hex::encode_upper(encode(&event).unwrap()), octets);
            assert_eq!(decode::<NotificationEvent>(&hex::decode(octets).unwrap()).unwrap(), event);
        }
        let untrimmed: NotificationEvent = decode(&[0x03, 0x03, 0x00, 0x80, 0x00]).unwrap();
        assert!(untrimmed.is_install() && !untrimmed.is_delete());
        assert_eq!(encode(&(PprIds::PPR1 | PprIds::PPR2)).unwrap(), [0x03, 0x02, 0x05, 0x60]);
    }

    #[test]
    fn bits_without_a_name_are_kept() {
        let octets = [0x03, 0x06, 0x03, 0x80, 0x00, 0x10, 0x00, 0x08];
        let capability: RspCapability = decode(&octets).unwrap();
        assert!(capability.is_additional_profile() && capability.is_os_update_support());
        assert_eq!(capability.bits(), 1 | 1 << 19 | 1 << 36);
        assert_eq!(encode(&capability).unwrap(), octets);
    }

    #[test]
    fn bit_128_is_too_high() {
        let long = |bits: u8| [&[0x03, 18, bits][..], &[0; 16], &[0x80]].concat();
        assert_eq!(decode::<PprIds>(&long(7)).unwrap_err().says, "bit 128 is set, of which at most 127 is read");
        assert_eq!(decode::<PprIds>(&[&[0x03, 18, 0][..], &[0; 17]].concat()).unwrap(), PprIds::NONE);
    }
}
