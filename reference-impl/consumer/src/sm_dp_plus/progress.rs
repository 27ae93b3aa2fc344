//! What the operator hears of a download: ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5).

use super::order::Order;
use super::{SmDpPlus, rules};
use crate::es2plus::{DownloadProgressInfo, PointStatus, StatusCodeData};
use crate::status;
use rsp_conduct::{Duty, Refusal};

impl SmDpPlus {
    pub(super) fn report_eligibility(&self, order: &Order, eid: [u8; 16], outcome: Result<(), &Refusal>) {
        self.report(&rules::REPORT_ELIGIBILITY, 1, order, eid, outcome);
    }

    pub(super) fn report_confirmation_failure(&self, order: &Order, eid: [u8; 16], refusal: &Refusal) {
        self.report(&rules::REPORT_CONFIRMATION_FAILURE, 2, order, eid, Err(refusal));
    }

    pub(super) fn report_download(&self, order: &Order, eid: [u8; 16], outcome: Result<(), &Refusal>) {
        self.report(&rules::REPORT_DOWNLOAD, 3, order, eid, outcome);
    }

    pub(super) fn report_installation(&self, order: &Order, outcome: Result<(), &Refusal>) {
        self.report(&rules::REPORT_INSTALLATION, 4, order, order.eid.unwrap_or_default(), outcome);
    }

    fn report(&self, duty: &'static Duty, point: u8, order: &Order, eid: [u8; 16], outcome: Result<(), &Refusal>) {
        let Some(listener) = &self.config.progress else { return };
        if !self.context.conduct.does(duty) {
            return;
        }
        let status = match outcome {
            Ok(()) => PointStatus { status: "Executed-Success".into(), status_code_data: None },
            Err(refusal) => {
                let code = status::json_code(refusal.error);
                PointStatus {
                    status: "Failed".into(),
                    status_code_data: Some(StatusCodeData {
                        subject_code: code.subject.into(),
                        reason_code: code.reason.into(),
                        message: Some(refusal.detail.clone()),
                    }),
                }
            }
        };
        listener.notify(DownloadProgressInfo {
            eid: Some(hex::encode(eid)),
            iccid: order.iccid.clone(),
            profile_type: order.profile_type.name.clone(),
            timestamp: timestamp(self.context.clock.now()),
            notification_point_id: point,
            notification_point_status: status,
            result_data: None,
        });
    }
}

/// `YYYY-MM-DDThh:mm:ssZ` of a moment in seconds since the epoch (proleptic Gregorian calendar).
fn timestamp(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 0000-03-01, in eras of 400 years: the algorithm of H. Hinnant's "chrono-compatible date algorithms".
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn timestamps_are_those_of_date() {
        // `date -u -d @N +%FT%TZ`
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(timestamp(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(timestamp(1_795_250_000), "2026-11-21T08:33:20Z");
    }
}
