//! The HTTPS shell around an SM-DP+: paths, headers, bindings, and answers that are delivered (SGP.22 §6).

use super::{SmDpPlus, rules};
use crate::es2plus::{self, RequestHeader};
use crate::es9plus::{self, Function, Members};
use crate::status;
use rsp_conduct::{Delivery, Refusal};
use rsp_pki::Certificate;
use rsp_transport::{Answer, Handler, PeerInfo, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// No request of ES9+ or ES2+ comes near this size.
const LARGEST_REQUEST: usize = 256 * 1024;

/// Which interface a listener serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interface {
    /// For LPAs.
    Es9Plus,
    /// For operators, over mutual TLS.
    Es2Plus,
    /// Both on one listener, callers being taken at their word: only for tests behind a proxy.
    Both,
}

/// Serves one interface of an SM-DP+.
#[derive(Clone)]
pub struct SmDpPlusHttp {
    role: Arc<SmDpPlus>,
    interface: Interface,
}

impl SmDpPlusHttp {
    /// A shell around this SM-DP+.
    pub fn new(role: Arc<SmDpPlus>, interface: Interface) -> Self {
        Self { role, interface }
    }

    async fn answer(&self, request: Request, peer: &PeerInfo) -> Answer {
        let conduct = &self.role.context.conduct;
        if !self.role.serving() {
            return Answer { response: Response::new(503), delivery: Delivery::Never };
        }
        let es9plus = self.interface != Interface::Es2Plus;
        let es2plus = self.interface != Interface::Es9Plus;
        let path = request.path.split('?').next().unwrap_or_default();
        let known = (es9plus && (Function::at(path).is_some() || path == es9plus::asn1_path()))
            || (es2plus && es2plus::Function::at(path).is_some());
        if !known {
            return self.plain(404, "there is no function at this path");
        }
        let posted = request.method == "POST";
        let method = Refusal::unless(posted, "malformed", || format!("{} where POST is asked for", request.method));
        if let Err(refusal) = conduct.judge(&rules::HTTP_METHOD, method) {
            return self.plain(405, &refusal.detail);
        }
        let size = request.body.len();
        let fits = Refusal::unless(size <= LARGEST_REQUEST, "malformed", || format!("a request of {size} octets"));
        if let Err(refusal) = conduct.judge(&rules::BODY_SIZE, fits) {
            return self.unreadable(&refusal, |refusal| self.plain(413, &refusal.detail));
        }
        if es2plus && let Some(function) = es2plus::Function::at(path) {
            return self.es2plus(function, &request, peer).await;
        }
        if path == es9plus::asn1_path() {
            return self.asn1(&request).await;
        }
        match Function::at(path) {
            Some(function) => self.json(function, &request).await,
            None => self.plain(404, "there is no function at this path"),
        }
    }

    /// The request as the role reads it. A mutant that takes what it cannot read acknowledges it.
    fn readable<T>(&self, read: Result<T, impl std::fmt::Display>) -> Result<Option<T>, Refusal> {
        let (outcome, value) = match read {
            Ok(value) => (Ok(()), Some(value)),
            Err(error) => (Err(Refusal::new("malformed", error.to_string())), None),
        };
        self.role.context.conduct.judge(&rules::REQUEST_READABLE, outcome).map(|()| value)
    }

    async fn json(&self, function: &'static Function, request: &Request) -> Answer {
        let read = es9plus::decode_json_request(function, &request.body);
        let outcome = match self.readable(read) {
            Err(refusal) => return self.unreadable(&refusal, |refusal| self.json_failure(refusal)),
            Ok(Some(members)) => self.call(function, &members).await,
            Ok(None) => Ok(Members::new()),
        };
        match outcome {
            Ok(_) if function.notification => self.no_content(),
            Ok(members) => {
                self.finish(200, es9plus::JSON_CONTENT_TYPE, es9plus::encode_json_response(function, &members))
            }
            Err(refusal) if refusal.error == "malformed" => match self.readable::<()>(Err(&refusal)) {
                Err(refusal) => self.unreadable(&refusal, |refusal| self.json_failure(refusal)),
                Ok(_) if function.notification => self.no_content(),
                Ok(_) => {
                    let empty = es9plus::encode_json_response(function, &Members::new());
                    self.finish(200, es9plus::JSON_CONTENT_TYPE, empty)
                }
            },
            Err(refusal) => self.json_failure(&refusal),
        }
    }

