//! Is a certificate valid at this time?

use crate::{Certificate, Fault, FaultKind};
use std::time::Duration;
use x509_cert::der::DateTime;

/// `now`, in seconds since the epoch, is neither before notBefore nor after notAfter (RFC 5280 §4.1.2.5).
pub fn valid_at(certificate: &Certificate, now: i64) -> Result<(), Fault> {
    let (begin, end) = (certificate.not_before(), certificate.not_after());
    Fault::unless(now >= begin, FaultKind::NotYetValid, || {
        format!("valid from {}, and it is {}", moment(begin), moment(now))
    })?;
    Fault::unless(now <= end, FaultKind::Expired, || format!("valid until {}, and it is {}", moment(end), moment(now)))
}

/// A moment as RFC 3339 writes it; in seconds since 1970 where it lies before that or behind the year 9999.
fn moment(seconds: i64) -> String {
    let since = u64::try_from(seconds).ok().map(Duration::from_secs);
    let moment = since.and_then(|since| DateTime::from_unix_duration(since).ok());
    moment.map_or_else(|| format!("{seconds} s since 1970"), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_date() {
        // GNU coreutils: date -u -d @N +%FT%TZ
        assert_eq!(moment(1_609_459_199), "2020-12-31T23:59:59Z");
        assert_eq!(moment(1_709_208_000), "2024-02-29T12:00:00Z");
        assert_eq!(moment(253_402_300_799), "9999-12-31T23:59:59Z");
        assert_eq!(moment(253_402_300_800), "253402300800 s since 1970");
        assert_eq!(moment(-1), "-1 s since 1970");
    }
}
