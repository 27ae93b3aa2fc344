//! ES2+ as messages (SGP.22 §5.3, §6.5): JSON with a header in both directions.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The functions of ES2+.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// SGP.22 §5.3.1
    DownloadOrder,
    /// SGP.22 §5.3.2
    ConfirmOrder,
    /// SGP.22 §5.3.3
    CancelOrder,
    /// SGP.22 §5.3.4
    ReleaseProfile,
    /// SGP.22 §5.3.5; called by the SM-DP+
    HandleDownloadProgressInfo,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::DownloadOrder,
        Self::ConfirmOrder,
        Self::CancelOrder,
        Self::ReleaseProfile,
        Self::HandleDownloadProgressInfo,
    ];

    /// The specification's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::DownloadOrder => "DownloadOrder",
            Self::ConfirmOrder => "ConfirmOrder",
            Self::CancelOrder => "CancelOrder",
            Self::ReleaseProfile => "ReleaseProfile",
            Self::HandleDownloadProgressInfo => "HandleDownloadProgressInfo",
        }
    }

    /// The path it is called at.
    pub fn path(self) -> String {
        let name = self.name();
        format!("/gsma/rsp2/es2plus/{}{}", name[..1].to_lowercase(), &name[1..])
    }

    /// The function with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }

    /// The function at this path.
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.path() == path)
    }
}

/// ES2+.DownloadOrder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DownloadOrder {
    /// 32 digits; ties the profile to an eUICC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<String>,
    /// 19 or 20 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iccid: Option<String>,
    /// A profile type of the inventory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_type: Option<String>,
}

/// ES2+.ConfirmOrder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmOrder {
    /// The profile that was reserved.
    pub iccid: String,
    /// Needed where the order cannot be found without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<String>,
    /// Absent: the SM-DP+ makes one. Empty: the order of a default SM-DP+.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_id: Option<String>,
    /// In clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation_code: Option<String>,
    /// Where an event is to be registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smds_address: Option<String>,
    /// Whether the profile may be downloaded at once.
    pub release_flag: bool,
}

/// ES2+.CancelOrder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CancelOrder {
    /// The profile that was ordered.
    pub iccid: String,
    /// As in the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<String>,
    /// As in the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching_id: Option<String>,
    /// `Available` or `Unavailable`.
    pub final_profile_status_indicator: String,
}

/// ES2+.ReleaseProfile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseProfile {
    /// The profile that was confirmed.
    pub iccid: String,
}

/// ES2+.HandleDownloadProgressInfo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DownloadProgressInfo {
    /// The eUICC, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eid: Option<String>,
    /// The profile.
    pub iccid: String,
    /// Its type.
    pub profile_type: String,
    /// `YYYY-MM-DDThh:mm:ssZ`.
    pub timestamp: String,
    /// 1 eligibility, 2 confirmation failure, 3 download, 4 installation.
    pub notification_point_id: u8,
    /// What became of it.
    pub notification_point_status: PointStatus,
    /// Base64 of the installation's simaResponse, with point 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_data: Option<String>,
}

/// `notificationPointStatus`: of the same shape as functionExecutionStatus.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PointStatus {
    /// `Executed-Success` or `Failed`.
    pub status: String,
    /// The codes of a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_code_data: Option<StatusCodeData>,
}

/// Subject and reason of a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusCodeData {
    /// Dotted, as text.
    pub subject_code: String,
    /// Dotted, as text.
    pub reason_code: String,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The request header (SGP.22 §6.5.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestHeader {
    /// Who calls: an OID or a name the parties agreed on.
    pub function_requester_identifier: String,
    /// Unique per call; the same again is a retry.
    pub function_call_identifier: String,
}

/// A request body: header and fields side by side.
pub fn encode_request(header: &RequestHeader, fields: &impl Serialize) -> Vec<u8> {
    let mut body = Map::new();
    body.insert("header".into(), serde_json::to_value(header).unwrap_or(Value::Null));
    if let Ok(Value::Object(fields)) = serde_json::to_value(fields) {
        body.extend(fields);
    }
    Value::Object(body).to_string().into_bytes()
}

/// A successful response body: header and output side by side.
pub fn encode_response(output: Map<String, Value>) -> Vec<u8> {
    let mut body = Map::new();
    body.insert("header".into(), json!({"functionExecutionStatus": {"status": "Executed-Success"}}));
    body.extend(output);
    Value::Object(body).to_string().into_bytes()
}
