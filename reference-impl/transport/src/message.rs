//! HTTP messages as roles see them, and the trait through which a role answers.

use hyper::StatusCode;
use rsp_conduct::Delivery;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;

/// An HTTP request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The method, for example `POST`.
    pub method: String,
    /// The request target: path and query.
    pub path: String,
    /// Header fields in order. A server gives the names in lower case; a client sends them as they are.
    pub headers: Vec<(String, String)>,
    /// The body, without its transfer coding.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, path: impl Into<String>) -> Self {
        Self { method: method.into(), path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// A POST with this content type and body, the only method of SGP.22 §6.3.
    pub fn post(path: impl Into<String>, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut request = Self::new("POST", path).with_header("Content-Type", content_type);
        request.body = body.into();
        request
    }

    /// The same request with one more header field.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first field of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// An HTTP response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields in order.
    pub headers: Vec<(String, String)>,
    /// The body, without its transfer coding.
    pub body: Vec<u8>,
}

impl Response {
    /// A response without headers and body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// The same response with this body and content type.
    pub fn with_body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.with_header("Content-Type", content_type)
    }

    /// The same response with one more header field.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first field of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The octets before the body in HTTP/1.1, the empty line included. `Content-Length` is added
    /// unless the fields have framing of their own or the status has no content.
    pub(crate) fn head(&self) -> Vec<u8> {
        let reason = StatusCode::from_u16(self.status).ok().and_then(|status| status.canonical_reason());
        let mut out = format!("HTTP/1.1 {} {}\r\n", self.status, reason.unwrap_or_default());
        for (name, value) in &self.headers {
            out.push_str(&format!("{name}: {value}\r\n"));
        }
        let framed = self.header("content-length").is_some() || self.header("transfer-encoding").is_some();
        let empty = self.body.is_empty() && matches!(self.status, 100..=199 | 204 | 304);
        if !framed && !empty {
            out.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        out.push_str("\r\n");
        out.into_bytes()
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Who sent a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerInfo {
    /// Where the connection comes from.
    pub address: SocketAddr,
    /// The client's certificates in DER, leaf first; empty without client authentication.
    pub certificates: Vec<Vec<u8>>,
}

/// A response and how it is handed to the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What is answered.
    pub response: Response,
    /// How it is delivered.
    pub delivery: Delivery,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self { response, delivery: Delivery::Now }
    }
}

/// Answers requests: the seam between a role and its server.
pub trait Handler: Send + Sync {
    /// Answers one request. A panic is answered with status 500; the future is dropped when the
    /// client goes away before the answer.
    fn handle<'a>(&'a self, request: Request, peer: &'a PeerInfo) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

    /// What came on a connection was no HTTP request, or its body did not come whole, or was larger than the server
    /// takes: it was refused without asking the handler.
    fn noise(&self, _peer: &PeerInfo) {}

    /// A connection ended before its first request, for example because the client refused our certificate.
    fn refused(&self, _peer: SocketAddr, _fault: &crate::TransportFault) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_names_have_no_case_and_the_first_field_counts() {
        let request =
            Request::new("POST", "/").with_header("X-Admin-Protocol", "a").with_header("x-admin-protocol", "b");
        assert_eq!(request.header("X-ADMIN-PROTOCOL"), Some("a"));
        assert_eq!(request.header("host"), None);
    }

    #[test]
    fn a_head_declares_the_length_only_where_there_is_content() {
        assert_eq!(Response::new(204).head(), b"HTTP/1.1 204 No Content\r\n\r\n");
        let answer = Response::new(200).with_body("text/plain", "four");
        assert_eq!(answer.head(), b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n");
        let strange = Response::new(299).with_header("Transfer-Encoding", "chunked");
        assert_eq!(strange.head(), b"HTTP/1.1 299 \r\nTransfer-Encoding: chunked\r\n\r\n");
    }
}
