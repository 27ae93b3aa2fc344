//! ES10b.GetEUICCInfo (SGP.22 §5.7.8).

use crate::euicc::Euicc;
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
        let mut info = self.identity.info2();
        self.context.conduct.shape(&rules::EUICC_INFO2, &mut info);
        Some(info)
    }
}
