//! `rsptest decode`: SGP.22 messages for people.

use super::usage;
use crate::engine::verdict::exit;
use crate::read_whole::read_whole;
use clap::Args;
use rsptest_wire::{Dictionary, RenderOptions, decode_any, octets_from_text};
use std::io::Read as _;

/// The longest message that is decoded, in octets: larger than any of SGP.22, and than a package as hexadecimal.
const LARGEST: u64 = 16 << 20;

/// Decode SGP.22 messages.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest decode BF2E128010000102030405060708090A0B0C0D0E0F\n  rsptest decode --as EUICCInfo2 < info2.hex\n  rsptest decode --file response.der --json"
)]
pub struct Decode {
    /// Hexadecimal or base64; standard input where absent
    text: Option<String>,
    /// A file of octets
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    file: Option<std::path::PathBuf>,
    /// The structure; guessed from the first tag where absent
    #[arg(long = "as", value_name = "NAME")]
    structure: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// With octets beside the values
    #[arg(long)]
    hex: bool,
}

impl Decode {
    /// Decodes, and gives the exit code: 1 where the octets break DER or their structure.
    pub fn run(self) -> u8 {
        let octets = match (&self.text, &self.file) {
            (Some(text), _) => octets_from_text(text).map_err(|error| error.to_string()),
            (None, Some(path)) => read_whole(path, LARGEST).map_err(|error| format!("{}: {error}", path.display())),
            (None, None) => {
                let mut text = Vec::new();
                match std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut text) {
                    Ok(_) if text.len() as u64 > LARGEST => {
                        Err(format!("more than {LARGEST} octets on standard input"))
                    }
                    Ok(_) => match std::str::from_utf8(&text) {
                        Ok(text) => octets_from_text(text).map_err(|error| error.to_string()),
                        Err(_) => Ok(text),
                    },
                    Err(error) => Err(error.to_string()),
                }
            }
        };
        let octets = match octets {
            Ok(octets) => octets,
            Err(says) => return usage(says),
        };
        let tree = match &self.structure {
            Some(name) => match rsptest_wire::read(Dictionary::sgp22(), name, &octets) {
                Ok(tree) => tree,
                Err(error) => return usage(error),
            },
            None => decode_any(&octets),
        };
        if self.json {
            say!("{:#}", tree.to_json());
        } else {
            say!("{}", tree.render(&RenderOptions { hex: self.hex, ..RenderOptions::default() }));
            for finding in &tree.findings {
                say!("! {finding}");
            }
        }
        let odd = tree.findings.iter().any(|finding| finding.kind != rsptest_wire::FindingKind::Extension);
        if odd { exit::FINDINGS } else { exit::OK }
    }
}
