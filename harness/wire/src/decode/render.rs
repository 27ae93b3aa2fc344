//! A tree as indented text.

use crate::decode::certificate::summary_of;
use crate::tree::{Finding, FindingKind, Node, Tree, Value};

/// How to render.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenderOptions {
    /// Octets in full instead of cut after 32, and the header octets of every TLV.
    pub hex: bool,
    /// ANSI colours.
    pub colour: bool,
}

/// Octets shown before the rest is counted only.
const SHORT: usize = 32;

impl Tree {
    /// Indented text: tag, name, length, and a readable value; findings below. Ends with a newline.
    pub fn render(&self, options: &RenderOptions) -> String {
        let mut page = Page { text: String::new(), options };
        for root in &self.roots {
            page.node(root, &self.octets, 0);
        }
        for finding in &self.findings {
            page.finding(finding);
        }
        page.text
    }
}

struct Page<'o> {
    text: String,
    options: &'o RenderOptions,
}

impl Page<'_> {
    fn node(&mut self, node: &Node, octets: &[u8], depth: usize) {
        if node.transparent
            && let [child] = node.children.as_slice()
        {
            // One TLV, two names: one line.
            let mut line = child.clone();
            let names = [node.name.as_deref(), child.name.as_deref()];
            line.name = Some(names.into_iter().flatten().collect::<Vec<_>>().join("."));
            self.node(&line, octets, depth);
            return;
        }
        let content = octets.get(node.content.clone()).unwrap_or_default();
        self.text.push_str(&"  ".repeat(depth));
        let tag = if self.options.hex {
            hex::encode_upper(octets.get(node.header.clone()).unwrap_or_default())
        } else {
            hex::encode_upper(&node.tag)
        };
        self.paint(&tag, "36");
        self.text.push(' ');
        match &node.name {
            Some(name) => self.paint(name, "1"),
            None if node.known => {}
            None => self.paint("(unknown)", "33"),
        }
        if let Some(type_name) = &node.type_name
            && node.name.as_ref() != Some(type_name)
        {
            self.text.push_str(&format!(" {type_name}"));
        }
        self.text.push_str(&format!(" ({})", node.content.len()));
        if node.children.is_empty()
            && let Some(value) = self.value(node, content)
        {
            self.text.push_str(&format!(" = {value}"));
        }
        self.text.push('\n');
        if node.type_name.as_deref() == Some("Certificate")
            && let Some(summary) = summary_of(node, octets)
        {
            for line in summary.lines() {
                self.text.push_str(&"  ".repeat(depth + 1));
                self.paint(&line, "2");
                self.text.push('\n');
            }
            if !self.options.hex {
                return;
            }
        }
        for child in &node.children {
            self.node(child, octets, depth + 1);
        }
        for child in &node.contained {
            self.node(child, content, depth + 1);
        }
    }

    fn value(&self, node: &Node, content: &[u8]) -> Option<String> {
        Some(match node.value.as_ref() {
            None => self.octets(content),
            Some(Value::Octets(octets) | Value::BigInteger(octets)) => match &node.reading {
                Some(reading) => format!("{} ({reading})", self.octets(octets)),
                None => self.octets(octets),
            },
            Some(Value::Text(text)) => format!("\"{}\"", text.escape_debug()),
            Some(Value::Integer { value, name: Some(name) }) => format!("{value} ({name})"),
            Some(Value::Integer { value, name: None }) => value.to_string(),
            Some(Value::Boolean(value)) => value.to_string(),
            Some(Value::Null) => "null".to_owned(),
            Some(Value::Oid(oid)) => oid.clone(),
            Some(Value::Bits { names, .. }) if !names.is_empty() => names.join(", "),
            Some(Value::Bits { bits, .. }) if bits.is_empty() => "no bits".to_owned(),
            Some(Value::Bits { bits, .. }) if bits.len() <= SHORT => format!("bits {bits}"),
            Some(Value::Bits { .. }) => self.octets(content.get(1..).unwrap_or_default()),
            Some(Value::Sequence | Value::List(_) | Value::Choice(_)) => return None,
        })
    }

    fn octets(&self, octets: &[u8]) -> String {
        if octets.is_empty() {
            return "empty".to_owned();
        }
        match octets.get(..SHORT) {
            Some(first) if octets.len() > SHORT && !self.options.hex => {
                format!("{}… ({} more)", hex::encode_upper(first), octets.len() - SHORT)
            }
            _ => hex::encode_upper(octets),
        }
    }

    fn finding(&mut self, finding: &Finding) {
        let colour = if finding.kind == FindingKind::Extension { "33" } else { "31" };
        self.paint(&format!("! {finding}"), colour);
        self.text.push('\n');
    }

    fn paint(&mut self, text: &str, colour: &str) {
        if self.options.colour {
            self.text.push_str(&format!("\u{1b}[{colour}m{text}\u{1b}[0m"));
        } else {
            self.text.push_str(text);
        }
    }
}
