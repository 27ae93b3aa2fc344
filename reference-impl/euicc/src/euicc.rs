//! The eUICC: its state, and which function a command calls.

use crate::identity::EuiccIdentity;
use crate::isdp::{Isdp, IsdpState};
use crate::persistent::{State, StateStore, StoreError, Tracked};
use crate::personalisation::Personalisation;
use crate::rules;
use crate::session::Session;
use crate::switch::Refresh;
use rsp_asn1::tlv;
use rsp_conduct::{Artefact, Context, Refusal};

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

/// The tags of the functions, but for LoadBoundProfilePackage.
const FUNCTIONS: [u32; 20] = [
    0xBF20, 0xBF21, 0xBF22, 0xBF28, 0xBF29, 0xBF2B, 0xBF2D, 0xBF2E, 0xBF30, 0xBF31, 0xBF32, 0xBF33, 0xBF34, 0xBF35,
    0xBF38, 0xBF3C, 0xBF3E, 0xBF3F, 0xBF41, 0xBF43,
];

/// Bit of RspCapability.
const CRL_SUPPORT: usize = 1;

/// An eUICC at the level of ES10 commands.
pub struct Euicc {
    pub(crate) context: Context,
    pub(crate) identity: EuiccIdentity,
    /// What a power cycle takes away.
    pub(crate) session: Session,
    pub(crate) cat_busy: bool,
    /// A REFRESH that is owed and that nothing waits for.
    pub(crate) refresh: Option<Refresh>,
    store_error: Option<StoreError>,
    /// What a power cycle leaves.
    pub(crate) state: Tracked,
}

impl Euicc {
    /// An eUICC as it leaves its EUM: no profiles, no notifications. Its state lives as long as it does.
    pub fn new(context: Context, identity: EuiccIdentity) -> Self {
        Self::personalised(context, identity, Personalisation::default())
    }

    /// The same with what the EUM decided.
    pub fn personalised(context: Context, identity: EuiccIdentity, personalisation: Personalisation) -> Self {
        let state = State::new(identity.eid, identity.default_dp_address.clone(), personalisation.rat);
        Self::powered(context, identity, Tracked::volatile(state))
    }

    /// An eUICC whose state is kept in a store, powered up: what the store holds, or a new state where it holds
    /// none. An installation that was interrupted gets its result, a profile switch that waited for REFRESH happens.
    /// With it comes the reason where the current state was refused and the one before is used. An error when no
    /// state can be used, when it is that of another EID, or when it cannot be committed.
    pub fn open(
        context: Context,
        identity: EuiccIdentity,
        personalisation: Personalisation,
        mut store: Box<dyn StateStore>,
    ) -> Result<(Self, Option<StoreError>), StoreError> {
        let loaded = store.load()?;
        let new = || State::new(identity.eid, identity.default_dp_address.clone(), personalisation.rat);
        let state = loaded.state.unwrap_or_else(new);
        if state.eid != identity.eid {
            return Err(StoreError::OtherEid(state.eid));
        }
        let mut euicc = Self::powered(context, identity, Tracked::stored(state, store));
        euicc.reset()?;
        Ok((euicc, loaded.refused))
    }

    fn powered(context: Context, identity: EuiccIdentity, state: Tracked) -> Self {
        let session = Session::default();
        Self { context, identity, session, cat_busy: false, refresh: None, store_error: None, state }
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
        &self.state.profiles
    }

    /// The profile in use.
    pub fn enabled_profile(&self) -> Option<&Isdp> {
        self.state.profiles.iter().find(|profile| profile.state == IsdpState::Enabled)
    }

    pub(crate) fn profile(&self, aid: [u8; 16]) -> Option<&Isdp> {
        self.state.profiles.iter().find(|profile| profile.aid == aid)
    }

    /// Everything that a power cycle leaves.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Why the last command was answered 6581, where it was.
    pub fn store_error(&self) -> Option<&StoreError> {
        self.store_error.as_ref()
    }

    /// Octets of non-volatile memory that are free.
    pub(crate) fn free_memory(&self) -> usize {
        let profiles: usize = self.state.profiles.iter().map(Isdp::memory).sum();
        let lists: usize = self.state.crls.iter().map(|crl| crl.memory()).sum();
        usize::try_from(self.identity.info2.free_non_volatile).unwrap_or(usize::MAX).saturating_sub(profiles + lists)
    }

    /// Power was lost and came back, or the card was reset: sessions and what was loaded of a package are gone. The
    /// installation that was under way gets its result (`installFailedDueToInterruption`), a profile switch that
    /// waited for REFRESH happens. An error when the state cannot be kept; then both happen at the next reset.
    pub fn reset(&mut self) -> Result<(), StoreError> {
        let conduct = self.context.conduct.clone();
        if conduct.does(&rules::DISCARD_INTERRUPTED) {
            self.session = Session::default();
        }
        self.cat_busy = false;
        self.refresh = None;
        if let Some(open) = self.state.installing.clone() {
            self.state.installing = None;
            if conduct.does(&rules::NOTIFY_INTERRUPTION) {
                self.interrupted(&open);
            }
        }
        if self.state.switch.is_some() {
            self.switch_now();
        }
        self.state.commit()
    }

