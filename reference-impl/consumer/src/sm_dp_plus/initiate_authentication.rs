//! ES9+.InitiateAuthentication (SGP.22 §5.6.1).

use super::session::Session;
use super::{SmDpPlus, rules, unreadable};
use crate::es9plus::Members;
use rsp_asn1::{EUICCInfo1, tlv};
use rsp_conduct::Refusal;

impl SmDpPlus {
    /// Opens a session and authenticates the SM-DP+ to the eUICC.
    ///
    /// Errors: `invalidDpAddress`, `euiccVersionNotSupportedByDp`, `ciPKNotSupported`, `noDpCertificateForCi`.
    pub async fn initiate_authentication(&self, request: &Members) -> Result<Members, Refusal> {
        let conduct = &self.context.conduct;
        let address = String::from_utf8_lossy(request.octets("smdpAddress")).into_owned();
        let mine = address.eq_ignore_ascii_case(&self.config.address);
        conduct.judge(
            &rules::SMDP_ADDRESS,
            Refusal::unless(mine, "invalidDpAddress", || format!("{address:?} is not an address of this SM-DP+")),
        )?;
        let given = request.octets("euiccChallenge");
        conduct.judge(
            &rules::EUICC_CHALLENGE,
            Refusal::unless(given.len() == 16, "malformed", || {
                format!("euiccChallenge has {} octets, not 16", given.len())
            }),
        )?;
        let mut euicc_challenge = [0; 16];
        let taken = given.len().min(16);
        euicc_challenge[..taken].copy_from_slice(&given[..taken]);

        let info: EUICCInfo1 =
            rsp_asn1::decode(request.octets("euiccInfo1")).map_err(|error| unreadable("euiccInfo1", error))?;
        let major = info.svn.first().copied().unwrap_or_default();
        conduct.judge(
            &rules::SVN,
            Refusal::unless(major == 2 || major == 3, "euiccVersionNotSupportedByDp", || {
                format!("major version {major} of the eUICC is not supported")
            }),
        )?;
        let signing = self.pick_ci(&rules::CI_FOR_SIGNING, info.euicc_ci_pkid_list_for_signing.iter());
        let signing = signing.ok_or_else(|| {
            Refusal::new("ciPKNotSupported", "no CI key of euiccCiPKIdListForSigning is trusted by this SM-DP+")
        })?;
        let verification = self.pick_ci(&rules::CI_FOR_VERIFICATION, info.euicc_ci_pkid_list_for_verification.iter());
        let verification = verification.ok_or_else(|| {
            Refusal::new("noDpCertificateForCi", "no CERT.DPauth chains to a CI key of euiccCiPKIdListForVerification")
        })?;

        let count = self.store().count_challenge(euicc_challenge).to_be_bytes();
        let seed = [&euicc_challenge[..], &count].concat();
        let fresh = |duty, label: &str| -> [u8; 16] {
            if conduct.does(duty) { self.context.random(label, &seed) } else { self.context.random(label, b"stale") }
        };
        let mut transaction_id = fresh(&rules::FRESH_TRANSACTION_ID, "transactionId").to_vec();
        conduct.shape(&rules::TRANSACTION_ID, &mut transaction_id);
        let server_challenge = fresh(&rules::FRESH_SERVER_CHALLENGE, "serverChallenge");
        let echoed = if conduct.does(&rules::ECHO_EUICC_CHALLENGE) { euicc_challenge } else { server_challenge };

        let mut server_signed1 = tlv::wrap(
            0x30,
            &[
                &tlv::wrap(0x80, &[&transaction_id]),
                &tlv::wrap(0x81, &[&echoed]),
                &tlv::wrap(0x83, &[address.as_bytes()]),
                &tlv::wrap(0x84, &[&server_challenge]),
            ],
        );
        conduct.shape(&rules::SERVER_SIGNED1, &mut server_signed1);
        let trust = &self.config.trust[verification];
        let key = trust.dp_auth.key.as_ref().ok_or_else(|| Refusal::new("undefinedError", "no key for CERT.DPauth"))?;
        let mut signature = conduct.sign(&rules::SERVER_SIGNATURE1, &[&server_signed1], key);
        conduct.shape(&rules::SERVER_SIGNATURE1, &mut signature);
        let mut certificate = trust.dp_auth.certificate.der().to_vec();
        conduct.shape(&rules::SERVER_CERTIFICATE, &mut certificate);
        let mut pkid = self.config.trust[signing].ci_pkid.clone();
        conduct.shape(&rules::CI_PKID_TO_BE_USED, &mut pkid);

        let session = Session {
            transaction_id: transaction_id.clone(),
            last_used: self.context.clock.now(),
            server_challenge,
            verification_ci: verification,
            signing_ci: signing,
            authenticated: None,
        };
        self.store().open(session, self.config.session_limit);
        Ok(Members::new()
            .with("transactionId", transaction_id)
            .with("serverSigned1", server_signed1)
            .with("serverSignature1", tlv::wrap(0x5F37, &[&signature]))
            .with("euiccCiPKIdToBeUsed", tlv::wrap(0x04, &[&pkid]))
            .with("serverCertificate", certificate))
    }

    /// The first CI key of the eUICC's list that this SM-DP+ trusts, as an index of its own list.
    fn pick_ci<'a>(
        &self,
        choice: &'static rsp_conduct::Choice,
        listed: impl Iterator<Item = &'a (impl AsRef<[u8]> + 'a)>,
    ) -> Option<usize> {
        let trust = &self.config.trust;
        let honest =
            listed.into_iter().find_map(|listed| trust.iter().position(|trust| trust.ci_pkid == listed.as_ref()));
        self.context.conduct.choose(choice, trust.len(), honest).filter(|index| *index < trust.len())
    }
}
