//! The name that was probably meant.

/// Names longer than this are nobody's typing error.
const LONGEST: usize = 64;

/// The candidate nearest to a name that is not among them, or none when all are far.
///
/// Case and the choice of `-`, `_` or `.` count for nothing; else about one slip in three characters
/// is forgiven, a transposition being one slip. Of equally near candidates the first wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let wanted = plain(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len() > LONGEST {
            continue;
        }
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
    fn finds_what_was_meant() {
        let fields = ["title", "why", "covers", "steps", "expect", "sign-with"];
        assert_eq!(nearest("expct", fields), Some("expect"));
        assert_eq!(nearest("tilte", fields), Some("title"));
        assert_eq!(nearest("signWith", fields), Some("sign-with"));
        assert_eq!(nearest("Steps", fields), Some("steps"));
    }

    #[test]
    fn says_nothing_when_all_are_far() {
        assert_eq!(nearest("banana", ["title", "why"]), None);
        assert_eq!(nearest("a", ["b", "c"]), None);
        assert_eq!(nearest("", ["b"]), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), ["x"]), None);
    }

    #[test]
    fn first_of_equals_wins() {
        assert_eq!(nearest("abcX", ["abcd", "abce"]), Some("abcd"));
    }
}
