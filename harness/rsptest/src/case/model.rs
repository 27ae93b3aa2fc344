//! The case language as Rust types: what stands in a file below `cases/`.
//!
//! A value is a literal or a reference `$root.path`; there are no expressions. `$variant.x` is put in place before
//! these types are read, so each variant is a [`Case`] of its own.

use crate::yaml::Spanned;
use rsptest_wire::{Flip, Length, Move, Nest, Octets, Truncate};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A case file: the cases of one function.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CaseFile {
    /// Which versions of which specifications the cases are for, for example `SGP.22: ">=2.2"`.
    pub specs: BTreeMap<String, String>,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case, or one variant of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    /// Kebab-case, unique in the file, never reused. The full id has the file's path in front.
    pub id: Spanned<String>,
    /// What the entity under test does, in one line.
    pub title: String,
    /// What a failure means to somebody.
    pub why: String,
    /// Rows of the requirement catalogue; the first one's strength decides between fail and warn.
    pub covers: Vec<Spanned<String>>,
    /// The official test this is modelled on.
    #[serde(default)]
    pub gsma: Option<Gsma>,
    /// Rules of the entity that a negative case attacks: `sm-dp-plus/euicc-signature1`.
    #[serde(default)]
    pub attacks: Vec<Spanned<String>>,
    /// Options the target must declare, for example `confirmation-code`.
    #[serde(default)]
    pub needs: Vec<Spanned<String>>,
    /// Which bindings of ES9+ it runs over; one verdict each. JSON where absent.
    #[serde(default)]
    pub bindings: Vec<Binding>,
    /// Runs alone on the target, and the target must answer afterwards.
    #[serde(default)]
    pub robustness: bool,
    /// Leaves something on a card that cannot be undone: only with `--allow-destructive`.
    #[serde(default)]
    pub destructive: bool,
    /// Our card, where it is not the ordinary one.
    #[serde(default)]
    pub card: CardSpec,
    /// One verdict each; every key but `id` is a value that `$variant.KEY` stands for.
    #[serde(default)]
    pub variants: Vec<BTreeMap<String, serde_json::Value>>,
    /// Initial conditions: a failure here is inconclusive.
    #[serde(default)]
    pub given: Vec<Spanned<Step>>,
    /// What is tested.
    pub steps: Vec<Spanned<Step>>,
    /// What must hold afterwards.
    #[serde(default)]
    pub afterwards: Vec<Spanned<Step>>,
    /// Always run.
    #[serde(default)]
    pub cleanup: Vec<Spanned<Step>>,
}

impl Case {
    /// The steps that decide the verdict, those that race one by one.
    pub fn tested(&self) -> impl Iterator<Item = &Step> {
        self.given.iter().chain(&self.steps).chain(&self.afterwards).flat_map(|step| step.each())
    }

    /// Whether the case moves the clock that the target and all our peers see.
    pub fn moves_the_clock(&self) -> bool {
        self.tested().chain(self.cleanup.iter().map(|step| &step.value)).any(|step| step.advance.is_some())
    }

    /// Whether it has the target to itself while it runs.
    pub fn runs_alone(&self) -> bool {
        self.robustness || self.moves_the_clock()
    }

    /// Whether it expects a refusal.
    pub fn negative(&self) -> bool {
        let contested = |step: &Step| step.succeed.is_some_and(|succeed| succeed < step.together.len());
        // Where acceptance is let through, nothing is demanded.
        let demanded =
            |step: &Step| step.refuse.is_some() && !step.tolerate.iter().any(|name| name.value == "accepted");
        let mut steps = self.steps.iter().chain(&self.afterwards);
        steps.any(|step| contested(step) || step.each().any(demanded))
    }
}

/// A cross-reference to an official test case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gsma {
    /// For example `TC_SM-DP+_ES9+.AuthenticateClientNIST_ErrorCases`.
    pub case: String,
    /// Number of the sequence.
    #[serde(default)]
    pub sequence: Option<u32>,
    /// How sure we are of the correspondence.
    pub confidence: Confidence,
}

/// How sure a cross-reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Checked against the document by a person.
    High,
    /// From public notes.
    Medium,
    /// From memory.
    Low,
}

/// The two bindings of ES9+.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// HTTPS with JSON.
    Json,
    /// HTTPS with ASN.1.
    Asn1,
}

/// The two curves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CurveName {
    /// NIST P-256.
    P256,
    /// brainpoolP256r1.
    BrainpoolP256r1,
}

