//! Revocation lists of a CI: issued, read, verified (SGP.22 §4.5.2.1.3; RFC 5280 §5).

use crate::certificate::SIGNATURE_ALGORITHM;
use crate::der::oid::known;
use crate::der::read::{Document, Element, Fields, ReadError, time};
use crate::der::write::{bit_string, sequence, tlv, unsigned};
use crate::issue::{Extension, IssueError, time_der};
use crate::{Certificate, CertificateError, Credential, Fault, FaultKind, KeyUsage, name, verify};
use std::collections::BTreeSet;
use std::ops::Range;

/// A list of more octets than this is not read.
const LIMIT: usize = 4 * 1024 * 1024;
/// A list of more entries than this is not read.
const ENTRIES: usize = 100_000;

/// A revocation list, read once, with the octets as they were received.
#[derive(Debug, Clone)]
pub struct Crl {
    der: Vec<u8>,
    tbs: Range<usize>,
    inner_algorithm: Range<usize>,
    outer_algorithm: Range<usize>,
    signature: Range<usize>,
    issuer: Range<usize>,
    this_update: i64,
    next_update: Option<i64>,
    revoked: BTreeSet<Vec<u8>>,
}

/// The serial number without leading zero octets.
fn trimmed(serial: &[u8]) -> Vec<u8> {
    serial.iter().copied().skip_while(|octet| *octet == 0).collect()
}

impl Crl {
    /// Reads a list: strict DER, nothing behind it, at most 4 MiB and 100 000 entries.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > LIMIT {
            return Err(CertificateError { offset: LIMIT, says: format!("list of more than {LIMIT} octets") });
        }
        let document = Document(der);
        let list = document.only(0..der.len(), 0x30, "CertificateList")?;
        let mut outer = Fields::of(document, &list)?;
        let tbs = outer.required(0x30, "tbsCertList")?;
        let outer_algorithm = outer.required(0x30, "signatureAlgorithm")?;
        let signature = outer.required(0x03, "signature")?;
        outer.end("CertificateList")?;

        let mut inner = Fields::of(document, &tbs)?;
        inner.optional(0x02);
        let inner_algorithm = inner.required(0x30, "signature")?;
        let issuer = inner.required(0x30, "issuer")?;
        let mut update =
            |what| inner.optional(0x17).or_else(|| inner.optional(0x18)).map(|at| time(document, &at, what));
        let this_update = update("thisUpdate").transpose()?;
        let this_update = this_update.ok_or_else(|| issuer.error("no thisUpdate behind the issuer"))?;
        let next_update = update("nextUpdate").transpose()?;
        let entries = inner.optional(0x30);
        inner.optional(0xA0);
        inner.end("tbsCertList")?;
        Ok(Self {
            tbs: tbs.whole(),
            inner_algorithm: inner_algorithm.whole(),
            outer_algorithm: outer_algorithm.whole(),
            signature: crate::certificate::whole_octets(document, &signature, "signature")?,
            issuer: issuer.whole(),
            this_update,
            next_update,
            revoked: entries.map_or_else(|| Ok(BTreeSet::new()), |entries| serials(document, &entries))?,
            der: der.to_vec(),
        })
    }

    fn cut(&self, range: &Range<usize>) -> &[u8] {
        self.der.get(range.clone()).unwrap_or_default()
    }

    /// All octets.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The issuer's Name, with tag and length.
    pub fn issuer(&self) -> &[u8] {
        self.cut(&self.issuer)
    }

    /// When the list was made, in seconds since the epoch.
    pub fn this_update(&self) -> i64 {
        self.this_update
    }

    /// When the next list comes, in seconds since the epoch.
    pub fn next_update(&self) -> Option<i64> {
        self.next_update
    }

    /// How many certificates are on it.
    pub fn len(&self) -> usize {
        self.revoked.len()
    }

    /// Is none on it?
    pub fn is_empty(&self) -> bool {
        self.revoked.is_empty()
    }

    /// Is this serial number (contents octets) on it?
    pub fn revokes(&self, serial: &[u8]) -> bool {
        self.revoked.contains(&trimmed(serial))
    }

    /// The list is this issuer's: its name, its key, and a key that may sign lists.
    pub fn verify(&self, issuer: &Certificate) -> Result<(), Fault> {
        Fault::unless(name::same(self.issuer(), issuer.subject()), FaultKind::Issuer, || {
            format!("the list is not that of \"{}\"", issuer.subject_text())
        })?;
        let may_sign = issuer.key_usage().is_some_and(|usage| usage.contains(KeyUsage::CRL_SIGN));
        Fault::unless(may_sign, FaultKind::KeyUsage, || format!("\"{}\" signs no lists", issuer.subject_text()))?;
        let algorithms = (self.cut(&self.inner_algorithm), self.cut(&self.outer_algorithm));
        verify::verify_signed(algorithms, self.cut(&self.tbs), self.cut(&self.signature), issuer)
    }
}

fn serials(document: Document<'_>, entries: &Element) -> Result<BTreeSet<Vec<u8>>, ReadError> {
    let entries = document.children(entries, ENTRIES)?;
    let serial = |entry: &Element| {
        let fields = document.children(entry, 3)?;
        let serial = fields.first().filter(|serial| serial.tag == 0x02);
        serial
            .map(|serial| trimmed(document.value(serial)))
            .ok_or_else(|| entry.error("an entry without serial number"))
    };
    entries.iter().map(serial).collect()
}

/// Makes the list of this issuer that holds these serial numbers (contents octets): version 2, DER, valid between
/// the two times, revoked at the first. The issuer's key must be at hand.
pub fn issue(issuer: &Credential, revoked: &[&[u8]], this_update: i64, next_update: i64) -> Result<Crl, IssueError> {
    issue_with(issuer, revoked, (this_update, next_update), &[1], &[])
}

/// The same with this CRLNumber, an unsigned number, big endian, and further extensions: that of a list of changes, or
/// those of a segment.
pub fn issue_with(
    issuer: &Credential,
    revoked: &[&[u8]],
    (this_update, next_update): (i64, i64),
    number: &[u8],
    more: &[Extension],
) -> Result<Crl, IssueError> {
    let key = issuer.key.as_ref().ok_or(IssueError::NoKey("the issuer of the list"))?;
    let from = time_der(this_update)?;
    let entries: Vec<u8> = revoked.iter().flat_map(|serial| sequence(&[&unsigned(serial), &from])).collect();
    // An empty list of entries must be left out (RFC 5280 §5.1.2.6).
    let entries = if revoked.is_empty() { Vec::new() } else { sequence(&[&entries]) };
    let number = Extension::new(known::CRL_NUMBER, false, unsigned(number)).der()?;
    let more = more.iter().map(Extension::der).collect::<Result<Vec<_>, _>>()?.concat();
    let key_id = issuer.certificate.subject_key_id().unwrap_or_else(|| key.public_key().key_id().to_vec());
    let authority = Extension::authority_key_id(&key_id).der()?;
    let tbs = sequence(&[
        &unsigned(&[1]),
        &SIGNATURE_ALGORITHM,
        issuer.certificate.subject(),
        &from,
        &time_der(next_update)?,
        &entries,
        &tlv(0xA0, &[&sequence(&[&authority, &number, &more])]),
    ]);
    let signature = bit_string(&key.sign_der(&tbs));
    Ok(Crl::from_der(&sequence(&[&tbs, &SIGNATURE_ALGORITHM, &signature]))?)
}
