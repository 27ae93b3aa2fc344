//! Which CIs of a card under test our SM-DP+ is to take: EUICCInfo1 as the LPA shows it names these alone.

use super::stop::Stop;
use crate::bench::CardBench;
use rsp_asn1::tlv;
use rsp_crypto::Curve;

const VERIFICATION: u32 = 0xA9;
const SIGNING: u32 = 0xAA;

/// EUICCInfo1 of the card with its lists cut down to our CI on the curve that is named for each; whole where none is.
/// A card that does not list that CI makes the case not-applicable.
pub(super) fn info1(card: &CardBench, verification: Option<&str>, signing: Option<&str>) -> Result<Vec<u8>, Stop> {
    let unreadable = |error: tlv::TlvError| Stop::Inconclusive(format!("EUICCInfo1 of the card: {error}"));
    let outer = tlv::only(0xBF20, &card.info1).map_err(unreadable)?;
    let mut fields = Vec::new();
    for field in tlv::all(outer.content).map_err(unreadable)? {
        let wanted = match field.tag {
            VERIFICATION => verification,
            SIGNING => signing,
            _ => None,
        };
        let Some(name) = wanted else {
            fields.extend(field.whole);
            continue;
        };
        let id = ci_pkid(card, name)?;
        let listed = tlv::all(field.content).map_err(unreadable)?;
        if !listed.iter().any(|one| one.content == id) {
            let does = if field.tag == VERIFICATION { "verifies" } else { "signs" };
            return Err(Stop::NotApplicable(format!("the card {does} nothing under our CI on {name}")));
        }
        fields.extend(tlv::wrap(field.tag, &[&tlv::wrap(0x04, &[&id])]));
    }
    Ok(tlv::wrap(0xBF20, &[&fields]))
}

/// The SubjectKeyIdentifier of our CI on a curve.
fn ci_pkid(card: &CardBench, name: &str) -> Result<Vec<u8>, Stop> {
    let curve = match name {
        "p256" => Curve::P256,
        "brainpool-p256r1" => Curve::BrainpoolP256r1,
        other => return Err(Stop::Broken(format!("{other} is no curve: use p256 or brainpool-p256r1"))),
    };
    let on_curve =
        |trust: &&rsp_consumer::sm_dp_plus::Trust| trust.ci.public_key().is_ok_and(|key| key.curve() == curve);
    let trust = card.trust.iter().find(on_curve);
    trust
        .map(|trust| trust.ci_pkid.clone())
        .ok_or_else(|| Stop::NotApplicable(format!("the card knows none of our CIs on {name}")))
}
