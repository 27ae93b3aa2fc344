//! ES10b.LoadCRL (SGP.22 §5.7.12): revocation lists of CIs, whole or in segments.

use crate::codes;
use crate::crl::{CrlNumbers, StoredCrl, greater};
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{LoadCRLRequest, tlv};
use rsp_conduct::Refusal;
use rsp_pki::Certificate;
use rsp_pki::crl::Crl;

/// Octets that lists may take together.
const MEMORY: usize = 128 * 1024;

impl Euicc {
    /// Verifies a list, or a segment of one, and keeps it; the answer names the segments that are missing: `BF35`.
    pub(crate) fn load_crl(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        let request = rsp_asn1::decode::<LoadCRLRequest>(payload);
        let octets = request.map(|request| request.crl.octets().to_vec());
        let outcome = octets
            .map_err(|error| Refusal::new("invalidCRLFormat", error.to_string()))
            .and_then(|octets| self.load(&octets));
        let result = match outcome {
            Ok(missing) if missing.is_empty() => tlv::wrap(0xA0, &[]),
            Ok(missing) => {
                let numbers = missing.iter().flat_map(|part| {
                    let number = crate::notification::integer(u32::from(*part));
                    tlv::wrap(0x02, &[&number])
                });
                tlv::wrap(0xA0, &[&tlv::wrap(0xA0, &[&numbers.collect::<Vec<u8>>()])])
            }
            Err(refusal) => tlv::wrap(0x81, &[&[codes::load_crl(&refusal)]]),
        };
        Some(tlv::wrap(0xBF35, &[&result]))
    }

    /// The numbers of the segments that are missing.
    fn load(&mut self, octets: &[u8]) -> Result<Vec<u16>, Refusal> {
        let conduct = self.context.conduct.clone();
        let read = Crl::from_der(octets).map_err(|error| error.to_string());
        let read = read.and_then(|list| CrlNumbers::of(octets).map(|numbers| (list, numbers)));
        let judged = read.as_ref().map(|_| ()).map_err(|error| Refusal::new("invalidCRLFormat", error.clone()));
        conduct.judge(&rules::CRL_FORMAT, judged)?;
        let (list, numbers) = read.map_err(|error| Refusal::new("undefinedError", error))?;

        let of_key = |ci: &&Certificate| numbers.authority.is_some() && ci.subject_key_id() == numbers.authority;
        let ci = self.identity.verification.iter().find(of_key).cloned();
        conduct.judge(
            &rules::CRL_ISSUER,
            Refusal::unless(ci.is_some(), "verificationKeyNotFound", || "a list of a CI that is not known here".into()),
        )?;
        let verified = ci.as_ref().map_or(Ok(()), |ci| list.verify(ci));
        conduct
            .judge(&rules::CRL_SIGNATURE, verified.map_err(|fault| Refusal::new("invalidSignature", fault.detail)))?;

        let ci_pkid = numbers.authority.clone().unwrap_or_default();
        let same_ci = |stored: &&StoredCrl| stored.ci_pkid == ci_pkid;
        let fresher = self.state.crls.iter().filter(same_ci).any(|stored| greater(&stored.number, &numbers.number));
        conduct.judge(
            &rules::CRL_FRESHER,
            Refusal::unless(!fresher, "fresherCrlAlreadyLoaded", || "a list with a higher number is here".into()),
        )?;
        let based = numbers.base.as_ref().is_none_or(|base| {
            let lists = self.state.crls.iter().filter(same_ci);
            lists
                .filter(|stored| !stored.delta && stored.missing().is_empty())
                .any(|stored| !greater(base, &stored.number))
        });
        conduct.judge(
            &rules::CRL_BASE,
            Refusal::unless(based, "baseCrlMissing", || "the list that it changes is not here".into()),
        )?;
        let used: usize = self.state.crls.iter().map(StoredCrl::memory).sum();
        let room = used + octets.len() <= MEMORY && octets.len() <= self.free_memory();
        conduct.judge(
            &rules::CRL_MEMORY,
            Refusal::unless(room, "notEnoughMemorySpace", || format!("{} octets more", octets.len())),
        )?;
        if !conduct.does(&rules::STORE_CRL) {
            return Ok(Vec::new());
        }
        Ok(self.store_crl(ci_pkid, &list, &numbers))
    }

    /// Keeps a list or segment. Lists that a complete one takes the place of go.
    fn store_crl(&mut self, ci_pkid: Vec<u8>, list: &Crl, numbers: &CrlNumbers) -> Vec<u16> {
        let (total, part) = numbers.segment.unwrap_or((1, 1));
        let delta = numbers.base.is_some();
        let crls = &mut self.state.crls;
        let same =
            |stored: &StoredCrl| stored.ci_pkid == ci_pkid && stored.number == numbers.number && stored.delta == delta;
        let index = match crls.iter().position(|stored| same(stored) && stored.total == total) {
            Some(index) => index,
            None => {
                // The same number cut another way takes the place of what is here.
                crls.retain(|stored| !same(stored));
                crls.push(StoredCrl {
                    ci_pkid: ci_pkid.clone(),
                    number: numbers.number.clone(),
                    this_update: list.this_update(),
                    delta,
                    total,
                    parts: Vec::new(),
                });
                crls.len() - 1
            }
        };
        let stored = &mut crls[index];
        stored.parts.retain(|(number, _)| *number != part);
        stored.parts.push((part, list.der().to_vec()));
        stored.parts.sort_by_key(|(number, _)| *number);
        let missing = stored.missing();
        if missing.is_empty() && !delta {
            crls.retain(|stored| stored.ci_pkid != ci_pkid || !greater(&numbers.number, &stored.number));
        }
        missing
    }
}
