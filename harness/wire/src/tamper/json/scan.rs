//! Where the members of JSON text stand. The text has been parsed before, so it is well formed; on
//! other text the spans are wrong, and nothing worse happens.

/// Octets of the text, always between characters: JSON's own signs are single octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

/// A member of an object or an element of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    /// From name (or value) to the end of the value.
    pub whole: Span,
    /// The name with its quotes.
    pub name: Option<Span>,
    /// The value.
    pub value: Span,
}

/// The value that starts at or after `at`.
pub(super) fn value(text: &str, at: usize) -> Span {
    let octets = text.as_bytes();
    let start = blanks(octets, at);
    Span { start, end: end_of_value(octets, start) }
}

/// The members of an object; none of anything else.
pub(super) fn members(text: &str, object: Span) -> Vec<Member> {
    parts(text, object, b'{')
}

/// The elements of an array; none of anything else.
pub(super) fn elements(text: &str, array: Span) -> Vec<Member> {
    parts(text, array, b'[')
}

fn parts(text: &str, container: Span, opens: u8) -> Vec<Member> {
    let octets = text.as_bytes();
    let mut found = Vec::new();
    if octets.get(container.start) != Some(&opens) {
        return found;
    }
    let last = container.end.saturating_sub(1).min(octets.len());
    let mut at = blanks(octets, container.start + 1);
    while at < last {
        let name = (opens == b'{').then(|| Span { start: at, end: end_of_value(octets, at) });
        let value_at = match name {
            // Behind the name and its colon.
            Some(name) => blanks(octets, blanks(octets, name.end) + 1),
            None => at,
        };
        let value = Span { start: value_at, end: end_of_value(octets, value_at) };
        if value.end > last || value.end <= at {
            break;
        }
        found.push(Member { whole: Span { start: at, end: value.end }, name, value });
        // Behind the comma.
        at = blanks(octets, blanks(octets, value.end) + 1);
    }
    found
}

fn blanks(octets: &[u8], mut at: usize) -> usize {
    while octets.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// The end of the value that starts here; iterative.
fn end_of_value(octets: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while let Some(&octet) = octets.get(at) {
        match octet {
            b'"' => {
                at = end_of_text(octets, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            b',' | b':' if depth == 0 => return at,
            blank if depth == 0 && blank.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
    }
    octets.len()
}

fn end_of_text(octets: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&octet) = octets.get(at) {
        match octet {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    octets.len()
}
