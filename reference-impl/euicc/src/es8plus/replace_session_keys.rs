//! ES8+.ReplaceSessionKeys (SGP.22 §5.5.4).

use crate::es10b::loader::Loader;
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::ReplaceSessionKeysRequest;
use rsp_conduct::Refusal;
use rsp_crypto::bsp::SessionKeys;

fn keys_of(clear: &[u8]) -> Result<SessionKeys, String> {
    let request = rsp_asn1::decode::<ReplaceSessionKeysRequest>(clear).map_err(|error| error.to_string())?;
    let key = |octets: &[u8]| <[u8; 16]>::try_from(octets).map_err(|_| "a key that is not 16 octets".to_owned());
    Ok(SessionKeys {
        initial_mcv: key(request.initial_mac_chaining_value.as_ref())?,
        s_enc: key(request.ppk_enc.as_ref())?,
        s_mac: key(request.ppk_cmac.as_ref())?,
    })
}

impl Euicc {
    /// Reads ReplaceSessionKeysRequest (`BF26`) and goes on with the keys that it brings.
    pub(crate) fn replace_session_keys(&self, loader: &mut Loader, clear: &[u8]) -> Result<(), Refusal> {
        let keys = keys_of(clear);
        let judged = keys.as_ref().map(|_| ()).map_err(|error| Refusal::new("incorrectInputValues", error.clone()));
        self.context.conduct.judge(&rules::REPLACE_SESSION_KEYS, judged)?;
        if let (Some(channel), Ok(keys)) = (loader.channel.as_mut(), keys) {
            channel.replace_keys(keys);
        }
        Ok(())
    }
}
