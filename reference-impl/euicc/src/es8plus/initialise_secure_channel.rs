//! ES8+.InitialiseSecureChannel (SGP.22 §5.5.1).

use crate::es10b::loader::Loader;
use crate::euicc::Euicc;
use crate::rules;
use rsp_asn1::{InitialiseSecureChannelRequest, tlv};
use rsp_conduct::Refusal;
use rsp_crypto::PublicKey;
use rsp_crypto::bsp::{Bsp, SessionKeys};

fn incorrect(says: impl ToString) -> Refusal {
    Refusal::new("incorrectInputValues", says.to_string())
}

impl Euicc {
    /// Verifies the key agreement (`BF23`) and derives the session keys.
    pub(crate) fn initialise_secure_channel(&self, loader: &mut Loader, whole: &[u8]) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let read = rsp_asn1::decode::<InitialiseSecureChannelRequest>(whole);
        conduct.judge(&rules::INITIALISE_SECURE_CHANNEL, read.as_ref().map(|_| ()).map_err(incorrect))?;
        // What cannot be read agrees on no keys.
        let Ok(request) = read else { return Ok(()) };
        let operation = request.remote_op_id.0;
        conduct.judge(
            &rules::REMOTE_OP_ID,
            Refusal::unless(operation == 1, "unsupportedRemoteOperationType", || format!("remoteOpId {operation}")),
        )?;
        let same = request.transaction_id.as_ref() == loader.server.transaction_id.as_slice();
        conduct.judge(
            &rules::CHANNEL_TRANSACTION_ID,
            Refusal::unless(same, "invalidTransactionId", || "transactionId of another session".into()),
        )?;
        let template = &request.control_ref_template;
        let (key_type, key_length) = (template.key_type.as_ref(), template.key_len.as_ref());
        let host_id = template.host_id.as_ref();
        let supported = key_type == [0x88] && key_length == [0x10];
        conduct.judge(
            &rules::CONTROL_REF_TEMPLATE,
            Refusal::unless(supported, "unsupportedCrtValues", || format!("{key_type:02X?} {key_length:02X?}")),
        )?;
        let content = tlv::only(0xBF23, whole).map_err(incorrect)?.content;
        let fields = tlv::all(content).map_err(incorrect)?;
        // All before the signature, whatever a later version put between.
        let signed: Vec<u8> =
            fields.iter().take_while(|field| field.tag != 0x5F37).flat_map(|field| field.whole).copied().collect();
        let otpk = tlv::wrap(0x5F49, &[&loader.prepared.otsk.public_key().to_sec1()]);
        let verified = loader.prepared.dp_pb_key.verify(&[&signed, &otpk], request.smdp_sign.as_ref());
        conduct
            .judge(&rules::SMDP_SIGN, verified.map_err(|error| Refusal::new("invalidSignature", error.to_string())))?;
        let peer = PublicKey::from_sec1(loader.prepared.dp_pb_key.curve(), request.smdp_otpk.as_ref());
        let secret = peer.and_then(|peer| loader.prepared.otsk.agree(&peer));
        conduct.judge(&rules::SMDP_OTPK, secret.as_ref().map(|_| ()).map_err(incorrect))?;
        // Without a shared secret the keys are those of no octets: nobody else has them.
        let secret = secret.unwrap_or_default();
        let keys = SessionKeys::derive(&secret, 0x88, 0x10, host_id, &self.identity.eid);
        loader.channel = Some(Bsp::new(keys));
        Ok(())
    }
}
