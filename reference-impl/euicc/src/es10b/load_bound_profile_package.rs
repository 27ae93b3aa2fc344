//! ES10b.LoadBoundProfilePackage (SGP.22 §5.7.6): cuts what arrives into the ES8+ functions of a package.

use super::loader::{Loader, PackageRefusal, Part};
use crate::euicc::{Euicc, Response};
use crate::rules;
use crate::session::OpenInstallation;
use rsp_asn1::{BppCommandId, tlv};
use rsp_conduct::Refusal;
use rsp_crypto::bsp;

/// The largest package that is taken, whatever memory is free.
const LARGEST: usize = 1024 * 1024;

type Step<T> = Result<T, (BppCommandId, PackageRefusal)>;

fn structure(says: impl Into<String>) -> Refusal {
    Refusal::new("scp03tStructureError", says)
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
            Ok(()) => Response::ok(self.installed(&mut loader)),
            Err((id, refusal)) => Response::ok(self.failed(&loader, id, refusal)),
        }
    }

    /// Writes down how far the installation is, for the result that a power cycle would owe.
    fn note_progress(&mut self, loader: &Loader) {
        let known = self.state.installing.as_ref().is_some_and(|open| {
            open.transaction_id == loader.server.transaction_id && BppCommandId(open.command.into()) == loader.id()
        });
        if loader.channel.is_none() || known {
            return;
        }
        self.state.installing = Some(self.open_installation(loader, loader.id()));
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
        if loader.part == Part::Elements {
            loader.package.reserve(length.min(LARGEST));
        }
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
                self.load_profile_elements(loader).map_err(|refusal| (loader.id(), refusal))?;
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
}
