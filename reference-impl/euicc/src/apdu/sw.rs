//! Status words by meaning (ISO/IEC 7816-4 §5.6, ETSI TS 102 221 §10.2.1).

/// SW1 SW2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sw(pub u16);

macro_rules! status_words {
    ($($(#[$doc:meta])* $name:ident = $value:literal, $text:literal;)*) => {
        impl Sw {
            $($(#[$doc])* pub const $name: Self = Self($value);)*

            /// The four hex digits of a status word that refuses, as a refusal carries them.
            pub(crate) fn text(self) -> &'static str {
                match self.0 {
                    $($value => $text,)*
                    _ => "6F00",
                }
            }

            /// The status word with these four hex digits.
            pub(crate) fn of_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self($value)),)*
                    _ => None,
                }
            }
        }
    };
}

status_words! {
    /// Done.
    OK = 0x9000, "9000";
    /// A warning without information; the channel was closed already.
    ALREADY_CLOSED = 0x6200, "6200";
    /// The end of the file was reached before Le octets, or nothing was found by SEARCH RECORD.
    END_OF_FILE = 0x6282, "6282";
    /// The selected file is deactivated.
    DEACTIVATED = 0x6283, "6283";
    /// What was to be written could not be kept.
    STORE = 0x6581, "6581";
    /// Wrong length.
    LENGTH = 0x6700, "6700";
    /// The logical channel is not open, or not known.
    CHANNEL = 0x6881, "6881";
    /// Command chaining is not supported.
    CHAINING = 0x6884, "6884";
    /// Secure messaging is not known here.
    SECURE_MESSAGING = 0x6882, "6882";
    /// The command does not fit the structure of the file.
    FILE_STRUCTURE = 0x6981, "6981";
    /// The security status does not allow it.
    SECURITY = 0x6982, "6982";
    /// The PIN is blocked.
    BLOCKED = 0x6983, "6983";
    /// The referenced data cannot be used: a PIN that is disabled, a file that is deactivated.
    INVALIDATED = 0x6984, "6984";
    /// Conditions of use are not satisfied.
    CONDITIONS = 0x6985, "6985";
    /// There is no current EF.
    NO_EF = 0x6986, "6986";
    /// The data field is wrong.
    DATA = 0x6A80, "6A80";
    /// The function is not supported.
    FUNCTION = 0x6A81, "6A81";
    /// The file or application is not there.
    NOT_FOUND = 0x6A82, "6A82";
    /// The record is not there.
    NO_RECORD = 0x6A83, "6A83";
    /// There is not enough memory.
    MEMORY = 0x6A84, "6A84";
    /// P1 or P2 is wrong.
    P1P2 = 0x6A86, "6A86";
    /// The referenced data is not there.
    NO_DATA = 0x6A88, "6A88";
    /// The offset lies outside the file.
    OFFSET = 0x6B00, "6B00";
    /// INS is not supported.
    INS = 0x6D00, "6D00";
    /// CLA is not supported.
    CLA = 0x6E00, "6E00";
    /// Something went wrong that has no name.
    UNKNOWN = 0x6F00, "6F00";
    /// INCREASE has reached the largest value.
    MAXIMUM = 0x9850, "9850";
    /// AUTHENTICATE: MAC of the network is wrong.
    MAC = 0x9862, "9862";
    /// AUTHENTICATE: the security context is not supported.
    CONTEXT = 0x9864, "9864";
}

impl Sw {
    /// `6Cxx`: the command again, with this Le. A length of 256 is written as zero.
    pub fn wrong_le(length: usize) -> Self {
        Self(0x6C00 | (length & 0xFF) as u16)
    }

    /// `61xx`: octets wait; 256 or more are written as zero.
    pub fn waiting(length: usize) -> Self {
        Self(0x6100 | if length > 0xFF { 0 } else { length as u16 })
    }

    /// `63Cx`: tries left.
    pub fn tries_left(tries: u8) -> Self {
        Self(0x63C0 | u16::from(tries.min(15)))
    }
}
