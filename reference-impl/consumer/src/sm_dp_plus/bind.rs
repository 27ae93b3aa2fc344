//! Binding a profile package to one eUICC (SGP.22 §2.5.4, §5.5).

use super::order::{Binding, Order};
use super::profile_type::Protection;
use super::session::{Authenticated, Session};
use super::{SmDpPlus, rules};
use rsp_asn1::tlv;
use rsp_conduct::{Artefact, Refusal};
use rsp_crypto::PrivateKey;
use rsp_crypto::bsp::{self, Bsp, SessionKeys};
use std::sync::Arc;

/// Key type AES and its length in octets (SGP.22 §5.5.1).
const KEY_TYPE: u8 = 0x88;
const KEY_LENGTH: u8 = 0x10;

impl SmDpPlus {
    /// A new one-time key pair, and everything of the package that does not depend on the transaction.
    pub(super) fn bind(
        &self,
        order: &Order,
        session: &Session,
        client: &Authenticated,
        euicc_otpk: &[u8],
    ) -> Result<Binding, Refusal> {
        let conduct = &self.context.conduct;
        let trust = &self.config.trust[session.verification_ci];
        let curve =
            trust.dp_pb.certificate.public_key().map_err(|error| Refusal::new("undefinedError", error.to_string()))?;
        let curve = curve.curve();
        let label: &[u8] = if conduct.does(&rules::FRESH_OTPK) { &session.transaction_id } else { b"stale" };
        let dp_key = PrivateKey::derive(curve, self.context.entropy.as_ref(), "otSK.DP.ECKA", label);
        let checked = rsp_crypto::PublicKey::from_sec1(curve, euicc_otpk);
        let usable = checked
            .as_ref()
            .map(|_| ())
            .map_err(|error| Refusal::new("malformed", format!("otPK.EUICC.ECKA: {error}")));
        conduct.judge(&rules::EUICC_OTPK, usable)?;
        // A mutant that takes any octets for a key agrees with itself.
        let peer = checked.unwrap_or_else(|_| dp_key.public_key().clone());
        let secret = dp_key.agree(&peer).map_err(|error| Refusal::new("undefinedError", error.to_string()))?;
        let keys = SessionKeys::derive(&secret, KEY_TYPE, KEY_LENGTH, &self.config.host_id, &client.eid);
        let mut channel = Bsp::new(keys);

        let mut configure = vec![0xBF, 0x24, 0x00];
        conduct.shape(&rules::CONFIGURE_ISDP, &mut configure);
        let wanted = |limit: usize| order.profile_type.segment.unwrap_or(limit).max(1);
        let encrypted = wanted(bsp::MAX_ENCRYPTED_CLEAR);
        let first87 = self.sealed(&mut channel, 0x87, &rules::SEGMENT_87, &configure, encrypted);
        let mut metadata = client.metadata.clone();
        conduct.shape(&rules::STORE_METADATA, &mut metadata);
        let of88 = self.sealed(&mut channel, 0x88, &rules::SEGMENT_88, &metadata, wanted(bsp::MAX_MAC_ONLY_CLEAR));

        let mut parts = vec![tlv::wrap(0xA0, &[&first87]), tlv::wrap(0xA1, &[&of88])];
        if order.profile_type.protection == Protection::ProfileProtectionKeys {
            let context: &[u8] = if conduct.does(&rules::FRESH_PPK) { order.iccid.as_bytes() } else { b"stale" };
            let key = |label: &str| self.context.random::<16>(label, context);
            let keys = SessionKeys { initial_mcv: key("PPK-MCV"), s_enc: key("PPK-ENC"), s_mac: key("PPK-MAC") };
            let fields = [(0x80, keys.initial_mcv), (0x81, keys.s_enc), (0x82, keys.s_mac)];
            let fields: Vec<u8> = fields.iter().flat_map(|(tag, key)| tlv::wrap(*tag, &[key])).collect();
            let mut replace = tlv::wrap(0xBF26, &[&fields]);
            conduct.shape(&rules::REPLACE_SESSION_KEYS, &mut replace);
            parts.push(tlv::wrap(0xA2, &[&self.sealed(&mut channel, 0x87, &rules::SEGMENT_87, &replace, encrypted)]));
            channel.replace_keys(keys);
        }
        let mut package = order.profile_type.package.personalised(&order.iccid);
        conduct.shape(&rules::PROFILE_PACKAGE, &mut package);
        parts.push(tlv::wrap(0xA3, &[&self.sealed(&mut channel, 0x86, &rules::SEGMENT_86, &package, encrypted)]));
        Ok(Binding {
            transaction_id: session.transaction_id.clone(),
            euicc_key: client.euicc_key.clone(),
            euicc_otpk: euicc_otpk.to_vec(),
            dp_key,
            segments: Arc::from(parts.concat()),
        })
    }

    /// Clear octets as protected segments, one after the other; at least one.
    fn sealed(&self, channel: &mut Bsp, tag: u8, artefact: &'static Artefact, clear: &[u8], limit: usize) -> Vec<u8> {
        let limit = if self.context.conduct.does(&rules::SEGMENT_LIMIT) { limit } else { limit + 1 };
        let mut out = Vec::new();
        let mut rest = clear;
        loop {
            let (now, later) = rest.split_at(rest.len().min(limit));
            let mut sealer = channel.channel(tag);
            out.extend(self.context.conduct.seal(artefact, now, &mut sealer));
            if later.is_empty() {
                return out;
            }
            rest = later;
        }
    }

    /// BoundProfilePackage: the signed key agreement of this session in front of the bound segments.
    pub(super) fn bound_profile_package(&self, session: &Session, binding: &Binding) -> Result<Vec<u8>, Refusal> {
        let conduct = &self.context.conduct;
        let mut operation = vec![1];
        conduct.shape(&rules::REMOTE_OP_ID, &mut operation);
        let template = [
            tlv::wrap(0x80, &[&[KEY_TYPE]]),
            tlv::wrap(0x81, &[&[KEY_LENGTH]]),
            tlv::wrap(0x84, &[&self.config.host_id]),
        ];
        let mut template = tlv::wrap(0xA6, &[&template.concat()]);
        conduct.shape(&rules::CONTROL_REF_TEMPLATE, &mut template);
        let clear = [
            tlv::wrap(0x82, &[&operation]),
            tlv::wrap(0x80, &[&session.transaction_id]),
            template,
            tlv::wrap(0x5F49, &[&binding.dp_key.public_key().to_sec1()]),
        ];
        let mut clear = tlv::wrap(0xBF23, &[&clear.concat()]);
        conduct.shape(&rules::KEY_AGREEMENT, &mut clear);
        // The signature covers what stands inside.
        let clear = tlv::header(&clear).ok().and_then(|(_, _, header)| clear.get(header..)).unwrap_or_default();
        let euicc_otpk = tlv::wrap(0x5F49, &[&binding.euicc_otpk]);
        let trust = &self.config.trust[session.verification_ci];
        let key = trust.dp_pb.key.as_ref().ok_or_else(|| Refusal::new("undefinedError", "no key for CERT.DPpb"))?;
        let mut signature = conduct.sign(&rules::SMDP_SIGN, &[clear, &euicc_otpk], key);
        conduct.shape(&rules::SMDP_SIGN, &mut signature);
        let initialise = tlv::wrap(0xBF23, &[clear, &tlv::wrap(0x5F37, &[&signature])]);
        let mut package = tlv::wrap(0xBF36, &[&initialise, &binding.segments]);
        conduct.shape(&rules::BOUND_PROFILE_PACKAGE, &mut package);
        Ok(package)
    }
}