/// Our card.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CardSpec {
    /// An entry of the certificate gallery, for example `eum-expired`.
    pub identity: Option<Spanned<String>>,
    /// The curve of its keys; P-256 where absent.
    pub curve: Option<CurveName>,
    /// Its keys are under each of these, in this order of preference (`p256`, `brainpool-p256r1`, `unknown`).
    pub ci: Option<Vec<CiName>>,
    /// Another EID of the same EUM: `other`.
    pub eid: Option<EidName>,
    /// Fields of EUICCInfo2 that differ.
    pub info2: Info2Spec,
}

/// A CI that a card names in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CiName {
    /// The CI on NIST P-256.
    P256,
    /// The CI on brainpoolP256r1.
    BrainpoolP256r1,
    /// A CI that nobody trusts.
    Unknown,
}

/// Which EID a card has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EidName {
    /// The first one of the target's identities.
    First,
    /// Another one.
    Other,
}

/// Fields of EUICCInfo2 that differ from the ordinary card's.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Info2Spec {
    /// For example `"2.1.0"`.
    pub profile_version: Option<Spanned<String>>,
    /// For example `"2.2.2"`.
    pub svn: Option<Spanned<String>>,
    /// Octets.
    pub free_non_volatile: Option<u32>,
    /// Bits of UICCCapability.
    pub uicc_capability: Option<Vec<usize>>,
    /// Bits of RspCapability.
    pub rsp_capability: Option<Vec<usize>>,
}

/// One step. Exactly one verb: `call`, `together`, `send`, `order`, `use`, `notify`, `load`, `await`, `probe`,
/// `advance`, `apdu`, `power`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Step {
    /// Who acts: `lpa` (the default) or `operator`.
    #[serde(rename = "as")]
    pub actor: Option<Actor>,
    /// Which card the LPA uses: `card` (the default) or `other-card`.
    pub card: Option<CardName>,
    /// A function: `ES9+.AuthenticateClient`, `ES2+.ConfirmOrder`.
    pub call: Option<Spanned<String>>,
    /// Calls that race: each with its own card and connection, all at the same moment.
    pub together: Vec<Spanned<Step>>,
    /// So many of the calls that race must be accepted, the others refused; where absent, each says it for itself.
    pub succeed: Option<usize>,
    /// Raw HTTP.
    pub send: Option<Send>,
    /// A download order of this kind, by whatever way the target makes orders.
    pub order: Option<Spanned<String>>,
    /// A procedure.
    #[serde(rename = "use")]
    pub procedure: Option<Spanned<String>>,
    /// Our card signs a notification of an event: `install`, `enable`, `disable`, `delete`.
    pub notify: Option<Notify>,
    /// Our card loads the package that was kept last: the answer is ProfileInstallationResult.
    pub load: Option<Spanned<String>>,
    /// The entity calls us: a report of ES2+.HandleDownloadProgressInfo.
    #[serde(rename = "await")]
    pub awaits: Option<Await>,
    /// A TLS handshake, as far as a prober can see it.
    pub probe: Option<Probe>,
    /// One command APDU to the card under test.
    pub apdu: Option<Apdu>,
    /// How a function of ES10 is cut into STORE DATA; as the run says where absent.
    pub blocks: Option<Blocks>,
    /// The card under test loses power: `reset`. Volatile state and channels are gone.
    pub power: Option<Spanned<Power>>,
    /// Our clock and that of the embedded reference move ahead by this time, for example `2m` or `24h`, until the case
    /// ends.
    pub advance: Option<Spanned<String>>,
    /// Fields of the call, or values handed to a procedure.
    pub with: BTreeMap<Spanned<String>, serde_json::Value>,
    /// The message of the call in place of the one our peers would make.
    pub message: Option<Message>,
    /// One deliberate fault.
    pub tamper: Option<Tamper>,
    /// What the answer must be.
    pub expect: BTreeMap<Spanned<String>, Matcher>,
    /// The call must be refused with this error; `malformed`: in any orderly way an unreadable request is; `any`.
    pub refuse: Option<Spanned<String>>,
    /// Other errors, or `accepted`, that are let through and reported.
    pub tolerate: Vec<Spanned<String>>,
    /// Values of the answer to be kept: name → path.
    pub keep: BTreeMap<String, Spanned<String>>,
    /// Values of an order or a procedure to be kept: name here → name there.
    pub gives: BTreeMap<String, Spanned<String>>,
    /// How often.
    pub repeat: Option<u32>,
    /// The requirement that this step's expectations belong to, where it is not the case's first.
    pub req: Option<Spanned<String>>,
}

