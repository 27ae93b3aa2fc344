//! `rsptest lpa download`: a profile from an SM-DP+ into the card.

use super::failure::Failure;
use super::server::ServerArgs;
use super::session::Session;
use clap::Args;
use rsp_asn1::{FinalResult, ProfileInstallationResult, decode};
use rsp_consumer::iccid;
use rsp_consumer::lpa::{ActivationCode, LpaError, Step, Wanted, es10};
use serde_json::json;
use std::time::Instant;

/// What to download.
#[derive(Debug, Args)]
pub struct Download {
    /// The activation code; without one, what the SM-DP+ of --smdp or the card's default SM-DP+ has for this card
    activation_code: Option<ActivationCode>,
    /// The Confirmation Code
    #[arg(long, value_name = "CODE")]
    confirmation_code: Option<String>,
}

/// What is done in a step.
fn words(step: Step) -> &'static str {
    match step {
        Step::InitiateAuthentication => "1/5 ES9+.InitiateAuthentication",
        Step::AuthenticateClient => "2/5 ES10b.AuthenticateServer, ES9+.AuthenticateClient",
        Step::GetBoundProfilePackage => "3/5 ES10b.PrepareDownload, ES9+.GetBoundProfilePackage",
        Step::LoadBoundProfilePackage => "4/5 ES10b.LoadBoundProfilePackage",
        Step::HandleNotification => "5/5 ES9+.HandleNotification",
    }
}

impl Download {
    /// Downloads and installs.
    pub async fn run(&self, session: &mut Session, server: &ServerArgs, json: bool) -> Result<(), Failure> {
        let wanted = self.wanted(session, server)?;
        let channel = server.channel(&wanted.address)?;
        let lpa = server.lpa();
        let begun = Instant::now();
        let mut progress = |step| {
            if !json {
                say!("{:6.1} s  {}", begun.elapsed().as_secs_f32(), words(step));
            }
        };
        let downloaded =
            lpa.download(session, &channel, &wanted, &mut progress).await.map_err(|error| hint(error, self))?;
        let result: ProfileInstallationResult = decode(&downloaded.result).map_err(|error| {
            Failure::Refused(format!("the card's ProfileInstallationResult cannot be read: {error}"))
        })?;
        let data = result.profile_installation_result_data.value();
        let digits = data.notification_metadata.iccid.as_ref().map(|octets| iccid::from_ef(octets.as_slice()));
        let digits = digits.unwrap_or_default();
        match &data.final_result {
            FinalResult::SuccessResult(success) => {
                let aid = hex::encode_upper(success.aid.as_slice());
                let took = begun.elapsed().as_secs_f32();
                if json {
                    say!(
                        "{:#}",
                        json!({ "iccid": digits, "isdpAid": aid, "profileState": "disabled", "seconds": took })
                    );
                } else {
                    say!("{took:6.1} s  installed {digits} in {aid}; enable it with: rsptest lpa ... enable {digits}");
                }
                Ok(())
            }
            FinalResult::ErrorResult(error) => Err(Failure::Refused(format!(
                "the card did not install {digits}: {} in {}",
                error.error_reason, error.bpp_command_id
            ))),
        }
    }

    fn wanted(&self, session: &mut Session, server: &ServerArgs) -> Result<Wanted, Failure> {
        if let Some(code) = &self.activation_code {
            if code.confirmation_code_required && self.confirmation_code.is_none() {
                let says = "the activation code asks for a Confirmation Code: give it with --confirmation-code";
                return Err(Failure::Usage(says.into()));
            }
            return Ok(Wanted {
                address: code.address.clone(),
                matching_id: Some(code.matching_id.clone()),
                smdp_oid: code.oid.clone(),
                confirmation_code: self.confirmation_code.clone(),
            });
        }
        let address = match server.smdp() {
            Some(address) => address.to_owned(),
            None => es10::configured_addresses(session)?.default_dp_address.filter(|it| !it.is_empty()).ok_or_else(
                || {
                    let says =
                        "no activation code, no --smdp, and the card has no default SM-DP+: nowhere to download from";
                    Failure::Usage(says.into())
                },
            )?,
        };
        Ok(Wanted { address, confirmation_code: self.confirmation_code.clone(), ..Wanted::default() })
    }
}

/// With what a user can do about it (subject and reason codes of SGP.22 §5.2.6).
fn hint(error: LpaError, download: &Download) -> Failure {
    let advice = match &error {
        LpaError::Refused { subject, reason, .. } => match (subject.as_str(), reason.as_str()) {
            ("8.2.7", "2.2") if download.confirmation_code.is_none() => {
                "; give the Confirmation Code with --confirmation-code"
            }
            ("8.2.7", "3.8") => "; the Confirmation Code is wrong",
            ("8.2.6", "3.8") => "; no order has this MatchingID, or it was used (was the activation code quoted?)",
            ("8.1.1", "3.8") => "; the order is for another EID",
            ("8.8.5", "4.10") => "; the order has expired",
            ("8.8.5", "6.4") => "; the order was tried too often",
            _ => "",
        },
        LpaError::Transport(_) => "; is it the right place (--connect) and the right CI (--roots)?",
        _ => "",
    };
    match Failure::from(error) {
        Failure::Refused(says) => Failure::Refused(says + advice),
        Failure::Unreached(says) => Failure::Unreached(says + advice),
        usage => usage,
    }
}
