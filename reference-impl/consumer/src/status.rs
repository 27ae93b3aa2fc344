//! Error names of the functions and the codes that carry them in the two bindings (SGP.22 §5.2.6, §5.6).

/// What an error name means on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The name that checks refuse with.
    pub error: &'static str,
    /// `subjectCode` of the JSON binding.
    pub subject: &'static str,
    /// `reasonCode` of the JSON binding. Text, never a number: 4.10 is not 4.1.
    pub reason: &'static str,
}

const fn code(error: &'static str, subject: &'static str, reason: &'static str) -> Code {
    Code { error, subject, reason }
}

/// All error names with their JSON codes.
pub const CODES: &[Code] = &[
    // ES9+
    code("invalidDpAddress", "8.8.1", "3.8"),
    code("euiccVersionNotSupportedByDp", "8.8.3", "3.1"),
    code("ciPKNotSupported", "8.8.2", "3.1"),
    code("noDpCertificateForCi", "8.8.4", "3.7"),
    code("eumCertificateInvalid", "8.1.2", "6.1"),
    code("eumCertificateExpired", "8.1.2", "6.3"),
    code("euiccCertificateInvalid", "8.1.3", "6.1"),
    code("euiccCertificateExpired", "8.1.3", "6.3"),
    code("euiccSignatureInvalid", "8.1", "6.1"),
    code("matchingIdRefused", "8.2.6", "3.8"),
    code("eidMismatch", "8.1.1", "3.8"),
    code("noEligibleProfile", "8.2.5", "4.3"),
    code("ciPKUnknown", "8.11.1", "3.9"),
    code("invalidTransactionId", "8.10.1", "3.9"),
    code("insufficientMemory", "8.1", "4.8"),
    code("profileNotReleased", "8.2", "1.2"),
    code("downloadOrderExpired", "8.8.5", "4.10"),
    code("downloadAttemptsExceeded", "8.8.5", "6.4"),
    code("confirmationCodeMissing", "8.2.7", "2.2"),
    code("confirmationCodeRefused", "8.2.7", "3.8"),
    code("confirmationCodeRetriesExceeded", "8.2.7", "6.4"),
    code("bppRebindingRefused", "8.2", "3.7"),
    code("smdpOidMismatch", "8.8", "3.10"),
    code("euiccReportedError", "8.1", "4.2"),
    // ES2+
    code("iccidNotAllowed", "8.2.1", "1.2"),
    code("iccidUnknown", "8.2.1", "3.9"),
    code("iccidAlreadyInUse", "8.2.1", "3.3"),
    code("profileTypeNotAllowed", "8.2.5", "1.2"),
    code("profileTypeUnknown", "8.2.5", "3.9"),
    code("noProfileOfType", "8.2.5", "3.7"),
    code("profileTypeMismatch", "8.2.5", "3.8"),
    code("matchingIdInUse", "8.2.6", "3.3"),
    code("eidMissing", "8.1.1", "2.2"),
    code("eidAssociationInvalid", "8.1.1", "3.10"),
    code("matchingIdAssociationInvalid", "8.2.6", "3.10"),
    code("smdsInaccessible", "8.9", "5.1"),
    code("smdsExecutionError", "8.9", "4.2"),
    code("profileInUse", "8.2.1", "3.3"),
    code("invalidTransition", "8.2.1", "3.5"),
    code("requesterUnknown", "1.1", "1.1"),
    // Any function
    code("malformed", "1.6", "2.1"),
    code("mandatoryElementMissing", "1.6", "2.2"),
    code("functionProviderBusy", "1.2", "4.2"),
    code("undefinedError", "1.2", "4.2"),
];

/// The JSON codes of this error name; an unknown name is an internal error of the provider.
pub fn json_code(error: &str) -> Code {
    let found = CODES.iter().find(|code| code.error == error).copied();
    found.unwrap_or(Code { error: "undefinedError", subject: "1.2", reason: "4.2" })
}

/// The number of this error in the ASN.1 binding of a function; what has no number of its own is `undefinedError(127)`.
pub fn asn1_code(function: &str, error: &str) -> u8 {
    let named: &[(&str, u8)] = match function {
        "InitiateAuthentication" => &[
            ("invalidDpAddress", 1),
            ("euiccVersionNotSupportedByDp", 2),
            ("ciPKNotSupported", 3),
            ("noDpCertificateForCi", 3),
        ],
        "AuthenticateClient" => &[
            ("eumCertificateInvalid", 1),
            ("eumCertificateExpired", 2),
            ("euiccCertificateInvalid", 3),
            ("euiccCertificateExpired", 4),
            ("euiccSignatureInvalid", 5),
            ("matchingIdRefused", 6),
            ("eidMismatch", 7),
            ("noEligibleProfile", 8),
            ("ciPKUnknown", 9),
            ("invalidTransactionId", 10),
            ("insufficientMemory", 11),
        ],
        "GetBoundProfilePackage" => &[
            ("euiccSignatureInvalid", 1),
            ("confirmationCodeMissing", 2),
            ("confirmationCodeRefused", 3),
            ("confirmationCodeRetriesExceeded", 4),
            ("bppRebindingRefused", 5),
            ("downloadOrderExpired", 6),
            ("invalidTransactionId", 95),
        ],
        "CancelSession" => &[("invalidTransactionId", 1), ("euiccSignatureInvalid", 2)],
        _ => &[],
    };
    named.iter().find(|(name, _)| *name == error).map_or(127, |(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for (index, code) in CODES.iter().enumerate() {
            assert!(!CODES[..index].iter().any(|other| other.error == code.error), "{} twice", code.error);
        }
    }

    #[test]
    fn codes_are_text() {
        assert_eq!(json_code("downloadOrderExpired").reason, "4.10");
        assert_eq!(asn1_code("GetBoundProfilePackage", "invalidTransactionId"), 95);
        assert_eq!(asn1_code("AuthenticateClient", "downloadOrderExpired"), 127);
    }
}
