//! Profile metadata: StoreMetadataRequest as AuthenticateClient shows it and the package carries it (SGP.22 §5.5.3).

use super::order::Order;
use crate::iccid;
use rsp_asn1::tlv;

/// The metadata of this profile, as DER.
pub(super) fn of(order: &Order) -> Vec<u8> {
    let kind = &order.profile_type;
    let mut fields = vec![
        tlv::wrap(0x5A, &[&iccid::to_ef(&order.iccid)]),
        tlv::wrap(0x91, &[kind.service_provider_name.as_bytes()]),
        tlv::wrap(0x92, &[kind.profile_name.as_bytes()]),
    ];
    if let Some(icon) = &kind.icon {
        fields.push(tlv::wrap(0x93, &[&[1]]));
        fields.push(tlv::wrap(0x94, &[icon]));
    }
    // DER leaves out the class that is the default.
    fields.extend(kind.policy.class.map(|class| tlv::wrap(0x95, &[&[class]])));
    if !kind.notifications.is_empty() {
        let targets = kind.notifications.iter().map(|target| {
            // One named bit, trailing zero bits removed.
            let bit = tlv::wrap(0x80, &[&[7 - target.event.min(7), 0x80 >> target.event.min(7)]]);
            tlv::wrap(0x30, &[&bit, &tlv::wrap(0x81, &[target.address.as_bytes()])])
        });
        fields.push(tlv::wrap(0xB6, &[&targets.collect::<Vec<_>>().concat()]));
    }
    fields.extend(kind.policy.owner.map(|owner| tlv::wrap(0xB7, &[&tlv::wrap(0x80, &[&owner])])));
    if let Some(last) = kind.policy.rules.iter().max() {
        let bits = kind.policy.rules.iter().fold(0, |bits, bit| bits | 0x80 >> bit.min(&7));
        fields.push(tlv::wrap(0x99, &[&[7 - last.min(&7), bits]]));
    }
    tlv::wrap(0xBF25, &[&fields.concat()])
}
