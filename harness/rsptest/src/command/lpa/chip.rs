//! `rsptest lpa chip`: what the card says of itself.

use super::failure::Failure;
use super::session::Session;
use rsp_asn1::{PprFlags, PprIds, SubjectKeyIdentifier, VersionType};
use rsp_consumer::lpa::{LpaError, es10};
use serde_json::{Value, json};

fn version(version: &VersionType) -> String {
    let parts: Vec<String> = version.as_slice().iter().map(u8::to_string).collect();
    parts.join(".")
}

fn keys(keys: &[SubjectKeyIdentifier]) -> Vec<String> {
    keys.iter().map(hex::encode_upper).collect()
}

/// The names of the bits that are set.
fn names<B: Copy>(all: &[(&'static str, B)], contains: impl Fn(B) -> bool) -> Vec<&'static str> {
    all.iter().filter(|(_, bit)| contains(*bit)).map(|(name, _)| *name).collect()
}

/// Memory and applications of extCardResource (ETSI TS 102 226 §8.2.1.7.2): tag, name, number.
fn resources(octets: &[u8]) -> Vec<(&'static str, u64)> {
    let fields = rsp_asn1::tlv::all(octets).unwrap_or_default();
    fields
        .iter()
        .filter_map(|field| {
            let name = match field.tag {
                0x81 => "installedApplications",
                0x82 => "freeNonVolatileMemory",
                0x83 => "freeVolatileMemory",
                _ => return None,
            };
            Some((name, field.content.iter().take(8).fold(0, |sum, octet| sum << 8 | u64::from(*octet))))
        })
        .collect()
}

/// A function that the card may lack: its refusal is part of the answer, and only silence ends the command.
fn told<T>(outcome: Result<T, LpaError>, show: impl FnOnce(T) -> Value) -> Result<Value, Failure> {
    match outcome {
        Ok(value) => Ok(show(value)),
        Err(LpaError::Card(says)) => Ok(json!({ "refused": says })),
        Err(LpaError::Result { function, code }) => Ok(json!({ "refused": format!("{function} answers {code}") })),
        Err(error) => Err(error.into()),
    }
}

/// Shows it. The order of the functions is that of LPAs in the field.
pub fn chip(session: &mut Session, as_json: bool) -> Result<(), Failure> {
    let eid = es10::get_eid(session)?;
    let mut page = json!({ "eid": hex::encode(eid) });
    page["configuredAddresses"] = told(
        es10::configured_addresses(session),
        |addresses| json!({ "defaultDpAddress": addresses.default_dp_address, "rootDsAddress": addresses.root_ds_address }),
    )?;
    page["rulesAuthorisationTable"] = told(es10::rules_authorisation_table(session), |rules| {
        let rules = rules.iter().map(|rule| {
            let operators = rule.allowed_operators.iter().map(|operator| {
                json!({
                    "mccMnc": hex::encode_upper(operator.mcc_mnc.as_slice()),
                    "gid1": operator.gid1.as_ref().map(hex::encode_upper),
                    "gid2": operator.gid2.as_ref().map(hex::encode_upper),
                })
            });
            json!({
                "pprIds": names(PprIds::NAMES, |bit| rule.ppr_ids.contains(bit)),
                "allowedOperators": operators.collect::<Vec<_>>(),
                "pprFlags": names(PprFlags::NAMES, |bit| rule.ppr_flags.contains(bit)),
            })
        });
        Value::Array(rules.collect())
    })?;
    page["euiccInfo2"] = told(es10::euicc_info2(session), |info| {
        let mut shown = json!({
            "svn": version(&info.svn),
            "profileVersion": version(&info.profile_version),
            "euiccFirmwareVer": version(&info.euicc_firmware_ver),
            "ppVersion": version(&info.pp_version),
            "sasAcreditationNumber": info.sas_acreditation_number.as_str(),
            "uiccCapability": names(rsp_asn1::UICCCapability::NAMES, |bit| info.uicc_capability.contains(bit)),
            "rspCapability": names(rsp_asn1::RspCapability::NAMES, |bit| info.rsp_capability.contains(bit)),
            "euiccCiPKIdListForVerification": keys(&info.euicc_ci_pkid_list_for_verification),
            "euiccCiPKIdListForSigning": keys(&info.euicc_ci_pkid_list_for_signing),
        });
        for (name, number) in resources(&info.ext_card_resource) {
            shown[name] = json!(number);
        }
        shown
    })?;
    if as_json {
        say!("{page:#}");
    } else {
        show(&page, "");
    }
    Ok(())
}

/// Names and values, a line each; what is inside stands further in.
fn show(page: &Value, indent: &str) {
    let Some(members) = page.as_object() else { return };
    for (name, value) in members {
        match value {
            Value::Object(_) => {
                say!("{indent}{name}");
                show(value, &format!("{indent}  "));
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for (at, item) in items.iter().enumerate() {
                    say!("{indent}{name} {at}");
                    show(item, &format!("{indent}  "));
                }
            }
            Value::Array(items) => {
                let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                say!("{indent}{name:31} {}", if words.is_empty() { "-".to_owned() } else { words.join(", ") });
            }
            Value::Null => say!("{indent}{name:31} -"),
            Value::String(text) => say!("{indent}{name:31} {}", if text.is_empty() { "-" } else { text }),
            other => say!("{indent}{name:31} {other}"),
        }
    }
}
