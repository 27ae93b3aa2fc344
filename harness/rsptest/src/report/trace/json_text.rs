//! JSON spread over lines without being read as JSON: members that stand twice, numbers as they were written and
//! unreadable ends stay visible, as a parser would not leave them.

/// Deepest indentation, in levels; what is nested deeper stays at this depth.
const DEEPEST: usize = 32;

/// The text with line breaks after `{`, `[` and `,` and indentation of two blanks. Stops at `most` octets.
pub(super) fn spread(text: &str, most: usize) -> String {
    let mut spread = String::with_capacity(text.len().min(most) + 64);
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if spread.len() >= most {
            spread.push_str("\n… (cut here)");
            break;
        }
        if in_string {
            spread.push(character);
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '"' => {
                in_string = true;
                spread.push(character);
            }
            '{' | '[' => {
                spread.push(character);
                while characters.next_if(|next| is_blank(*next)).is_some() {}
                if let Some(close) = characters.next_if(|next| matches!(next, '}' | ']')) {
                    spread.push(close);
                } else {
                    depth += 1;
                    line(&mut spread, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut spread, depth);
                spread.push(character);
            }
            ',' => {
                spread.push(character);
                line(&mut spread, depth);
            }
            ':' => spread.push_str(": "),
            _ if is_blank(character) => {}
            _ => spread.push(character),
        }
    }
    spread
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

fn line(spread: &mut String, depth: usize) {
    spread.push('\n');
    (0..depth.min(DEEPEST)).for_each(|_| spread.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn like_serde_json_where_it_can_read() {
        for text in [
            r#"{"a":[1,{"b":null}],"c":"x,{}\":y","d":{},"e":[]}"#,
            "[ ]",
            "\"\\\\\"",
            "{\"header\" : {\n\"status\":\"Executed-Success\" } , \"n\": -1.5 }",
        ] {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(spread(text, 9999), serde_json::to_string_pretty(&value).unwrap());
        }
    }

    #[test]
    fn what_a_parser_would_hide_stays() {
        assert_eq!(spread(r#"{"a":1,"a":1.0}"#, 9999), "{\n  \"a\": 1,\n  \"a\": 1.0\n}");
        assert_eq!(spread("{\"a\":\"b", 9999), "{\n  \"a\": \"b");
        assert_eq!(spread("]]}x", 9999), "\n]\n]\n}x");
    }

    #[test]
    fn nesting_costs_no_more_than_the_limit() {
        let cut = spread(&"[".repeat(1_000_000), 10_000);
        assert!(cut.len() < 10_200, "{}", cut.len());
        assert!(cut.ends_with("… (cut here)"));
    }
}
