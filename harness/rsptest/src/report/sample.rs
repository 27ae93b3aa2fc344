//! A run of our own making for the tests of reports: every verdict once or more, in an order that is not the sorted
//! one, with hostile text where an entity could put it.

use crate::bench::ApduRecord;
use crate::engine::event::{
    CardRecord, CaseKey, CaseResult, Event, ExchangeRecord, Finding, Listener, RequirementText, RunInfo,
};
use crate::engine::verdict::{Counts, Verdict};
use std::sync::Arc;
use std::time::Duration;

/// Text as an entity might send it to spoil a terminal or an XML file.
pub(crate) const HOSTILE: &str = "\x1b[31mred\0 ]]> <a b='c'>&amp; \u{fffe}\u{202e}";

/// A key; the file is the one that the id names.
pub(crate) fn key(case: &str, variant: &str) -> CaseKey {
    let function = case.rsplit_once('/').map_or(case, |(function, _)| function);
    CaseKey {
        case: case.into(),
        variant: variant.into(),
        title: "euiccSignature1 that does not verify is refused".into(),
        file: format!("cases/{function}.yaml").into(),
        line: 12,
    }
}

/// A result without a finding.
pub(crate) fn result(verdict: Verdict, millis: u64, message: &str) -> CaseResult {
    CaseResult {
        verdict,
        requirements: vec!["SGP22-5.6.3-06".into()],
        elapsed: Duration::from_millis(millis),
        message: message.into(),
        finding: None,
        notes: Vec::new(),
    }
}

/// A finding as the judge makes it.
pub(crate) fn finding() -> Finding {
    Finding {
        requirement: Some(RequirementText {
            id: "SGP22-5.6.3-06".into(),
            clause: "SGP.22 §5.6.3".into(),
            strength: "must".into(),
            says: "the server verifies euiccSignature1 with the key of the eUICC's certificate".into(),
        }),
        message: "expected a refusal, got Executed-Success".into(),
        place: "answer to ES9+.AuthenticateClient".into(),
        field: "header.functionExecutionStatus.status".into(),
        expected: "euiccSignatureInvalid (8.1, 6.1)".into(),
        got: "Executed-Success".into(),
        octets: (0..=255).cycle().take(300).collect(),
        drawn: "  --> cases/authenticate-client.yaml:20:9\n   |\n20 |         refuse: euiccSignatureInvalid\n   |         ^^^^^^ accepted".into(),
        replay: "rsptest run sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1[all-zero] --seed 7f3a91".into(),
    }
}

/// What the sample run is about.
pub(crate) fn info(planned: usize) -> RunInfo {
    RunInfo {
        product: "embedded reference SM-DP+".into(),
        entity: "sm-dp-plus".into(),
        versions: vec![("SGP.22".into(), "2.5".into())],
        options: vec![("brainpool".into(), false), ("confirmation-code".into(), true)],
        tool_version: "0.1.0".into(),
        case_set: "c0ffee".into(),
        seed: "7f3a91".into(),
        date: "2026-11-21T00:26:31Z".into(),
        planned,
    }
}

/// An exchange with a JSON body and one ASN.1 object in each direction.
pub(crate) fn exchange() -> ExchangeRecord {
    ExchangeRecord {
        number: 1,
        from: "lpa".into(),
        to: "sm-dp-plus".into(),
        function: "ES9+.InitiateAuthentication".into(),
        tampered: "euiccChallenge: octet 0, bit 7 flipped".into(),
        sent: b"POST /gsma/rsp2/es9plus/initiateAuthentication HTTP/1.1\r\nhost: smdpp.example.test\r\n\r\n{\"euiccChallenge\":\"AAECAwQFBgcICQoLDA0ODw==\"}".to_vec(),
        received: b"HTTP/1.1 200 OK\r\nx-note: \x1b[31m\r\n\r\n{\"header\":{\"functionExecutionStatus\":{\"status\":\"Executed-Success\"}}}".to_vec(),
        // An object of our own making: SEQUENCE { [0] transactionId, [1] serverAddress } under tags that mean nothing.
        objects: vec![
            ('>', "euiccInfo1".into(), "EUICCInfo1".into(), vec![0xbf, 0x20, 0x05, 0x82, 0x03, 0x02, 0x02, 0x02]),
            ('<', "own".into(), "NoSuchStructure".into(), vec![0x30, 0x03, 0x80, 0x01, 0xff]),
        ],
        outcome: "200".into(),
        at: Duration::from_millis(2),
        elapsed: Duration::from_millis(9),
        key_log: vec!["CLIENT_RANDOM 00 11".into(), "CLIENT_RANDOM 00 11".into(), "CLIENT_RANDOM 22 33".into()],
    }
}

