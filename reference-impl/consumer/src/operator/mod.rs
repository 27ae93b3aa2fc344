//! The Operator (SGP.22 §2.3): it orders profiles by ES2+ and hears how downloads go.

mod progress_server;

pub use progress_server::{ProgressLog, ProgressServer};

use crate::es2plus::{self, Function, RequestHeader};
use crate::es9plus::{JSON_CONTENT_TYPE, JsonFault};
use rsp_transport::{Request, Response};
use serde::Serialize;
use serde_json::{Map, Value};

/// An operator: how it names itself to an SM-DP+.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// `functionRequesterIdentifier`: an OID or an agreed name.
    pub identifier: String,
    /// SGP.22 version in `X-Admin-Protocol`.
    pub version: String,
}

/// What an SM-DP+ answered to a call of ES2+.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderAnswer {
    /// `functionExecutionStatus.status`.
    pub status: String,
    /// `subjectCode` and `reasonCode` of a failure.
    pub codes: Option<(String, String)>,
    /// Free text of a failure.
    pub message: Option<String>,
    /// The output members.
    pub output: Map<String, Value>,
}

impl OrderAnswer {
    /// An output member that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.output.get(name).and_then(Value::as_str)
    }

    /// Whether the function was executed.
    pub fn executed(&self) -> bool {
        self.status.starts_with("Executed")
    }
}

impl Operator {
    /// The HTTP request of a call. `call_identifier` is unique per call; the same again is a retry.
    pub fn outgoing(&self, function: Function, call_identifier: &str, fields: &impl Serialize) -> Request {
        let header = RequestHeader {
            function_requester_identifier: self.identifier.clone(),
            function_call_identifier: call_identifier.to_owned(),
        };
        Request {
            method: "POST".into(),
            path: function.path(),
            headers: vec![
                ("X-Admin-Protocol".into(), format!("gsma/rsp/v{}", self.version)),
                ("Content-Type".into(), JSON_CONTENT_TYPE.into()),
            ],
            body: es2plus::encode_request(&header, fields),
        }
    }

    /// Reads the answer of a call.
    pub fn incoming(&self, response: &Response) -> Result<OrderAnswer, JsonFault> {
        let fault = |says: String| JsonFault { member: None, says };
        if response.status != 200 {
            return Err(fault(format!("HTTP status {}", response.status)));
        }
        let body: Value =
            serde_json::from_slice(&response.body).map_err(|error| fault(format!("not JSON: {error}")))?;
        let Value::Object(mut output) = body else { return Err(fault("the body is no JSON object".into())) };
        let header = output.remove("header").unwrap_or(Value::Null);
        let execution = &header["functionExecutionStatus"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let status = text(&execution["status"]).ok_or_else(|| fault("no functionExecutionStatus.status".into()))?;
        let data = &execution["statusCodeData"];
        let codes = text(&data["subjectCode"]).zip(text(&data["reasonCode"]));
        Ok(OrderAnswer { status, codes, message: text(&data["message"]), output })
    }
}
