//! JSON Schema of the case files, for editors.

use super::model::CaseFile;

/// The schema, made from the types that read the files.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(CaseFile).to_value();
    schema["title"] = "rsptest case file".into();
    schema
}

#[cfg(test)]
mod tests {
    /// `RSPTEST_BLESS=1 cargo test -p rsptest schema` writes it anew.
    #[test]
    fn the_committed_schema_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/case.schema.json");
        let wanted = serde_json::to_string_pretty(&super::schema()).unwrap() + "\n";
        if std::env::var_os("RSPTEST_BLESS").is_some() {
            std::fs::write(path, &wanted).unwrap();
        }
        let found = std::fs::read_to_string(path).unwrap_or_default();
        assert!(found == wanted, "{path} is stale: run RSPTEST_BLESS=1 cargo test -p rsptest schema");
    }
}