/// One command APDU.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Apdu {
    /// The whole APDU in hexadecimal; `$references` may stand between runs of digits, separated by blanks.
    pub command: Spanned<String>,
    /// Which channel's number goes into CLA; absent: CLA is sent as it stands.
    #[serde(default)]
    pub on: Option<ApduChannel>,
    /// `true`: GET RESPONSE follows while the card says that more waits (`61xx`), and the command again with the Le that
    /// the card asks for (`6Cxx`).
    #[serde(default)]
    pub fetch: bool,
}

/// How a command of ES10 is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Blocks {
    /// Octets of one block, 1 to 255.
    pub size: u8,
    /// `true`: the last block carries an Le field.
    #[serde(default)]
    pub le: bool,
    /// So many blocks of the last command go out, and the rest of its chain never does.
    #[serde(default)]
    pub only: Option<u8>,
}

/// A logical channel of the card under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApduChannel {
    /// The channel on which the ISD-R is selected; it is opened where it is not.
    IsdR,
    /// The channel that the last MANAGE CHANNEL by `apdu` opened.
    Opened,
    /// The channel that the one before it opened.
    OpenedBefore,
}

/// What happens to a card's power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
    /// Off and on again.
    Reset,
}

impl Step {
    /// The step, and those that race in it.
    pub fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.together.iter().map(|step| &step.value))
    }
}

/// Who acts in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The LPA, with its card.
    Lpa,
    /// The operator.
    Operator,
    /// An operator that the entity does not know.
    Stranger,
}

/// Which of our cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CardName {
    /// The case's card.
    Card,
    /// A second card with another EID.
    OtherCard,
}

/// Raw HTTP.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Send {
    /// `POST` where absent.
    pub method: Option<String>,
    /// The path, for example `/gsma/rsp2/es9plus/initiateAuthentication`.
    pub path: Option<String>,
    /// Headers beside the usual ones; null takes one away.
    pub headers: BTreeMap<String, Option<String>>,
    /// The body as text.
    pub text: Option<Spanned<String>>,
    /// The body as octets.
    pub hex: Option<Spanned<String>>,
    /// This text over and over, up to so many octets.
    pub fill: Option<Fill>,
    /// These octets in place of a whole HTTP message.
    pub raw: Option<Spanned<String>>,
}

/// A long body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fill {
    /// In front.
    #[serde(default)]
    pub prefix: String,
    /// Over and over.
    pub text: String,
    /// So often.
    pub times: usize,
    /// Behind.
    #[serde(default)]
    pub suffix: String,
}

/// A notification that our card signs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Notify {
    /// `install`, `enable`, `disable`, `delete`.
    pub event: EventName,
    /// The ICCID it speaks of: 10 octets as in EF.ICCID, or a reference; absent for none.
    #[serde(default)]
    pub iccid: Option<serde_json::Value>,
}

/// A bit of NotificationEvent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventName {
    /// notificationInstall(0)
    Install,
    /// notificationEnable(1)
    Enable,
    /// notificationDisable(2)
    Disable,
    /// notificationDelete(3)
    Delete,
}

/// A call-back of the entity.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Await {
    /// notificationPointId.
    pub point: u8,
    /// The profile it is about.
    pub iccid: serde_json::Value,
    /// `Executed-Success` or `Failed`.
    pub status: String,
    /// `true`: such a report must not come.
    #[serde(default)]
    pub never: bool,
}

/// A ClientHello and what must come back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Probe {
    /// `tls1.0`, `tls1.1`, `tls1.2`, `tls1.3`.
    pub version: Spanned<String>,
    /// Suites offered, in hex: `C02B`.
    pub suites: Vec<Spanned<String>>,
    /// `hello`: the handshake is taken up. `refused`: any fatal alert or a close.
    pub answer: ProbeAnswer,
}

/// What a probe expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProbeAnswer {
    /// A ServerHello.
    Hello,
    /// A fatal alert or a close.
    Refused,
}

/// A message in place of the one our peers would make.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Message {
    /// A structure of the dictionary, built from `fields`.
    pub forge: Option<Spanned<String>>,
    /// Its fields by name.
    pub fields: serde_json::Value,
    /// Octets that were kept, or hex.
    pub octets: Option<serde_json::Value>,
}

