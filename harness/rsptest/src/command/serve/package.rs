//! A profile package on a card without a download.

use crate::read_whole::{LARGEST, read_whole};
use rsp_asn1::tlv;
use rsp_conduct::Honest;
use rsp_consumer::iccid;
use rsp_euicc::profile::{Platform, Profile, install};
use rsp_euicc::{Euicc, IsdpState};
use std::path::Path;

/// A package that was read, to be put on a card.
pub(super) struct Package<'a> {
    /// Where it was read from.
    pub path: &'a Path,
    /// What it makes of a card.
    pub profile: Profile,
    /// As in EF.ICCID.
    iccid: [u8; 10],
    /// profileName.
    name: String,
}

impl<'a> Package<'a> {
    /// Reads it as this card would install it.
    pub fn read(path: &'a Path, platform: &Platform) -> Result<Self, String> {
        let package = read_whole(path, LARGEST).map_err(|error| error.to_string())?;
        let profile = install(&package, platform, &Honest).map_err(|failure| failure.to_string())?.profile;
        // The header has the digits in reading order.
        let iccid = profile.header.iccid.map(|octet| octet.rotate_left(4));
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        // profileName: at most 64 octets of whole characters.
        let mut name = profile.header.profile_type.clone().filter(|name| !name.is_empty()).unwrap_or(stem);
        while name.len() > 64 {
            name.pop();
        }
        Ok(Self { path, profile, iccid, name })
    }

    /// Puts it on the card, unless a profile of its ICCID is there; says which it is.
    pub fn put_on(self, euicc: &mut Euicc, state: IsdpState) -> Result<String, String> {
        let Self { profile, iccid, name, .. } = self;
        let digits = iccid::from_ef(&iccid);
        if euicc.profiles().iter().any(|there| there.iccid == iccid) {
            return Ok(format!("profile {digits} is on the card already"));
        }
        let fields =
            [tlv::wrap(0x5A, &[&iccid]), tlv::wrap(0x91, &[b"rsptest"]), tlv::wrap(0x92, &[name.as_bytes()])].concat();
        let metadata = tlv::wrap(0xBF25, &[&fields]);
        let aid = euicc.preload(iccid, metadata, profile, state).map_err(|error| error.to_string())?;
        let aid = aid.ok_or("no AID for an ISD-P is free")?;
        let word = if state == IsdpState::Enabled { "enabled" } else { "disabled" };
        Ok(format!("profile {digits}, {name}, {word} in {}", hex::encode_upper(aid)))
    }
}
