//! ES10b.GetEUICCInfo (SGP.22 §5.7.8).

use crate::euicc::Euicc;
use crate::isdp::Isdp;
use crate::rules;

impl Euicc {
    /// EUICCInfo1 (`BF20`): what is said before a server is authenticated.
    pub(crate) fn get_euicc_info1(&self) -> Option<Vec<u8>> {
        let mut info = self.identity.info1();
        self.context.conduct.shape(&rules::EUICC_INFO1, &mut info);
        Some(info)
    }

    /// EUICCInfo2 (`BF22`).
    pub(crate) fn get_euicc_info2(&self) -> Option<Vec<u8>> {
        Some(self.info2())
    }

    /// EUICCInfo2 as it is told and signed: extCardResource says what the installed profiles leave.
    pub(crate) fn info2(&self) -> Vec<u8> {
        let info = &self.identity.info2;
        let (mut applications, mut free) = (info.applications, info.free_non_volatile);
        if self.context.conduct.does(&rules::REPORT_RESOURCES) {
            let installed: usize = self.state.profiles.iter().map(Isdp::applications).sum();
            applications = applications.saturating_add(u8::try_from(installed).unwrap_or(u8::MAX));
            free = u32::try_from(self.free_memory()).unwrap_or(u32::MAX);
        }
        let mut info = self.identity.info2_with(applications, free);
        self.context.conduct.shape(&rules::EUICC_INFO2, &mut info);
        info
    }
}
