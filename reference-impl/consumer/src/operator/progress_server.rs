//! The operator's end of ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5).

use crate::es2plus::{DownloadProgressInfo, Function};
use rsp_transport::{Answer, Handler, PeerInfo, Request, Response};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

/// Reports kept at most; the oldest go first.
const KEPT: usize = 65_536;

/// What was reported, in the order of arrival.
#[derive(Clone, Default)]
pub struct ProgressLog(Arc<Mutex<Vec<DownloadProgressInfo>>>);

impl ProgressLog {
    /// The reports on one profile.
    pub fn of(&self, iccid: &str) -> Vec<DownloadProgressInfo> {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.iter().filter(|info| info.iccid.trim_end_matches(['F', 'f']) == iccid).cloned().collect()
    }

    fn add(&self, info: DownloadProgressInfo) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if log.len() >= KEPT {
            log.remove(0);
        }
        log.push(info);
    }
}

/// Serves the call-back and keeps what it hears.
#[derive(Clone, Default)]
pub struct ProgressServer {
    /// What was heard.
    pub log: ProgressLog,
}

impl Handler for ProgressServer {
    fn handle<'a>(&'a self, request: Request, _: &'a PeerInfo) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        let status = if request.path != Function::HandleDownloadProgressInfo.path() {
            404
        } else if request.method != "POST" {
            405
        } else {
            match serde_json::from_slice::<DownloadProgressInfo>(&request.body) {
                Ok(info) => {
                    self.log.add(info);
                    204
                }
                Err(_) => 400,
            }
        };
        let headers = vec![("X-Admin-Protocol".to_owned(), "gsma/rsp/v2.5.0".to_owned())];
        let response = Response { status, headers, body: Vec::new() };
        Box::pin(async move { Answer::from(response) })
    }
}
