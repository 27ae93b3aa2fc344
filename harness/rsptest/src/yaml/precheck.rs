//! What is refused in the characters of a file before its structure is looked at.

use crate::diagnostic::{Diagnostic, Source};

/// Refuses tabs, control characters, lone carriage returns and byte order marks inside the text.
///
/// A tab looks like spaces and is none; NUL ends the text for the scanner; a lone carriage return is
/// a line break to YAML and none to an editor.
pub(super) fn precheck(source: &Source) -> Result<(), Diagnostic> {
    let text = source.text();
    if text.len() > Source::LIMIT {
        return Err(Source::too_large(text.len()).at(source, Default::default()));
    }
    let octets = text.as_bytes();
    // Only these lead octets can begin a character that is refused; the rest is passed over quickly.
    let suspects =
        octets.iter().enumerate().filter(|(_, octet)| **octet < 0x20 || matches!(**octet, 0x7F | 0xC2 | 0xEF));
    for (offset, octet) in suspects {
        match octet {
            b'\n' => {}
            b'\r' if octets.get(offset + 1) == Some(&b'\n') => {}
            b'\t' => {
                return Err(Diagnostic::error("tab", "a tab; YAML files here are written with spaces")
                    .at(source, source.character_at(offset))
                    .help("indent with spaces; inside double quotes a tab is written `\\t`"));
            }
            b'\r' => return Err(refuse(source, offset, "a carriage return without a line feed")),
            0xC2 if !matches!(octets.get(offset + 1), Some(0x80..=0x84 | 0x86..=0x9F)) => {}
            0xEF if !text[offset..].starts_with('\u{feff}') => {}
            0xEF => return Err(refuse(source, offset, "a byte order mark inside the text")),
            _ => {
                let code = text[offset..].chars().next().map_or(0, u32::from);
                return Err(refuse(source, offset, &format!("the control character U+{code:04X}")));
            }
        }
    }
    Ok(())
}

fn refuse(source: &Source, offset: usize, what: &str) -> Diagnostic {
    Diagnostic::error("control-character", what).at(source, source.character_at(offset)).help("remove it")
}
