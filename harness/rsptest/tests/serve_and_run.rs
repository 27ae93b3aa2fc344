//! The lab in one process, the run in another: the same verdicts as against the embedded reference. And the other ways to
//! orders: lists and commands; and the command that starts a dead target again.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;
#[path = "support/targets.rs"]
mod targets;

use rsp_consumer::es2plus::{ConfirmOrder, DownloadOrder};
use rsp_pki::TestPki;
use rsp_transport::{Answer, Handler, PeerInfo, Request, Server, ServerLimits};
use rsptest::lab::LabSmDpPlus;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{Bench, Ran, verdicts};
use targets::Answering;
use tokio::sync::Notify;

/// Every interface, and what hangs on TLS, on the PKI and on call-backs.
const SELECTION: [&str; 9] = [
    "sgp22/sm-dp-plus/es2plus/callers",
    "sgp22/sm-dp-plus/es2plus/confirm-order",
    "sgp22/sm-dp-plus/es2plus/progress-info",
    "sgp22/sm-dp-plus/es9plus/authenticate-client",
    "sgp22/sm-dp-plus/es9plus/authenticate-client-order-errors",
    "sgp22/sm-dp-plus/es9plus/get-bound-profile-package-confirmation-code",
    "sgp22/sm-dp-plus/es9plus/handle-notification",
    "sgp22/sm-dp-plus/es9plus/tls",
    "sgp22/sm-dp-plus/pki",
];

/// Full id → verdict and message.
type Verdicts = BTreeMap<String, (String, String)>;

fn found(bench: &Bench) -> Verdicts {
    verdicts(&bench.results()).into_iter().map(|(id, verdict, message)| (id, (verdict, message))).collect()
}

/// A run of the selection.
#[track_caller]
fn selection(bench: &Bench, more: &[&str]) -> Verdicts {
    let mut arguments = more.to_vec();
    arguments.extend(SELECTION);
    bench.run(&arguments).ended(0);
    found(bench)
}

