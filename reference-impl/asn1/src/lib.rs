//! rasn types for the messages of SGP.22 v2.x on ES8+, ES9+, ES10a/b/c and ES11, with v2.7's additions.
//!
//! Fields and types carry the names of the specification's ASN.1 module; tags are written out as they
//! stand on the wire. What a signature covers is kept as received ([`Raw`]); what later versions add
//! behind the last component of a SEQUENCE survives ([`Extensions`]); a named INTEGER or BIT STRING keeps
//! values without a name. An alternative of a CHOICE that is not known is an error that says so, except
//! in [`PendingNotification`] and [`CtxParams1`], which are carried on behalf of others.
//!
//! ```
//! use rsp_asn1::{GetEuiccChallengeResponse, decode, encode};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let octets = [&[0xBF, 0x2E, 0x12, 0x80, 0x10][..], &[7; 16]].concat();
//! let response: GetEuiccChallengeResponse = decode(&octets)?;
//! assert_eq!(response.euicc_challenge.to_array(), [7; 16]);
//! assert_eq!(encode(&response)?, octets);
//! # Ok(())
//! # }
//! ```

mod bits;
mod certificate;
mod codec;
mod device_info;
mod es10a;
mod es10b;
mod es10c;
mod es11;
mod es8plus;
mod es9plus;
mod es9plus_binding;
mod euicc_info;
mod explicit;
mod extensions;
mod isdr;
mod macros;
mod metadata;
mod named;
mod octets;
mod profile_info;
pub mod profile_package;
mod raw;
pub mod tlv;

pub use certificate::{Certificate, CertificateList};
pub use codec::{DecodeError, EncodeError, MAX_DEPTH, MAX_ELEMENTS, MAX_OCTETS, decode, encode};
pub use device_info::*;
pub use es8plus::*;
pub use es9plus::*;
pub use es9plus_binding::*;
pub use es10a::*;
pub use es10b::*;
pub use es10c::*;
pub use es11::*;
pub use euicc_info::*;
pub use extensions::{Element, Extensions};
pub use isdr::*;
pub use metadata::*;
pub use octets::{
    Aid, Iccid, Octet16, Octet32, Octets, SizeError, SubjectKeyIdentifier, Text, TransactionId, VersionType,
};
pub use profile_info::*;
pub use rasn::types::{BitString, ObjectIdentifier, OctetString};
pub use rasn::{Decode, Encode};
pub use raw::Raw;
