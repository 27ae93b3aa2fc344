//! The JSON binding of ES9+ (SGP.22 §6.5).

use super::function::{Function, Kind, Member, Members};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde_json::{Map, Value, json};
use std::fmt;

/// Padding is asked for; line breaks are taken out before (some peers send them).
const LENIENT: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new());

/// Why a JSON message could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault {
    /// The member concerned, if one is.
    pub member: Option<String>,
    /// What is wrong.
    pub says: String,
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.member {
            Some(member) => write!(f, "member {member}: {}", self.says),
            None => f.write_str(&self.says),
        }
    }
}

impl std::error::Error for JsonFault {}

fn fault(member: &Member, says: impl Into<String>) -> JsonFault {
    JsonFault { member: Some(member.name.to_owned()), says: says.into() }
}

fn write(function_members: &[Member], members: &Members) -> Map<String, Value> {
    let mut object = Map::new();
    for member in function_members {
        let Some(octets) = members.get(member.name) else { continue };
        let text = match member.kind {
            Kind::Tlv | Kind::Octets => STANDARD.encode(octets),
            Kind::Hex => hex::encode_upper(octets),
            Kind::Text => String::from_utf8_lossy(octets).into_owned(),
        };
        object.insert(member.name.to_owned(), Value::String(text));
    }
    object
}

fn read(function_members: &[Member], object: &Map<String, Value>) -> Result<Members, JsonFault> {
    let mut members = Members::new();
    for member in function_members {
        let text = match object.get(member.name) {
            None => return Err(fault(member, "is missing")),
            Some(Value::String(text)) => text,
            Some(_) => return Err(fault(member, "is not a JSON string")),
        };
        let octets = match member.kind {
            Kind::Tlv | Kind::Octets => {
                let tidy: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
                LENIENT.decode(&tidy).map_err(|error| fault(member, format!("is not base64: {error}")))?
            }
            Kind::Hex => hex::decode(text).map_err(|error| fault(member, format!("is not hexadecimal: {error}")))?,
            Kind::Text => text.clone().into_bytes(),
        };
        members.set(member.name, octets);
    }
    Ok(members)
}

fn object(body: &[u8]) -> Result<Map<String, Value>, JsonFault> {
    // serde_json bounds the depth (128), so nesting cannot exhaust the stack.
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(JsonFault { member: None, says: "the body is JSON but not an object".into() }),
        Err(error) => Err(JsonFault { member: None, says: format!("the body is not JSON: {error}") }),
    }
}

/// The body of a request.
pub fn encode_request(function: &Function, members: &Members) -> Vec<u8> {
    Value::Object(write(function.request, members)).to_string().into_bytes()
}

/// The members of a request; unknown members are ignored.
pub fn decode_request(function: &Function, body: &[u8]) -> Result<Members, JsonFault> {
    read(function.request, &object(body)?)
}

/// The body of a successful response.
pub fn encode_response(function: &Function, members: &Members) -> Vec<u8> {
    let mut answer = Map::new();
    answer.insert("header".into(), json!({"functionExecutionStatus": {"status": "Executed-Success"}}));
    answer.extend(write(function.response, members));
    Value::Object(answer).to_string().into_bytes()
}

/// The body of a failed response: the header alone.
pub fn encode_failure(subject: &str, reason: &str, message: &str) -> Vec<u8> {
    json!({"header": {"functionExecutionStatus": {"status": "Failed",
        "statusCodeData": {"subjectCode": subject, "reasonCode": reason, "message": message}}}})
    .to_string()
    .into_bytes()
}

/// `header.functionExecutionStatus` of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutionStatus {
    /// `Executed-Success`, `Executed-WithWarning`, `Failed`, `Expired`.
    pub status: String,
    /// `statusCodeData.subjectCode`.
    pub subject: Option<String>,
    /// `statusCodeData.reasonCode`.
    pub reason: Option<String>,
    /// `statusCodeData.message`.
    pub message: Option<String>,
}

/// A response of the JSON binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonAnswer {
    /// What became of the function.
    pub status: ExecutionStatus,
    /// Its output, where it was executed.
    pub members: Members,
}

/// Reads a response; the output members are read where the status says the function was executed.
pub fn decode_response(function: &Function, body: &[u8]) -> Result<JsonAnswer, JsonFault> {
    let object = object(body)?;
    let execution = object.get("header").and_then(|header| header.get("functionExecutionStatus"));
    let execution = execution.ok_or(JsonFault { member: None, says: "no header.functionExecutionStatus".into() })?;
    let text = |at: &Value, name: &str| at.get(name).and_then(Value::as_str).map(str::to_owned);
    let status = text(execution, "status")
        .ok_or(JsonFault { member: None, says: "no header.functionExecutionStatus.status".into() })?;
    let code = execution.get("statusCodeData").cloned().unwrap_or(Value::Null);
    let executed = status.starts_with("Executed");
    Ok(JsonAnswer {
        status: ExecutionStatus {
            status,
            subject: text(&code, "subjectCode"),
            reason: text(&code, "reasonCode"),
            message: text(&code, "message"),
        },
        members: if executed { read(function.response, &object)? } else { Members::new() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_as_the_specification_spells_it() {
        let members = Members::new().with("transactionId", [0x0A, 0xBC]).with("boundProfilePackage", []);
        let members = members.with("prepareDownloadResponse", hex::decode("BF2103810101").unwrap());
        let body = encode_request(&Function::GET_BOUND_PROFILE_PACKAGE, &members);
        assert_eq!(body, br#"{"transactionId":"0ABC","prepareDownloadResponse":"vyEDgQEB"}"#);
        let back = decode_request(&Function::GET_BOUND_PROFILE_PACKAGE, &body).unwrap();
        assert_eq!(back.octets("transactionId"), [0x0A, 0xBC]);
    }

    #[test]
    fn faults_name_the_member() {
        let read =
            |body: &str| decode_request(&Function::HANDLE_NOTIFICATION, body.as_bytes()).unwrap_err().to_string();
        assert_eq!(read("{}"), "member pendingNotification: is missing");
        assert_eq!(read(r#"{"pendingNotification":1}"#), "member pendingNotification: is not a JSON string");
        assert!(read(r#"{"pendingNotification":"*"}"#).contains("is not base64"));
        assert!(read("[]").contains("not an object"));
        assert!(read(&"[".repeat(100_000)).contains("not JSON"));
    }

    #[test]
    fn line_breaks_inside_base64_are_tolerated() {
        let body = b"{\"pendingNotification\":\"vyE\\r\\nDgQEB\"}";
        assert!(decode_request(&Function::HANDLE_NOTIFICATION, body).is_ok());
    }
}
