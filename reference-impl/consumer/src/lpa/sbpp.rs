//! Cutting a Bound Profile Package for ES10b.LoadBoundProfilePackage (SGP.22 §2.5.5).

use rsp_asn1::tlv;
use std::fmt;

/// Why a package cannot be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SbppError(String);

impl fmt::Display for SbppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "boundProfilePackage: {}", self.0)
    }
}

impl std::error::Error for SbppError {}

impl From<tlv::TlvError> for SbppError {
    fn from(error: tlv::TlvError) -> Self {
        Self(error.to_string())
    }
}

/// The parts of a package, each one command to the card: the head with `BF23`; `A0` whole; the head of `A1`; each
/// `88`; `A2` whole; the head of `A3`; each `86`.
pub fn segments(package: &[u8]) -> Result<Vec<&[u8]>, SbppError> {
    let outer = tlv::only(0xBF36, package)?;
    let head = package.len() - outer.content.len();
    let (initialise, mut rest) = tlv::first(outer.content)?;
    if initialise.tag != 0xBF23 {
        return Err(SbppError(format!("tag {:X} where BF23 belongs", initialise.tag)));
    }
    let mut parts = vec![&package[..head + initialise.whole.len()]];
    while !rest.is_empty() {
        let (container, after) = tlv::first(rest)?;
        let head = container.whole.len() - container.content.len();
        match container.tag {
            0xA0 | 0xA2 => parts.push(container.whole),
            0xA1 | 0xA3 => {
                parts.push(&container.whole[..head]);
                parts.extend(tlv::all(container.content)?.iter().map(|segment| segment.whole));
            }
            tag => return Err(SbppError(format!("tag {tag:X} in a package"))),
        }
        rest = after;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_cut_where_the_specification_says() {
        let package = hex::decode("BF3619BF2301AAA0038701BBA1068801CC8801DDA3068601EE8601FF").unwrap();
        let parts: Vec<String> = segments(&package).unwrap().iter().map(hex::encode_upper).collect();
        assert_eq!(parts, ["BF3619BF2301AA", "A0038701BB", "A106", "8801CC", "8801DD", "A306", "8601EE", "8601FF"]);
        assert!(segments(&package[..package.len() - 1]).is_err());
    }
}
