//! Every answer is one of the type that the ASN.1 module gives it, and hostile commands change nothing.

use crate::lab::{Bpp, Card, Prepare, crl, iccid, recipients, tlv};
use rsp_asn1 as asn1;
use rsp_asn1::{Decode, Encode};

/// Reads the answer as its type, which writes the same octets again.
fn is<T: Decode + Encode>(card: &mut Card, command: &str) {
    let octets = hex::decode(command.replace(' ', "")).unwrap();
    let (data, sw) = card.raw(&octets);
    assert_eq!(sw, 0x9000, "{command}");
    let value: T = asn1::decode(&data).unwrap_or_else(|error| panic!("{command}: {error}"));
    assert_eq!(hex::encode(asn1::encode(&value).unwrap()), hex::encode(data), "{command}");
}

#[test]
fn answers_are_those_of_their_types() {
    let mut card = Card::new();
    let fields = [
        tlv(0x93, &[&[0]]),
        tlv(0x94, &[&[1, 2, 3]]),
        recipients(&[(&[4, 0xF0], "a.example")]),
        tlv(0xB7, &[&tlv(0x80, &[&[0x62, 0xF2, 0x10]]), &tlv(0x81, &[&[7]])]),
        tlv(0x99, &[&[5, 0x20]]),
    ];
    assert!(card.install(1, &fields.concat()).installed());
    assert!(card.install(2, &recipients(&[(&[4, 0xF0], "b.example")])).installed());
    let one = hex::encode(iccid(1));
    is::<asn1::EuiccConfiguredAddressesResponse>(&mut card, "BF3C00");
    is::<asn1::SetDefaultDpAddressResponse>(&mut card, "BF3F04800261 62");
    is::<asn1::EUICCInfo1>(&mut card, "BF2000");
    is::<asn1::EUICCInfo2>(&mut card, "BF2200");
    is::<asn1::GetEuiccDataResponse>(&mut card, "BF3E035C015A");
    is::<asn1::GetRatResponse>(&mut card, "BF4300");
    is::<asn1::ProfileInfoListResponse>(&mut card, "BF2D00");
    is::<asn1::ProfileInfoListResponse>(&mut card, "BF2D105C0E 5A4F9F709091929394 95B6B7B8 99");
    is::<asn1::ProfileInfoListResponse>(&mut card, "BF2D035C019F");
    is::<asn1::EnableProfileResponse>(&mut card, &format!("BF3111A00C5A0A{one}810100"));
    is::<asn1::DisableProfileResponse>(&mut card, &format!("BF3211A00C5A0A{one}810100"));
    is::<asn1::SetNicknameResponse>(&mut card, &format!("BF290F5A0A{one}900178"));
    is::<asn1::DeleteProfileResponse>(&mut card, &format!("BF330C5A0A{one}"));
    is::<asn1::EuiccMemoryResetResponse>(&mut card, "BF3404820205E0");
    is::<asn1::ListNotificationResponse>(&mut card, "BF2800");
    is::<asn1::RetrieveNotificationsListResponse>(&mut card, "BF2B00");
    is::<asn1::RetrieveNotificationsListResponse>(&mut card, "BF2B05A003800163");
    is::<asn1::NotificationSentResponse>(&mut card, "BF3003800100");
    for segment in [None, Some((1, 3))] {
        let list = crl(if segment.is_some() { 2 } else { 1 }, None, segment, &[&[0x77]]);
        let request = tlv(0xBF35, &[&tlv(0xA0, &[&crate::lab::at(&list, &[0x30])])]);
        is::<asn1::LoadCRLResponse>(&mut card, &hex::encode(request));
    }
    is::<asn1::LoadCRLResponse>(&mut card, "BF3500");
    is::<asn1::CancelSessionResponse>(&mut card, "BF4106 800107 810100");
}

/// A generator of numbers: the same seed gives the same (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below
    }
}

#[test]
fn altered_commands_do_no_harm() {
    let mut numbers = Numbers(0x1234_5678_9ABC_DEF1);
    let mut card = Card::new();
    assert!(card.install(1, &[]).installed());
    let one = tlv(0x5A, &[&iccid(1)]);
    let flagged = |tag| tlv(tag, &[&tlv(0xA0, &[&one]), &[0x81, 1, 0xFF]]);
    let list = crl(1, None, None, &[&[0x77]]);
    let fixed = [
        tlv(0xBF35, &[&tlv(0xA0, &[&crate::lab::at(&list, &[0x30])])]),
        flagged(0xBF31),
        flagged(0xBF32),
        tlv(0xBF2D, &[&tlv(0xA0, &[&one]), &tlv(0x5C, &[&[0x5A, 0x9F, 0x70]])]),
        tlv(0xBF29, &[&one, &tlv(0x90, &[b"name"])]),
        tlv(0xBF2B, &[&tlv(0xA0, &[&tlv(0x80, &[&[0]])])]),
        tlv(0xBF28, &[&tlv(0x81, &[&[7, 0x80]])]),
        tlv(0xBF3F, &[&tlv(0x80, &[b"dp.example"])]),
        tlv(0xBF41, &[&tlv(0x80, &[&[0x11; 16]]), &tlv(0x81, &[&[0]])]),
    ];
    let legal = [0x9000, 0x6A80, 0x6A88, 0x6985];
    for round in 0..4000 {
        let session: Vec<Vec<u8>> = match round % 40 {
            0 => Bpp::of(2).prepared_parts(&mut card),
            20 => vec![Prepare::new().request(&crate::lab::Authenticate::new().send(&mut card))],
            _ => vec![fixed[numbers.next(fixed.len())].clone()],
        };
        let altered = numbers.next(session.len());
        for (at, mut command) in session.into_iter().enumerate() {
            if at == altered {
                match numbers.next(4) {
                    0 => command.truncate(numbers.next(command.len())),
                    1 => command.insert(numbers.next(command.len()), numbers.next(256) as u8),
                    _ => {
                        let place = numbers.next(command.len());
                        command[place] ^= 1 << numbers.next(8);
                    }
                }
            }
            let (_, sw) = card.raw(&command);
            assert!(legal.contains(&sw), "{sw:04X} to {}", hex::encode(&command));
        }
        card.0.reset().unwrap();
        if card.0.profiles().len() > 1 {
            card.memory_reset(0xC0);
            card.install(1, &[]);
        }
    }
    card.memory_reset(0xE0);
    assert!(card.install(1, &[]).installed());
    assert_eq!((card.enable(1, false), card.disable(1, false), card.delete(1)), (0, 0, 0));
}
