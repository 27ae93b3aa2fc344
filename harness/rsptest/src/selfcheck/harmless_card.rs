//! Variations of a card that no case may object to: it has a right to each of them.

use rsp_conduct::{Artefact, Conduct};
use rsp_euicc::{CardOptions, Handing};
use rsptest_wire::{Dictionary, Operation, Path};

/// A harmless variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HarmlessCard {
    /// Every answer takes a while.
    Slow,
    /// Data come at once where the command has Le, in place of `61xx` and GET RESPONSE.
    DirectData,
    /// Data come at once always, as behind a reader that fetches by itself.
    AtOnce,
    /// Proactive commands are announced to terminals that said TERMINAL PROFILE only.
    NeedsTerminalProfile,
    /// There are few logical channels.
    FewChannels,
    /// The ATR offers another protocol and says more.
    OtherAtr,
    /// EUICCInfo2 claims capabilities that nobody knows.
    UnknownCapability,
    /// EUICCInfo2 ends in a field that nobody knows.
    UnknownField,
    /// Templates whose objects stand in no order begin with what others end with.
    OtherOrder,
    /// Lists of notifications begin with the newest.
    NewestFirst,
    /// There is no runtime for applications.
    NoRuntime,
    /// There is no GET IDENTITY.
    NoGetIdentity,
}

/// Java Card and MULTOS in UICCCapability.
const RUNTIMES: &[usize] = &[14, 15];

/// GET IDENTITY in UICCCapability, and the profiles of ECIES.
const IDENTITIES: &[usize] = &[22, 23, 24];

/// What a card must lack so that this rule can be broken: our ordinary card has it.
pub(super) fn lacking_for(rule: &str) -> &'static [usize] {
    if rule == "euicc/pe-runtime" { RUNTIMES } else { &[] }
}

/// All of them with their ids and what they do.
pub(super) const ALL: [(HarmlessCard, &str, &str); 12] = [
    (HarmlessCard::Slow, "card-slow", "each APDU takes 3 ms"),
    (HarmlessCard::DirectData, "card-direct-data", "where there is Le, data come with the answer in place of 61xx"),
    (HarmlessCard::AtOnce, "card-at-once", "data come with the answer whatever the command asks for, never 61xx first"),
    (
        HarmlessCard::NeedsTerminalProfile,
        "card-needs-terminal-profile",
        "proactive commands are announced after TERMINAL PROFILE only",
    ),
    (HarmlessCard::FewChannels, "card-few-channels", "there are three logical channels beside the basic one"),
    (HarmlessCard::OtherAtr, "card-other-atr", "the ATR is another one"),
    (HarmlessCard::UnknownCapability, "card-unknown-capability", "EUICCInfo2 claims a capability that nobody knows"),
    (HarmlessCard::UnknownField, "card-unknown-field", "EUICCInfo2 ends in a field that nobody knows"),
    (
        HarmlessCard::OtherOrder,
        "card-other-order",
        "the objects of FCP, FCI and extCardResource stand in another order",
    ),
    (HarmlessCard::NewestFirst, "card-newest-first", "lists of notifications begin with the newest"),
    (HarmlessCard::NoRuntime, "card-no-runtime", "there is no runtime for applications"),
    (HarmlessCard::NoGetIdentity, "card-no-get-identity", "a USIM makes no SUCIs"),
];

impl HarmlessCard {
    /// Bits of UICCCapability that the card lacks.
    pub fn without(self) -> &'static [usize] {
        match self {
            Self::NoRuntime => RUNTIMES,
            Self::NoGetIdentity => IDENTITIES,
            _ => &[],
        }
    }

    /// How the card OS behaves.
    pub fn options(self) -> CardOptions {
        let usual = CardOptions::default();
        match self {
            Self::DirectData => CardOptions { handing: Handing::WithLe, ..usual },
            Self::AtOnce => CardOptions { handing: Handing::AtOnce, ..usual },
            Self::NeedsTerminalProfile => CardOptions { needs_terminal_profile: true, ..usual },
            Self::FewChannels => CardOptions { highest_channel: 3, ..usual },
            Self::OtherAtr => CardOptions { atr: vec![0x3B, 0x00], ..usual },
            _ => usual,
        }
    }
}

/// EUICCInfo2 with one thing changed; as it was where that cannot be.
fn changed(octets: &[u8], at: Option<&str>, operation: &Operation) -> Option<Vec<u8>> {
    let at = at.map(Path::parse).transpose().ok()?;
    rsptest_wire::apply(Dictionary::sgp22(), Some("EUICCInfo2"), octets, at.as_ref(), operation).ok()
}

/// The same objects, the last one first.
fn backwards(objects: &[u8]) -> Option<Vec<u8>> {
    let objects = rsp_asn1::tlv::all(objects).ok()?;
    Some(objects.iter().rev().flat_map(|object| object.whole).copied().collect())
}

/// A template of this tag with its objects backwards.
fn template_backwards(tag: u32, octets: &[u8]) -> Option<Vec<u8>> {
    let template = rsp_asn1::tlv::only(tag, octets).ok()?;
    Some(rsp_asn1::tlv::wrap(tag, &[&backwards(template.content)?]))
}

/// A list (`A0`) in an answer of ES10 backwards; what is no list stays as it is.
fn list_backwards(tag: u32, octets: &[u8]) -> Option<Vec<u8>> {
    let answer = rsp_asn1::tlv::only(tag, octets).ok()?;
    let list = template_backwards(0xA0, answer.content)?;
    Some(rsp_asn1::tlv::wrap(tag, &[&list]))
}

/// EUICCInfo2 with extCardResource backwards.
fn resource_backwards(octets: &[u8]) -> Option<Vec<u8>> {
    let info = rsp_asn1::tlv::only(0xBF22, octets).ok()?;
    let mut fields = Vec::new();
    for field in rsp_asn1::tlv::all(info.content).ok()? {
        match field.tag {
            0x84 => fields.extend(rsp_asn1::tlv::wrap(0x84, &[&backwards(field.content)?])),
            _ => fields.extend(field.whole),
        }
    }
    Some(rsp_asn1::tlv::wrap(0xBF22, &[&fields]))
}

impl Conduct for HarmlessCard {
    fn shape(&self, artefact: &'static Artefact, octets: &mut Vec<u8>) {
        let other = match (self, artefact.id) {
            (Self::OtherOrder, "euicc-os/fcp") => template_backwards(0x62, octets),
            (Self::OtherOrder, "euicc-os/response-data") => template_backwards(0x6F, octets),
            (Self::OtherOrder, "euicc/euicc-info2") => resource_backwards(octets),
            (Self::NewestFirst, "euicc/list-notification-response") => list_backwards(0xBF28, octets),
            (Self::NewestFirst, "euicc/retrieve-notifications-list-response") => list_backwards(0xBF2B, octets),
            // additionalProfile, crlSupport, testProfileSupport, deviceInfoExtensibilitySupport, and bit 30
            (Self::UnknownCapability, "euicc/euicc-info2") => changed(
                octets,
                Some("rspCapability"),
                &Operation::Set(serde_json::json!("1101100000000000000000000000001")),
            ),
            (Self::UnknownField, "euicc/euicc-info2") => rsp_asn1::tlv::only(0xBF22, octets)
                .ok()
                .map(|info| rsp_asn1::tlv::wrap(0xBF22, &[info.content, &[0x9F, 0x7E, 0x01, 0x00]])),
            _ => None,
        };
        if let Some(other) = other {
            *octets = other;
        }
    }
}
