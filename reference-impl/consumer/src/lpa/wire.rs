//! ES9+ from the LPA's side: requests as HTTP, answers as members.

use super::{Lpa, LpaError, rules};
use crate::es9plus::{self, Function, Members};
use rsp_conduct::{Delivery, Refusal};
use rsp_transport::{Request, Response};
use std::future::Future;
use std::pin::Pin;

/// The two bindings of ES9+.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// SGP.22 §6.5
    Json,
    /// SGP.22 §6.6
    Asn1,
}

/// A request and how it is handed over.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The request.
    pub request: Request,
    /// How it is handed over.
    pub delivery: Delivery,
}

/// The way to an SM-DP+.
pub trait Es9PlusChannel: Send + Sync {
    /// Sends a request, returns the answer or why there is none.
    fn send<'a>(&'a self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = Result<Response, String>> + Send + 'a>>;
}

impl Lpa {
    /// The HTTP request of a call.
    pub fn outgoing(&self, function: &Function, members: &Members) -> Outgoing {
        let (path, content_type, body) = match self.binding {
            Binding::Json => {
                (function.json_path(), es9plus::JSON_CONTENT_TYPE, es9plus::encode_json_request(function, members))
            }
            Binding::Asn1 => (
                es9plus::asn1_path().to_owned(),
                es9plus::ASN1_CONTENT_TYPE,
                es9plus::encode_asn1_request(function, members),
            ),
        };
        self.outgoing_with(&path, content_type, body)
    }

    /// The HTTP request with this body.
    pub fn outgoing_with(&self, path: &str, content_type: &str, mut body: Vec<u8>) -> Outgoing {
        let conduct = &self.context.conduct;
        conduct.shape(&rules::HTTP_BODY, &mut body);
        let version = &self.version;
        let head = format!(
            "POST {path}\nUser-Agent: gsma-rsp-lpad\nX-Admin-Protocol: gsma/rsp/v{version}\nContent-Type: {content_type}\n"
        );
        let mut head = head.into_bytes();
        conduct.shape(&rules::HTTP_HEAD, &mut head);
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.lines();
        let (method, path) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or(("POST", path));
        let headers = lines.clone().filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        let delivery = conduct.deliver(&rules::HTTP_BODY, &body);
        let request = Request { method: method.to_owned(), path: path.to_owned(), headers, body };
        Outgoing { request, delivery }
    }

    /// The output of a call, or why there is none.
    pub fn incoming(&self, function: &Function, response: &Response) -> Result<Members, LpaError> {
        if function.notification {
            // 204 is the answer; 200 with whatever body is seen in the field and does no harm.
            return match response.status {
                200 | 204 => Ok(Members::new()),
                status => Err(LpaError::Transport(format!("HTTP status {status}"))),
            };
        }
        if response.status != 200 {
            return Err(LpaError::Transport(format!("HTTP status {}", response.status)));
        }
        match self.binding {
            Binding::Json => {
                let answer = es9plus::decode_json_response(function, &response.body);
                let answer = answer.map_err(|fault| LpaError::Unreadable(fault.to_string()))?;
                let status = answer.status;
                let executed = status.status.starts_with("Executed");
                let judged = self.context.conduct.judge(
                    &rules::EXECUTION_STATUS,
                    Refusal::unless(executed, "undefinedError", || status.status.clone()),
                );
                judged.map_err(|_| LpaError::Refused {
                    subject: status.subject.unwrap_or_default(),
                    reason: status.reason.unwrap_or_default(),
                    message: status.message.unwrap_or_default(),
                })?;
                Ok(answer.members)
            }
            Binding::Asn1 => {
                let answer = es9plus::decode_asn1_response(function, &response.body);
                let answer = answer.map_err(|fault| LpaError::Unreadable(fault.to_string()))?;
                answer.map_err(|code| LpaError::Refused {
                    subject: String::new(),
                    reason: code.to_string(),
                    message: String::new(),
                })
            }
        }
    }
}
