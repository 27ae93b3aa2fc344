//! Concealment of a subscription identifier: ECIES in the profiles A and B (3GPP TS 33.501 Annex C.3).
//!
//! The card conceals with the public key of the home network, the home network finds the identifier again. Which octets
//! are concealed, and what stands around them, is the matter of the card.
//!
//! ```
//! use rsp_crypto::{SeededEntropy, suci};
//!
//! let entropy = SeededEntropy::new(b"example");
//! for profile in [suci::Profile::A, suci::Profile::B] {
//!     let home = suci::Key::derive(profile, &entropy, "home network", b"");
//!     let ephemeral = suci::Key::derive(profile, &entropy, "ephemeral", b"");
//!     let output = suci::conceal(&ephemeral, home.public(), b"msin").unwrap().octets();
//!     assert_eq!(suci::deconceal(&home, &output).unwrap(), b"msin");
//! }
//! ```

mod error;
mod key;
mod material;
mod profile;
mod scheme;

pub use error::SuciError;
pub use key::Key;
pub use material::KeyMaterial;
pub use profile::Profile;
pub use scheme::{SchemeOutput, conceal, deconceal};

/// The first `N` octets of something that is long enough by its making.
fn take<const N: usize>(octets: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&octets[..N]);
    out
}
