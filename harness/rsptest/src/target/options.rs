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

/// Whether there is such an option.
pub fn known(name: &str) -> bool {
    OPTIONS.iter().chain(IMPLIED).any(|option| option.name == name)
}
