//! Object identifiers between their dotted form and their contents octets (X.690 §8.19).

/// Object identifiers of certificates and lists.
pub(crate) mod known {
    pub(crate) const SUBJECT_KEY_ID: &str = "2.5.29.14";
    pub(crate) const KEY_USAGE: &str = "2.5.29.15";
    pub(crate) const SUBJECT_ALT_NAME: &str = "2.5.29.17";
    pub(crate) const BASIC_CONSTRAINTS: &str = "2.5.29.19";
    pub(crate) const CRL_NUMBER: &str = "2.5.29.20";
    pub(crate) const NAME_CONSTRAINTS: &str = "2.5.29.30";
    pub(crate) const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
    pub(crate) const CERTIFICATE_POLICIES: &str = "2.5.29.32";
    pub(crate) const AUTHORITY_KEY_ID: &str = "2.5.29.35";
    pub(crate) const EXT_KEY_USAGE: &str = "2.5.29.37";
    /// `permittedEins` of version 3 (SGP.22 v3 §4.5.2.1.0.2).
    pub(crate) const PERMITTED_EINS: &str = "2.23.146.1.2.2.0";
    pub(crate) const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
    pub(crate) const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
}

/// The dotted form of contents octets; `None` when an arc is cut off, padded or beyond 128 bits.
pub(crate) fn dotted(contents: &[u8]) -> Option<String> {
    let mut arcs: Vec<u128> = Vec::new();
    let mut arc: u128 = 0;
    let mut open = false;
    for octet in contents {
        if !open && *octet == 0x80 {
            return None;
        }
        arc = arc.checked_mul(128)? | u128::from(octet & 0x7F);
        open = octet & 0x80 != 0;
        if !open {
            arcs.push(std::mem::take(&mut arc));
        }
    }
    if open {
        return None;
    }
    let (first, rest) = arcs.split_first()?;
    let root = (*first / 40).min(2);
    let mut text = format!("{root}.{}", first - root * 40);
    rest.iter().for_each(|arc| text.push_str(&format!(".{arc}")));
    Some(text)
}

/// The contents octets of a dotted form; `None` when it is not one.
pub(crate) fn contents(dotted: &str) -> Option<Vec<u8>> {
    let arcs: Option<Vec<u128>> = dotted.split('.').map(|arc| arc.parse().ok()).collect();
    let arcs = arcs?;
    let [root, second, rest @ ..] = arcs.as_slice() else { return None };
    if *root > 2 || (*root < 2 && *second > 39) {
        return None;
    }
    let first = second.checked_add(root * 40)?;
    let mut out = Vec::new();
    for arc in std::iter::once(&first).chain(rest) {
        let groups = (128 - arc.leading_zeros()).div_ceil(7).max(1);
        for group in (0..groups).rev() {
            let low = (arc >> (7 * group)) as u8 & 0x7F;
            out.push(if group == 0 { low } else { low | 0x80 });
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for (text, octets) in [
            ("2.999.10", &[0x88, 0x37, 0x0A][..]),
            ("2.23.146.1.2.1.4", &[0x67, 0x81, 0x12, 0x01, 0x02, 0x01, 0x04]),
            ("1.2.840.10045.2.1", &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]),
            ("0.39", &[39]),
            ("2.0", &[80]),
        ] {
            assert_eq!(dotted(octets).as_deref(), Some(text));
            assert_eq!(contents(text).as_deref(), Some(octets));
        }
    }

    #[test]
    fn what_is_none() {
        for octets in [&[][..], &[0x88], &[0x2A, 0x80, 0x01], &[0xFF; 30]] {
            assert_eq!(dotted(octets), None, "{octets:02X?}");
        }
        for text in ["", "2", "3.1", "1.40", "2.999.", "2.x", "2.-1"] {
            assert_eq!(contents(text), None, "{text}");
        }
    }
}
