//! The examples in docs/ are cases, target files and baselines that load.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

use rsptest::baseline::Baseline;
use rsptest::case::{self, CaseText};
use rsptest::diagnostic::{Paint, Source};
use rsptest::target::TargetFile;
use rsptest::yaml;
use std::fs;
use std::path::Path;

/// A fenced YAML block and the line it begins at, from 1.
struct Block {
    line: usize,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
    let page = fs::read_to_string(path).unwrap();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in page.lines().enumerate() {
        match &mut open {
            None if line == "```yaml" => open = Some(Block { line: index + 2, text: String::new() }),
            None => {}
            Some(_) if line == "```" => blocks.extend(open.take()),
            Some(block) => block.text += &format!("{line}\n"),
        }
    }
    assert!(open.is_none(), "{page}: a block is not closed");
    blocks
}

/// A block as a file whose lines have the numbers of the page, so that an error says where it is.
fn file(page: &str, block: &Block, folder: &str) -> CaseText {
    let (head, before) = match block.text.starts_with("- id:") {
        // The fence and the line above it are free.
        true => ("specs: { SGP.22: \">=2.2\" }\ncases:\n", block.line - 3),
        false => ("", block.line - 1),
    };
    let text = format!("{}{head}{}", "\n".repeat(before), block.text);
    let path = format!("{folder}{}-{}", page.trim_end_matches(".md"), block.line);
    CaseText { path, source: Source::new(format!("docs/{page}"), text) }
}

#[test]
fn the_cases_of_the_language_page_load_without_a_finding() {
    let page = "writing-cases.md";
    let blocks = blocks(page);
    assert!(blocks.len() >= 7, "{} examples", blocks.len());
    let common = ["requirements/", "functions/", "procedures/"];
    let mut files = case::embedded();
    files.retain(|file| common.iter().any(|folder| file.path.starts_with(folder)));
    for block in &blocks {
        let folder = if block.text.starts_with("procedures:") {
            "procedures/"
        } else if block.text.contains("ES10") {
            "sgp22/euicc/docs/"
        } else {
            "sgp22/sm-dp-plus/docs/"
        };
        files.push(file(page, block, folder));
    }
    let (set, mut diagnostics) = case::load(&files);
    diagnostics.extend(case::lint(&set));
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(Paint::Plain));
    assert!(set.instances.len() >= 30 && set.procedures.contains_key("opened"), "{}", set.instances.len());
    let first = blocks.iter().find(|block| block.text.starts_with("- id:")).unwrap();
    let instance = set.instances.iter().find(|instance| &*instance.key.file == "docs/writing-cases.md").unwrap();
    assert!(instance.key.line > 0 && first.line > 0);
}

/// Every key of the language, from the schema, stands in some example.
#[test]
fn every_key_of_the_language_has_an_example() {
    let examples: String = blocks("writing-cases.md").into_iter().map(|block| block.text).collect();
    let used = |key: &str| {
        examples.match_indices(&format!("{key}:")).any(|(at, _)| {
            let before = examples[..at].chars().next_back();
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ','))
        })
    };
    let schema = case::schema();
    let mut missing = Vec::new();
    let mut parts: Vec<(&str, &serde_json::Value)> = vec![("file", &schema)];
    parts.extend(schema["$defs"].as_object().unwrap().iter().map(|(name, part)| (name.as_str(), part)));
    let mut keys = 0;
    for (name, part) in parts {
        let alternatives = [part].into_iter().chain(part["oneOf"].as_array().into_iter().flatten());
        for key in alternatives.filter_map(|part| part["properties"].as_object()).flat_map(|keys| keys.keys()) {
            keys += 1;
            if !used(key) {
                missing.push(format!("{name}.{key}"));
            }
        }
    }
    assert!(keys > 90, "the schema has only {keys} keys");
    assert!(missing.is_empty(), "docs/writing-cases.md has no example of {missing:?}");
}

#[test]
fn target_files_and_baselines_of_the_pages_load() {
    let folder = tempfile::tempdir().unwrap();
    let (mut targets, mut baselines) = (0, 0);
    for page in ["testing-an-sm-dp-plus.md", "testing-a-card.md", "lab.md"] {
        for block in blocks(page) {
            let text = file(page, &block, "");
            if block.text.contains("known:") {
                let path = folder.path().join("known.yaml");
                fs::write(&path, text.source.text()).unwrap();
                let (set, _) = case::load(&case::embedded());
                let baseline = Baseline::load(&path).map_err(|error| error.to_string()).unwrap();
                let stale = baseline.stale(set.instances.iter().map(|instance| instance.key.full()));
                assert!(stale.is_empty(), "docs/{page}: {stale:?}");
                baselines += 1;
            } else {
                let read = yaml::from_source::<TargetFile>(&text.source);
                assert!(read.is_ok(), "docs/{page}: {}", read.err().unwrap().render(Paint::Plain));
                targets += 1;
            }
        }
    }
    assert!(targets >= 3 && baselines >= 1, "{targets} target files, {baselines} baselines");
}
