//! What an unquoted scalar is, by the YAML 1.2 core schema (YAML 1.2.2 §10.3.2).

use super::Kind;

/// Why an unquoted scalar has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unusable {
    /// `.inf` or `.nan`.
    NotFinite,
    /// A number too large to hold.
    TooLarge,
}

/// Longest spelling that is tried as a number; more digits than that fit in nothing.
const LONGEST: usize = 512;

/// The value of an unquoted scalar.
pub(super) fn resolve(text: &str) -> Result<Kind, Unusable> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Kind::Null),
        "true" | "True" | "TRUE" => return Ok(Kind::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Kind::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => return Err(Unusable::NotFinite),
        _ => {}
    }
    let starts_like_number = text.bytes().next().is_some_and(|octet| octet.is_ascii_digit() || b"+-.".contains(&octet));
    if !starts_like_number {
        return Ok(Kind::Text(text.to_owned()));
    }
    if matches!(text.trim_start_matches(['+', '-']), ".inf" | ".Inf" | ".INF") && text.len() <= 5 {
        return Err(Unusable::NotFinite);
    }
    if let Some(radix) = radix_of(text) {
        return i128::from_str_radix(&text[2..], radix).map(Kind::Int).map_err(|_| Unusable::TooLarge);
    }
    match shape_of(text) {
        Shape::Integer if text.len() > LONGEST => Err(Unusable::TooLarge),
        Shape::Integer => text.parse().map(Kind::Int).map_err(|_| Unusable::TooLarge),
        Shape::Float if text.len() > LONGEST => Err(Unusable::TooLarge),
        Shape::Float => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Kind::Float(value)),
            _ => Err(Unusable::TooLarge),
        },
        Shape::Text => Ok(Kind::Text(text.to_owned())),
    }
}

/// 8 for `0o17`, 16 for `0x1F`.
fn radix_of(text: &str) -> Option<u32> {
    let (radix, digits) = match text.get(..2)? {
        "0o" => (8, &text[2..]),
        "0x" => (16, &text[2..]),
        _ => return None,
    };
    (!digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix))).then_some(radix)
}

enum Shape {
    Integer,
    Float,
    Text,
}

/// `[-+]?[0-9]+` is an integer; `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` is a float.
fn shape_of(text: &str) -> Shape {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = digits(unsigned);
    if !whole.is_empty() && rest.is_empty() {
        return Shape::Integer;
    }
    let rest = match rest.strip_prefix('.') {
        Some(after) => {
            let (fraction, rest) = digits(after);
            if whole.is_empty() && fraction.is_empty() {
                return Shape::Text;
            }
            rest
        }
        None if whole.is_empty() => return Shape::Text,
        None => rest,
    };
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else {
        return if rest.is_empty() { Shape::Float } else { Shape::Text };
    };
    let (power, rest) = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    if !power.is_empty() && rest.is_empty() { Shape::Float } else { Shape::Text }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Unusable, resolve};

    fn text(text: &str) -> Result<Kind, Unusable> {
        Ok(Kind::Text(text.to_owned()))
    }

    /// The rows of YAML 1.2.2 example 10.9 and §10.3.2, and the traps of eSIM values.
    #[test]
    fn core_schema() {
        assert_eq!(resolve("null"), Ok(Kind::Null));
        assert_eq!(resolve(""), Ok(Kind::Null));
        assert_eq!(resolve("True"), Ok(Kind::Bool(true)));
        assert_eq!(resolve("tRUE"), text("tRUE"));
        assert_eq!(resolve("0"), Ok(Kind::Int(0)));
        assert_eq!(resolve("0o7"), Ok(Kind::Int(7)));
        assert_eq!(resolve("0x3A"), Ok(Kind::Int(58)));
        assert_eq!(resolve("-19"), Ok(Kind::Int(-19)));
        assert_eq!(resolve("0."), Ok(Kind::Float(0.0)));
        assert_eq!(resolve("-0.0"), Ok(Kind::Float(-0.0)));
        assert_eq!(resolve(".5"), Ok(Kind::Float(0.5)));
        assert_eq!(resolve("+12e03"), Ok(Kind::Float(12000.0)));
        assert_eq!(resolve("-2E+05"), Ok(Kind::Float(-200_000.0)));
        assert_eq!(resolve("80E2"), Ok(Kind::Float(8000.0)));
        assert_eq!(resolve("0123"), Ok(Kind::Int(123)));
        assert_eq!(resolve("1.10"), Ok(Kind::Float(1.1)));
    }

    #[test]
    fn what_only_looks_like_a_number_is_text() {
        for word in [
            "yes",
            "no",
            "on",
            "off",
            "1_000",
            "12:30:45",
            "2024-01-01",
            "0x",
            "0o8",
            "0b1",
            "1.2.3",
            "1e",
            "e5",
            "-",
            "+",
            ".",
            "-.",
            "..",
            "0xG",
            "$a",
            "BF21",
            "9F3C",
            "-a",
            "+.e1",
            "0x-1",
            "٣",
        ] {
            assert_eq!(resolve(word), text(word), "{word}");
        }
    }

    #[test]
    fn numbers_that_cannot_be_held() {
        assert_eq!(resolve(".nan"), Err(Unusable::NotFinite));
        assert_eq!(resolve("-.inf"), Err(Unusable::NotFinite));
        assert_eq!(resolve("1e999"), Err(Unusable::TooLarge));
        assert_eq!(resolve(&"9".repeat(40)), Err(Unusable::TooLarge));
        assert_eq!(resolve(&"9".repeat(100_000)), Err(Unusable::TooLarge));
        assert_eq!(resolve(&format!("0x{}", "F".repeat(33))), Err(Unusable::TooLarge));
    }
}
