//! Revocation lists of CIs that the LPA loaded (SGP.22 §4.6, §5.7.12).

use rsp_asn1::tlv;
use rsp_pki::crl::Crl;
use serde::{Deserialize, Serialize};

/// `id-rsp-totalPartialCrlNumber` (2.23.146.1.2.0.2) and `id-rsp-partialCrlNumber` (2.23.146.1.2.0.3), contents.
const TOTAL_PARTIAL_CRL_NUMBER: &[u8] = &[0x67, 0x81, 0x12, 0x01, 0x02, 0x00, 0x02];
const PARTIAL_CRL_NUMBER: &[u8] = &[0x67, 0x81, 0x12, 0x01, 0x02, 0x00, 0x03];
/// `id-ce-cRLNumber` and `id-ce-deltaCRLIndicator` (RFC 5280 §5.2.3, §5.2.4), contents.
const CRL_NUMBER: &[u8] = &[0x55, 0x1D, 0x14];
const DELTA_CRL_INDICATOR: &[u8] = &[0x55, 0x1D, 0x1B];
/// `id-ce-authorityKeyIdentifier`, contents.
const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1D, 0x23];

/// What the extensions of a list say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CrlNumbers {
    /// AuthorityKeyIdentifier.
    pub authority: Option<Vec<u8>>,
    /// CRLNumber, big endian without leading zero octets.
    pub number: Vec<u8>,
    /// BaseCRLNumber of a list that only says what changed.
    pub base: Option<Vec<u8>>,
    /// Number of segments, and the number of this one.
    pub segment: Option<(u16, u16)>,
}

impl CrlNumbers {
    /// From a list; an error says what cannot be read.
    pub fn of(crl: &[u8]) -> Result<Self, String> {
        let said = |error: tlv::TlvError| error.to_string();
        let list = tlv::all(tlv::only(0x30, crl).map_err(said)?.content).map_err(said)?;
        let tbs = list.first().map(|tbs| tlv::all(tbs.content)).transpose().map_err(said)?.unwrap_or_default();
        let Some(tagged) = tbs.iter().find(|field| field.tag == 0xA0) else { return Ok(Self::default()) };
        let extensions = tlv::all(tlv::only(0x30, tagged.content).map_err(said)?.content).map_err(said)?;
        let mut numbers = Self::default();
        let (mut total, mut part) = (None, None);
        for extension in extensions {
            let fields = tlv::all(extension.content).map_err(said)?;
            let (Some(id), Some(value)) = (fields.first(), fields.last().filter(|value| value.tag == 0x04)) else {
                return Err("an extension that is not extnID, critical, extnValue".into());
            };
            let integer = || tlv::only(0x02, value.content).map(|integer| trimmed(integer.content)).map_err(said);
            match id.content {
                CRL_NUMBER => numbers.number = integer()?,
                DELTA_CRL_INDICATOR => numbers.base = Some(integer()?),
                TOTAL_PARTIAL_CRL_NUMBER => total = Some(small(&integer()?)?),
                PARTIAL_CRL_NUMBER => part = Some(small(&integer()?)?),
                AUTHORITY_KEY_ID => {
                    let fields = tlv::only(0x30, value.content).and_then(|id| tlv::all(id.content)).map_err(said)?;
                    numbers.authority =
                        fields.iter().find(|field| field.tag == 0x80).map(|field| field.content.to_vec());
                }
                _ => {}
            }
        }
        numbers.segment = match (total, part) {
            (None, None) => None,
            (Some(total), Some(part)) if part >= 1 && part <= total => Some((total, part)),
            _ => return Err("totalPartialCrlNumber and partialCrlNumber do not fit each other".into()),
        };
        Ok(numbers)
    }
}

/// An INTEGER's content without leading zero octets.
fn trimmed(content: &[u8]) -> Vec<u8> {
    content.iter().copied().skip_while(|octet| *octet == 0).collect()
}

/// At most this many segments: a list of them is far larger than what an eUICC holds.
const SEGMENTS: u16 = 64;

fn small(number: &[u8]) -> Result<u16, String> {
    let value = match number {
        [] => 0,
        [low] => u16::from(*low),
        _ => u16::MAX,
    };
    if value <= SEGMENTS { Ok(value) } else { Err(format!("more than {SEGMENTS} segments")) }
}

/// Is the first number greater? Both big endian without leading zero octets.
pub(crate) fn greater(one: &[u8], other: &[u8]) -> bool {
    (one.len(), one) > (other.len(), other)
}

/// A list, or the segments of one that are here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredCrl {
    /// SubjectKeyIdentifier of the CI.
    pub ci_pkid: Vec<u8>,
    /// CRLNumber.
    pub number: Vec<u8>,
    /// thisUpdate, seconds since the epoch.
    pub this_update: i64,
    /// It only says what changed since another.
    pub delta: bool,
    /// Number of segments; 1 for a list in one piece.
    pub total: u16,
    /// Segments by number, as they were received.
    pub parts: Vec<(u16, Vec<u8>)>,
}

impl StoredCrl {
    /// The lists, read. They were read before they were kept.
    pub fn lists(&self) -> impl Iterator<Item = Crl> + '_ {
        self.parts.iter().filter_map(|(_, der)| Crl::from_der(der).ok())
    }

    /// Numbers of the segments that are not here.
    pub fn missing(&self) -> Vec<u16> {
        (1..=self.total).filter(|part| self.parts.iter().all(|(here, _)| here != part)).collect()
    }

    /// Octets of non-volatile memory that it takes.
    pub fn memory(&self) -> usize {
        self.parts.iter().map(|(_, der)| der.len()).sum()
    }
}
