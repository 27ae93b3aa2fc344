//! The four kinds of rule a role declares, and the refusal that a check ends in.

use std::fmt;
use std::ops::Deref;

/// A verification: something a role must look at before it goes on.
#[derive(Debug)]
pub struct Check {
    /// `role/name`, for example `sm-dp-plus/euicc-signature1`.
    pub id: &'static str,
    /// Where it is asked for, for example `SGP.22 §5.6.3`.
    pub clause: &'static str,
    /// What is verified, in one sentence of our own.
    pub says: &'static str,
    /// Another check that refuses whatever this one would, and why; then only the pair can be tested.
    pub masked_by: Option<(&'static str, &'static str)>,
}

/// A state change that a role owes (a counter raised, a one-time key erased, a session closed).
#[derive(Debug)]
pub struct Duty {
    /// `role/name`.
    pub id: &'static str,
    /// Where it is asked for.
    pub clause: &'static str,
    /// What is owed, in one sentence of our own.
    pub says: &'static str,
    /// Another rule whose keeping hides the loss of this one, and why.
    pub masked_by: Option<(&'static str, &'static str)>,
}

/// A selection among candidates (session, order, certificate, key, CI).
#[derive(Debug)]
pub struct Choice {
    /// `role/name`.
    pub id: &'static str,
    /// Where it is described.
    pub clause: &'static str,
    /// What is picked, in one sentence of our own.
    pub says: &'static str,
    /// Another rule whose keeping hides a wrong pick, and why.
    pub masked_by: Option<(&'static str, &'static str)>,
}

/// Octets that a role produces.
#[derive(Debug)]
pub struct Artefact {
    /// `role/name`.
    pub id: &'static str,
    /// The specification's name of the octets, as cases and the message dictionary use it.
    pub name: &'static str,
    /// Where it is specified.
    pub clause: &'static str,
    /// What it is, in one sentence of our own.
    pub says: &'static str,
}

/// Everything one role declares.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// The role, for example `sm-dp-plus`.
    pub role: &'static str,
    /// Its verifications.
    pub checks: &'static [&'static Check],
    /// Its owed state changes.
    pub duties: &'static [&'static Duty],
    /// Its selections.
    pub choices: &'static [&'static Choice],
    /// Its octets.
    pub artefacts: &'static [&'static Artefact],
}

impl Rules {
    /// The ids of all rules, in the order of declaration.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        let checks = self.checks.iter().map(|rule| rule.id);
        let duties = self.duties.iter().map(|rule| rule.id);
        let choices = self.choices.iter().map(|rule| rule.id);
        let artefacts = self.artefacts.iter().map(|rule| rule.id);
        checks.chain(duties).chain(choices).chain(artefacts)
    }
}

/// Declares one role's rules: a `pub static` for each, and `RULES` listing them all, so that a rule
/// cannot be declared and forgotten.
///
/// ```
/// rsp_conduct::rules! {
///     role: "lpa",
///     checks: { SERVER_ADDRESS = "server-address", "SGP.22 §3.1.2", "serverAddress is the address that was dialled"; }
///     duties: { NOTIFY = "notify", "SGP.22 §3.5", "a notification is delivered"; }
///     choices: {}
///     artefacts: { CTX_PARAMS1 = "ctx-params1" as "ctxParams1", "SGP.22 §5.7.13", "what the LPA says of the device"; }
/// }
/// assert_eq!(SERVER_ADDRESS.id, "lpa/server-address");
/// assert_eq!(RULES.ids().count(), 3);
/// ```
#[macro_export]
macro_rules! rules {
    (
        role: $role:literal,
        checks: { $($check:ident = $check_id:literal, $check_clause:literal, $check_says:literal $(, masked_by $cm:literal because $cw:literal)?;)* }
        duties: { $($duty:ident = $duty_id:literal, $duty_clause:literal, $duty_says:literal $(, masked_by $dm:literal because $dw:literal)?;)* }
        choices: { $($choice:ident = $choice_id:literal, $choice_clause:literal, $choice_says:literal $(, masked_by $om:literal because $ow:literal)?;)* }
        artefacts: { $($artefact:ident = $artefact_id:literal as $name:literal, $artefact_clause:literal, $artefact_says:literal;)* }
    ) => {
        $(#[doc = concat!($check_says, " (", $check_clause, ").")]
        pub static $check: $crate::Check = $crate::Check { id: concat!($role, "/", $check_id), clause: $check_clause, says: $check_says,
            masked_by: $crate::rules!(@masked $($cm, $cw)?) };)*
        $(#[doc = concat!($duty_says, " (", $duty_clause, ").")]
        pub static $duty: $crate::Duty = $crate::Duty { id: concat!($role, "/", $duty_id), clause: $duty_clause, says: $duty_says,
            masked_by: $crate::rules!(@masked $($dm, $dw)?) };)*
        $(#[doc = concat!($choice_says, " (", $choice_clause, ").")]
        pub static $choice: $crate::Choice = $crate::Choice { id: concat!($role, "/", $choice_id), clause: $choice_clause, says: $choice_says,
            masked_by: $crate::rules!(@masked $($om, $ow)?) };)*
        $(#[doc = concat!($artefact_says, " (", $artefact_clause, ").")]
        pub static $artefact: $crate::Artefact = $crate::Artefact { id: concat!($role, "/", $artefact_id), name: $name,
            clause: $artefact_clause, says: $artefact_says };)*
        /// Every rule this role declares.
        pub static RULES: $crate::Rules = $crate::Rules {
            role: $role,
            checks: &[$(&$check),*],
            duties: &[$(&$duty),*],
            choices: &[$(&$choice),*],
            artefacts: &[$(&$artefact),*],
        };
    };
    (@masked) => { None };
    (@masked $by:literal, $why:literal) => { Some(($by, $why)) };
}

/// Why a check refused: the specification's name of the error, and what was seen. As wide as a pointer, so that what
/// every check hands through [`Conduct::judge`](crate::Conduct::judge) fits into a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(Box<Reason>);

/// What a [`Refusal`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The error's name, for example `euiccSignatureInvalid`; the function table maps it to codes.
    pub error: &'static str,
    /// What was seen, for people.
    pub detail: String,
}

impl Refusal {
    /// A refusal with this error name and detail.
    pub fn new(error: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Reason { error, detail: detail.into() }))
    }

    /// `Ok` when the condition holds, else the refusal; the detail is only built when needed.
    pub fn unless(holds: bool, error: &'static str, detail: impl FnOnce() -> String) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(Self::new(error, detail())) }
    }
}

impl Deref for Refusal {
    type Target = Reason;
    fn deref(&self) -> &Reason {
        &self.0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.detail)
    }
}

impl std::error::Error for Refusal {}
