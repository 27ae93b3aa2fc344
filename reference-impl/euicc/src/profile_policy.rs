//! Profile Policy Rules and the Rules Authorisation Table (SGP.22 §2.9).

use rsp_asn1::{OperatorId, tlv};
use serde::{Deserialize, Serialize};

/// An operator in the table: digits `E` and identifiers of no octets match anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedOperator {
    /// MCC and MNC as in 3GPP TS 24.008.
    pub mcc_mnc: [u8; 3],
    /// Content of EF.GID1; no octets match anything, absence only absence.
    pub gid1: Option<Vec<u8>>,
    /// Content of EF.GID2, likewise.
    pub gid2: Option<Vec<u8>>,
}

impl AllowedOperator {
    /// Every operator there is.
    pub fn any() -> Self {
        Self { mcc_mnc: [0xEE; 3], gid1: Some(Vec::new()), gid2: Some(Vec::new()) }
    }

    /// Is this profile owner meant?
    pub fn matches(&self, owner: &OperatorId) -> bool {
        let nibble = |rule: u8, said: u8| rule == 0xE || rule == said;
        let octet = |(rule, said): (&u8, &u8)| nibble(rule >> 4, said >> 4) && nibble(rule & 0xF, said & 0xF);
        let group = |rule: &Option<Vec<u8>>, said: Option<&[u8]>| match (rule.as_deref(), said) {
            (Some([]), _) | (None, None) => true,
            (rule, said) => rule == said,
        };
        self.mcc_mnc.iter().zip(owner.mcc_mnc.as_slice()).all(octet)
            && group(&self.gid1, owner.gid1.as_ref().map(|gid| gid.as_ref()))
            && group(&self.gid2, owner.gid2.as_ref().map(|gid| gid.as_ref()))
    }

    fn element(&self) -> Vec<u8> {
        let gid = |tag, gid: &Option<Vec<u8>>| gid.as_ref().map(|gid| tlv::wrap(tag, &[gid])).unwrap_or_default();
        tlv::wrap(0x30, &[&tlv::wrap(0x80, &[&self.mcc_mnc]), &gid(0x81, &self.gid1), &gid(0x82, &self.gid2)])
    }
}

/// A row of the table: who may use which policy rules (SGP.22 §2.9.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRule {
    /// Bits of PprIds: 1 for PPR1, 2 for PPR2.
    pub ppr_ids: Vec<usize>,
    /// The operators.
    pub allowed_operators: Vec<AllowedOperator>,
    /// Must the end user agree?
    pub consent_required: bool,
}

impl PolicyRule {
    /// Does this row name the policy rule with this bit and the profile owner?
    pub fn allows(&self, ppr: usize, owner: &OperatorId) -> bool {
        self.ppr_ids.contains(&ppr) && self.allowed_operators.iter().any(|operator| operator.matches(owner))
    }

    /// ProfilePolicyAuthorisationRule.
    pub(crate) fn element(&self) -> Vec<u8> {
        let operators: Vec<u8> = self.allowed_operators.iter().flat_map(AllowedOperator::element).collect();
        let flags: &[u8] = if self.consent_required { &[7, 0x80] } else { &[0] };
        tlv::wrap(
            0x30,
            &[
                &tlv::wrap(0x80, &[&crate::identity::bits(&self.ppr_ids)]),
                &tlv::wrap(0xA1, &[&operators]),
                &tlv::wrap(0x82, &[flags]),
            ],
        )
    }
}

/// The table that lets everyone use both rules when the end user agrees.
pub fn everyone_with_consent() -> Vec<PolicyRule> {
    let allowed_operators = vec![AllowedOperator::any()];
    vec![PolicyRule { ppr_ids: vec![1, 2], allowed_operators, consent_required: true }]
}
