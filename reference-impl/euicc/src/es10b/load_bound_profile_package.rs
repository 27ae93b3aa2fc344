//! ES10b.LoadBoundProfilePackage (SGP.22 §5.7.6): cuts what arrives into the ES8+ functions of a package.

use crate::euicc::{Euicc, Response};
use crate::rules;
use crate::session::{OpenInstallation, Prepared, Server};
use rsp_asn1::{BppCommandId, tlv};
use rsp_conduct::Refusal;
use rsp_crypto::bsp::{self, Bsp};

/// The largest package that is taken, whatever memory is free.
const LARGEST: usize = 1024 * 1024;

/// Which part of the package comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
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
    pub part: Part,
    /// Octets received and not yet used.
    waiting: Vec<u8>,
    /// Octets of the content of BF36 that were announced and are not yet used; below zero when there were more.
    rest: i64,
    /// Octets of the container (A0..A3) that are still to come; `None` before its head.
    left: Option<usize>,
    pub server: Server,
    pub prepared: Prepared,
    pub channel: Option<Bsp>,
    /// The clear content of the container that is being read.
    clear: Vec<u8>,
    pub dp_proprietary_data: Vec<u8>,
    /// StoreMetadataRequest (`BF25`) as it was received.
    pub metadata: Vec<u8>,
    pub iccid: Option<[u8; 10]>,
    /// The profile elements.
    pub package: Vec<u8>,
}

type Step<T> = Result<T, (BppCommandId, PackageRefusal)>;

/// Why a package is refused, and what the profile interpreter says of it.
pub(crate) struct PackageRefusal {
    pub refusal: Refusal,
    /// EUICCResponse of the profile package specification.
    pub sima_response: Option<Vec<u8>>,
}

impl From<Refusal> for PackageRefusal {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, sima_response: None }
    }
}

fn structure(says: impl Into<String>) -> Refusal {
    Refusal::new("scp03tStructureError", says)
}

impl Loader {
    fn new(server: Server, prepared: Prepared) -> Self {
        Self {
            part: Part::Head,
            waiting: Vec::new(),
            rest: 0,
            left: None,
            server,
            prepared,
            channel: None,
            clear: Vec::new(),
            dp_proprietary_data: Vec::new(),
            metadata: Vec::new(),
            iccid: None,
            package: Vec::new(),
        }
    }

    /// The command that is being carried out.
    pub fn id(&self) -> BppCommandId {
        match self.part {
            Part::Head | Part::KeyAgreement => BppCommandId::INITIALISE_SECURE_CHANNEL,
            Part::Configuration => BppCommandId::CONFIGURE_ISDP,
            Part::Metadata => BppCommandId::STORE_METADATA,
            Part::Keys => BppCommandId::REPLACE_SESSION_KEYS,
            Part::Elements | Part::Done => BppCommandId::LOAD_PROFILE_ELEMENTS,
        }
    }

    /// Takes octets of the content of BF36 out of what waits.
    fn take(&mut self, octets: usize) -> Vec<u8> {
        self.rest = self.rest.saturating_sub(octets as i64);
        self.waiting.drain(..octets.min(self.waiting.len())).collect()
    }

    fn failed(&self, refusal: Refusal) -> (BppCommandId, PackageRefusal) {
        (self.id(), refusal.into())
    }
}

impl Euicc {
    /// While a package is loaded no other server is authenticated and no other download prepared.
    pub(crate) fn judge_not_loading(&self) -> Result<(), Refusal> {
        self.context.conduct.judge(
            &rules::NOT_LOADING,
            Refusal::unless(self.session.loader.is_none(), "undefinedError", || "a package is being loaded".into()),
        )
    }

