//! A profile switch: which profile goes, which comes, when it happens (SGP.22 §5.7.16, §5.7.17).

use crate::euicc::Euicc;
use crate::isdp::IsdpState;
use crate::persistent::StoreError;
use crate::rules;
use rsp_asn1::{NotificationEvent, ProfileClass};
use serde::{Deserialize, Serialize};

/// A profile switch that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Switch {
    /// AID of the profile that is enabled; nothing when one is only disabled.
    pub enable: Option<[u8; 16]>,
    /// AID of the profile that is disabled.
    pub disable: Option<[u8; 16]>,
    /// The terminal is told by REFRESH.
    pub announced: bool,
}

/// The REFRESH that the card owes the terminal. Its mode is the card's choice: `eUICC Profile State Change` where
/// the terminal knows it, else `UICC Reset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refresh {
    /// A profile switch waits for it: it takes effect with [`Euicc::refresh_done`] or [`Euicc::reset`].
    ProfileSwitch,
    /// The enabled profile is gone already (eUICCMemoryReset).
    ProfileGone,
}

impl Euicc {
    /// The REFRESH that the card owes the terminal after the response to the last command.
    pub fn pending_refresh(&self) -> Option<Refresh> {
        match &self.state.switch {
            Some(switch) if switch.announced => Some(Refresh::ProfileSwitch),
            _ => self.refresh,
        }
    }

    /// The terminal has carried out the REFRESH (TERMINAL RESPONSE), or was reset: a switch that waits takes effect,
    /// with its notifications. An error when the state cannot be kept; then nothing has changed.
    pub fn refresh_done(&mut self) -> Result<(), StoreError> {
        let refresh = self.refresh.take();
        self.switch_now();
        self.state.commit().inspect_err(|_| self.refresh = refresh)
    }

    /// The terminal could not carry out the REFRESH: a switch that waits for it is given up, and what was enabled stays.
    pub fn refresh_refused(&mut self) {
        self.state.switch = None;
    }

    /// Tells whether a proactive session is running, which keeps profiles as they are.
    pub fn set_cat_busy(&mut self, busy: bool) {
        self.cat_busy = busy;
    }

    /// A proactive session is running, or a REFRESH is owed.
    pub(crate) fn busy(&self) -> bool {
        self.cat_busy || self.state.switch.is_some()
    }

    /// Accepts a switch: it waits for the REFRESH when one is asked for, else it happens now.
    pub(crate) fn accept_switch(&mut self, enable: Option<[u8; 16]>, disable: Option<[u8; 16]>, refresh: bool) {
        let conduct = self.context.conduct.clone();
        let announced = refresh && conduct.does(&rules::RAISE_REFRESH);
        self.state.switch = Some(Switch { enable, disable, announced });
        if !refresh || !conduct.does(&rules::DEFER_SWITCH) {
            self.switch_now();
        }
    }

    /// Carries out the switch that waits, if one does: first the profile that goes, then the one that comes.
    pub(crate) fn switch_now(&mut self) {
        let Some(switch) = self.state.switch.take() else { return };
        let conduct = self.context.conduct.clone();
        let class = |aid: Option<[u8; 16]>| self.profile(aid?).map(|profile| profile.class());
        let (going, coming) = (class(switch.disable), class(switch.enable));
        self.state.replaced = match (coming, going) {
            (Some(ProfileClass::TEST), Some(ProfileClass::TEST)) => self.state.replaced,
            (Some(ProfileClass::TEST), Some(_)) => switch.disable,
            _ => None,
        };
        if let Some(aid) = switch.disable {
            let implicit = switch.enable.is_some();
            if !implicit || conduct.does(&rules::DISABLE_OTHER) {
                self.set_profile_state(aid, IsdpState::Disabled);
            }
            let notify = if implicit { &rules::NOTIFY_IMPLICIT_DISABLE } else { &rules::NOTIFY_DISABLE };
            if conduct.does(notify) {
                self.notify_recipients(aid, NotificationEvent::DISABLE);
            }
        }
        if let Some(aid) = switch.enable {
            self.set_profile_state(aid, IsdpState::Enabled);
            if conduct.does(&rules::NOTIFY_ENABLE) {
                self.notify_recipients(aid, NotificationEvent::ENABLE);
            }
        }
    }

    fn set_profile_state(&mut self, aid: [u8; 16], state: IsdpState) {
        if let Some(profile) = self.state.profiles.iter_mut().find(|profile| profile.aid == aid) {
            profile.state = state;
        }
    }
}
