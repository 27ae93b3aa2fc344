//! The table of ES9+ functions: names, paths, tags, and the members of their messages.

use std::fmt;

/// How a member is written in the JSON binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Base64 of a complete TLV; the ASN.1 binding carries the TLV as it is.
    Tlv,
    /// Base64 of bare octets; the ASN.1 binding wraps them in the member's tag.
    Octets,
    /// Upper-case hexadecimal; the ASN.1 binding wraps the octets in the member's tag.
    Hex,
    /// Text; the ASN.1 binding wraps its UTF-8 octets in the member's tag.
    Text,
}

/// One member of a message.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// The JSON member's name.
    pub name: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// The tag that the ASN.1 binding gives it; for [`Kind::Tlv`] the tag it already has.
    pub tag: u32,
}

const fn member(name: &'static str, kind: Kind, tag: u32) -> Member {
    Member { name, kind, tag }
}

/// A function of ES9+ (SGP.22 §5.6).
#[derive(PartialEq, Eq)]
pub struct Function {
    /// The specification's name, for example `InitiateAuthentication`.
    pub name: &'static str,
    /// The last segment of the JSON binding's path.
    pub path: &'static str,
    /// The tag of request and response in the ASN.1 binding.
    pub tag: u32,
    /// What the LPA sends.
    pub request: &'static [Member],
    /// What the SM-DP+ answers on success.
    pub response: &'static [Member],
    /// A notification function is answered with HTTP 204 and no body.
    pub notification: bool,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ES9+.{}", self.name)
    }
}

const TRANSACTION_ID: Member = member("transactionId", Kind::Hex, 0x80);

impl Function {
    /// SGP.22 §5.6.1
    pub const INITIATE_AUTHENTICATION: Self = Self {
        name: "InitiateAuthentication",
        path: "initiateAuthentication",
        tag: 0xBF39,
        request: &[
            member("euiccChallenge", Kind::Octets, 0x81),
            member("smdpAddress", Kind::Text, 0x83),
            member("euiccInfo1", Kind::Tlv, 0xBF20),
        ],
        response: &[
            TRANSACTION_ID,
            member("serverSigned1", Kind::Tlv, 0x30),
            member("serverSignature1", Kind::Tlv, 0x5F37),
            member("euiccCiPKIdToBeUsed", Kind::Tlv, 0x04),
            member("serverCertificate", Kind::Tlv, 0x30),
        ],
        notification: false,
    };
    /// SGP.22 §5.6.3
    pub const AUTHENTICATE_CLIENT: Self = Self {
        name: "AuthenticateClient",
        path: "authenticateClient",
        tag: 0xBF3B,
        request: &[TRANSACTION_ID, member("authenticateServerResponse", Kind::Tlv, 0xBF38)],
        response: &[
            TRANSACTION_ID,
            member("profileMetadata", Kind::Tlv, 0xBF25),
            member("smdpSigned2", Kind::Tlv, 0x30),
            member("smdpSignature2", Kind::Tlv, 0x5F37),
            member("smdpCertificate", Kind::Tlv, 0x30),
        ],
        notification: false,
    };
    /// SGP.22 §5.6.2
    pub const GET_BOUND_PROFILE_PACKAGE: Self = Self {
        name: "GetBoundProfilePackage",
        path: "getBoundProfilePackage",
        tag: 0xBF3A,
        request: &[TRANSACTION_ID, member("prepareDownloadResponse", Kind::Tlv, 0xBF21)],
        response: &[TRANSACTION_ID, member("boundProfilePackage", Kind::Tlv, 0xBF36)],
        notification: false,
    };
    /// SGP.22 §5.6.4
    pub const HANDLE_NOTIFICATION: Self = Self {
        name: "HandleNotification",
        path: "handleNotification",
        tag: 0xBF3D,
        request: &[member("pendingNotification", Kind::Tlv, 0)],
        response: &[],
        notification: true,
    };
    /// SGP.22 §5.6.5
    pub const CANCEL_SESSION: Self = Self {
        name: "CancelSession",
        path: "cancelSession",
        tag: 0xBF41,
        request: &[TRANSACTION_ID, member("cancelSessionResponse", Kind::Tlv, 0xBF41)],
        response: &[],
        notification: false,
    };
    /// All of them.
    pub const ALL: [&'static Self; 5] = [
        &Self::INITIATE_AUTHENTICATION,
        &Self::AUTHENTICATE_CLIENT,
        &Self::GET_BOUND_PROFILE_PACKAGE,
        &Self::HANDLE_NOTIFICATION,
        &Self::CANCEL_SESSION,
    ];

    /// The function with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|function| function.name == name)
    }

    /// The function at this path of the JSON binding.
    pub fn at(path: &str) -> Option<&'static Self> {
        let last = path.strip_prefix("/gsma/rsp2/es9plus/")?;
        Self::ALL.into_iter().find(|function| function.path == last)
    }

    /// Its path in the JSON binding (SGP.22 §6.5).
    pub fn json_path(&self) -> String {
        format!("/gsma/rsp2/es9plus/{}", self.path)
    }
}

/// The members of one message, in order, with their octets: a complete TLV for [`Kind::Tlv`], bare octets else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members(Vec<(String, Vec<u8>)>);

impl Members {
    /// No members yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With this member added, or put in place of the one with the same name.
    pub fn with(mut self, name: &str, octets: impl Into<Vec<u8>>) -> Self {
        self.set(name, octets);
        self
    }

    /// Adds the member, or puts it in place of the one with the same name.
    pub fn set(&mut self, name: &str, octets: impl Into<Vec<u8>>) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some(member) => member.1 = octets.into(),
            None => self.0.push((name.to_owned(), octets.into())),
        }
    }

    /// Takes the member out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// The octets of this member.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, octets)| octets.as_slice())
    }

    /// The octets of this member; empty when it is absent.
    pub fn octets(&self, name: &str) -> &[u8] {
        self.get(name).unwrap_or_default()
    }

    /// All members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, octets)| (name.as_str(), octets.as_slice()))
    }
}
