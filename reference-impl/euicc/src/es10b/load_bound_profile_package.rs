//! ES10b.LoadBoundProfilePackage (SGP.22 §5.7.6): the ES8+ functions inside a package (SGP.22 §5.5).

use crate::euicc::{Euicc, Response};
use crate::isdp::{self, Isdp, IsdpState};
use crate::notification::{Notification, integer};
use crate::rules;
use crate::session::{Prepared, Server, Session};
use rsp_asn1::tlv;
use rsp_conduct::Refusal;
use rsp_crypto::PublicKey;
use rsp_crypto::bsp::{self, Bsp, SessionKeys};

/// `BppCommandId` (SGP.22 §2.5.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommandId {
    InitialiseSecureChannel = 0,
    ConfigureIsdp = 1,
    StoreMetadata = 2,
    ReplaceSessionKeys = 4,
    LoadProfileElements = 5,
}

/// The number of a named ErrorReason (SGP.22 §2.5.6).
fn reason(error: &str) -> u8 {
    match error {
        "incorrectInputValues" => 1,
        "invalidSignature" => 2,
        "invalidTransactionId" => 3,
        "unsupportedCrtValues" => 4,
        "unsupportedRemoteOperationType" => 5,
        "unsupportedProfileClass" => 6,
        "scp03tStructureError" => 7,
        "scp03tSecurityError" => 8,
        "installFailedDueToIccidAlreadyExistsOnEuicc" => 9,
        "installFailedDueToInsufficientMemoryForProfile" => 10,
        "installFailedDueToInterruption" => 11,
        "installFailedDueToPEProcessingError" => 12,
        "installFailedDueToDataMismatch" => 13,
        _ => 127,
    }
}

/// The largest package that is taken: free memory is far smaller.
const LARGEST: usize = 512 * 1024;

/// Which part of the package comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    KeyAgreement,
    Configuration,
    Metadata,
    /// A2 or, in session-key mode, A3.
    Keys,
    Elements,
    Done,
}

/// A package that is being loaded.
pub(crate) struct Loader {
    part: Part,
    /// Octets received and not yet used.
    waiting: Vec<u8>,
    /// Octets of the container (A0..A3) that are still to come; `None` before its head.
    left: Option<usize>,
    server: Server,
    prepared: Prepared,
    channel: Option<Bsp>,
    clear: Vec<u8>,
    metadata: Vec<u8>,
    iccid: Option<[u8; 10]>,
    package: Vec<u8>,
    keys_seen: bool,
}

type Step<T> = Result<T, (CommandId, Refusal)>;

fn structure(says: impl Into<String>) -> Refusal {
    Refusal::new("scp03tStructureError", says)
}

impl Loader {
    fn id(&self) -> CommandId {
        match self.part {
            Part::Head | Part::KeyAgreement => CommandId::InitialiseSecureChannel,
            Part::Configuration => CommandId::ConfigureIsdp,
            Part::Metadata => CommandId::StoreMetadata,
            Part::Keys => CommandId::ReplaceSessionKeys,
            Part::Elements | Part::Done => CommandId::LoadProfileElements,
        }
    }
}

impl Euicc {
    /// One part of a package (SGP.22 §2.5.5). Empty data until the installation ended; then ProfileInstallationResult.
    pub(crate) fn load_bound_profile_package(&mut self, payload: &[u8]) -> Response {
        let conduct = self.context.conduct.clone();
        let mut loader = match self.session.loader.take() {
            Some(loader) => loader,
            None => {
                let ready = self.session.prepared.is_some();
                let judged = conduct.judge(
                    &rules::DOWNLOAD_PREPARED,
                    Refusal::unless(ready, "noSessionContext", || "no download was prepared".into()),
                );
                let session = (self.session.server.clone(), self.session.prepared.clone());
                let (Ok(()), (Some(server), Some(prepared))) = (judged, session) else {
                    return Response::refused(0x6985);
                };
                Loader {
                    part: Part::Head,
                    waiting: Vec::new(),
                    left: None,
                    server,
                    prepared,
                    channel: None,
                    clear: Vec::new(),
                    metadata: Vec::new(),
                    iccid: None,
                    package: Vec::new(),
                    keys_seen: false,
                }
            }
        };
        loader.waiting.extend_from_slice(payload);
        let outcome = self.advance(&mut loader);
        match outcome {
            Ok(()) if loader.part != Part::Done => {
                self.session.loader = Some(loader);
                Response::ok(Vec::new())
            }
            Ok(()) => Response::ok(self.installed(&loader)),
            Err((id, refusal)) => Response::ok(self.failed(&loader, id, &refusal)),
        }
    }