    /// One part of a package (SGP.22 §2.5.5). Empty data until the installation ended; then ProfileInstallationResult.
    pub(crate) fn load_bound_profile_package(&mut self, payload: &[u8]) -> Response {
        let mut loader = match self.session.loader.take() {
            Some(loader) => loader,
            None => {
                let ready = self.session.prepared.is_some();
                let judged = self.context.conduct.judge(
                    &rules::DOWNLOAD_PREPARED,
                    Refusal::unless(ready, "noSessionContext", || "no download was prepared".into()),
                );
                if judged.is_err() {
                    return Response::refused(0x6985);
                }
                let session = (self.session.server.clone(), self.session.prepared.clone());
                // What no check refuses is taken; without a session nothing comes of it.
                let (Some(server), Some(prepared)) = session else { return Response::ok(Vec::new()) };
                Box::new(Loader::new(server, prepared))
            }
        };
        loader.waiting.extend_from_slice(payload);
        let outcome = self.advance(&mut loader);
        match outcome {
            Ok(()) if loader.part != Part::Done => {
                self.note_progress(&loader);
                self.session.loader = Some(loader);
                Response::ok(Vec::new())
            }
            Ok(()) => Response::ok(self.installed(&loader)),
            Err((id, refusal)) => Response::ok(self.failed(&loader, id, refusal)),
        }
    }

    /// Writes down how far the installation is, for the result that a power cycle would owe.
    fn note_progress(&mut self, loader: &Loader) {
        if loader.channel.is_none() {
            return;
        }
        let open = self.open_installation(loader, loader.id());
        if self.state.installing.as_ref() != Some(&open) {
            self.state.installing = Some(open);
        }
    }

    /// What the result of this installation needs.
    pub(super) fn open_installation(&self, loader: &Loader, command: BppCommandId) -> OpenInstallation {
        let identity = self.identity.signing.get(loader.server.signing);
        OpenInstallation {
            transaction_id: loader.server.transaction_id.clone(),
            address: loader.server.address.clone(),
            smdp_oid: loader.prepared.smdp_oid.clone(),
            ci_pkid: identity.map(|identity| identity.ci_pkid.clone()).unwrap_or_default(),
            iccid: loader.iccid,
            command: u8::try_from(command.0).unwrap_or_default(),
        }
    }

    /// Uses up what has arrived, element by element.
    fn advance(&mut self, loader: &mut Loader) -> Step<()> {
        let conduct = self.context.conduct.clone();
        loop {
            let needed = loader.waiting.len() + loader.package.len() + loader.clear.len() + loader.metadata.len();
            let room = needed <= self.free_memory();
            let judged = conduct.judge(
                &rules::PACKAGE_MEMORY,
                Refusal::unless(room, "installFailedDueToInsufficientMemoryForProfile", || {
                    format!("{needed} octets, and more may come")
                }),
            );
            judged.map_err(|refusal| loader.failed(refusal))?;
            if needed > LARGEST {
                let says = "more than any card holds";
                return Err(loader.failed(Refusal::new("installFailedDueToInsufficientMemoryForProfile", says)));
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
                Err(error) => return Err(loader.failed(structure(error.to_string()))),
            };
            let end = header.saturating_add(length);
            let enough = match loader.left {
                None => self.open_container(loader, tag, (header, length))?,
                Some(left) => self.take_segment(loader, tag, (left, end))?,
            };
            if !enough {
                return Ok(());
            }
        }
    }

    /// The head of the package or of a container, or the whole key agreement; `false` when not all of it is here.
    fn open_container(&mut self, loader: &mut Loader, tag: u32, (header, length): (usize, usize)) -> Step<bool> {
        let expected: &[u32] = match loader.part {
            Part::Head => &[0xBF36],
            Part::KeyAgreement => &[0xBF23],
            Part::Configuration => &[0xA0],
            Part::Metadata => &[0xA1],
            Part::Keys => &[0xA2, 0xA3],
            Part::Elements | Part::Done => &[0xA3],
        };
        let judged = self.context.conduct.judge(
            &rules::SEGMENT_ORDER,
            Refusal::unless(expected.contains(&tag), "scp03tStructureError", || format!("tag {tag:X} out of order")),
        );
        judged.map_err(|refusal| loader.failed(refusal))?;
        match loader.part {
            Part::Head => {
                loader.take(header);
                loader.rest = i64::try_from(length).unwrap_or(i64::MAX);
                loader.part = Part::KeyAgreement;
                return Ok(true);
            }
            Part::KeyAgreement => {
                if loader.waiting.len() < header.saturating_add(length) {
                    return Ok(false);
                }
                let whole = loader.take(header + length);
                self.initialise_secure_channel(loader, &whole).map_err(|refusal| loader.failed(refusal))?;
                loader.part = Part::Configuration;
                return Ok(true);
            }
            Part::Keys if tag == 0xA3 => loader.part = Part::Elements,
            _ => {}
        }
        loader.take(header);
        loader.left = Some(length);
        Ok(true)
    }

