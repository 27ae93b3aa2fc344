//! From a request to what is done with the connection.

use super::ServerLimits;
use crate::{Answer, Handler, PeerInfo, Request, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, HeaderName, HeaderValue};
use hyper::{StatusCode, Version};
use rsp_conduct::Delivery;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

/// Octets to be written in place of hyper's answer, and what follows.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) octets: Vec<u8>,
    pub(super) then: Then,
}

/// What happens to the connection after a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It is closed.
    Close,
    /// The next request is read.
    Continue,
}

/// hyper is to let go of the connection: a script waits.
#[derive(Debug)]
pub(super) struct SetAside;

impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer is written by other means")
    }
}

impl std::error::Error for SetAside {}

/// Answers the requests of one connection.
#[derive(Clone)]
pub(super) struct Service(Arc<Shared>);

struct Shared {
    handler: Arc<dyn Handler>,
    peer: PeerInfo,
    limits: Arc<ServerLimits>,
    script: Mutex<Option<Script>>,
}

impl Service {
    pub(super) fn new(handler: Arc<dyn Handler>, peer: PeerInfo, limits: Arc<ServerLimits>) -> Self {
        Self(Arc::new(Shared { handler, peer, limits, script: Mutex::new(None) }))
    }

    /// The script that made hyper let go, if one did.
    pub(super) fn script(&self) -> Option<Script> {
        self.0.script.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl hyper::service::Service<hyper::Request<Incoming>> for Service {
    type Response = hyper::Response<Full<Bytes>>;
    type Error = SetAside;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, SetAside>> + Send>>;

    fn call(&self, request: hyper::Request<Incoming>) -> Self::Future {
        let shared = self.0.clone();
        Box::pin(async move { shared.answer(request).await })
    }
}

impl Shared {
    async fn answer(&self, request: hyper::Request<Incoming>) -> Result<hyper::Response<Full<Bytes>>, SetAside> {
        let last = wants_close(&request);
        let request = match self.read(request).await {
            Ok(request) => request,
            Err(refusal) => {
                self.handler.noise(&self.peer);
                return self.regular(refusal.with_header("Connection", "close"), true);
            }
        };
        let answer = match self.ask(request).await {
            Some(answer) => answer,
            None => Response::new(500).with_body("text/plain", "the role panicked").into(),
        };
        self.deliver(answer, last).await
    }

    /// The request with its body, or why it is not taken.
    async fn read(&self, request: hyper::Request<Incoming>) -> Result<Request, Response> {
        let limit = self.limits.body;
        let too_large = || Response::new(413).with_body("text/plain", format!("more than {limit} octets"));
        let (head, body) = request.into_parts();
        if body.size_hint().lower() > limit as u64 {
            return Err(too_large());
        }
        let body = match tokio::time::timeout(self.limits.read, Limited::new(body, limit).collect()).await {
            Ok(Ok(body)) => body.to_bytes().to_vec(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => return Err(too_large()),
            Ok(Err(error)) => return Err(Response::new(400).with_body("text/plain", error.to_string())),
            Err(_) => return Err(Response::new(408)),
        };
        let header = |(name, value): (&HeaderName, &HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Ok(Request {
            method: head.method.as_str().to_owned(),
            path: head.uri.path_and_query().map_or_else(|| head.uri.to_string(), |path| path.as_str().to_owned()),
            headers: head.headers.iter().map(header).collect(),
            body,
        })
    }

    /// What the handler answers; `None` when it panicked.
    async fn ask(&self, request: Request) -> Option<Answer> {
        let mut answering = catch_unwind(AssertUnwindSafe(|| self.handler.handle(request, &self.peer))).ok()?;
        // A handler that panicked is not polled again.
        poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(cx))) {
            Ok(progress) => progress.map(Some),
            Err(_) => Poll::Ready(None),
        })
        .await
    }

    async fn deliver(&self, answer: Answer, last: bool) -> Result<hyper::Response<Full<Bytes>>, SetAside> {
        let response = answer.response;
        let then = if last { Then::Close } else { Then::Continue };
        match answer.delivery {
            Delivery::Now => self.regular(response, last),
            Delivery::After(wait) => {
                tokio::time::sleep(wait).await;
                self.regular(response, last)
            }
            Delivery::Never => {
                // hyper watches the connection meanwhile and drops this future when the client goes.
                tokio::time::sleep(self.limits.hold).await;
                self.set_aside(Vec::new(), Then::Close)
            }
            Delivery::Half => {
                let mut octets = response.head();
                octets.extend_from_slice(&response.body[..response.body.len() / 2]);
                self.set_aside(octets, Then::Close)
            }
            Delivery::Twice => {
                let once = [response.head(), response.body].concat();
                self.set_aside([once.as_slice(), once.as_slice()].concat(), then)
            }
            // Nothing says whether these octets end, so the end of the connection does.
            Delivery::Instead(octets) => self.set_aside(octets, Then::Close),
        }
    }

    /// The response through hyper, or as it is where hyper cannot carry it.
    fn regular(&self, response: Response, last: bool) -> Result<hyper::Response<Full<Bytes>>, SetAside> {
        if let Some(carried) = carried(&response) {
            return Ok(carried);
        }
        let then = if last { Then::Close } else { Then::Continue };
        self.set_aside([response.head(), response.body].concat(), then)
    }

    fn set_aside(&self, octets: Vec<u8>, then: Then) -> Result<hyper::Response<Full<Bytes>>, SetAside> {
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = Some(Script { octets, then });
        Err(SetAside)
    }
}

fn wants_close(request: &hyper::Request<Incoming>) -> bool {
    let closes = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"close");
    request.version() < Version::HTTP_11 || request.headers().get(CONNECTION).is_some_and(closes)
}

/// The response in hyper's terms; `None` for status codes, fields or framing that hyper would change.
fn carried(response: &Response) -> Option<hyper::Response<Full<Bytes>>> {
    let status = StatusCode::from_u16(response.status).ok().filter(|status| status.as_u16() >= 200)?;
    let bodiless = matches!(response.status, 204 | 304);
    if bodiless && !response.body.is_empty() {
        return None;
    }
    let mut carried = hyper::Response::new(Full::new(Bytes::copy_from_slice(&response.body)));
    *carried.status_mut() = status;
    for (name, value) in &response.headers {
        let framing = name.eq_ignore_ascii_case("content-length") || name.eq_ignore_ascii_case("transfer-encoding");
        if framing {
            return None;
        }
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        carried.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    Some(carried)
}