    fn json_failure(&self, refusal: &Refusal) -> Answer {
        let code = status::json_code(refusal.error);
        let body = es9plus::encode_json_failure(code.subject, code.reason, &refusal.detail);
        self.finish(200, es9plus::JSON_CONTENT_TYPE, body)
    }

    async fn asn1(&self, request: &Request) -> Answer {
        let read = es9plus::decode_asn1_request(&request.body);
        let (function, members) = match self.readable(read) {
            Err(refusal) => return self.unreadable(&refusal, |refusal| self.plain(400, &refusal.detail)),
            Ok(Some(call)) => call,
            Ok(None) => return self.finish(200, es9plus::ASN1_CONTENT_TYPE, Vec::new()),
        };
        match self.call(function, &members).await {
            Ok(_) if function.notification => self.no_content(),
            Ok(members) => {
                self.finish(200, es9plus::ASN1_CONTENT_TYPE, es9plus::encode_asn1_response(function, &members))
            }
            Err(refusal) if refusal.error == "malformed" => match self.readable::<()>(Err(&refusal)) {
                Err(refusal) => self.unreadable(&refusal, |_| self.asn1_failure(function, "malformed")),
                Ok(_) if function.notification => self.no_content(),
                Ok(_) => {
                    let empty = es9plus::encode_asn1_response(function, &Members::new());
                    self.finish(200, es9plus::ASN1_CONTENT_TYPE, empty)
                }
            },
            Err(refusal) => self.asn1_failure(function, refusal.error),
        }
    }

    fn asn1_failure(&self, function: &Function, error: &str) -> Answer {
        let body = es9plus::encode_asn1_failure(function, status::asn1_code(function.name, error));
        self.finish(200, es9plus::ASN1_CONTENT_TYPE, body)
    }

    async fn call(&self, function: &'static Function, members: &Members) -> Result<Members, Refusal> {
        match function.name {
            "InitiateAuthentication" => self.role.initiate_authentication(members).await,
            "AuthenticateClient" => self.role.authenticate_client(members).await,
            "GetBoundProfilePackage" => self.role.get_bound_profile_package(members).await,
            "HandleNotification" => self.role.handle_notification(members).await,
            _ => self.role.cancel_session(members).await,
        }
    }

    async fn es2plus(&self, function: es2plus::Function, request: &Request, peer: &PeerInfo) -> Answer {
        let read = serde_json::from_slice::<Map<String, Value>>(&request.body);
        let mut fields = match self.readable(read) {
            Err(refusal) => return self.unreadable(&refusal, |refusal| self.json_failure(refusal)),
            Ok(fields) => fields.unwrap_or_default(),
        };
        let header = fields.remove("header").unwrap_or(Value::Null);
        let header: RequestHeader = match serde_json::from_value(header) {
            Ok(header) => header,
            Err(error) => {
                let refusal = Refusal::new("mandatoryElementMissing", format!("header: {error}"));
                return self.json_failure(&refusal);
            }
        };
        // The certificate says who calls; the header is believed only where no TLS is.
        let certified = peer.certificates.first().and_then(|der| Certificate::from_der(der).ok());
        let owner = certified.and_then(|certificate| certificate.san_registered_id());
        let owner = owner.unwrap_or_else(|| header.function_requester_identifier.clone());
        let call = header.function_call_identifier;
        let role = &self.role;
        let before = role.store().answer(&owner, &call);
        if let Some(body) = before.filter(|_| role.context.conduct.does(&rules::REPEAT_ANSWER)) {
            return self.finish(200, es9plus::JSON_CONTENT_TYPE, body);
        }
        let fields = Value::Object(fields);
        let outcome = match function {
            es2plus::Function::DownloadOrder => match parsed(fields) {
                Ok(order) => role.download_order(&owner, &call, order).await,
                Err(refusal) => Err(refusal),
            },
            es2plus::Function::ConfirmOrder => match parsed(fields) {
                Ok(order) => role.confirm_order(&owner, &call, order).await,
                Err(refusal) => Err(refusal),
            },
            es2plus::Function::CancelOrder => match parsed(fields) {
                Ok(order) => role.cancel_order(&owner, order).await,
                Err(refusal) => Err(refusal),
            },
            es2plus::Function::ReleaseProfile => match parsed(fields) {
                Ok(order) => role.release_profile(&owner, order).await,
                Err(refusal) => Err(refusal),
            },
            es2plus::Function::HandleDownloadProgressInfo => {
                return self.plain(404, "the operator provides this function, not the SM-DP+");
            }
        };
        let body = match outcome {
            Ok(output) => es2plus::encode_response(output),
            Err(refusal) => {
                let code = status::json_code(refusal.error);
                es9plus::encode_json_failure(code.subject, code.reason, &refusal.detail)
            }
        };
        role.store().keep_answer(&owner, &call, body.clone());
        self.finish(200, es9plus::JSON_CONTENT_TYPE, body)
    }

