//! Options a target may declare: what it does beyond what every SM-DP+ must.

/// One option.
#[derive(Debug, Clone, Copy)]
pub struct TargetOption {
    /// The name in `declares.options` and in a case's `needs`.
    pub name: &'static str,
    /// What declaring it says.
    pub says: &'static str,
}

const fn option(name: &'static str, says: &'static str) -> TargetOption {
    TargetOption { name, says }
}

/// All options.
pub const OPTIONS: &[TargetOption] = &[
    option("asn1-binding", "ES9+ in the ASN.1 binding is served too"),
    option("attempt-limit", "an order ends after a fixed number of downloads"),
    option("bpp-reuse", "a retry with the same otPK.EUICC.ECKA is offered (bppEuiccOtpk)"),
    option("brainpool", "eUICCs under a CI on brainpoolP256r1 are served"),
    option("confirmation-code", "orders may have a Confirmation Code, and its tries are limited"),
    option("crl", "CERT.EUM is looked up in the CI's revocation list"),
    option("eligibility-capability", "an eUICC that lacks a capability the profile needs is refused"),
    option("eligibility-memory", "an eUICC without room for the profile is refused"),
    option("eligibility-version", "an eUICC that cannot read the package's version is refused"),
    option("order-expiry", "an order expires"),
    option("progress-info", "ES2+.HandleDownloadProgressInfo is called"),
    option("rebinding", "a profile may be bound again to another otPK.EUICC.ECKA"),
    option("session-keys", "packages without ReplaceSessionKeys are made for some profile types"),
];

/// What follows from the rest of the target file and cannot be declared.
pub const IMPLIED: &[TargetOption] =
    &[option("tls", "the scheme is https"), option("es2plus", "orders are made by ES2+")];

/// What a card offers beyond what every card must: said by its EUICCInfo2, or by the way to it.
pub const CARD: &[TargetOption] = &[
    option("own-channels", "logical channels are ours to open, not a modem's"),
    option("proactive", "proactive commands reach us; no modem fetches and carries them out by itself"),
    option("get-response", "answers wait for GET RESPONSE (61xx); no reader or modem fetches them by itself"),
    option("atr", "the way to the card tells its ATR"),
    option("empty-card", "there is no profile and no notification on it but ours"),
    option("crl-support", "RspCapability: certificate revocation lists can be loaded"),
    option("rpm-support", "RspCapability: remote profile management"),
    option("test-profile-support", "RspCapability: profiles of the class test"),
    option("limited-memory", "extCardResource: less than 600000 octets of non-volatile memory are free"),
    option("ppr1", "Rules Authorisation Table: our own profiles may have PPR1"),
    option("ppr2", "Rules Authorisation Table: our own profiles may have PPR2"),
    option("ppr1-for-some", "Rules Authorisation Table: not everyone's profiles may have PPR1"),
    option("usim-support", "UICCCapability: USIM"),
    option("isim-support", "UICCCapability: ISIM"),
    option("csim-support", "UICCCapability: CSIM"),
    option("aka-milenage", "UICCCapability: Milenage"),
    option("aka-tuak128", "UICCCapability: TUAK with keys of 128 bits"),
    option("aka-tuak256", "UICCCapability: TUAK with keys of 256 bits"),
    option("get-identity", "UICCCapability: GET IDENTITY, so that a USIM can make SUCIs"),
    option("profile-a-x25519", "UICCCapability: SUCIs by ECIES profile A"),
    option("profile-b-p256", "UICCCapability: SUCIs by ECIES profile B"),
    option("javacard", "UICCCapability: Java Card applications"),
    option("no-contactless", "UICCCapability: no contactless"),
    option("no-multos", "UICCCapability: no MULTOS"),
    option("no-runtime", "UICCCapability: neither Java Card nor MULTOS"),
];

/// Whether there is such an option.
pub fn known(name: &str) -> bool {
    OPTIONS.iter().chain(IMPLIED).any(|option| option.name == name)
}
