//! Text from files made fit for a message: short, on one line, without control characters.

/// Longest message, in characters.
const MESSAGE: usize = 600;
/// Longest quotation inside a message, in characters.
const QUOTE: usize = 60;

/// A piece of somebody's text as it appears in a message: in backquotes, shortened.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    for (count, character) in text.chars().enumerate() {
        if count == QUOTE {
            quoted.push('…');
            break;
        }
        push(&mut quoted, character);
    }
    quoted.push('`');
    quoted
}

/// A message without control characters and of bearable length.
pub(crate) fn tame(text: String) -> String {
    if text.len() <= MESSAGE && !text.chars().any(is_unfit) {
        return text;
    }
    let mut tamed = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == MESSAGE {
            tamed.push('…');
            break;
        }
        push(&mut tamed, character);
    }
    tamed
}

/// Names as a list for people: `a`, `b` and so on; at most 24 of them.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 24;
    let mut text = String::new();
    for (count, name) in names.into_iter().enumerate() {
        if count == MOST {
            text.push_str(", …");
            break;
        }
        if count > 0 {
            text.push_str(", ");
        }
        text.push_str(&quote(name));
    }
    text
}

/// Controls, and the marks that reorder what a terminal shows.
fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn push(text: &mut String, character: char) {
    if is_unfit(character) {
        text.extend(character.escape_default());
    } else {
        text.push(character);
    }
}
