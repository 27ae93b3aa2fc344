//! The eUICC: its state, and which function a command calls.

use crate::identity::EuiccIdentity;
use crate::isdp::Isdp;
use crate::notification::Notification;
use crate::session::{KeptKey, Session};
use rsp_asn1::tlv;
use rsp_conduct::Context;

/// The answer to a command: data and status word (SGP.22 §5.7.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Response data; empty unless the status word says success.
    pub data: Vec<u8>,
    /// SW1 SW2.
    pub sw: u16,
}

impl Response {
    /// Success with this data.
    pub fn ok(data: Vec<u8>) -> Self {
        Self { data, sw: 0x9000 }
    }

    /// A refusal by status word.
    pub fn refused(sw: u16) -> Self {
        Self { data: Vec::new(), sw }
    }
}

/// An eUICC at the level of ES10 commands.
pub struct Euicc {
    pub(crate) context: Context,
    pub(crate) identity: EuiccIdentity,
    pub(crate) session: Session,
    pub(crate) kept_keys: Vec<KeptKey>,
    pub(crate) profiles: Vec<Isdp>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) sequence_number: u32,
    pub(crate) challenges: u32,
    pub(crate) next_isdp: u16,
}

impl Euicc {
    /// An eUICC as it leaves its EUM: no profiles, no notifications.
    pub fn new(context: Context, identity: EuiccIdentity) -> Self {
        Self {
            context,
            identity,
            session: Session::default(),
            kept_keys: Vec::new(),
            profiles: Vec::new(),
            notifications: Vec::new(),
            sequence_number: 0,
            challenges: 0,
            next_isdp: 0x0010,
        }
    }

    /// What it was personalised with.
    pub fn identity(&self) -> &EuiccIdentity {
        &self.identity
    }

    /// otSK.EUICC.ECKA of the download that was prepared last: what a bench needs to open a package by itself.
    pub fn one_time_key(&self) -> Option<&rsp_crypto::PrivateKey> {
        self.session.prepared.as_ref().map(|prepared| &prepared.otsk)
    }

    /// The profiles installed.
    pub fn profiles(&self) -> &[Isdp] {
        &self.profiles
    }

    /// The data field of one complete STORE DATA chain in, response data and status word out (SGP.22 §5.7.2).
    /// The parts of a Bound Profile Package (SGP.22 §2.5.5) come in the same way.
    pub fn command(&mut self, payload: &[u8]) -> Response {
        let Ok((tag, _, _)) = tlv::header(payload) else { return Response::refused(0x6A80) };
        // The head of a package, and what follows it, is cut by the LPA inside TLVs.
        if tag == 0xBF36 || (self.session.loader.is_some() && !(0xBF20..=0xBF43).contains(&tag)) {
            return self.load_bound_profile_package(payload);
        }
        let Ok(tlv) = tlv::only(tag, payload) else { return Response::refused(0x6A80) };
        let known = match tag {
            0xBF20 => self.get_euicc_info1(),
            0xBF21 => self.prepare_download(payload),
            0xBF22 => self.get_euicc_info2(),
            0xBF28 => self.list_notification(tlv.content),
            0xBF2B => self.retrieve_notifications_list(tlv.content),
            0xBF2D => self.get_profiles_info(tlv.content),
            0xBF2E => self.get_euicc_challenge(),
            0xBF30 => self.remove_notification_from_list(tlv.content),
            0xBF38 => self.authenticate_server(payload),
            0xBF3C => self.get_euicc_configured_addresses(),
            0xBF3E => self.get_eid(tlv.content),
            0xBF41 => self.cancel_session(payload),
            _ => return Response::refused(0x6A88),
        };
        known.map_or_else(|| Response::refused(0x6A80), Response::ok)
    }
}