    /// A protected segment inside a container with so many octets left; `false` when not all of it is here.
    fn take_segment(&self, loader: &mut Loader, tag: u32, (left, end): (usize, usize)) -> Step<bool> {
        let conduct = &self.context.conduct;
        let size =
            Refusal::unless(end <= bsp::MAX_SEGMENT, "scp03tStructureError", || format!("a segment of {end} octets"));
        conduct.judge(&rules::SEGMENT_SIZE, size).map_err(|refusal| loader.failed(refusal))?;
        let inside = Refusal::unless(end <= left, "scp03tStructureError", || {
            format!("a segment of {end} octets where its container has {left} left")
        });
        conduct.judge(&rules::SEGMENT_INSIDE, inside).map_err(|refusal| loader.failed(refusal))?;
        if loader.waiting.len() < end {
            return Ok(false);
        }
        let segment = loader.take(end);
        loader.left = Some(left.saturating_sub(end));
        let clear = self.open_segment(loader, tag, &segment).map_err(|refusal| loader.failed(refusal))?;
        if loader.part == Part::Elements {
            loader.package.extend(clear)
        } else {
            loader.clear.extend(clear)
        }
        Ok(true)
    }

    /// Opens a protected segment.
    fn open_segment(&self, loader: &mut Loader, tag: u32, segment: &[u8]) -> Result<Vec<u8>, Refusal> {
        let conduct = &self.context.conduct;
        let expected = match loader.part {
            Part::Metadata => 0x88,
            Part::Elements => 0x86,
            _ => 0x87,
        };
        conduct.judge(
            &rules::SEGMENT_TAG,
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

    /// The end of a container: what was collected is acted upon.
    fn finish_part(&mut self, loader: &mut Loader) -> Step<()> {
        loader.left = None;
        let clear = std::mem::take(&mut loader.clear);
        let outcome = match loader.part {
            Part::Configuration => self.configure_isdp(loader, clear).map(|()| Part::Metadata),
            Part::Metadata => self.store_metadata(loader, clear).map(|()| Part::Keys),
            Part::Keys => self.replace_session_keys(loader, &clear).map(|()| Part::Elements),
            Part::Elements => {
                self.judge_end(loader).map_err(|refusal| loader.failed(refusal))?;
                self.judge_package(loader).map_err(|refusal| (loader.id(), refusal))?;
                Ok(Part::Done)
            }
            part => Ok(part),
        };
        loader.part = outcome.map_err(|refusal| loader.failed(refusal))?;
        Ok(())
    }

    /// The package ends where its length says, with nothing behind it.
    fn judge_end(&self, loader: &Loader) -> Result<(), Refusal> {
        let ended = loader.rest == 0 && loader.waiting.is_empty();
        self.context.conduct.judge(
            &rules::PACKAGE_END,
            Refusal::unless(ended, "scp03tStructureError", || "the package does not end with its last segment".into()),
        )
    }

    /// ES8+.LoadProfileElements (SGP.22 §5.5.5): header first, end last, the right ICCID. What the elements
    /// say is kept as it is; installing it is the matter of the card's file system.
    fn judge_package(&self, loader: &Loader) -> Result<(), PackageRefusal> {
        let conduct = &self.context.conduct;
        let elements = tlv::all(&loader.package);
        let framed = match &elements {
            Ok(elements) => {
                elements.first().is_some_and(|first| first.tag == 0xA0)
                    && elements.last().is_some_and(|last| last.tag == 0xAA)
            }
            Err(_) => false,
        };
        let judged = conduct.judge(
            &rules::PROFILE_ELEMENTS,
            Refusal::unless(framed, "installFailedDueToPEProcessingError", || {
                "no header at the start or no end at the end".into()
            }),
        );
        // EUICCResponse with one PEStatus bad-values(3), and profileInstallationAborted.
        let bad_values = vec![0x30, 0x09, 0xA0, 0x05, 0x30, 0x03, 0x80, 0x01, 0x03, 0x81, 0x00];
        judged.map_err(|refusal| PackageRefusal { refusal, sima_response: Some(bad_values) })?;
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
        )?;
        Ok(())
    }
}
