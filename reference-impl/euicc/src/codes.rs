//! The names of errors and their numbers: one line for each enumeration, the numbers in its ASN.1 type.

use rsp_asn1::{
    AuthenticateErrorCode, DeleteResult, DisableResult, DownloadErrorCode, EnableResult, ErrorReason,
    LoadCRLResponseError, ProfileInfoListError, ResetResult, SetNicknameResult,
};
use rsp_conduct::Refusal;

/// `undefinedError`, which every enumeration has.
pub(crate) const UNDEFINED: u8 = 127;

macro_rules! numbers {
    ($($name:ident: $type:ty, $says:literal;)*) => {$(
        #[doc = concat!("The number of an error of ", $says, "; `undefinedError` for a name that it does not have.")]
        pub(crate) fn $name(refusal: &Refusal) -> u8 {
            <$type>::from_name(refusal.error).and_then(|code| u8::try_from(code.0).ok()).unwrap_or(UNDEFINED)
        }
    )*};
}

numbers! {
    authenticate_server: AuthenticateErrorCode, "ES10b.AuthenticateServer (SGP.22 §5.7.13)";
    prepare_download: DownloadErrorCode, "ES10b.PrepareDownload (SGP.22 §5.7.5)";
    installation: ErrorReason, "an installation (SGP.22 §2.5.6)";
    load_crl: LoadCRLResponseError, "ES10b.LoadCRL (SGP.22 §5.7.12)";
    profiles_info: ProfileInfoListError, "ES10c.GetProfilesInfo (SGP.22 §5.7.15)";
    enable: EnableResult, "ES10c.EnableProfile (SGP.22 §5.7.16)";
    disable: DisableResult, "ES10c.DisableProfile (SGP.22 §5.7.17)";
    delete: DeleteResult, "ES10c.DeleteProfile (SGP.22 §5.7.18)";
    memory_reset: ResetResult, "ES10c.eUICCMemoryReset (SGP.22 §5.7.19)";
    set_nickname: SetNicknameResult, "ES10c.SetNickname (SGP.22 §5.7.21)";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_number_of_its_enumeration() {
        let named = |name| Refusal::new(name, "");
        assert_eq!(authenticate_server(&named("euiccChallengeMismatch")), 6);
        assert_eq!(prepare_download(&named("invalidTransactionId")), 5);
        assert_eq!(installation(&named("invalidTransactionId")), 3);
        assert_eq!(prepare_download(&named("euiccChallengeMismatch")), UNDEFINED);
        assert_eq!(enable(&named("catBusy")), 5);
        assert_eq!(delete(&named("catBusy")), UNDEFINED);
        assert_eq!(load_crl(&named("baseCrlMissing")), 6);
    }
}
