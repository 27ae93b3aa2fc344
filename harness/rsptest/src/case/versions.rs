//! Ranges of specification versions: `>=2.2 <3.0`.

/// A range: every condition must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRange {
    text: String,
    conditions: Vec<(Comparison, Vec<u32>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    let mut numbers = text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>().ok()?;
    // 2.5 is 2.5.0.
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    Some(numbers)
}

impl VersionRange {
    /// Reads a range: conditions with `>=`, `>`, `<=`, `<` or `=`, separated by blanks.
    pub fn parse(text: &str) -> Result<Self, String> {
        let condition = |word: &str| {
            let signs = [
                (">=", Comparison::AtLeast),
                ("<=", Comparison::AtMost),
                (">", Comparison::Above),
                ("<", Comparison::Below),
                ("=", Comparison::Equal),
            ];
            let (sign, comparison) = signs.iter().find(|(sign, _)| word.starts_with(sign))?;
            Some((*comparison, numbers(&word[sign.len()..])?))
        };
        let conditions: Option<Vec<_>> = text.split_whitespace().map(condition).collect();
        match conditions {
            Some(conditions) if !conditions.is_empty() => Ok(Self { text: text.to_owned(), conditions }),
            _ => Err(format!("{text:?} is no range of versions such as \">=2.2 <3.0\"")),
        }
    }

    /// Whether this version lies in it; what is no version lies in every range.
    pub fn holds(&self, version: &str) -> bool {
        let Some(version) = numbers(version) else { return true };
        self.conditions.iter().all(|(comparison, bound)| match comparison {
            Comparison::AtLeast => version >= *bound,
            Comparison::Above => version > *bound,
            Comparison::AtMost => version <= *bound,
            Comparison::Below => version < *bound,
            Comparison::Equal => version == *bound,
        })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let range = VersionRange::parse(">=2.2 <3.0").unwrap();
        assert!(range.holds("2.2") && range.holds("2.2.0") && range.holds("2.10.1"));
        assert!(!range.holds("2.1.9") && !range.holds("3.0") && !range.holds("3"));
        assert!(VersionRange::parse("=2.5").unwrap().holds("2.5.0"));
        assert!(!VersionRange::parse(">2.5").unwrap().holds("2.5.0"));
        for bad in ["", "2.2", ">=two", ">= 2.2"] {
            assert!(VersionRange::parse(bad).is_err(), "{bad}");
        }
    }
}