    /// Uses up what has arrived, element by element.
    fn advance(&mut self, loader: &mut Loader) -> Step<()> {
        loop {
            let id = loader.id();
            if loader.waiting.len() + loader.package.len() > LARGEST {
                return Err((
                    id,
                    Refusal::new("installFailedDueToInsufficientMemoryForProfile", "the package is too large"),
                ));
            }
            if loader.left == Some(0) {
                self.finish_part(loader)?;
                continue;
            }
            if loader.waiting.is_empty() || loader.part == Part::Done {
                return Ok(());
            }
            let (tag, length, header) = match tlv::header(&loader.waiting) {
                Ok(head) => head,
                // Not all of the head is here yet, or it is none at all.
                Err(error) if error.says.contains("ends inside") && loader.waiting.len() < 8 => return Ok(()),
                Err(error) => return Err((id, structure(error.to_string()))),
            };
            let end = header.saturating_add(length);
            let conduct = self.context.conduct.clone();
            if loader.left.is_none() {
                let expected: &[u32] = match loader.part {
                    Part::Head => &[0xBF36],
                    Part::KeyAgreement => &[0xBF23],
                    Part::Configuration => &[0xA0],
                    Part::Metadata => &[0xA1],
                    Part::Keys => &[0xA2, 0xA3],
                    Part::Elements | Part::Done => &[0xA3],
                };
                let judged = conduct.judge(
                    &rules::SEGMENT_ORDER,
                    Refusal::unless(expected.contains(&tag), "scp03tStructureError", || {
                        format!("tag {tag:X} out of order")
                    }),
                );
                judged.map_err(|refusal| (id, refusal))?;
                match loader.part {
                    Part::Head => {
                        loader.waiting.drain(..header);
                        loader.part = Part::KeyAgreement;
                        continue;
                    }
                    Part::KeyAgreement => {
                        if loader.waiting.len() < end {
                            return Ok(());
                        }
                        let whole: Vec<u8> = loader.waiting.drain(..end).collect();
                        self.initialise_secure_channel(loader, &whole).map_err(|refusal| (id, refusal))?;
                        loader.part = Part::Configuration;
                        continue;
                    }
                    Part::Keys if tag == 0xA3 => loader.part = Part::Elements,
                    _ => {}
                }
                loader.waiting.drain(..header);
                loader.left = Some(length);
                continue;
            }
            // Inside a container: protected segments.
            let size = Refusal::unless(end <= bsp::MAX_SEGMENT, "scp03tStructureError", || {
                format!("a segment of {end} octets")
            });
            conduct.judge(&rules::SEGMENT_SIZE, size).map_err(|refusal| (id, refusal))?;
            if loader.waiting.len() < end {
                return Ok(());
            }
            let segment: Vec<u8> = loader.waiting.drain(..end).collect();
            let left = loader.left.unwrap_or_default();
            let rest = left.checked_sub(end);
            let rest = rest.ok_or_else(|| (id, structure("a segment is longer than its container")))?;
            loader.left = Some(rest);
            let clear = self.open(loader, tag, &segment).map_err(|refusal| (id, refusal))?;
            if loader.part == Part::Elements { loader.package.extend(clear) } else { loader.clear.extend(clear) }
        }
    }

    /// Opens a protected segment.
    fn open(&self, loader: &mut Loader, tag: u32, segment: &[u8]) -> Result<Vec<u8>, Refusal> {
        let conduct = &self.context.conduct;
        let expected = match loader.part {
            Part::Metadata => 0x88,
            Part::Elements => 0x86,
            _ => 0x87,
        };
        conduct.judge(
            &rules::SEGMENT_ORDER,
            Refusal::unless(tag == expected, "scp03tStructureError", || {
                format!("a segment {tag:X} where {expected:X} belongs")
            }),
        )?;
        let channel = loader.channel.as_mut().ok_or_else(|| structure("no secure channel"))?;
        let opened = channel.open(segment);
        let judged =
            opened.as_ref().map(|_| ()).map_err(|error| Refusal::new("scp03tSecurityError", error.to_string()));
        conduct.judge(&rules::SEGMENT_MAC, judged)?;
        Ok(opened.map(|opened| opened.clear).unwrap_or_default())
    }