    /// The data field of one complete STORE DATA chain in, response data and status word out (SGP.22 §5.7.2).
    /// The parts of a Bound Profile Package (SGP.22 §2.5.5) come in the same way. What the command changed is
    /// committed before the answer leaves; when that fails, nothing has changed and the answer is 6581.
    pub fn command(&mut self, payload: &[u8]) -> Response {
        let refresh = self.refresh;
        let response = self.function(payload);
        match self.state.commit() {
            Ok(()) => {
                self.store_error = None;
                response
            }
            Err(error) => {
                self.store_error = Some(error);
                self.refresh = refresh;
                // What the session says may rest on what was just undone.
                self.session = Session::default();
                Response::refused(0x6581)
            }
        }
    }

    fn judge_readable(&self, outcome: Result<(), Refusal>) -> Result<(), Response> {
        self.context.conduct.judge(&rules::REQUEST_READABLE, outcome).map_err(|_| Response::refused(0x6A80))
    }

    /// The answer to a command that cannot be read. Where nobody minds, there is nothing to answer it with.
    fn unreadable(&self) -> Response {
        let outcome = Err(Refusal::new("6A80", "the command is no DER, or lacks what its function asks for"));
        self.judge_readable(outcome).map_or_else(|refused| refused, |()| Response::ok(Vec::new()))
    }

    fn function(&mut self, payload: &[u8]) -> Response {
        let Ok((tag, _, _)) = tlv::header(payload) else { return self.unreadable() };
        // The head of a package, and what follows it, is cut by the LPA inside TLVs.
        if tag == 0xBF36 || (self.session.loader.is_some() && !FUNCTIONS.contains(&tag)) {
            return self.load_bound_profile_package(payload);
        }
        let lists = self.identity.info2.rsp_capability.contains(&CRL_SUPPORT);
        let known = FUNCTIONS.contains(&tag) && (tag != 0xBF35 || lists);
        let outcome = Refusal::unless(known, "6A88", || format!("no function begins with {tag:X}"));
        let judged = self.context.conduct.judge(&rules::FUNCTION_KNOWN, outcome);
        if !known {
            // Where nobody minds, there is nothing to answer it with.
            return judged.map_or_else(|_| Response::refused(0x6A88), |()| Response::ok(Vec::new()));
        }
        let Ok(tlv) = tlv::only(tag, payload) else { return self.unreadable() };
        if matches!(tag, 0xBF21 | 0xBF38) && self.judge_not_loading().is_err() {
            return Response::refused(0x6985);
        }
        let (artefact, answer): (Option<&'static Artefact>, Option<Vec<u8>>) = match tag {
            0xBF20 => (None, self.get_euicc_info1()),
            0xBF21 => (None, self.prepare_download(payload)),
            0xBF22 => (None, self.get_euicc_info2()),
            0xBF28 => (Some(&rules::LIST_NOTIFICATION_RESPONSE), self.list_notification(tlv.content)),
            0xBF29 => (Some(&rules::SET_NICKNAME_RESPONSE), self.set_nickname(tlv.content)),
            0xBF2B => (Some(&rules::RETRIEVE_RESPONSE), self.retrieve_notifications_list(tlv.content)),
            0xBF2D => (Some(&rules::PROFILE_INFO_LIST_RESPONSE), self.get_profiles_info(payload)),
            0xBF2E => (None, self.get_euicc_challenge()),
            0xBF30 => (Some(&rules::NOTIFICATION_SENT_RESPONSE), self.remove_notification_from_list(tlv.content)),
            0xBF31 => (Some(&rules::ENABLE_PROFILE_RESPONSE), self.enable_profile(tlv.content)),
            0xBF32 => (Some(&rules::DISABLE_PROFILE_RESPONSE), self.disable_profile(tlv.content)),
            0xBF33 => (Some(&rules::DELETE_PROFILE_RESPONSE), self.delete_profile(tlv.content)),
            0xBF34 => (Some(&rules::MEMORY_RESET_RESPONSE), self.euicc_memory_reset(payload)),
            0xBF35 => (Some(&rules::LOAD_CRL_RESPONSE), self.load_crl(payload)),
            0xBF38 => (None, self.authenticate_server(payload)),
            0xBF3C => (Some(&rules::CONFIGURED_ADDRESSES_RESPONSE), self.get_euicc_configured_addresses()),
            0xBF3E => (Some(&rules::GET_EUICC_DATA_RESPONSE), self.get_eid(tlv.content)),
            0xBF3F => (Some(&rules::SET_DEFAULT_DP_ADDRESS_RESPONSE), self.set_default_dp_address(tlv.content)),
            0xBF41 => (None, self.cancel_session(payload)),
            0xBF43 => (Some(&rules::GET_RAT_RESPONSE), self.get_rat()),
            _ => return Response::refused(0x6A88),
        };
        let Some(mut answer) = answer else { return self.unreadable() };
        if let Err(refused) = self.judge_readable(Ok(())) {
            return refused;
        }
        if let Some(artefact) = artefact {
            self.context.conduct.shape(artefact, &mut answer);
        }
        Response::ok(answer)
    }
}
