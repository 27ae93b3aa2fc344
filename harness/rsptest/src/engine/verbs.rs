//! The other verbs: `send`, `load`, `notify`, `await`, `probe`.

use super::case_run::CaseRun;
use super::stop::{Stop, Trouble};
use super::value::Value;
use super::verdict::Verdict;
use crate::case::{Await, Binding, CardName, EventName, Function, Interface, Notify, Probe, ProbeAnswer, Send, Step};
use crate::judge::Answer;
use rsp_consumer::es9plus;
use rsp_transport::prober::{ClientHelloSpec, ProbeOutcome, probe};
use rsp_transport::{Call, Request};
use std::time::Duration;

/// A function for raw HTTP: no members, no errors of its own.
pub(super) fn raw_function(path: &str) -> Function {
    Function {
        name: format!("POST {path}"),
        clause: "6.5".into(),
        interface: Interface::Es9Plus,
        notification: false,
        path: path.to_owned(),
        request: Vec::new(),
        response: Vec::new(),
        errors: Vec::new(),
        es10: None,
    }
}

impl CaseRun<'_> {
    pub(super) async fn send(&mut self, step: &Step, send: &Send) -> Result<(), Stop> {
        let path = send.path.clone().unwrap_or_else(|| "/gsma/rsp2/es9plus/initiateAuthentication".into());
        let version = &self.bench.target.version;
        let mut headers = vec![
            ("User-Agent".to_owned(), "gsma-rsp-lpad".to_owned()),
            ("X-Admin-Protocol".to_owned(), format!("gsma/rsp/v{version}")),
            ("Content-Type".to_owned(), es9plus::JSON_CONTENT_TYPE.to_owned()),
        ];
        for (name, value) in &send.headers {
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            if let Some(value) = value {
                headers.push((name.clone(), value.clone()));
            }
        }
        let octets = |text: &str| hex::decode(text).map_err(|error| Stop::Broken(format!("hex: {error}")));
        let body = match (&send.text, &send.hex, &send.fill) {
            (Some(text), None, None) => text.value.clone().into_bytes(),
            (None, Some(hex), None) => octets(hex)?,
            (None, None, Some(fill)) => {
                [&fill.prefix, &fill.text.repeat(fill.times), &fill.suffix].map(|part| part.as_bytes()).concat()
            }
            (None, None, None) => Vec::new(),
            _ => return Err(Stop::Broken("a body is text, hex or fill".into())),
        };
        let method = send.method.clone().unwrap_or_else(|| "POST".into());
        let request = Request { method: method.clone(), path: path.clone(), headers, body };
        let mut call = Call::new(request);
        call.raw = send.raw.as_ref().map(|raw| octets(raw)).transpose()?;
        call.fresh_connection = call.raw.is_some();
        call.timeout = self.bench.target.limits.timeout("");
        let mut function = self
            .bench
            .set
            .functions
            .names()
            .find_map(|name| self.bench.set.functions.get(name).filter(|function| function.path == path).cloned());
        let function = function.get_or_insert_with(|| raw_function(&path));
        let exchange = self.client.send(call).await;
        let answer = Answer::read(function, Binding::Json, exchange.outcome.clone());
        let mut shown = function.clone();
        shown.name = format!("{method} {path}");
        self.record(&shown, "lpa", "raw HTTP".into(), &exchange, &Vec::new(), &answer);
        if step.refuse.is_none() && !step.expect.is_empty() {
            if let crate::judge::Outcome::Silence(fault) = &answer.outcome {
                if crate::judge::unreachable(fault) {
                    return Err(Stop::Inconclusive(fault.to_string()));
                }
                return self.found(Verdict::Fail, step, Trouble::says(fault.to_string()));
            }
            return self.expect(step, &format!("answer to {}", shown.name), Some(&answer), &Vec::new(), None);
        }
        self.conclude(step, &shown, &answer, &Vec::new(), None)
    }

    /// Our card loads the package that was fetched last.
    pub(super) fn load(&mut self, step: &Step) -> Result<(), Stop> {
        let name = step.card.unwrap_or(CardName::Card);
        if let Some(tamper) = &step.tamper {
            self.armed.arm(tamper, &self.scope, self.bench.credentials.as_ref(), true).map_err(Stop::Broken)?;
        }
        let peer = self.peer(name)?;
        let package = peer.bound.octets("boundProfilePackage").to_vec();
        let loaded = peer.lpa.load_bound_profile_package(&mut peer.card, &package);
        let disarmed = self.armed.disarm();
        self.emit_card_log(name);
        disarmed.map_err(Stop::Broken)?;
        let result = match loaded {
            Ok(result) => result,
            Err(error) => {
                let trouble = Trouble {
                    message: format!("our eUICC cannot load the package: {error}"),
                    place: "boundProfilePackage".into(),
                    octets: package,
                    ..Trouble::default()
                };
                return self.found(Verdict::Fail, step, trouble);
            }
        };
        if let Some(reason) = refused(&result)
            && step.tamper.is_none()
        {
            let trouble = Trouble {
                message: format!("our eUICC refuses the package: {reason}"),
                place: "boundProfilePackage".into(),
                octets: package,
                ..Trouble::default()
            };
            return self.found(Verdict::Fail, step, trouble);
        }
        if let Some(peer) = self.peers.get_mut(&name) {
            peer.pending.clone_from(&result);
        }
        self.expect(step, "ProfileInstallationResult", None, &Vec::new(), Some(&result))
    }

    /// Our card signs a notification.
    pub(super) fn notify(&mut self, step: &Step, notify: &Notify) -> Result<(), Stop> {
        let name = step.card.unwrap_or(CardName::Card);
        let iccid = notify.iccid.as_ref().map(|value| self.scope.resolve(value)).transpose().map_err(Stop::Broken)?;
        let iccid = iccid.map(|value| match &value {
            // Digits, as orders give them, become what EF.ICCID holds.
            Value::Text(digits) if digits.len() != 20 || digits.bytes().all(|c| c.is_ascii_digit()) => {
                rsp_consumer::iccid::to_ef(digits).to_vec()
            }
            other => other.to_octets().unwrap_or_default(),
        });
        let event = match notify.event {
            EventName::Install => 0,
            EventName::Enable => 1,
            EventName::Disable => 2,
            EventName::Delete => 3,
        };
        if let Some(tamper) = &step.tamper {
            self.armed.arm(tamper, &self.scope, self.bench.credentials.as_ref(), true).map_err(Stop::Broken)?;
        }
        let address = self.bench.target.address.clone();
        let peer = self.peer(name)?;
        let pending = peer.card.notify(event, &address, iccid.as_deref());
        let disarmed = self.armed.disarm();
        disarmed.map_err(Stop::Broken)?;
        let pending =
            pending.ok_or_else(|| Stop::NotApplicable("our card has no key to sign a notification with".into()))?;
        if let Some(peer) = self.peers.get_mut(&name) {
            peer.pending = pending;
        }
        Ok(())
    }

    /// Waits for a report of ES2+.HandleDownloadProgressInfo.
    pub(super) async fn await_report(&mut self, awaits: &Await) -> Result<(), Stop> {
        let desk = self.bench.operator_desk().map_err(Stop::NotApplicable)?;
        let log = desk.progress.as_ref();
        let log =
            log.ok_or_else(|| Stop::NotApplicable("the target calls no operator back (option progress-info)".into()))?;
        let iccid = self.scope.resolve(&awaits.iccid).map_err(Stop::Broken)?.to_text();
        let iccid = iccid.trim_end_matches(['F', 'f']).to_owned();
        let wanted = || {
            let reports = log.of(&iccid);
            reports.iter().any(|report| {
                report.notification_point_id == awaits.point && report.notification_point_status.status == awaits.status
            })
        };
        let patience = if awaits.never { Duration::from_millis(200) } else { self.bench.target.limits.call_back };
        let end = tokio::time::Instant::now() + patience;
        let came = loop {
            if wanted() {
                break true;
            }
            if tokio::time::Instant::now() >= end {
                break false;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        if came != awaits.never {
            return Ok(());
        }
        let seen: Vec<String> = log
            .of(&iccid)
            .iter()
            .map(|report| format!("{} {}", report.notification_point_id, report.notification_point_status.status))
            .collect();
        let message = format!(
            "the report with notificationPointId {} and status {} {}; reports seen: [{}]",
            awaits.point,
            awaits.status,
            if awaits.never { "came" } else { "did not come" },
            seen.join(", ")
        );
        self.found(Verdict::Fail, &Step::default(), Trouble::says(message))
    }

    /// A TLS handshake, as far as a prober can see it.
    pub(super) async fn probe(&mut self, wanted: &Probe) -> Result<(), Stop> {
        let suites = wanted.suites.iter().map(|suite| u16::from_str_radix(suite, 16)).collect::<Result<Vec<_>, _>>();
        let suites = suites.map_err(|error| Stop::Broken(format!("a suite is four hexadecimal digits: {error}")))?;
        let target = &self.bench.target;
        let hello = match wanted.version.as_str() {
            "tls1.0" => ClientHelloSpec::old(0x0301, &target.address, &suites),
            "tls1.1" => ClientHelloSpec::old(0x0302, &target.address, &suites),
            "tls1.2" => ClientHelloSpec::tls12(&target.address, &suites),
            "tls1.3" => ClientHelloSpec::tls13(&target.address, &suites),
            other => return Err(Stop::Broken(format!("{other} is no TLS version"))),
        };
        let outcome = probe(&target.connect, &hello, target.limits.timeout("")).await;
        let (taken, says) = match &outcome {
            ProbeOutcome::ServerHello(_) => (true, "a ServerHello".to_owned()),
            ProbeOutcome::Alert(..) | ProbeOutcome::Closed => (false, outcome.to_string()),
            other => {
                let says = format!("the probe saw: {other}");
                self.saw(Interface::Es9Plus, Some(says.clone()));
                return Err(Stop::Inconclusive(says));
            }
        };
        if taken == (wanted.answer == ProbeAnswer::Hello) {
            return Ok(());
        }
        let expected = match wanted.answer {
            ProbeAnswer::Hello => "a ServerHello",
            ProbeAnswer::Refused => "a fatal alert or a close",
        };
        let suites = wanted.suites.join(", ");
        let message = format!("a ClientHello {} with suites {suites} was answered: {says}", wanted.version);
        let trouble = Trouble { message, expected: expected.into(), got: says, ..Trouble::default() };
        self.found(Verdict::Fail, &Step::default(), trouble)
    }
}

/// Why finalResult of a ProfileInstallationResult is an error, if it is.
fn refused(result: &[u8]) -> Option<String> {
    let decoded: rsp_asn1::ProfileInstallationResult = rsp_asn1::decode(result).ok()?;
    match &decoded.profile_installation_result_data.value().final_result {
        rsp_asn1::FinalResult::SuccessResult(_) => None,
        rsp_asn1::FinalResult::ErrorResult(error) => Some(format!("{}, {}", error.bpp_command_id, error.error_reason)),
    }
}
