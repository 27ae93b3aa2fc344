//! Foreign text, octets and times as reports write them. What an entity sends may contain terminal controls;
//! nothing of that kind leaves a report.

use std::time::Duration;

/// A sign that can be printed in place of one that must not be.
pub(crate) fn visible(character: char) -> char {
    match u32::from(character) {
        // U+2400 onwards: pictures of the controls.
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Controls, separators and marks that reorder what a terminal shows, and code points that are no characters.
pub(crate) fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// The text on one line, at most `most` characters of it.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let mut line = String::with_capacity(text.len().min(most));
    for (count, character) in text.trim().chars().enumerate() {
        if count == most {
            line.pop();
            line.push('…');
            break;
        }
        match character {
            '\n' | '\t' => line.push(' '),
            '\r' => {}
            _ if is_unfit(character) => line.push(visible(character)),
            _ => line.push(character),
        }
    }
    line
}

/// The text with its line breaks and tabs, at most `most` octets of it.
pub(crate) fn block(text: &str, most: usize) -> String {
    if text.len() <= most && text.bytes().all(|octet| matches!(octet, b' '..=b'~' | b'\n' | b'\t')) {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len().min(most));
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if kept.len() + character.len_utf8() > most {
            kept.push_str(&format!("\n… ({most} of {} octets)", text.len()));
            break;
        }
        match character {
            '\n' | '\t' => kept.push(character),
            '\r' if characters.peek() == Some(&'\n') => {}
            _ if is_unfit(character) => kept.push(visible(character)),
            _ => kept.push(character),
        }
    }
    kept
}

/// Octets in hex, at most `most` of them; what was left out is said.
pub(crate) fn hex_elided(octets: &[u8], most: usize) -> String {
    match octets.get(..most) {
        Some(head) if octets.len() > most => format!("{}… ({most} of {} octets)", hex::encode(head), octets.len()),
        _ => hex::encode(octets),
    }
}

/// A time for people: `43 ms`, `3.2 s`, `2 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    let (millis, seconds) = (time.as_millis(), time.as_secs());
    match (millis, seconds) {
        (0..1000, _) => format!("{millis} ms"),
        (_, 0..60) => format!("{}.{} s", seconds, millis / 100 % 10),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_reaches_a_terminal() {
        assert_eq!(
            one_line("a\x1b[31mb\nc\u{202e}d\x7f\u{9b}\u{fffe}\u{2028}e", 100),
            "a␛[31mb c\u{fffd}d␡\u{fffd}\u{fffd}\u{fffd}e"
        );
        assert_eq!(block("a\x1b\r\nb\rc\td", 100), "a␛\nb␍c\td");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(one_line("ééééé", 3), "éé…");
        assert_eq!(one_line("ééé", 3), "ééé");
        assert_eq!(block("ééé", 3), "é\n… (3 of 6 octets)");
    }

    #[test]
    fn octets_say_what_was_left_out() {
        assert_eq!(hex_elided(&[0xbf, 0x38], 2), "bf38");
        assert_eq!(hex_elided(&[0xbf, 0x38, 0], 2), "bf38… (2 of 3 octets)");
        assert_eq!(hex_elided(&[], 2), "");
    }

    #[test]
    fn times() {
        for (millis, text) in
            [(0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (59_990, "59.9 s"), (125_000, "2 min 05 s")]
        {
            assert_eq!(duration(Duration::from_millis(millis)), text);
        }
    }
}
