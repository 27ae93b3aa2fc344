//! The name that was probably meant.

/// Names longer than this are nobody's typing error; comparing them costs their product.
const LONGEST: usize = 80;

/// The candidate nearest to a name that is not among them; none when all are far.
///
/// Case, `-`, `_` and `.` count for nothing; about one slip in three characters is forgiven.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let wanted = plain(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let offered = plain(candidate);
        let distance = strsim::damerau_levenshtein(&wanted, &offered);
        let longer = wanted.chars().count().max(offered.chars().count());
        if distance <= (longer / 3).max(1) && distance < longer && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn plain(name: &str) -> String {
    name.chars().filter(|character| !matches!(character, '-' | '_' | '.')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_slip_and_leaves_the_stranger() {
        let names = ["euiccSigned1", "euiccSignature1", "euiccCertificate"];
        assert_eq!(nearest("euiccSigned", names), Some("euiccSigned1"));
        assert_eq!(nearest("EUICC-signature1", names), Some("euiccSignature1"));
        assert_eq!(nearest("iccid", names), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), ["x"]), None);
    }
}
