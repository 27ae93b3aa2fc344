//! `rsptest target`: target files.

use crate::engine::verdict::exit;
use crate::target::template;
use clap::Subcommand;

/// Make a target file.
#[derive(Debug, Subcommand)]
pub enum TargetCommand {
    /// A commented file with every setting and option
    #[command(after_help = "Example:\n  rsptest target new sm-dp-plus > smdpp.yaml")]
    New {
        /// The kind of entity
        #[arg(value_parser = ["sm-dp-plus"])]
        entity: String,
    },
    /// The JSON Schema of target files
    #[command(after_help = "Example:\n  rsptest target schema > target.schema.json")]
    Schema,
}

impl TargetCommand {
    /// Prints, and gives the exit code.
    pub fn run(self) -> u8 {
        match self {
            Self::New { .. } => say_as_is!("{}", template()),
            Self::Schema => say!("{:#}", schemars::schema_for!(crate::target::TargetFile).to_value()),
        }
        exit::OK
    }
}
