//! The ASN.1 binding of ES9+ (SGP.22 §6.6): `RemoteProfileProvisioningRequest` and `-Response`.

use super::function::{Function, Kind, Member, Members};
use rsp_asn1::tlv::{self, Tlv, TlvError};
use std::fmt;

const OUTER: u32 = 0xA2;

/// Where the ASN.1 binding is served.
pub fn path() -> &'static str {
    "/gsma/rsp2/asn1"
}

/// Why a message of the ASN.1 binding could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asn1Fault(pub String);

impl fmt::Display for Asn1Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Asn1Fault {}

impl From<TlvError> for Asn1Fault {
    fn from(error: TlvError) -> Self {
        Self(error.to_string())
    }
}

fn write(members_of: &[Member], members: &Members) -> Vec<u8> {
    let mut out = Vec::new();
    for member in members_of {
        let Some(octets) = members.get(member.name) else { continue };
        match member.kind {
            Kind::Tlv => out.extend_from_slice(octets),
            _ => out.extend(tlv::wrap(member.tag, &[octets])),
        }
    }
    out
}

fn read(members_of: &[Member], content: &[u8]) -> Result<Members, Asn1Fault> {
    let mut members = Members::new();
    let mut found = tlv::all(content)?.into_iter();
    for member in members_of {
        let tlv = found.next().filter(|tlv| tlv.tag == member.tag);
        let tlv = tlv.ok_or_else(|| Asn1Fault(format!("no {} (tag {:X})", member.name, member.tag)))?;
        members.set(member.name, if member.kind == Kind::Tlv { tlv.whole } else { tlv.content });
    }
    // What follows are fields of a later version: ignored.
    Ok(members)
}

/// The body of a request.
pub fn encode_request(function: &Function, members: &Members) -> Vec<u8> {
    let content = match function.name {
        "HandleNotification" => tlv::wrap(0xA0, &[members.octets("pendingNotification")]),
        "CancelSession" => {
            // The implicit tag [1] stands in place of the BF41 of CancelSessionResponse.
            let response = members.octets("cancelSessionResponse");
            let inner = tlv::only(0xBF41, response).map_or(response, |tlv| tlv.content);
            let id = tlv::wrap(0x80, &[members.octets("transactionId")]);
            [id, tlv::wrap(0xA1, &[inner])].concat()
        }
        _ => write(function.request, members),
    };
    tlv::wrap(OUTER, &[&tlv::wrap(function.tag, &[&content])])
}

/// The function called and the members of its request.
pub fn decode_request(body: &[u8]) -> Result<(&'static Function, Members), Asn1Fault> {
    let outer = tlv::only(OUTER, body)?;
    let (call, _) = tlv::first(outer.content)?;
    let function = Function::ALL.into_iter().find(|function| function.tag == call.tag);
    let function = function.ok_or_else(|| Asn1Fault(format!("no function has the tag {:X}", call.tag)))?;
    let members = match function.name {
        "HandleNotification" => {
            let wrapper = tlv::only(0xA0, call.content)?;
            Members::new().with("pendingNotification", tlv::first(wrapper.content)?.0.whole)
        }
        "CancelSession" => cancel_session(call)?,
        _ => read(function.request, call.content)?,
    };
    Ok((function, members))
}

/// Three spellings of the inner tag are in the field; all are accepted.
fn cancel_session(call: Tlv<'_>) -> Result<Members, Asn1Fault> {
    let parts = tlv::all(call.content)?;
    let id = parts.iter().find(|tlv| tlv.tag == 0x80).ok_or_else(|| Asn1Fault("no transactionId (tag 80)".into()))?;
    let response = match parts.iter().find(|tlv| matches!(tlv.tag, 0xA1 | 0xBF41)) {
        Some(tlv) if tlv.tag == 0xBF41 => tlv.whole.to_vec(),
        Some(tlv) if tlv.content.starts_with(&[0xBF, 0x41]) => tlv.content.to_vec(),
        Some(tlv) => tlv::wrap(0xBF41, &[tlv.content]),
        None => return Err(Asn1Fault("no cancelSessionResponse (tag A1)".into())),
    };
    Ok(Members::new().with("transactionId", id.content).with("cancelSessionResponse", response))
}

/// The body of a successful response.
pub fn encode_response(function: &Function, members: &Members) -> Vec<u8> {
    let ok = tlv::wrap(0xA0, &[&write(function.response, members)]);
    tlv::wrap(OUTER, &[&tlv::wrap(function.tag, &[&ok])])
}

/// The body of a failed response.
pub fn encode_failure(function: &Function, error: u8) -> Vec<u8> {
    tlv::wrap(OUTER, &[&tlv::wrap(function.tag, &[&tlv::wrap(0x81, &[&[error]])])])
}

/// The output members, or the error's number.
pub fn decode_response(function: &Function, body: &[u8]) -> Result<Result<Members, i64>, Asn1Fault> {
    let outer = tlv::only(OUTER, body)?;
    let answer = tlv::only(function.tag, outer.content)?;
    let (alternative, _) = tlv::first(answer.content)?;
    match alternative.tag {
        0xA0 => Ok(Ok(read(function.response, alternative.content)?)),
        0x81 => match *alternative.content {
            [code] => Ok(Err(i64::from(code as i8))),
            _ => Err(Asn1Fault("an error number that is not one octet".into())),
        },
        tag => Err(Asn1Fault(format!("an unknown alternative {tag:X}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_octets_are_those_of_the_module() {
        let info = hex::decode("BF200982030202 00A900AA00".replace(' ', "")).unwrap();
        let members = Members::new().with("euiccChallenge", [7; 16]).with("smdpAddress", *b"a.example");
        let body = encode_request(&Function::INITIATE_AUTHENTICATION, &members.with("euiccInfo1", info));
        let wanted = "A22CBF3929811007070707070707070707070707070707\
                      8309612E6578616D706C65BF20098203020200A900AA00";
        assert_eq!(hex::encode_upper(&body), wanted);
        let (function, back) = decode_request(&body).unwrap();
        assert_eq!(function.name, "InitiateAuthentication");
        assert_eq!(back.octets("smdpAddress"), b"a.example");
        let failure = encode_failure(&Function::AUTHENTICATE_CLIENT, 6);
        assert_eq!(hex::encode_upper(&failure), "A206BF3B03810106");
        assert_eq!(decode_response(&Function::AUTHENTICATE_CLIENT, &failure), Ok(Err(6)));
    }

    #[test]
    fn all_three_spellings_of_cancel_session_are_read() {
        let response = hex::decode("BF4103810105").unwrap();
        for inner in ["A103810105", "A106BF4103810105", "BF4103810105"] {
            let call = tlv::wrap(0xBF41, &[&hex::decode("800101").unwrap(), &hex::decode(inner).unwrap()]);
            let (_, members) = decode_request(&tlv::wrap(0xA2, &[&call])).unwrap();
            assert_eq!(members.octets("cancelSessionResponse"), response, "{inner}");
        }
    }
}
