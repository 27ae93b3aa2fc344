//! Text that an XML 1.0 parser reads back: characters that XML forbids made visible, and never more than fits.
//! Escaping itself is left to quick-xml, which turns `>` into `&gt;`, so that `]]>` cannot end anything.

use crate::report::text::visible;

/// Text content: line breaks and tabs stay. At most `most` octets as written, that is, escaped.
pub(super) fn content(text: &str, most: usize) -> String {
    fit(text, most, |character| match character {
        '\n' | '\t' => Some(character),
        _ => printable(character),
    })
}

/// The value of an attribute: on one line, since parsers turn line breaks there into spaces.
pub(super) fn attribute(text: &str, most: usize) -> String {
    fit(text, most, |character| match character {
        '\n' | '\t' => Some(' '),
        _ => printable(character),
    })
}

/// Allowed in XML 1.0 (section 2.2) and not discouraged there; a carriage return would not survive reading.
fn printable(character: char) -> Option<char> {
    match character {
        '\r' => None,
        '\u{fffe}' | '\u{ffff}' => Some(char::REPLACEMENT_CHARACTER),
        _ if character.is_control() => Some(visible(character)),
        _ => Some(character),
    }
}

fn fit(text: &str, most: usize, allow: impl Fn(char) -> Option<char>) -> String {
    let mut fitted = String::with_capacity(text.len().min(most));
    let mut written = '…'.len_utf8();
    for character in text.chars().filter_map(allow) {
        written += match character {
            '<' | '>' => 4,
            '&' => 5,
            '"' | '\'' => 6,
            _ => character.len_utf8(),
        };
        if written > most {
            fitted.push('…');
            break;
        }
        fitted.push(character);
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_becomes_visible() {
        assert_eq!(
            content("\0\x1b[1m\u{fffe}\u{ffff}\u{85}\x7f\tb\r\nc\u{1f600}", 99),
            "␀␛[1m\u{fffd}\u{fffd}\u{fffd}␡\tb\nc\u{1f600}"
        );
        assert_eq!(attribute("a\r\nb\tc", 99), "a b c");
    }

    #[test]
    fn the_limit_counts_what_is_written() {
        assert_eq!(content("<<<<", 3 + 8), "<<…");
        assert_eq!(content("<<", 3 + 8), "<<");
        assert_eq!(quick_xml::escape::escape(content(&"'".repeat(9000), 1000).as_str()).len(), 3 + 166 * 6);
    }
}
