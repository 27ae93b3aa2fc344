//! The whole download: from an address and a MatchingID to an installed profile (SGP.22 §3.1.3).

use super::compose::is_for;
use super::{Es9PlusChannel, Es10, Lpa, LpaError, rules};
use crate::es9plus::{Function, Members};
use rsp_asn1::tlv;
use rsp_conduct::Refusal;

/// How far a download is; told to the caller as it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// ES9+.InitiateAuthentication
    InitiateAuthentication,
    /// ES9+.AuthenticateClient
    AuthenticateClient,
    /// ES9+.GetBoundProfilePackage
    GetBoundProfilePackage,
    /// ES10b.LoadBoundProfilePackage
    LoadBoundProfilePackage,
    /// ES9+.HandleNotification
    HandleNotification,
}

/// What is to be downloaded, and from whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// FQDN of the SM-DP+.
    pub address: String,
    /// MatchingID; none at a default SM-DP+.
    pub matching_id: Option<String>,
    /// The OID that the SM-DP+ must have.
    pub smdp_oid: Option<String>,
    /// In clear.
    pub confirmation_code: Option<String>,
}

/// How a download ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// ProfileInstallationResult (`BF37`).
    pub result: Vec<u8>,
    /// Whether it reports success.
    pub installed: bool,
}

impl Lpa {
    /// One call of ES9+.
    pub async fn call(
        &self,
        channel: &dyn Es9PlusChannel,
        function: &'static Function,
        members: &Members,
    ) -> Result<Members, LpaError> {
        let response = channel.send(self.outgoing(function, members)).await.map_err(LpaError::Transport)?;
        self.incoming(function, &response)
    }

    /// Downloads and installs the profile of an order, and delivers the result with what else waits for
    /// the same SM-DP+. Notifications for other addresses stay on the card.
    pub async fn download(
        &self,
        card: &mut dyn Es10,
        channel: &dyn Es9PlusChannel,
        wanted: &Wanted,
        progress: &mut (dyn FnMut(Step) + Send),
    ) -> Result<Downloaded, LpaError> {
        progress(Step::InitiateAuthentication);
        let request = self.initiate_authentication(card, &wanted.address)?;
        let opened = self.call(channel, &Function::INITIATE_AUTHENTICATION, &request).await?;
        self.judge_server(&opened, &wanted.address, wanted.smdp_oid.as_deref())?;

        progress(Step::AuthenticateClient);
        let request = self.authenticate_client(card, &opened, wanted.matching_id.as_deref())?;
        let offer = self.call(channel, &Function::AUTHENTICATE_CLIENT, &request).await?;

        progress(Step::GetBoundProfilePackage);
        let request = self.get_bound_profile_package(card, &offer, wanted.confirmation_code.as_deref())?;
        let bound = self.call(channel, &Function::GET_BOUND_PROFILE_PACKAGE, &request).await?;

        progress(Step::LoadBoundProfilePackage);
        let package = bound.octets("boundProfilePackage");
        let same = metadata_iccid(package).as_deref()
            == tlv::only(0xBF25, offer.octets("profileMetadata")).ok().and_then(iccid).as_deref();
        let judged = self.context.conduct.judge(
            &rules::METADATA_ICCID,
            Refusal::unless(same, "metadataMismatch", || "the package is of another profile than was offered".into()),
        );
        if let Err(refusal) = judged {
            let request = self.cancel_session(card, opened.octets("transactionId"), 4)?;
            self.call(channel, &Function::CANCEL_SESSION, &request).await?;
            return Err(LpaError::Stopped(refusal.to_string()));
        }
        let result = self.load_bound_profile_package(card, package)?;

        progress(Step::HandleNotification);
        for pending in self.pending_notifications(card)? {
            if !is_for(&pending.octets, opened.octets("transactionId"), &wanted.address) {
                continue;
            }
            self.call(channel, &Function::HANDLE_NOTIFICATION, &self.handle_notification(&pending.octets)).await?;
            self.remove_notification(card, &pending.sequence_number)?;
        }
        Ok(Downloaded { installed: succeeded(&result), result })
    }

    /// The checks that are the LPA's own after InitiateAuthentication (SGP.22 §3.1.2).
    fn judge_server(&self, opened: &Members, address: &str, smdp_oid: Option<&str>) -> Result<(), LpaError> {
        let conduct = &self.context.conduct;
        let signed = tlv::only(0x30, opened.octets("serverSigned1")).and_then(|signed| tlv::all(signed.content));
        let fields = signed.map_err(|error| LpaError::Unreadable(format!("serverSigned1: {error}")))?;
        let said = fields.iter().find(|field| field.tag == 0x83).map(|field| field.content).unwrap_or_default();
        let same = said.eq_ignore_ascii_case(address.as_bytes());
        let judged = conduct.judge(
            &rules::SERVER_ADDRESS,
            Refusal::unless(same, "serverAddress", || format!("serverAddress is {:?}", String::from_utf8_lossy(said))),
        );
        judged.map_err(|refusal| LpaError::Stopped(refusal.to_string()))?;
        let certificate = rsp_pki::Certificate::from_der(opened.octets("serverCertificate"));
        let oid = certificate.ok().and_then(|certificate| certificate.san_registered_id());
        let same = smdp_oid.is_none() || oid.as_deref() == smdp_oid;
        let judged = conduct.judge(
            &rules::SERVER_OID,
            Refusal::unless(same, "smdpOid", || format!("the SM-DP+ has the OID {}", oid.as_deref().unwrap_or("none"))),
        );
        judged.map_err(|refusal| LpaError::Stopped(refusal.to_string()))
    }
}

fn iccid(metadata: tlv::Tlv<'_>) -> Option<Vec<u8>> {
    let fields = tlv::all(metadata.content).ok()?;
    fields.iter().find(|field| field.tag == 0x5A).map(|field| field.content.to_vec())
}

/// The ICCID in the clear metadata of a package. The first segment holds it: it is the first field.
fn metadata_iccid(package: &[u8]) -> Option<Vec<u8>> {
    let outer = tlv::only(0xBF36, package).ok()?;
    let container = tlv::all(outer.content).ok()?.into_iter().find(|part| part.tag == 0xA1)?;
    let segment = tlv::first(container.content).ok()?.0.content;
    let (_, _, header) = tlv::header(segment).ok()?;
    let field = tlv::first(segment.get(header..)?).ok()?.0;
    (field.tag == 0x5A).then(|| field.content.to_vec())
}

/// Whether finalResult of a ProfileInstallationResult is the success alternative.
fn succeeded(result: &[u8]) -> bool {
    let find = |tag: u32, octets: &[u8]| {
        tlv::all(octets)
            .ok()
            .and_then(|all| all.iter().find(|field| field.tag == tag).map(|field| field.content.to_vec()))
    };
    let data = find(0xBF37, result).and_then(|content| find(0xBF27, &content));
    let last = data.and_then(|content| find(0xA2, &content));
    last.is_some_and(|content| content.first() == Some(&0xA0))
}
