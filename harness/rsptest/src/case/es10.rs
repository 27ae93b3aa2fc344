//! Functions of the eUICC: structures of the message dictionary in place of members.

use super::functions::{Function, FunctionError, Interface};
use crate::yaml::Spanned;
use rsptest_wire::{Dictionary, Path};
use serde::Deserialize;

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub name: Spanned<String>,
    clause: String,
    request: String,
    response: String,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    result: Option<String>,
}

/// What a function of the eUICC is made of.
#[derive(Debug, Clone)]
pub struct Es10 {
    /// Structure of the request.
    pub request: String,
    /// Structure of the answer.
    pub response: String,
    /// Path of a number that stands in refusals only.
    pub error: Option<String>,
    /// Path of a number that is 0 for success.
    pub result: Option<String>,
}

/// The function of a row, its errors as the dictionary names them.
pub(super) fn function(row: &Row) -> Result<Function, String> {
    let dictionary = Dictionary::sgp22();
    dictionary.require(&row.request).map_err(|error| error.to_string())?;
    dictionary.require(&row.response).map_err(|error| error.to_string())?;
    let mut errors = Vec::new();
    for path in row.error.iter().chain(&row.result) {
        let path = Path::parse(path).map_err(|error| error.to_string())?;
        let number = rsptest_wire::check_path(dictionary, &row.response, &path).map_err(|error| error.to_string())?;
        errors.extend(number.names.into_iter().map(|(name, number)| FunctionError {
            name,
            subject: String::new(),
            reason: String::new(),
            asn1: Some(number),
            asn1_since: Default::default(),
            also: Vec::new(),
            says: String::new(),
        }));
    }
    Ok(Function {
        name: row.name.value.clone(),
        clause: row.clause.clone(),
        interface: Interface::Es10,
        notification: false,
        path: String::new(),
        request: Vec::new(),
        response: Vec::new(),
        errors,
        es10: Some(Es10 {
            request: row.request.clone(),
            response: row.response.clone(),
            error: row.error.clone(),
            result: row.result.clone(),
        }),
    })
}
