//! The activation code (SGP.22 §4.1).

use std::fmt;
use std::str::FromStr;

/// `1$<address>$<token>[$<OID>[$<flag>]]`, with or without `LPA:` in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationCode {
    /// FQDN of the SM-DP+.
    pub address: String,
    /// MatchingID; may be empty.
    pub matching_id: String,
    /// Dotted OID of the SM-DP+.
    pub oid: Option<String>,
    /// Whether a Confirmation Code will be asked for.
    pub confirmation_code_required: bool,
}

/// Why text is no activation code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationCodeError(&'static str);

impl fmt::Display for ActivationCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not an activation code: {}; its shape is LPA:1$ADDRESS$MATCHINGID[$OID[$1]], in a shell within single quotes",
            self.0
        )
    }
}

impl std::error::Error for ActivationCodeError {}

impl FromStr for ActivationCode {
    type Err = ActivationCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.strip_prefix("LPA:").unwrap_or(text);
        if code.len() > 255 {
            return Err(ActivationCodeError("more than 255 characters"));
        }
        // Fields may be empty: nothing is collapsed.
        let mut fields = code.split('$');
        if fields.next() != Some("1") {
            return Err(ActivationCodeError("the format digit is not 1"));
        }
        let address = fields.next().filter(|address| !address.is_empty());
        let address = address.ok_or(ActivationCodeError("no SM-DP+ address"))?.to_owned();
        let matching_id = fields.next().ok_or(ActivationCodeError("no field for the MatchingID"))?.to_owned();
        if !matching_id.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'-') {
            return Err(ActivationCodeError("the MatchingID has other characters than A-Z, 0-9 and -"));
        }
        let oid = fields.next().filter(|oid| !oid.is_empty()).map(str::to_owned);
        let confirmation_code_required = match fields.next() {
            None | Some("") => false,
            Some("1") => true,
            Some(_) => return Err(ActivationCodeError("the Confirmation Code flag is not 1")),
        };
        Ok(Self { address, matching_id, oid, confirmation_code_required })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_activation_codes() {
        let read = |text: &str| text.parse::<ActivationCode>();
        let code = read("LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815").unwrap();
        assert_eq!(
            (code.matching_id.as_str(), code.oid, code.confirmation_code_required),
            ("04386-AGYFT-A74Y8-3F815", None, false)
        );
        let code = read("1$smdp.example.com$04386$$1").unwrap();
        assert!(code.oid.is_none() && code.confirmation_code_required);
        assert_eq!(read("1$a.example$X$1.3.6.1.4.1.31746$1").unwrap().oid.as_deref(), Some("1.3.6.1.4.1.31746"));
        assert_eq!(read("1$a.example$").unwrap().matching_id, "");
        for bad in ["1$a.example", "2$a.example$X", "1$$X", "", "1$a.example$x y", "1$a$X$$2"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