    /// The answer to what could not be read: the function's failure, or whatever the conduct makes of it.
    fn unreadable(&self, refusal: &Refusal, honest: impl FnOnce(&Refusal) -> Answer) -> Answer {
        self.role.unimpressed();
        let mut answer = honest(refusal);
        let conduct = &self.role.context.conduct;
        conduct.shape(&rules::REFUSAL_ANSWER, &mut answer.response.body);
        let delivery = conduct.deliver(&rules::REFUSAL_ANSWER, &answer.response.body);
        if delivery != Delivery::Now {
            answer.delivery = delivery;
        }
        answer
    }

    fn no_content(&self) -> Answer {
        let conduct = &self.role.context.conduct;
        let mut body = Vec::new();
        conduct.shape(&rules::NOTIFICATION_ANSWER, &mut body);
        // A body where none belongs is how many servers in the field get this wrong.
        let status = if body.is_empty() { 204 } else { 200 };
        let delivery = conduct.deliver(&rules::NOTIFICATION_ANSWER, &body);
        let mut answer = self.finish(status, es9plus::JSON_CONTENT_TYPE, body);
        if delivery != Delivery::Now {
            answer.delivery = delivery;
        }
        answer
    }

    fn plain(&self, status: u16, says: &str) -> Answer {
        self.finish(status, "text/plain;charset=UTF-8", says.as_bytes().to_vec())
    }

    /// Head and body, each shaped, as one answer. The head is shaped as text: `name: value` lines under the status.
    fn finish(&self, status: u16, content_type: &str, mut body: Vec<u8>) -> Answer {
        let conduct = &self.role.context.conduct;
        conduct.shape(&rules::HTTP_BODY, &mut body);
        let version = &self.role.config.version;
        let content_type = if status == 204 { String::new() } else { format!("Content-Type: {content_type}\n") };
        let mut head = format!("{status}\n{content_type}X-Admin-Protocol: gsma/rsp/v{version}\n").into_bytes();
        conduct.shape(&rules::HTTP_HEAD, &mut head);
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|status| status.parse().ok()).unwrap_or(status);
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        let delivery = conduct.deliver(&rules::HTTP_BODY, &body);
        Answer { response: Response { status, headers, body }, delivery }
    }
}

/// Fields of an ES2+ request.
fn parsed<T: DeserializeOwned>(fields: Value) -> Result<T, Refusal> {
    serde_json::from_value(fields).map_err(|error| {
        let missing = error.to_string().starts_with("missing field");
        Refusal::new(if missing { "mandatoryElementMissing" } else { "malformed" }, error.to_string())
    })
}

impl Handler for SmDpPlusHttp {
    fn handle<'a>(&'a self, request: Request, peer: &'a PeerInfo) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(self.answer(request, peer))
    }

    fn noise(&self, _: &PeerInfo) {
        self.role.unimpressed();
    }
}