    /// ES8+.InitialiseSecureChannel (SGP.22 §5.5.1).
    fn initialise_secure_channel(&self, loader: &mut Loader, whole: &[u8]) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let request: rsp_asn1::InitialiseSecureChannelRequest =
            rsp_asn1::decode(whole).map_err(|error| Refusal::new("incorrectInputValues", error.to_string()))?;
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
        let supported = key_type == [0x88] && key_length == [0x10] && (1..=16).contains(&host_id.len());
        conduct.judge(
            &rules::CONTROL_REF_TEMPLATE,
            Refusal::unless(supported, "unsupportedCrtValues", || format!("{key_type:02X?} {key_length:02X?}")),
        )?;
        let content = tlv::only(0xBF23, whole).map_err(|error| structure(error.to_string()))?.content;
        let fields = tlv::all(content).map_err(|error| structure(error.to_string()))?;
        let signed: Vec<u8> =
            fields.iter().filter(|field| field.tag != 0x5F37).flat_map(|field| field.whole).copied().collect();
        let otpk = tlv::wrap(0x5F49, &[&loader.prepared.otsk.public_key().to_sec1()]);
        let verified = loader.prepared.dp_pb_key.verify(&[&signed, &otpk], request.smdp_sign.as_ref());
        conduct
            .judge(&rules::SMDP_SIGN, verified.map_err(|error| Refusal::new("invalidSignature", error.to_string())))?;
        let peer = PublicKey::from_sec1(loader.prepared.dp_pb_key.curve(), request.smdp_otpk.as_ref())
            .map_err(|error| Refusal::new("incorrectInputValues", error.to_string()))?;
        let secret = loader.prepared.otsk.agree(&peer);
        let secret = secret.map_err(|error| Refusal::new("incorrectInputValues", error.to_string()))?;
        let keys = SessionKeys::derive(&secret, 0x88, 0x10, host_id, &self.identity.eid);
        loader.channel = Some(Bsp::new(keys));
        Ok(())
    }

    /// The end of a container: what was collected is acted upon.
    fn finish_part(&mut self, loader: &mut Loader) -> Step<()> {
        let id = loader.id();
        loader.left = None;
        let clear = std::mem::take(&mut loader.clear);
        let conduct = self.context.conduct.clone();
        let act = |outcome: Result<(), Refusal>| outcome.map_err(|refusal| (id, refusal));
        match loader.part {
            Part::Configuration => {
                let read = tlv::only(0xBF24, &clear).map(|_| ());
                let read = read.map_err(|error| Refusal::new("incorrectInputValues", error.to_string()));
                act(conduct.judge(&rules::CONFIGURE_ISDP, read))?;
                loader.part = Part::Metadata;
            }
            Part::Metadata => {
                let read = rsp_asn1::decode::<rsp_asn1::StoreMetadataRequest>(&clear);
                let judged =
                    read.as_ref().map(|_| ()).map_err(|error| Refusal::new("incorrectInputValues", error.to_string()));
                act(conduct.judge(&rules::STORE_METADATA, judged))?;
                loader.iccid = read.ok().and_then(|metadata| metadata.iccid.as_ref().try_into().ok());
                let taken = self.profiles.iter().any(|profile| Some(profile.iccid) == loader.iccid);
                act(conduct.judge(
                    &rules::ICCID_FREE,
                    Refusal::unless(!taken, "installFailedDueToIccidAlreadyExistsOnEuicc", || {
                        "the ICCID is taken".into()
                    }),
                ))?;
                loader.metadata = clear;
                loader.part = Part::Keys;
            }
            Part::Keys => {
                let request = rsp_asn1::decode::<rsp_asn1::ReplaceSessionKeysRequest>(&clear);
                let keys = request.map_err(|error| error.to_string()).and_then(|request| {
                    let key = |octets: &[u8]| {
                        <[u8; 16]>::try_from(octets).map_err(|_| "a key that is not 16 octets".to_owned())
                    };
                    Ok(SessionKeys {
                        initial_mcv: key(request.initial_mac_chaining_value.as_ref())?,
                        s_enc: key(request.ppk_enc.as_ref())?,
                        s_mac: key(request.ppk_cmac.as_ref())?,
                    })
                });
                let judged =
                    keys.as_ref().map(|_| ()).map_err(|error| Refusal::new("incorrectInputValues", error.clone()));
                act(conduct.judge(&rules::REPLACE_SESSION_KEYS, judged))?;
                if let (Some(channel), Ok(keys)) = (loader.channel.as_mut(), keys) {
                    channel.replace_keys(keys);
                }
                loader.keys_seen = true;
                loader.part = Part::Elements;
            }
            Part::Elements => {
                act(self.judge_package(loader))?;
                loader.part = Part::Done;
            }
            Part::Head | Part::KeyAgreement | Part::Done => {}
        }
        Ok(())
    }

    /// ES8+.LoadProfileElements (SGP.22 §5.5.5): header first, end last, the right ICCID. What the elements
    /// say is kept as it is; installing it is the matter of the card's file system.
    fn judge_package(&self, loader: &Loader) -> Result<(), Refusal> {
        let conduct = &self.context.conduct;
        let elements = tlv::all(&loader.package);
        let framed = match &elements {
            Ok(elements) => {
                elements.first().is_some_and(|first| first.tag == 0xA0)
                    && elements.last().is_some_and(|last| last.tag == 0xAA)
            }
            Err(_) => false,
        };
        conduct.judge(
            &rules::PROFILE_ELEMENTS,
            Refusal::unless(framed, "installFailedDueToPEProcessingError", || {
                "no header at the start or no end at the end".into()
            }),
        )?;
        let header = elements.ok().and_then(|elements| elements.first().copied());
        let fields = header.and_then(|header| tlv::all(header.content).ok()).unwrap_or_default();
        let said = fields.iter().find(|field| field.tag == 0x83).map(|field| field.content.to_vec());
        // PE-Header carries the ICCID in reading order, the metadata with swapped nibbles.
        let swapped = loader.iccid.map(|iccid| iccid.map(|octet| octet.rotate_left(4)).to_vec());
        conduct.judge(
            &rules::PROFILE_ICCID,
            Refusal::unless(said.is_some() && said == swapped, "installFailedDueToDataMismatch", || {
                "the ICCID of PE-Header is not that of the metadata".into()
            }),
        )
    }

    fn installed(&mut self, loader: &Loader) -> Vec<u8> {
        let aid = isdp::aid(self.next_isdp);
        self.next_isdp += 1;
        if let Some(iccid) = loader.iccid {
            self.profiles.push(Isdp {
                aid,
                iccid,
                metadata: loader.metadata.clone(),
                package: loader.package.clone(),
                state: IsdpState::Disabled,
            });
        }
        // EUICCResponse with one PEStatus ok.
        let response = [0x30, 0x07, 0xA0, 0x05, 0x30, 0x03, 0x80, 0x01, 0x00];
        let success = tlv::wrap(0xA0, &[&tlv::wrap(0x4F, &[&aid]), &tlv::wrap(0x04, &[&response])]);
        if self.context.conduct.does(&rules::ERASE_OTSK) {
            self.kept_keys.retain(|kept| kept.smdp_oid != loader.prepared.smdp_oid);
        }
        self.result(loader, success)
    }

    fn failed(&mut self, loader: &Loader, id: CommandId, refusal: &Refusal) -> Vec<u8> {
        let number = reason(refusal.error);
        let error =
            tlv::wrap(0xA1, &[&tlv::wrap(0x80, &[&[id as u8]]), &tlv::wrap(0x81, &[&integer(u32::from(number))])]);
        // After no memory (10) and interruption (11) the download may be tried again with the same key.
        if !matches!(number, 10 | 11) && self.context.conduct.does(&rules::ERASE_OTSK) {
            self.kept_keys.retain(|kept| kept.smdp_oid != loader.prepared.smdp_oid);
        }
        self.result(loader, error)
    }

    /// ProfileInstallationResult (`BF37`): signed, kept as a notification, and the end of the session.
    fn result(&mut self, loader: &Loader, alternative: Vec<u8>) -> Vec<u8> {
        let conduct = self.context.conduct.clone();
        self.session = Session::default();
        let number = self.next_sequence_number();
        let metadata = self.notification_metadata(
            number,
            0,
            &loader.server.address,
            loader.iccid.as_ref().map(|iccid| &iccid[..]),
        );
        let mut final_result = tlv::wrap(0xA2, &[&alternative]);
        conduct.shape(&rules::FINAL_RESULT, &mut final_result);
        let mut data = tlv::wrap(
            0xBF27,
            &[
                &tlv::wrap(0x80, &[&loader.server.transaction_id]),
                &metadata,
                &tlv::wrap(0x06, &[&loader.prepared.smdp_oid]),
                &final_result,
            ],
        );
        conduct.shape(&rules::INSTALLATION_RESULT_DATA, &mut data);
        let identity = &self.identity.signing[loader.server.signing];
        let mut signature = conduct.sign(&rules::EUICC_SIGN_PIR, &[&data], &identity.key);
        conduct.shape(&rules::EUICC_SIGN_PIR, &mut signature);
        let mut pending = tlv::wrap(0xBF37, &[&data, &tlv::wrap(0x5F37, &[&signature])]);
        conduct.shape(&rules::INSTALLATION_RESULT, &mut pending);
        self.keep_notification(Notification { sequence_number: number, event: 0, metadata, pending: pending.clone() });
        pending
    }
}
