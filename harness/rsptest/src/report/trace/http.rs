//! Octets of an HTTP/1.1 message for people: the head's lines, and the body as JSON, text or hex. Made for showing;
//! nothing is judged by it.

use super::json_text;
use crate::report::text::block;
use std::borrow::Cow;

/// Octets of a head that are searched for its end.
const HEAD: usize = 64 * 1024;
/// Octets of a body that are shown as text.
const BODY: usize = 64 * 1024;
/// Octets that are shown in hex.
pub(super) const HEX: usize = 4 * 1024;
/// Octets on a line of hex.
const LINE: usize = 32;

/// The message as text, without a line break at its end; empty for no octets.
pub(super) fn show(octets: &[u8]) -> String {
    let Some(end) = head_end(octets) else { return body(octets) };
    let head = String::from_utf8_lossy(&octets[..end]);
    let mut text = block(head.trim_end(), HEAD);
    let rest = &octets[end..];
    let whole = if is_chunked(&head) { dechunked(rest).map(Cow::Owned) } else { None };
    if whole.is_some() {
        text.push_str("\n(body put together from chunks)");
    }
    let shown = body(&whole.unwrap_or(Cow::Borrowed(rest)));
    if !shown.is_empty() {
        text.push_str("\n\n");
        text.push_str(&shown);
    }
    text
}

/// Hex in lines of 32 octets; what is left out is said.
pub(super) fn hex_lines(octets: &[u8]) -> String {
    let shown = &octets[..octets.len().min(HEX)];
    let mut lines: Vec<String> = shown.chunks(LINE).map(hex::encode).collect();
    if shown.len() < octets.len() {
        lines.push(format!("… ({} of {} octets; the .json beside this file has more)", shown.len(), octets.len()));
    }
    lines.join("\n")
}

/// Where the body begins, if the octets begin like an HTTP message.
fn head_end(octets: &[u8]) -> Option<usize> {
    let head = &octets[..octets.len().min(HEAD)];
    let first_line = head.split(|octet| *octet == b'\n').next()?;
    first_line.windows(7).any(|window| window == b"HTTP/1.").then_some(())?;
    let end = head.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4);
    // A head that was cut off is still a head.
    Some(end.unwrap_or(head.len()))
}

fn is_chunked(head: &str) -> bool {
    head.lines().filter_map(|line| line.split_once(':')).any(|(name, value)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.to_ascii_lowercase().contains("chunked")
    })
}

/// The chunks' contents, if every chunk is whole; trailers are not shown.
fn dechunked(mut octets: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line_end = octets.iter().take(1024).position(|octet| *octet == b'\n')?;
        let line = std::str::from_utf8(&octets[..line_end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        octets = &octets[line_end + 1..];
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(octets.get(..length)?);
        octets = octets[length..].strip_prefix(b"\r\n")?;
    }
}

fn body(octets: &[u8]) -> String {
    let first = octets.iter().copied().find(|octet| !octet.is_ascii_whitespace());
    let lossy = || String::from_utf8_lossy(&octets[..octets.len().min(2 * BODY)]);
    match first {
        None => String::new(),
        Some(b'{' | b'[') => block(&json_text::spread(&lossy(), BODY), 2 * BODY),
        Some(b'<') => block(&lossy(), BODY),
        Some(_) if is_text(octets) => block(&lossy(), BODY),
        Some(_) => hex_lines(octets),
    }
}

fn is_text(octets: &[u8]) -> bool {
    std::str::from_utf8(octets)
        .is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\r' | '\n' | '\t')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_json_body() {
        let octets = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"a\":1}";
        assert_eq!(show(octets), "HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\n  \"a\": 1\n}");
        assert_eq!(show(b"HTTP/1.1 204 No Content\r\n\r\n"), "HTTP/1.1 204 No Content");
        assert_eq!(show(b""), "");
    }

    #[test]
    fn chunks_are_put_together() {
        let head = "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n";
        let whole = format!("{head}4;x=y\r\n{{\"a\"\r\n3\r\n:1}}\r\n0\r\n\r\n");
        assert!(show(whole.as_bytes()).ends_with("chunks)\n\n{\n  \"a\": 1\n}"), "{}", show(whole.as_bytes()));
        for bad in ["ffffffffffffffff\r\nx", "zz\r\n", "4\r\nab", "2\r\nabX"] {
            assert!(show(format!("{head}{bad}").as_bytes()).contains(bad.trim_end().lines().last().unwrap()));
        }
    }

    #[test]
    fn octets_that_are_no_text_are_shown_in_hex() {
        assert_eq!(show(&[0xbf, 0x2d, 0x00]), "bf2d00");
        assert_eq!(show(b"{\"a\":\"\xff\x1b\"}"), "{\n  \"a\": \"\u{fffd}␛\"\n}");
        let long = show(&vec![0x80; HEX + 1]);
        assert!(long.ends_with("… (4096 of 4097 octets; the .json beside this file has more)"));
    }
}
