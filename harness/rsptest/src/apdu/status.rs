//! Status words in words (ISO/IEC 7816-4 §5.6, ETSI TS 102 221 §10.2).

/// What SW1 SW2 say.
pub fn words(sw: u16) -> String {
    let low = sw & 0xFF;
    match sw {
        0x9000 => "done".into(),
        0x6100 => "256 octets or more wait".into(),
        0x6101..=0x61FF => format!("{low} octets wait"),
        0x6C00..=0x6CFF => format!("wrong Le, {low} is right"),
        0x9100..=0x91FF => format!("done; a proactive command of {low} octets waits"),
        0x63C0..=0x63CF => format!("verification failed, {} tries left", low & 0x0F),
        _ => KNOWN.iter().find(|(known, _)| *known == sw).map_or_else(
            || match sw >> 8 {
                0x62 | 0x63 => "a warning".into(),
                0x64..=0x6F => "an error".into(),
                0x90..=0x9F => "done, in words of its own".into(),
                _ => "no status word of ISO/IEC 7816-4".into(),
            },
            |(_, words)| (*words).to_owned(),
        ),
    }
}

const KNOWN: &[(u16, &str)] = &[
    (0x6200, "no information given; state unchanged"),
    (0x6282, "end of file, or nothing found"),
    (0x6283, "the selected file is deactivated"),
    (0x6285, "the selected file is terminated"),
    (0x6300, "no information given; state changed"),
    (0x6400, "execution error; state unchanged"),
    (0x6581, "memory problem"),
    (0x6601, "security-related error"),
    (0x6700, "wrong length"),
    (0x6881, "logical channel not supported or not open"),
    (0x6882, "secure messaging not supported"),
    (0x6884, "command chaining not supported"),
    (0x6981, "the command does not fit the file"),
    (0x6982, "security status not satisfied"),
    (0x6983, "authentication method blocked"),
    (0x6984, "referenced data not usable"),
    (0x6985, "conditions of use not satisfied"),
    (0x6986, "no current EF"),
    (0x6A80, "wrong data field"),
    (0x6A81, "function not supported"),
    (0x6A82, "file or application not found"),
    (0x6A83, "record not found"),
    (0x6A84, "not enough memory"),
    (0x6A86, "wrong P1 P2"),
    (0x6A87, "Lc does not fit P1 P2"),
    (0x6A88, "referenced data not found"),
    (0x6B00, "wrong P1 P2"),
    (0x6D00, "instruction not supported"),
    (0x6E00, "class not supported"),
    (0x6F00, "no precise diagnosis"),
    (0x9240, "memory problem"),
    (0x9300, "the toolkit is busy"),
    (0x9862, "authentication error, wrong MAC"),
    (0x9864, "authentication error, not in this context"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_words() {
        assert_eq!(words(0x6115), "21 octets wait");
        assert_eq!(words(0x9110), "done; a proactive command of 16 octets waits");
        assert_eq!(words(0x63C2), "verification failed, 2 tries left");
        assert_eq!(words(0x6A82), "file or application not found");
        assert_eq!(words(0x6F42), "an error");
        assert_eq!(words(0x1234), "no status word of ISO/IEC 7816-4");
    }
}
