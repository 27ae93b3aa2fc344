//! Which of our profiles with policy rules a card must take, by its Rules Authorisation Table (SGP.22 §2.9.2).

use crate::lab::{OTHER_OWNER, OWNER, PPR1, PPR2};
use rsp_asn1::tlv;

/// Whether a BIT STRING of at most eight bits has this one.
fn has(bits: &[u8], bit: u8) -> bool {
    bits.get(1).is_some_and(|octet| octet & 0x80 >> bit.min(7) != 0)
}

/// Whether a row's operator names this owner, who has neither GID1 nor GID2: `E` stands for any digit, a GID of no
/// octets for any.
fn names(operator: &tlv::Tlv<'_>, owner: [u8; 3]) -> bool {
    let fields = tlv::all(operator.content).unwrap_or_default();
    let digits = fields.iter().find(|field| field.tag == 0x80).map(|field| field.content).unwrap_or_default();
    let nibble = |rule: u8, said: u8| rule == 0xE || rule == said;
    let octet = |(rule, said): (&u8, &u8)| nibble(rule >> 4, said >> 4) && nibble(rule & 0xF, said & 0xF);
    digits.len() == 3
        && digits.iter().zip(&owner).all(octet)
        && fields.iter().all(|field| field.tag == 0x80 || field.content.is_empty())
}

/// Whether a row of GetRatResponse allows this rule to this owner.
fn allows(rat: &[u8], rule: u8, owner: [u8; 3]) -> bool {
    let lists = tlv::only(0xBF43, rat).and_then(|outer| tlv::all(outer.content)).unwrap_or_default();
    lists.into_iter().flat_map(|list| tlv::all(list.content).unwrap_or_default()).any(|row| {
        let fields = tlv::all(row.content).unwrap_or_default();
        let of = |tag| fields.iter().find(|field| field.tag == tag).map(|field| field.content).unwrap_or_default();
        has(of(0x80), rule) && tlv::all(of(0xA1)).unwrap_or_default().iter().any(|one| names(one, owner))
    })
}

/// The options that follow: `ppr1` and `ppr2` where our own profiles may have these rules, `ppr1-for-some` where
/// another owner's may not have PPR1.
pub(super) fn options(rat: &[u8], forbidden: &[u8]) -> Vec<String> {
    let mut options = Vec::new();
    for (name, rule) in [("ppr1", PPR1), ("ppr2", PPR2)] {
        if allows(rat, rule, OWNER) && !has(forbidden, rule) {
            options.push(name.to_owned());
        }
    }
    if !allows(rat, PPR1, OTHER_OWNER) || has(forbidden, PPR1) {
        options.push("ppr1-for-some".into());
    }
    options
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn a_table_says_whose_rules_are_taken() {
        // {ppr1, 001/01}, {ppr2, any, consent}
        let table = "BF4327 A025 3010 80020640 A107 3005 800300F110 820100 3011 80020520 A107 3005 8003EEEEEE 82020780";
        let table = hex::decode(table.replace(' ', "")).unwrap();
        assert_eq!(options(&table, &[]), ["ppr1", "ppr2", "ppr1-for-some"]);
        assert_eq!(options(&table, &[5, 0x20]), ["ppr1", "ppr1-for-some"]);
        assert_eq!(options(&[0xBF, 0x43, 2, 0xA0, 0], &[]), ["ppr1-for-some"]);
    }
}