/// A card command with its answer.
pub(crate) fn card() -> CardRecord {
    CardRecord {
        function: "ES10b.GetEUICCChallenge".into(),
        command: vec![0xbf, 0x2e, 0x00],
        response: [vec![0xbf, 0x2e, 0x12, 0x80, 0x10], vec![0x5a; 16]].concat(),
        tampered: String::new(),
        structures: ["GetEuiccChallengeRequest".into(), "GetEuiccChallengeResponse".into()],
        outcome: "9000".into(),
        apdus: vec![ApduRecord {
            command: vec![0x81, 0xe2, 0x91, 0x00, 0x03, 0xbf, 0x2e, 0x00],
            response: vec![0x61, 0x15],
            fault: None,
        }],
        at: Duration::from_millis(5),
        elapsed: Duration::from_millis(1),
    }
}

/// The events of a run: `(case, variant, result)` in this order, each started before it is finished.
pub(crate) fn events(planned: usize, cases: Vec<(CaseKey, CaseResult)>) -> Vec<Event> {
    let mut events = vec![Event::RunStarted(Arc::new(info(planned)))];
    let mut counts = Counts::default();
    for (key, result) in cases {
        counts.add(result.verdict);
        if result.verdict != Verdict::NotApplicable {
            events.push(Event::CaseStarted(key.clone()));
            events.push(Event::Card(key.clone(), Arc::new(card())));
            events.push(Event::Exchange(key.clone(), Arc::new(exchange())));
        }
        events.push(Event::CaseFinished(key, Arc::new(result)));
    }
    events.push(Event::RunFinished { counts, elapsed: Duration::from_millis(3214) });
    events
}

/// The sample run.
pub(crate) fn run() -> Vec<Event> {
    let client = |case: &str| format!("sgp22/sm-dp-plus/es9plus/authenticate-client/{case}");
    let failed = CaseResult { finding: Some(finding()), ..result(Verdict::Fail, 43, "accepted") };
    let mut warned = CaseResult { finding: Some(finding()), ..result(Verdict::Warn, 5, "") };
    if let Some(requirement) = warned.finding.as_mut().and_then(|finding| finding.requirement.as_mut()) {
        requirement.strength = "should".into();
    }
    let mut noted = result(Verdict::Pass, 41, "");
    noted.notes = vec!["tolerated: 8.1/4.8 in place of 8.1/6.1".into()];
    let wrong = CaseResult {
        finding: Some(Finding { message: HOSTILE.into(), drawn: HOSTILE.into(), ..finding() }),
        ..result(Verdict::WrongReason, 60_000, HOSTILE)
    };
    let brainpool = "option brainpool is not declared";
    let order = "no order left in pool `open`";
    let es2 = "sgp22/sm-dp-plus/es2plus/download-order";
    events(
        12,
        vec![
            (key(&client("bad-euicc-signature1"), "bit-flipped"), noted),
            (key(&client("bad-euicc-signature1"), "all-zero"), failed),
            (key(&client("nominal"), "nist"), result(Verdict::Pass, 38, "")),
            (key(&client("nominal"), "brainpool"), result(Verdict::NotApplicable, 0, brainpool)),
            (key(&client("expired-certificate"), ""), wrong),
            (key(&client("reserved-bits"), ""), warned),
            (
                key("sgp22/sm-dp-plus/es9plus/handle-notification/twice", ""),
                result(Verdict::ExpectedFail, 7, "baseline"),
            ),
            (
                key("sgp22/sm-dp-plus/es9plus/handle-notification/late", ""),
                result(Verdict::UnexpectedPass, 8, "baseline"),
            ),
            (key(&format!("{es2}/nominal"), ""), result(Verdict::Broken, 1, "the tampering took no effect")),
            (key(&format!("{es2}/brainpool"), ""), result(Verdict::NotApplicable, 0, brainpool)),
            (key(&format!("{es2}/no-cancel"), ""), result(Verdict::NotApplicable, 0, "credential CI key is missing")),
            (key(&format!("{es2}/open"), ""), result(Verdict::Inconclusive, 2, order)),
        ],
    )
}

/// Hands all events to a listener.
pub(crate) fn play(listener: &mut impl Listener, events: &[Event]) {
    events.iter().for_each(|event| listener.event(event));
}

/// A writer whose octets can be read after its listener was given away.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<std::sync::Mutex<Vec<u8>>>);

impl Shared {
    /// What was written so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
