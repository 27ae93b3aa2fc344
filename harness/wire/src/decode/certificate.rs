//! A certificate in a few words: names, dates, roles, and the SM-DP+ OID of its subjectAltName, read
//! by hand because `2.999` arcs are beyond some X.509 libraries.

use crate::dictionary::Dictionary;
use crate::oid::oid_to_text;
use crate::reader::read;
use crate::tlv::Tlv;
use crate::tree::{Node, Value};

/// What people look for in a certificate, SGP.22 §4.5.2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertificateSummary {
    /// The subject's attributes, such as `CN=Test`.
    pub subject: String,
    /// The issuer's attributes.
    pub issuer: String,
    /// Upper-case hex.
    pub serial: String,
    /// As written in the certificate.
    pub not_before: String,
    /// As written in the certificate.
    pub not_after: String,
    /// Policy OIDs, with the role where it is one of SGP.22.
    pub policies: Vec<String>,
    /// Entries of subjectAltName, such as `RID:2.999.10` or `DNS:smdp.example.test`.
    pub alt_names: Vec<String>,
}

impl CertificateSummary {
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("subject {}", self.subject),
            format!("issuer {}, serial {}", self.issuer, self.serial),
            format!("valid {} to {}", self.not_before, self.not_after),
        ];
        if !self.policies.is_empty() {
            lines.push(format!("policies {}", self.policies.join(", ")));
        }
        if !self.alt_names.is_empty() {
            lines.push(format!("subjectAltName {}", self.alt_names.join(", ")));
        }
        lines
    }
}

/// A summary of a certificate in DER; none when it cannot be read as one.
pub fn certificate_summary(octets: &[u8]) -> Option<CertificateSummary> {
    let tree = read(Dictionary::sgp22(), "Certificate", octets).ok()?;
    summary_of(tree.root()?, octets)
}

pub(super) fn summary_of(certificate: &Node, octets: &[u8]) -> Option<CertificateSummary> {
    let tbs = certificate.child("tbsCertificate")?;
    let content = |node: &Node| octets.get(node.content.clone()).unwrap_or_default().to_vec();
    let mut summary = CertificateSummary {
        subject: name(tbs.child("subject")?),
        issuer: name(tbs.child("issuer")?),
        serial: hex::encode_upper(content(tbs.child("serialNumber")?)),
        not_before: time(tbs.child("validity")?.child("notBefore")?),
        not_after: time(tbs.child("validity")?.child("notAfter")?),
        ..CertificateSummary::default()
    };
    let extensions = tbs.child("extensions").and_then(|wrapper| wrapper.children.first());
    for extension in extensions.map(|list| list.children.as_slice()).unwrap_or_default() {
        let (Some(Value::Oid(oid)), Some(value)) =
            (extension.child("extnID").and_then(|id| id.value.as_ref()), extension.child("extnValue"))
        else {
            continue;
        };
        match oid.as_str() {
            "2.5.29.17" => summary.alt_names = alt_names(&content(value)),
            "2.5.29.32" => summary.policies = policies(&content(value)),
            _ => {}
        }
    }
    Some(summary)
}

fn name(name: &Node) -> String {
    let mut parts = Vec::new();
    for attribute in name.children.iter().flat_map(|set| &set.children) {
        let (Some(Value::Oid(oid)), Some(Value::Text(text))) = (
            attribute.child("type").and_then(|node| node.value.as_ref()),
            attribute.child("value").and_then(|node| node.value.as_ref()),
        ) else {
            continue;
        };
        let short = match oid.as_str() {
            "2.5.4.3" => "CN",
            "2.5.4.5" => "serialNumber",
            "2.5.4.6" => "C",
            "2.5.4.10" => "O",
            "2.5.4.11" => "OU",
            other => other,
        };
        parts.push(format!("{short}={text}"));
    }
    parts.join(", ")
}

fn time(choice: &Node) -> String {
    match choice.children.first().and_then(|time| time.value.as_ref()) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// TLVs in a row, as far as they can be read.
fn row(octets: &[u8], from: usize, to: usize) -> Vec<Tlv> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let Ok(tlv) = Tlv::read(octets, at, to) else { break };
        at = tlv.end;
        found.push(tlv);
    }
    found
}

fn inside(octets: &[u8]) -> Vec<Tlv> {
    Tlv::read(octets, 0, octets.len())
        .map(|outer| row(octets, outer.content.start, outer.content.end))
        .unwrap_or_default()
}

fn alt_names(octets: &[u8]) -> Vec<String> {
    let entry = |tlv: Tlv| {
        let content = octets.get(tlv.content.clone())?;
        let text = || std::str::from_utf8(content).ok().map(str::to_owned);
        match tlv.tag.number {
            2 => Some(format!("DNS:{}", text()?)),
            6 => Some(format!("URI:{}", text()?)),
            8 => Some(format!("RID:{}", oid_to_text(content).ok()?)),
            _ => Some(format!("[{}]:{}", tlv.tag.number, hex::encode_upper(content))),
        }
    };
    inside(octets).into_iter().filter_map(entry).collect()
}

fn policies(octets: &[u8]) -> Vec<String> {
    let policy = |information: Tlv| {
        let first = row(octets, information.content.start, information.content.end).into_iter().next()?;
        let oid = oid_to_text(octets.get(first.content)?).ok()?;
        Some(match role(&oid) {
            Some(role) => format!("{oid} ({role})"),
            None => oid,
        })
    };
    inside(octets).into_iter().filter_map(policy).collect()
}

/// The role names of SGP.22 Annex H.
fn role(oid: &str) -> Option<&'static str> {
    Some(match oid.strip_prefix("2.23.146.1.2.1.")? {
        "0" => "id-rspRole-ci",
        "1" => "id-rspRole-euicc",
        "2" => "id-rspRole-eum",
        "3" => "id-rspRole-dp-tls",
        "4" => "id-rspRole-dp-auth",
        "5" => "id-rspRole-dp-pb",
        "6" => "id-rspRole-ds-tls",
        "7" => "id-rspRole-ds-auth",
        _ => return None,
    })
}
