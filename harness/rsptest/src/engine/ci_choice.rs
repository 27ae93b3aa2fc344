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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::Credentials;
    use crate::target::EmbeddedCard;
    use rsp_conduct::{Honest, SystemClock};
    use std::sync::Arc;

    fn card() -> CardBench {
        let card = EmbeddedCard {
            credentials: &Credentials::own(b"choice"),
            conduct: Arc::new(Honest),
            clock: Arc::new(SystemClock),
            seed: "choice",
            options: rsp_euicc::CardOptions::default(),
            slow: false,
            without: &[],
        };
        card.open().unwrap()
    }

    /// The identifiers in a list of EUICCInfo1.
    fn listed(info1: &[u8], tag: u32) -> Vec<Vec<u8>> {
        let fields = tlv::all(tlv::only(0xBF20, info1).unwrap().content).unwrap();
        let list = fields.iter().find(|field| field.tag == tag).unwrap();
        tlv::all(list.content).unwrap().iter().map(|id| id.content.to_vec()).collect()
    }

    #[test]
    fn the_lists_are_cut_down_to_the_ci_that_is_named() {
        let card = card();
        let all = listed(&card.info1, SIGNING);
        assert_eq!(all.len(), 2);
        assert_eq!(info1(&card, None, None).unwrap(), card.info1);
        let cut = info1(&card, Some("p256"), Some("brainpool-p256r1")).unwrap();
        assert_eq!(listed(&cut, VERIFICATION), [ci_pkid(&card, "p256").unwrap()]);
        assert_eq!(listed(&cut, SIGNING), [ci_pkid(&card, "brainpool-p256r1").unwrap()]);
        assert_ne!(listed(&cut, VERIFICATION), listed(&cut, SIGNING));
        assert!(all.contains(&listed(&cut, SIGNING)[0]));
    }

    #[test]
    fn a_ci_that_the_card_does_not_list_makes_the_case_not_applicable() {
        let mut card = card();
        assert!(matches!(info1(&card, Some("p521"), None), Err(Stop::Broken(_))));
        let id = ci_pkid(&card, "p256").unwrap();
        let at = card.info1.windows(id.len()).rposition(|window| window == id).unwrap();
        card.info1[at] ^= 1;
        assert!(matches!(info1(&card, None, Some("p256")), Err(Stop::NotApplicable(_))));
        assert!(info1(&card, Some("p256"), None).is_ok());
    }
}
