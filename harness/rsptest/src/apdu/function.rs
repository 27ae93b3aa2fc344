//! The functions of ES10 by their first tag, and the structures that they are decoded by: those of the function table.

use crate::case::{self, Functions};
use crate::diagnostic::Diagnostics;
use rsptest_wire::Dictionary;
use std::sync::LazyLock;

/// A function of ES10 (SGP.22 §5.7).
pub struct Es10Function {
    tag: Vec<u8>,
    /// With its interface: `ES10b.GetEUICCChallenge`.
    pub name: String,
    /// Structure of the command.
    pub request: String,
    /// Structure of the answer.
    pub response: String,
}

/// Every function that comes whole in one STORE DATA chain, from the embedded table.
static FUNCTIONS: LazyLock<Vec<Es10Function>> = LazyLock::new(|| {
    let dictionary = Dictionary::sgp22();
    let functions = Functions::load(&case::embedded(), &mut Diagnostics::new());
    let whole = functions.all().filter(|function| function.short_name() != "LoadBoundProfilePackage");
    whole
        .filter_map(|function| {
            let es10 = function.es10.as_ref()?;
            Some(Es10Function {
                tag: dictionary.get(&es10.request)?.tag?.to_octets(),
                name: function.name.clone(),
                request: es10.request.clone(),
                response: es10.response.clone(),
            })
        })
        .collect()
});

/// The function that a command to the ISD-R calls, if it comes whole.
pub fn function(payload: &[u8]) -> Option<&'static Es10Function> {
    FUNCTIONS.iter().find(|function| payload.starts_with(&function.tag))
}

/// What a part of a Bound Profile Package is (SGP.22 §2.5.5).
pub fn package_part(payload: &[u8]) -> Option<&'static str> {
    Some(match payload {
        [0xBF, 0x36, ..] => "boundProfilePackage, with InitialiseSecureChannel",
        [0xA0, ..] => "firstSequenceOf87 (ConfigureISDP)",
        [0xA1, ..] => "sequenceOf88, its head",
        [0xA2, ..] => "secondSequenceOf87 (ReplaceSessionKeys)",
        [0xA3, ..] => "sequenceOf86, its head",
        [0x86, ..] => "a segment 86 (LoadProfileElements)",
        [0x87, ..] => "a segment 87",
        [0x88, ..] => "a segment 88 (StoreMetadata)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_known_by_their_tag() {
        assert_eq!(FUNCTIONS.len(), 20);
        assert_eq!(function(&[0xBF, 0x2E, 0x00]).map(|function| &function.name[..]), Some("ES10b.GetEUICCChallenge"));
        assert!(function(&[0xBF, 0x36]).is_none() && package_part(&[0xBF, 0x36]).is_some());
    }
}
