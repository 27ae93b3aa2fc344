//! What a terminal does with a proactive REFRESH: it fetches it, says that it was carried out, and resets the card
//! (ETSI TS 102 223 §6.4.7).

use rsp_asn1::tlv;
use rsp_consumer::lpa::Isdr;
use rsp_transport::card::{CardChannel, CardFault};

/// Fetches the proactive command that waits, answers it, and resets the card.
pub(super) fn carry_out<C: CardChannel>(isdr: &mut Isdr<C>) -> Result<(), CardFault> {
    let Some(length) = isdr.proactive() else { return Ok(()) };
    let fetched = isdr.exchange(&[0x80, 0x12, 0x00, 0x00, length])?;
    let details = tlv::only(0xD0, &fetched.data).ok().and_then(|command| {
        // Comprehension-required bit or not: 81 and 01 are both the tag of the command details.
        let fields = tlv::all(command.content).ok()?;
        fields.iter().find(|field| matches!(field.tag, 0x81 | 0x01)).map(|field| field.whole.to_vec())
    });
    if let Some(details) = details {
        let body = [&details[..], &[0x82, 0x02, 0x82, 0x81, 0x83, 0x01, 0x00]].concat();
        let mut response = vec![0x80, 0x14, 0x00, 0x00, body.len() as u8];
        response.extend(body);
        isdr.exchange(&response)?;
    }
    isdr.reset().map(|_| ())
}