/// One deliberate fault: where, and exactly one operation.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Tamper {
    /// The artefact, for example `euiccSigned1`, `AuthenticateServerResponse`, `HttpBody`.
    #[serde(rename = "in")]
    pub artefact: Option<Spanned<String>>,
    /// The place in it; the whole artefact where absent.
    pub at: Option<Spanned<String>>,
    /// Turns one bit over.
    pub flip: Option<Flip>,
    /// Puts this in place of the content.
    pub set: Option<serde_json::Value>,
    /// Fills the content with this octet.
    pub fill: Option<String>,
    /// Cuts the end off.
    pub truncate: Option<Truncate>,
    /// Octets behind the content.
    pub append: Option<Octets>,
    /// Takes the element out.
    pub drop: Option<bool>,
    /// The element twice.
    pub duplicate: Option<bool>,
    /// Something new in front of the element; in JSON a new member, in a head a new field.
    pub insert: Option<serde_json::Value>,
    /// The element elsewhere.
    #[serde(rename = "move")]
    pub moves: Option<Move>,
    /// Another tag.
    pub retag: Option<Octets>,
    /// Another length.
    pub length: Option<Length>,
    /// Wraps the element in itself, over and over.
    pub nest: Option<Nest>,
    /// This whole element in place of it.
    pub replace: Option<Octets>,
    /// Signed with another key: `$pki.other-euicc`, `$pki.eum`, `$pki.foreign-euicc`.
    pub sign_with: Option<Spanned<String>>,
    /// A good signature over other octets.
    pub sign_over: Option<String>,
    /// Another way of writing r and s: `der`.
    pub sign_as: Option<SignAs>,
    /// A certificate or value of another: `$pki.other-euicc`.
    #[serde(rename = "use")]
    pub uses: Option<Spanned<String>>,
    /// Never, half, twice, late.
    pub deliver: Option<Deliver>,
}

/// Another way of writing a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignAs {
    /// ECDSA-Sig-Value, as in certificates.
    Der,
    /// s in place of r and r in place of s.
    Swapped,
}

/// How a message is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deliver {
    /// The head, and then nothing.
    Never,
    /// Half the body, then the connection is closed.
    Half,
    /// Twice, one after the other.
    Twice,
    /// In chunks (Transfer-Encoding: chunked); no fault at all, but another framing.
    Chunked,
    /// On a connection of its own.
    Fresh,
}

/// What a value must be.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Conditions {
    /// Exactly this.
    pub is: Option<serde_json::Value>,
    /// So many octets.
    pub bytes: Option<usize>,
    /// At least so many octets (or this number).
    pub at_least: Option<i64>,
    /// At most so many octets (or this number).
    pub at_most: Option<i64>,
    /// A number greater than this one.
    pub above: Option<serde_json::Value>,
    /// One of these.
    pub one_of: Option<Vec<serde_json::Value>>,
    /// There is no such value.
    pub absent: Option<bool>,
    /// There is such a value, whatever it is.
    pub present: Option<bool>,
    /// `*` for any run of characters, `?` for any one; the whole text must fit.
    pub matches: Option<String>,
    /// Anything but this.
    pub differs_from: Option<serde_json::Value>,
    /// `strict`: distinguished encoding, and the structure the dictionary says.
    pub der: Option<DerRule>,
    /// A signature by the certificate in this member of the answer (or that was kept).
    pub verifies_with: Option<serde_json::Value>,
    /// What the signature covers: references, one after the other; TLVs whole.
    pub over: Option<Vec<serde_json::Value>>,
    /// A certificate that chains to our CI in this role: `dp-auth`, `dp-pb`, `dp-tls`, `eum`; with `under`, `euicc`.
    pub chains_to: Option<String>,
    /// What issued the one of `chains-to`: CERT.EUM for `euicc`, else the key identifier of the CI; a path or a kept value.
    pub under: Option<serde_json::Value>,
    /// A SUCI that conceals this MSIN (hexadecimal, as the null scheme writes it) for the home network of our own packages.
    pub conceals: Option<String>,
    /// `true`: a certificate that is within its dates.
    pub in_force: Option<bool>,
}

/// How an encoding is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DerRule {
    /// Nothing but what DER and the structure allow; extensions of later versions are let through.
    Strict,
}

crate::by_shape! {
    /// What a value must be: a literal, a reference, or conditions.
    #[derive(Debug, Clone)]
    pub enum Matcher {
        /// Exactly this text, or what the reference stands for.
        text Text(String),
        /// Exactly this number.
        number Number(i64),
        /// Exactly this.
        bool Bool(bool),
        /// Conditions that must all hold.
        map All(Box<Conditions>),
    }
}
