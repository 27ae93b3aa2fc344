//! `rsptest list`: which cases there are.

use super::prepare;
use crate::engine::verdict::exit;
use clap::Args;
use std::path::PathBuf;

/// List cases.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rsptest list\n  rsptest list sgp22/sm-dp-plus/es9plus/cancel-session --json\n  rsptest list --requirements"
)]
pub struct List {
    /// Cases: full ids, leading parts of ids, or patterns with `*`
    cases: Vec<String>,
    /// Requirements and the cases that cover them
    #[arg(long)]
    requirements: bool,
    /// Cases from this folder in place of the embedded ones
    #[arg(long, value_name = "DIR")]
    cases_dir: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl List {
    /// Lists, and gives the exit code.
    pub fn run(self) -> u8 {
        let set = match prepare::cases(self.cases_dir.as_deref()) {
            Ok(set) => set,
            Err(code) => return code,
        };
        let instances = set.instances.iter().filter(|instance| prepare::selected(instance, &self.cases));
        if self.requirements {
            let covering = |id: &str| -> Vec<String> {
                let covers =
                    |instance: &&crate::case::Instance| instance.case.covers.iter().any(|cover| cover.value == id);
                set.instances.iter().filter(covers).map(|instance| instance.key.full()).collect()
            };
            let rows: Vec<_> = set.catalogue.rows().map(|row| (row, covering(&row.id.value))).collect();
            if self.json {
                let rows: Vec<_> = rows
                    .iter()
                    .map(|(row, cases)| {
                        serde_json::json!({ "id": row.id.value, "clause": row.clause, "strength": row.strength.name(),
                            "says": row.says, "cases": cases })
                    })
                    .collect();
                say!("{}", serde_json::Value::from(rows));
            } else {
                for (row, cases) in rows {
                    say!("{:18} {:6} {:4} {}", row.id.value, row.strength.name(), cases.len(), row.says);
                }
            }
            return exit::OK;
        }
        if self.json {
            let rows: Vec<_> = instances
                .map(|instance| {
                    let covers: Vec<&str> = instance.case.covers.iter().map(|id| id.value.as_str()).collect();
                    serde_json::json!({ "case": &*instance.key.case, "variant": &*instance.key.variant,
                        "title": &*instance.key.title, "covers": covers, "file": &*instance.key.file, "line": instance.key.line })
                })
                .collect();
            say!("{}", serde_json::Value::from(rows));
        } else {
            let mut count = 0;
            for instance in instances {
                say!("{}  {}", instance.key.full(), instance.key.title);
                count += 1;
            }
            say!("{count} verdicts");
        }
        exit::OK
    }
}
