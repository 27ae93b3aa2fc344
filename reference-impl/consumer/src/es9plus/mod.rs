//! ES9+ as messages: what the five functions carry, in the JSON and in the ASN.1 binding.

mod asn1_binding;
mod function;
mod json_binding;

pub use asn1_binding::{Asn1Fault, decode_request as decode_asn1_request, decode_response as decode_asn1_response};
pub use asn1_binding::{encode_failure as encode_asn1_failure, encode_request as encode_asn1_request};
pub use asn1_binding::{encode_response as encode_asn1_response, path as asn1_path};
pub use function::{Function, Kind, Member, Members};
pub use json_binding::{ExecutionStatus, encode_failure as encode_json_failure, encode_request as encode_json_request};
pub use json_binding::{JsonAnswer, encode_response as encode_json_response};
pub use json_binding::{JsonFault, decode_request as decode_json_request, decode_response as decode_json_response};

/// `Content-Type` of the ASN.1 binding.
pub const ASN1_CONTENT_TYPE: &str = "application/x-gsma-rsp-asn1";
/// `Content-Type` of the JSON binding.
pub const JSON_CONTENT_TYPE: &str = "application/json;charset=UTF-8";