/// A lab in a process of its own; it ends with this.
struct Lab(Child);

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves an SM-DP+ and waits until it has written `target.yaml`.
#[track_caller]
fn serve(bench: &Bench, more: &[&str]) -> Lab {
    // The call-back has no listener yet, so its port must be known before.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut arguments = vec!["serve", "sm-dp-plus", "--listen", "127.0.0.1:0", "--es2plus", "127.0.0.1:0"];
    arguments.extend(["--operator", &free, "--target-file", "target.yaml", "--orders", "1"]);
    arguments.extend(more);
    let (out, err) = (bench.path().join("serve.out"), bench.path().join("serve.err"));
    let lab = Lab(bench.spawn(&arguments, &out, &err));
    let started = Instant::now();
    let said = || std::fs::read_to_string(&out).unwrap();
    while !said().contains("serving") {
        assert!(started.elapsed() < Duration::from_secs(20), "{}{}", said(), std::fs::read_to_string(&err).unwrap());
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(said().contains("order LPA:1$testsmdpplus1.example.com$"), "{}", said());
    lab
}

#[track_caller]
fn same(embedded: &Verdicts, served: &Verdicts) {
    assert!(embedded.len() > 80, "{}", embedded.len());
    assert_eq!(embedded.keys().collect::<Vec<_>>(), served.keys().collect::<Vec<_>>());
    for (id, verdict) in embedded {
        assert_eq!(verdict, &served[id], "{id}");
    }
}

#[test]
fn a_lab_gets_the_verdicts_of_the_embedded_reference() {
    let bench = Bench::new();
    let embedded = selection(&bench, &[]);
    assert!(embedded.values().all(|(verdict, _)| verdict == "pass"), "{embedded:?}");
    let _lab = serve(&bench, &[]);
    same(&embedded, &selection(&bench, &["--target", "target.yaml"]));
    // Once more on the same server: orders of the run before are none of this one, used up or not.
    same(&embedded, &selection(&bench, &["--target", "target.yaml"]));
    // The doctor foresees the same: what will not run, for the same reasons, but for cases that move the clock. The
    // embedded references are a card too.
    let foreseen = |ran: Ran| {
        let (_, reasons) = ran.out.split_once(" will not:").unwrap();
        reasons.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let served = bench.rsptest(&["doctor", "--target", "target.yaml"]).ended(0).says(&["ok   TLS 1.2", "ok   ES9+"]);
    let (only, others): (Vec<_>, Vec<_>) = foreseen(served).into_iter().partition(|line| line.contains("`advance`"));
    let mut embedded = foreseen(bench.rsptest(&["doctor"]).ended(0));
    embedded.retain(|line| !line.contains("the card "));
    assert_eq!(embedded, others);
    assert_eq!(only.len(), 1, "{only:?}");
}

#[test]
fn without_tls_what_needs_tls_says_so() {
    let bench = Bench::new();
    let secure = selection(&bench, &[]);
    let embedded = selection(&bench, &["--scheme", "http"]);
    let lab = serve(&bench, &["--scheme", "http"]);
    let mut arguments = vec!["--target", "target.yaml"];
    arguments.extend(SELECTION);
    let ran = bench.run(&arguments).ended(0);
    drop(lab);
    let served = found(&bench);
    same(&embedded, &served);
    let mut lacking = 0;
    for (id, (verdict, message)) in &served {
        if verdict == "not-applicable" {
            lacking += 1;
            assert!(message.contains("tls") || message.contains("TLS"), "{id}: {message}");
        } else {
            assert_eq!(verdict, &secure[id].0, "{id}: {message}");
        }
    }
    assert!((8..40).contains(&lacking), "{lacking}");
    ran.says(&[&format!("not-applicable: {lacking}"), "the target does not declare the option tls"]);
}

#[test]
fn credentials_of_a_directory_serve_both_sides() {
    let bench = Bench::new();
    TestPki::from_seed(b"a published bundle").write_bundle(&bench.path().join("certs")).unwrap();
    let embedded = selection(&bench, &["--credentials", "certs"]);
    assert!(embedded.values().all(|(verdict, _)| verdict == "pass"), "{embedded:?}");
    let _lab = serve(&bench, &["--credentials", "certs"]);
    let file = std::fs::read_to_string(bench.path().join("target.yaml")).unwrap();
    assert!(file.contains("credentials: { from:"), "{file}");
    same(&embedded, &selection(&bench, &["--target", "target.yaml"]));
    // Another PKI than the server's cannot even say hello.
    let stranger = file.lines().filter(|line| !line.starts_with("credentials")).collect::<Vec<_>>().join("\n");
    bench.write("stranger.yaml", stranger);
    let ran = bench.run(&["--target", "stranger.yaml", support::ONE_EXCHANGE]).ended(3);
    ran.says(&["unknown_ca(48)"]);
}

/// An order that was made beforehand: MatchingID and ICCID.
async fn order(lab: &LabSmDpPlus, number: usize, code: Option<&str>) -> (String, String) {
    let call = format!("made-{number}");
    let order = DownloadOrder { profile_type: Some("rsptest-generic".into()), ..DownloadOrder::default() };
    let iccid = lab.role.download_order("2.999.20", &call, order).await.unwrap()["iccid"].as_str().unwrap().to_owned();
    let confirm = ConfirmOrder {
        iccid: iccid.clone(),
        release_flag: true,
        confirmation_code: code.map(str::to_owned),
        ..ConfirmOrder::default()
    };
    let confirmed = lab.role.confirm_order("2.999.20", &call, confirm).await.unwrap();
    (confirmed["matchingId"].as_str().unwrap().to_owned(), iccid)
}

const NOMINAL: &str = "sgp22/sm-dp-plus/es9plus/authenticate-client/nominal";
const SIGNATURE: &str = "sgp22/sm-dp-plus/es9plus/authenticate-client/signature";
const RIGHT_CODE: &str = "sgp22/sm-dp-plus/es9plus/get-bound-profile-package-confirmation-code/right-code";

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_orders_are_used_up() {
    let lab = targets::reference().await;
    let (open, _) = order(&lab, 1, None).await;
    let (coded, iccid) = order(&lab, 2, Some("24-68")).await;
    let bench = Bench::new();
    let lists = format!(
        "declares: {{ options: {{ confirmation-code: true }} }}\norders:\n  lists:\n    open: [{open}]\n    \
         confirmation-code: [{{ matching-id: {coded}, code: 24-68, iccid: \"{iccid}\" }}]"
    );
    bench.write("target.yaml", targets::file(lab.es9plus.address(), "http", &lists));
    let (bench, ran) = targets::run(bench, &["--target", "target.yaml", NOMINAL, RIGHT_CODE]).await;
    ran.ended(0);
    let all = found(&bench);
    assert_eq!(all[&format!("{NOMINAL}[json]")].0, "pass");
    assert_eq!(all[&format!("{RIGHT_CODE}[json]")].0, "pass");
    // One order for two cases: the second one says what is lacking.
    let (bench, ran) = targets::run(bench, &["--target", "target.yaml", "--jobs", "1", NOMINAL, SIGNATURE]).await;
    ran.ended(3).says(&["no order of kind open is left in the target file"]);
    let counts = &bench.results()["counts"];
    assert_eq!((&counts["pass"], &counts["inconclusive"]), (&1.into(), &1.into()));
    // A kind that is not listed at all is not applicable, and said to be so.
    let (_, ran) =
        targets::run(bench, &["--target", "target.yaml", "sgp22/sm-dp-plus/es9plus/authenticate-client-orders"]).await;
    ran.says(&["the target file names no orders of kind eid-bound"]);
}

/// The doctor takes orders from the lists as a run does: what will be short of them does not count as what will run.
#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_counts_orders() {
    let lab = targets::reference().await;
    let foreseen = async |lists: &str| {
        let bench = Bench::new();
        let lists =
            format!("declares: {{ options: {{ confirmation-code: true }} }}\norders: {{ lists: {{ {lists} }} }}");
        bench.write("target.yaml", targets::file(lab.es9plus.address(), "http", &lists));
        let ran = tokio::task::spawn_blocking(move || bench.rsptest(&["doctor", "--target", "target.yaml", "--json"]));
        let ran = ran.await.unwrap();
        let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let sum = |reasons: &serde_json::Value| {
            reasons.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum()
        };
        let counts: [u64; 3] =
            [json["verdicts"].as_u64().unwrap(), sum(&json["not-applicable"]), sum(&json["inconclusive"])];
        (ran.code, counts, json["inconclusive"].to_string())
    };
    let (_, none, _) = foreseen("").await;
    assert_eq!(none[2], 0);
    let (code, empty, says) = foreseen("open: []").await;
    assert_eq!((code, empty[0]), (3, none[0]), "no more will run with an empty list than without one");
    assert!(empty[2] > 100 && says.contains("no order of kind open: the list is empty"), "{empty:?} {says}");
    let (code, two, says) = foreseen("open: [A, B]").await;
    assert_eq!((code, two[0] > none[0]), (0, true), "{two:?}");
    assert!(two[0] <= none[0] + 2 && says.contains("the 2 orders of kind open"), "{two:?} {says}");
    assert_eq!(two.iter().sum::<u64>(), none.iter().sum::<u64>());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_command_makes_orders() {
    let lab = targets::reference().await;
    let (matching_id, iccid) = order(&lab, 1, None).await;
    let bench = Bench::new();
    let script = format!(
        "#!/bin/sh\nread question\necho \"$question\" >>asked\ncase \"$question\" in\n  *'\"kind\":\"open\"'*) \
         echo '{{\"matching-id\":\"{matching_id}\",\"iccid\":\"{iccid}\"}}' ;;\n  *) echo 'no such kind' >&2; exit 7 ;;\nesac\n"
    );
    // Beside the target file, and not where rsptest is started.
    bench.write("ci/make-order.sh", script);
    let orders = "declares: { options: { confirmation-code: true } }\norders: { by: exec, command: sh ./make-order.sh, kinds: [open, confirmation-code] }";
    bench.write("ci/target.yaml", targets::file(lab.es9plus.address(), "http", orders).replace("300ms", "5s"));
    let (bench, ran) = targets::run(bench, &["--target", "ci/target.yaml", NOMINAL]).await;
    ran.ended(0);
    assert_eq!(found(&bench)[&format!("{NOMINAL}[json]")].0, "pass");
    let asked = std::fs::read_to_string(bench.path().join("ci/asked")).unwrap();
    let asked: serde_json::Value = serde_json::from_str(asked.lines().next().unwrap()).unwrap();
    assert_eq!((&asked["kind"], asked["eid"].as_str().map(str::len)), (&"open".into(), Some(32)));
    // A command that fails, and one that talks nonsense, are nobody's finding.
    let (bench, ran) = targets::run(bench, &["--target", "ci/target.yaml", RIGHT_CODE]).await;
    ran.ended(3).says(&["the order command `sh ./make-order.sh`", "no such kind"]);
    bench.write("ci/make-order.sh", "echo hello");
    let (bench, ran) = targets::run(bench, &["--target", "ci/target.yaml", NOMINAL]).await;
    ran.ended(3).says(&["its output is not JSON"]);
    bench.write("ci/make-order.sh", "sleep 60");
    let short = std::fs::read_to_string(bench.path().join("ci/target.yaml")).unwrap().replace("5s", "300ms");
    bench.write("ci/target.yaml", short);
    let (_, ran) = targets::run(bench, &["--target", "ci/target.yaml", NOMINAL]).await;
    ran.ended(3).says(&["did not end within"]);
}

/// The reference, until it is asked for its death.
struct Fragile {
    inner: Arc<dyn Handler>,
    died: Arc<Notify>,
}

impl Handler for Fragile {
    fn handle<'a>(&'a self, request: Request, peer: &'a PeerInfo) -> Answering<'a> {
        Box::pin(async move {
            if request.body.windows(4).any(|four| four == b"DIE!") {
                self.died.notify_one();
                std::future::pending::<Answer>().await;
            }
            self.inner.handle(request, peer).await
        })
    }
}

/// Two robustness cases of which the first kills, and a gentle one.
const KILLERS: &str = r#"
specs: { SGP.22: ">=2.2" }
cases:
  - id: a-killer
    title: a body that kills
    why: for the restart
    covers: [SGP22-6.5-01]
    robustness: true
    attacks: [sm-dp-plus/request-readable]
    steps: [{ send: { text: "DIE!" }, refuse: malformed }]
  - id: b-harmless
    title: a body that does not
    why: for the restart
    covers: [SGP22-6.5-01]
    robustness: true
    steps: [{ call: ES9+.InitiateAuthentication }]
"#;

/// Runs the killers against a server that is started again when the file `restarted`
/// appears. They run alone and in their order, however many jobs there are.
async fn killed(restart: &str) -> (Bench, Ran) {
    let lab = targets::reference().await;
    let died = Arc::new(Notify::new());
    let fragile = Arc::new(Fragile { inner: targets::es9plus(&lab), died: died.clone() });
    let server = Server::start("127.0.0.1:0", None, fragile.clone(), ServerLimits::default()).await.unwrap();
    let address = server.address();
    let bench = Bench::new();
    bench.case_file(KILLERS);
    bench.write("target.yaml", targets::file(address, "http", restart));
    let asked_for = bench.path().join("restarted");
    let keeper = tokio::spawn(async move {
        died.notified().await;
        server.stop().await;
        while !Path::new(&asked_for).exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let again = Server::start(&address.to_string(), None, fragile, ServerLimits::default()).await.unwrap();
        std::future::pending::<()>().await;
        drop(again);
    });
    let case = |id: &str| format!("sgp22/sm-dp-plus/es9plus/mine/{id}");
    let ids = [case("a-killer"), case("b-harmless")];
    let arguments = ["--target", "target.yaml", "--cases-dir", "cases", "--jobs", "8", &ids[0], &ids[1]];
    let (bench, ran) = targets::run(bench, &arguments).await;
    keeper.abort();
    (bench, ran)
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_died_is_started_again() {
    let (bench, ran) = killed("restart: touch restarted").await;
    let said = ran.ended(1);
    let all = found(&bench);
    let (verdict, message) = &all["sgp22/sm-dp-plus/es9plus/mine/a-killer"];
    assert_eq!(verdict, "fail", "{}", said.said());
    assert!(message.contains("without an answer") && message.contains("did not answer afterwards"), "{message}");
    assert!(bench.path().join("restarted").exists());
    assert_eq!(all["sgp22/sm-dp-plus/es9plus/mine/b-harmless"].0, "pass", "{}", said.said());
}

/// It died between two cases, or was never there: nobody's finding, but the next case finds it answering.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_is_not_there_is_started_too() {
    let lab = targets::reference().await;
    let address = targets::nobody().await;
    let bench = Bench::new();
    bench.case_file(KILLERS);
    bench.write("target.yaml", targets::file(address, "http", "restart: touch restarted"));
    let (asked_for, handler) = (bench.path().join("restarted"), targets::es9plus(&lab));
    let keeper = tokio::spawn(async move {
        while !Path::new(&asked_for).exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let server = Server::start(&address.to_string(), None, handler, ServerLimits::default()).await.unwrap();
        std::future::pending::<()>().await;
        drop(server);
    });
    let ids = ["a-killer", "b-harmless"].map(|id| format!("sgp22/sm-dp-plus/es9plus/mine/{id}"));
    let (bench, ran) =
        targets::run(bench, &["--target", "target.yaml", "--cases-dir", "cases", &ids[0], &ids[1]]).await;
    keeper.abort();
    let said = ran.ended(3);
    let all = found(&bench);
    let (verdict, message) = &all[&ids[0]];
    assert_eq!(verdict, "inconclusive", "{}", said.said());
    assert!(message.contains("refused") && message.contains("the restart command was run"), "{message}");
    assert_eq!(all[&ids[1]].0, "pass", "{}", said.said());
}

/// A command that does not help is run once, not before each case.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_command_that_does_not_help_is_not_run_again() {
    let bench = Bench::new();
    bench.case_file(KILLERS);
    let address = targets::nobody().await;
    bench.write("target.yaml", targets::file(address, "http", "restart: echo once >>restarted; exit 1"));
    let (bench, ran) = targets::run(bench, &["--target", "target.yaml", "--cases-dir", "cases", "sgp22"]).await;
    let said = ran.ended(3);
    let (verdict, message) = &found(&bench)["sgp22/sm-dp-plus/es9plus/mine/b-harmless"];
    assert_eq!(verdict, "not-applicable", "{}", said.said());
    assert!(message.contains("did not make it answer again"), "{message}");
    assert_eq!(std::fs::read_to_string(bench.path().join("restarted")).unwrap(), "once\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_restart_command_hostile_cases_stop() {
    let (bench, ran) = killed("").await;
    let said = ran.ended(1);
    let all = found(&bench);
    assert_eq!(all["sgp22/sm-dp-plus/es9plus/mine/a-killer"].0, "fail", "{}", said.said());
    let (verdict, message) = &all["sgp22/sm-dp-plus/es9plus/mine/b-harmless"];
    assert_eq!(verdict, "not-applicable");
    assert!(message.contains("there is no restart command"), "{message}");
}
