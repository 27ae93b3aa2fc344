//! DER as certificates need it: elements with their place in the input, object identifiers, writing.
//!
//! Reading stands on the strict headers of the `der` crate. Object identifiers are our own, since `const-oid` knows
//! no second arc above 39 and SGP.26 uses 2.999 everywhere.

pub(crate) mod oid;
pub(crate) mod read;
pub(crate) mod write;
