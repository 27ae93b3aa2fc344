//! How long the target may take, and how much it is asked at a time.

use std::collections::BTreeMap;
use std::time::Duration;

/// Limits of a target.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Cases at a time.
    pub parallel: usize,
    /// Seconds to wait for an answer of any function that has no limit of its own.
    pub default: Duration,
    /// Limits of single functions, by their short names.
    pub functions: BTreeMap<String, Duration>,
    /// How long a call-back may take to come.
    pub call_back: Duration,
    /// How long the question whether it still answers may take; as long as any such call where absent.
    pub alive: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            parallel: 4,
            default: Duration::from_secs(10),
            functions: BTreeMap::new(),
            call_back: Duration::from_secs(5),
            alive: None,
        }
    }
}

impl Limits {
    /// The limit of this function.
    pub fn timeout(&self, function: &str) -> Duration {
        self.functions.get(function).copied().unwrap_or(self.default)
    }
}

/// `10s`, `500ms`, `2m`, `24h`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number.parse().map_err(|_| format!("{text:?} is no time such as 10s, 500ms or 2m"))?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        "h" => Ok(Duration::from_secs(number.saturating_mul(3600))),
        _ => Err(format!("{text:?} is no time such as 10s, 500ms or 2m")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(duration("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(duration("24h"), Ok(Duration::from_secs(86_400)));
        assert!(duration("10").is_err() && duration("s").is_err() && duration("1d").is_err());
    }
}
