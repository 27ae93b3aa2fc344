//! From UMTS to GSM (3GPP TS 33.102 §6.8.1.2).

/// SRES of RES, conversion function c2: four parts of four octets, added. RES of at most 16 octets; more is cut.
pub fn sres(res: &[u8]) -> [u8; 4] {
    let mut sum = [0; 4];
    for (at, octet) in res.iter().take(16).enumerate() {
        sum[at % 4] ^= octet;
    }
    sum
}

/// Kc of CK and IK, conversion function c3: their halves, added. For keys of 16 octets.
pub fn kc(ck: &[u8], ik: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    for key in [ck, ik] {
        for (at, octet) in key.iter().take(16).enumerate() {
            sum[at % 8] ^= octet;
        }
    }
    sum
}
