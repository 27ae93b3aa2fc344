//! What a key may be used for.

/// The bits of KeyUsage (RFC 5280 §4.2.1.3); bit 0 is the most significant of sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(pub(crate) u16);

impl KeyUsage {
    /// `digitalSignature`, bit 0.
    pub const DIGITAL_SIGNATURE: Self = Self(0x8000);
    /// `keyAgreement`, bit 4.
    pub const KEY_AGREEMENT: Self = Self(0x0800);
    /// `keyCertSign`, bit 5.
    pub const KEY_CERT_SIGN: Self = Self(0x0400);
    /// `cRLSign`, bit 6.
    pub const CRL_SIGN: Self = Self(0x0200);

    /// Both together.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Are all these bits set?
    pub const fn contains(self, bits: Self) -> bool {
        self.0 & bits.0 == bits.0
    }
}
