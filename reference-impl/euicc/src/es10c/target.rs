//! Which profile a command means: by ISD-P AID or by ICCID.

use crate::isdp::Isdp;
use rsp_asn1::tlv::{self, Tlv};

/// The profile that a command means. Any size is read: an ICCID of nine octets is that of no profile.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'a> {
    Aid(&'a [u8]),
    Iccid(&'a [u8]),
}

impl<'a> Target<'a> {
    /// From `4F` or `5A`; nothing for another tag.
    pub fn of(field: Tlv<'a>) -> Option<Self> {
        match field.tag {
            0x4F => Some(Self::Aid(field.content)),
            0x5A => Some(Self::Iccid(field.content)),
            _ => None,
        }
    }

    /// Is it this profile?
    pub fn is(&self, profile: &Isdp) -> bool {
        match self {
            Self::Aid(aid) => profile.aid == **aid,
            Self::Iccid(iccid) => profile.iccid == **iccid,
        }
    }
}

/// `A0 {4F or 5A}, 81 refreshFlag` of EnableProfile and DisableProfile. What later versions add behind is passed over.
pub(super) fn target_and_flag(content: &[u8]) -> Option<(Target<'_>, bool)> {
    let (identifier, rest) = tlv::first(content).ok()?;
    let (flag, _) = tlv::first(rest).ok()?;
    let ([octet], 0xA0, 0x81) = (flag.content, identifier.tag, flag.tag) else { return None };
    let (target, behind) = tlv::first(identifier.content).ok()?;
    Some((Target::of(target).filter(|_| behind.is_empty())?, *octet != 0))
}

/// The answer with a result under tag `80`.
pub(super) fn result(tag: u32, code: u8) -> Vec<u8> {
    tlv::wrap(tag, &[&tlv::wrap(0x80, &[&[code]])])
}
