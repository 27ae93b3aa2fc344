//! Files that are wrong on purpose: each is refused with exit code 2 and a message that names the place and a way out.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

mod support;

use insta::assert_snapshot;
use std::fmt::Write as _;
use support::Bench;

/// A file with one case; `step` is its only step.
fn case(step: &str) -> String {
    format!(
        "specs: {{ SGP.22: \">=2.2\" }}\n\
         cases:\n\
         \x20 - id: mine\n\
         \x20   title: what happens\n\
         \x20   why: it is tried out\n\
         \x20   covers: [SGP22-5.6.1-01]\n\
         \x20   attacks: [sm-dp-plus/euicc-signature1]\n\
         \x20   steps:\n\
         \x20     - {step}\n"
    )
}

/// Calls that race, in a step.
fn race(calls: &str) -> String {
    case(&format!("{{ together: [{calls}], succeed: 1 }}"))
}

/// A fault in a step.
fn tamper(words: &str) -> String {
    case(&format!("{{ call: ES9+.AuthenticateClient, tamper: {{ {words} }}, refuse: any }}"))
}

/// What `lint` says of a file, and `run` in the same words; without the directory of the test.
#[track_caller]
fn refused<T: AsRef<[u8]>>(text: T) -> String {
    let bench = Bench::new();
    let cases = bench.case_file(text);
    let lint = linted(&bench);
    let run = bench.rsptest(&["run", "--cases-dir", cases.to_str().unwrap()]).ended(2);
    let said = run.err.replace(&format!("{}/", bench.path().display()), "");
    assert!(said.contains(&lint), "run says something else than lint:\n{said}\n---\n{lint}");
    assert!(!bench.path().join("reports").exists(), "a run that did not begin leaves no reports");
    lint
}

/// What `lint` says of the cases in this directory.
#[track_caller]
fn linted(bench: &Bench) -> String {
    let ran = bench.rsptest(&["lint", bench.path().join("cases").to_str().unwrap()]).ended(2);
    assert!(ran.took.as_secs() < 10, "{}", ran.said());
    let said = ran.out.replace(&format!("{}/", bench.path().display()), "");
    // The last line counts, and has the time in it.
    said.trim_end().rsplit_once('\n').map_or("", |(all, _)| all).to_owned()
}

#[test]
fn a_key_that_nobody_knows() {
    assert_snapshot!(refused(case("{ call: ES9+.InitiateAuthentication, expct: { status: Executed-Success } }")), @r"
    error[unknown-field]: unknown key `expct`
     --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:9:46
      |
    9 |       - { call: ES9+.InitiateAuthentication, expct: { status: Executed-Success } }
      |                                              ^^^^^ did you mean `expect`?
      |
      = in cases[0].steps[0]
      = help: allowed here: `as`, `card`, `call`, `together`, `succeed`, `send`, `order`, `use`, `notify`, `load`, `await`, `probe`, `apdu`, `blocks`, `power`, `advance`, `with`, `message`, `tamper`, `expect`, `refuse`, `tolerate`, `keep`, `gives`, …
    ");
}

#[test]
fn a_field_that_the_structure_lacks() {
    assert_snapshot!(refused(tamper("in: euiccSigned1, at: serverChalenge, flip: { octet: 0, bit: 0 }")), @r"
    error[unknown-field]: `serverChalenge`: EuiccSigned1 has no field `serverChalenge`; did you mean `serverChallenge`?
     --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:9:74
      |
    9 |       - { call: ES9+.AuthenticateClient, tamper: { in: euiccSigned1, at: serverChalenge, flip: { octet: 0, bit: 0 } }, refuse: any }
      |                                                                          ^^^^^^^^^^^^^^
    ");
}

#[test]
fn octets_that_are_no_hexadecimal() {
    assert_snapshot!(refused(tamper("in: euiccSignature1, set: \"0g\"")), @r#"
    error[wrong-operation]: `0g` is no hex: Invalid character 'g' at position 1
     --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:9:56
      |
    9 |       - { call: ES9+.AuthenticateClient, tamper: { in: euiccSignature1, set: "0g" }, refuse: any }
      |                                                        ^^^^^^^^^^^^^^^
      |
      = help: octets are written in hexadecimal, two digits each: "00FF"
    "#);
    assert_snapshot!(refused(tamper("in: euiccSignature1, sign-over: \"zz\"")), @r#"
    error[wrong-value]: `sign-over`: "zz" is not hexadecimal: Invalid character 'z' at position 0
     --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:9:56
      |
    9 |       - { call: ES9+.AuthenticateClient, tamper: { in: euiccSignature1, sign-over: "zz" }, refuse: any }
      |                                                        ^^^^^^^^^^^^^^^
      |
      = help: octets are written in hexadecimal, two digits each: "00FF"
    "#);
}

#[test]
fn an_id_that_stands_twice() {
    let second = "  - { id: mine, title: t, why: w, covers: [SGP22-5.6.1-01], steps: [] }\n";
    assert_snapshot!(refused(case("{ call: ES9+.InitiateAuthentication }") + second), @r"
    error[duplicate-id]: the id sgp22/sm-dp-plus/es9plus/mine/mine stands twice
      --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:10:11
       |
     3 |   - id: mine
       |         ---- the first one
    ...
    10 |   - { id: mine, title: t, why: w, covers: [SGP22-5.6.1-01], steps: [] }
       |           ^^^^
       |
       = help: an id is unique in its file
    ");
}

#[test]
fn aliases_that_multiply() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (before, letter) in ('a'..='h').zip('b'..='i') {
        let list = vec![format!("*{before}"); 9].join(", ");
        writeln!(text, "{letter}: &{letter} [{list}]").unwrap();
    }
    assert_snapshot!(refused(text), @r"
    error[anchor]: anchors are not used here
     --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:1:4
      |
    1 | a: &a [x, x, x, x, x, x, x, x, x]
      |    ^^
      |
      = help: write the value where it is needed, or keep it in a procedure; text that begins with `&` needs quotes
    ");
}

#[test]
fn two_verbs_in_a_step() {
    assert_snapshot!(refused(case("{ call: ES9+.InitiateAuthentication, order: open }")), @r"
    error[one-verb]: a step has exactly one verb: call, together, send, order, use, load, notify, await, probe, advance, apdu, power
     --> cases/sgp22/sm-dp-plus/es9plus/mine.yaml:9:17
      |
    9 |       - { call: ES9+.InitiateAuthentication, order: open }
      |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
}

/// Each file, where its error is drawn, and words that must be said there.
#[test]
fn every_name_is_looked_up_when_cases_are_loaded() {
    let initiate = |words: &str| case(&format!("{{ call: ES9+.InitiateAuthentication, {words} }}"));
    let files = [
        // references
        (initiate("with: { smdpAddress: $target.adress }"), "9:54", "`$target.address`"),
        (
            case("{ call: ES9+.AuthenticateClient, with: { matchingId: $matchingID } }"),
            "9:50",
            "keep it in a step before",
        ),
        (initiate("with: { smdpAddress: $variant.x }"), "9:54", "nothing gave `$variant.x` a value"),
        (tamper("in: euiccSignature1, sign-with: $pki.other-euic"), "9:84", "`$pki.other-euicc`"),
        (initiate("expect: { transactionId: $before }"), "9:56", "nothing gave `$before` a value"),
        // names
        (tamper("in: euiccSigned9, drop: true"), "9:56", "did you mean `euiccSigned1`?"),
        (case("{ call: ES9+.AuthenticateClient, refuse: euiccSignatureInvalit }"), "9:50", "`euiccSignatureInvalid`"),
        (case("{ call: ES9+.InitiateAuthentification }"), "9:17", "`ES9+.InitiateAuthentication`"),
        (initiate("with: { smdpAdress: x }"), "9:54", "`smdpAddress`"),
        (case("{ order: opne }"), "9:18", "did you mean `open`?"),
        (case("{ use: nothing-like-it }"), "9:16", "there are `"),
        (initiate("req: SGP22-9.9.9-99"), "9:51", "rsptest list --requirements"),
        (
            case("{ call: ES9+.AuthenticateClient, message: { forge: AuthenticateServerRespons, fields: {} } }"),
            "9:60",
            "`AuthenticateServerResponse`",
        ),
        (initiate("expect: { transactionId: { byts: 3 } }"), "9:73", "did you mean `bytes`?"),
        (initiate("expect: { serverSigned1.serverAdress: present }"), "9:56", "`serverAddress`"),
        (initiate("keep: { id: transaktionId }"), "9:58", "`transactionId`"),
        (initiate("expect: { bpp.seal: valid }"), "9:56", "did you mean `seals`?"),
        (initiate("expect: { serverCertificate: { chains-to: dp-autth } }"), "9:56", "`dp-auth`"),
        // operations
        (tamper("in: euiccSigned1, append: \"0\""), "9:56", "Odd number of digits"),
        (tamper("in: euiccSigned1, at: transactionId, set: \"xyz\""), "9:56", "is no hex"),
        (tamper("in: euiccSigned1, fill: \"0011\""), "9:56", "one octet"),
        (tamper("in: euiccSigned1, flip: { octet: 0, bit: 8 }"), "9:56", "bits 0 to 7"),
        (tamper("in: euiccSigned1, flip: { octet: 0, bit: 0 }, drop: true"), "9:56", "not several"),
        (tamper("in: euiccSignature1, sign-as: der, set: \"00\""), "9:56", "not several"),
        (tamper("in: euiccSigned1"), "9:56", "names an operation"),
        (
            tamper("in: AuthenticateServerResponse, at: euiccSignature1, move: { before: nothing }"),
            "9:56",
            "no field `nothing`",
        ),
        (case("{ send: { path: /x, hex: \"zz\" } }"), "9:34", "not hexadecimal"),
        (case("{ send: { text: x, hex: \"00\" } }"), "9:33", "`text`, `hex` and `fill`"),
        (case("{ send: { text: x, fill: { text: x, times: 2 } } }"), "9:25", "`text`, `hex` and `fill`"),
        (initiate("with: { euiccChallenge: \"0x00\" }"), "9:54", "not hexadecimal"),
        (case("{ probe: { version: tls1.4, suites: [C02B], answer: hello } }"), "9:29", "tls1.4"),
        (case("{ probe: { version: tls1.2, suites: [C02X], answer: hello } }"), "9:46", "C02X"),
        // verbs
        (case("{ expect: { status: Executed-Success } }"), "9:9", "exactly one verb"),
        (case("{ advance: 24 }"), "9:20", "text"),
        (case("{ advance: 24d }"), "9:20", "such as 10s"),
        (case("{ advance: 9000h }"), "9:20", "a year"),
        (race("{ call: ES9+.InitiateAuthentication }"), "9:9", "2 to 16 calls race"),
        (race("{ call: ES9+.InitiateAuthentication }, { order: open }"), "9:61", "what races is a `call`"),
        (
            race("{ call: ES9+.InitiateAuthentication }, { call: ES9+.InitiateAuthentication }"),
            "9:61",
            "another `card`",
        ),
        (
            race("{ call: ES9+.InitiateAuthentication }, { card: other-card, call: ES9+.Initiate }"),
            "9:87",
            "no function",
        ),
        (case("{ call: ES9+.InitiateAuthentication, succeed: 1 }"), "9:17", "counts the calls of `together`"),
        // versions
        (
            case("{ order: open }") + "    card: { info2: { svn: \"2.2\", profile-version: \"2.1.0\" } }\n",
            "10:27",
            "no version like 2.5.0",
        ),
        // shapes
        (case("{ call: [ES9+.InitiateAuthentication] }"), "9:17", "expected text, found a list"),
        (format!("sepcs: {{}}\n{}", case("{ order: open }")), "1:1", "did you mean `specs`?"),
        ("specs: { SGP.22: \">=2.2\" }\n".into(), "1:1", "lint --schema"),
        ("specs: {}\ncases: none\n".into(), "2:8", "`cases` is a list"),
        ("specs: {}\ncases:\n  - { id: x, title: t, variants: none }\n".into(), "3:34", "`variants` is a list"),
        ("specs: {}\ncases:\n  - id: x\n    title: t\n".into(), "3:5", "`why` is missing"),
        (case("{ order: open }") + "    title: again\n", "10:5", "the key `title` stands twice"),
    ];
    for (text, place, words) in files {
        let bench = Bench::new();
        bench.case_file(&text);
        let said = linted(&bench);
        assert!(said.contains(&format!("mine.yaml:{place}\n")), "{place} is not the place:\n{said}\n---\n{text}");
        assert!(said.contains('^'), "no caret:\n{said}");
        assert!(said.contains(words), "{words:?} is not said:\n{said}");
    }
}

/// Each step of a procedure, where its error is drawn, and words that must be said there.
#[test]
fn procedures_are_looked_up_as_cases_are() {
    let steps = [
        ("{ call: ES9+.InitiateAuthentification }", "7:17", "`ES9+.InitiateAuthentication`"),
        ("{ call: ES9+.AuthenticateClient, with: { matchingId: $matchingID } }", "7:50", "did you mean `$matchingId`?"),
        ("{ call: ES9+.InitiateAuthentication, keep: { tid: transaktionId } }", "7:59", "`transactionId`"),
        ("{ call: ES9+.InitiateAuthentication, keep: { tld: transactionId } }", "2:9", "`gives`: `tid`"),
        ("{ call: ES9+.AuthenticateClient, keep: { tid: transactionId }, refuse: ani }", "7:80", "did you mean `any`?"),
        ("{ use: offered, with: { matchingId: $matchingId }, gives: { tid: tid } }", "7:16", "uses no other"),
        ("{ advance: 24h }", "7:20", "does not move the clock"),
    ];
    for (step, place, words) in steps {
        let bench = Bench::new();
        bench.case_file(case("{ call: ES9+.InitiateAuthentication }"));
        let head = "procedures:\n  - id: mine\n    title: what is done\n    takes: [matchingId]\n    gives: [tid]";
        bench.write("cases/procedures/mine.yaml", format!("{head}\n    steps:\n      - {step}\n"));
        let said = linted(&bench);
        assert!(said.contains(&format!("procedures/mine.yaml:{place}\n")), "{place} is not the place:\n{said}");
        assert!(said.contains('^') && said.contains(words), "{words:?} is not said:\n{said}");
    }
}

#[test]
fn text_that_is_no_yaml() {
    let deep = format!("{{ order: {}{} }}", "[".repeat(10_000), "]".repeat(10_000));
    let files: [(Vec<u8>, &str, &str); 6] = [
        (case("{ order: open,\tas: lpa }").into(), "9:23", "indent with spaces"),
        (case("{ order: open").into(), "9:22\n", "`,` or `}` is missing"),
        (case(&deep).into(), "9:", "too many brackets"),
        (format!("specs: {{}}\ncases:\n{}x", "- ".repeat(10_000)).into(), "3:", "deep"),
        ([case("{ order: open }").as_bytes(), b"# \xFF\n"].concat(), "10:3", "save the file as UTF-8"),
        ([case("{ order: open }").as_bytes(), b"# \x00\n"].concat(), "10:3", "control character U+0000"),
    ];
    for (text, place, words) in files {
        let bench = Bench::new();
        bench.case_file(&text);
        let said = linted(&bench);
        assert!(said.contains(&format!("mine.yaml:{place}")), "{place} is not the place:\n{said}");
        assert!(said.contains(words), "{words:?} is not said:\n{said}");
    }
}

#[test]
fn all_errors_are_said_at_once() {
    let text = case("{ call: ES9+.InitiateAuthentification }") + "      - { order: opne }\n      - { use: nothing }\n";
    let said = refused(text);
    assert_eq!(said.matches("error[").count(), 3, "{said}");
}

/// What `run` says of a target file.
#[track_caller]
fn refused_target(more: &str) -> String {
    let bench = Bench::new();
    bench.write("empty/.keep", "");
    let text = format!("target: sm-dp-plus\naddress: smdpp.example.test\nconnect: 127.0.0.1:9\nscheme: http\n{more}\n");
    bench.write("target.yaml", text);
    let run = bench.rsptest(&["run", "--target", "target.yaml"]).ended(2);
    assert!(!bench.path().join("reports").exists(), "a run that did not begin leaves no reports");
    run.err
}

#[test]
fn an_option_that_nobody_knows() {
    assert_snapshot!(refused_target("declares: { options: { brainpol: true } }"), @r"
    error[unknown-option]: there is no option `brainpol`
     --> target.yaml:5:24
      |
    5 | declares: { options: { brainpol: true } }
      |                        ^^^^^^^^
      |
      = help: did you mean `brainpool`?
    1 error
    ");
}

#[test]
fn credentials_that_are_not_there() {
    assert_snapshot!(refused_target("credentials: { from: nowhere }"), @r"
    error[credentials]: nowhere: No such file or directory (os error 2)
     --> target.yaml:5:22
      |
    5 | credentials: { from: nowhere }
      |                      ^^^^^^^
      |
      = help: give a directory with CI/, EUM/, DPtls/ ... as GSMA SGP.26 names them (relative to this file), or leave `from` out for our own test PKI
    1 error
    ");
    let bench = Bench::new();
    bench.write("target.yaml", "target: sm-dp-plus\naddress: x\ncredentials: { from: nowhere }\n");
    bench.rsptest(&["doctor", "--target", "target.yaml"]).ended(2).says(&["target.yaml:3:22"]);
    let said = refused_target("credentials: { from: empty }");
    assert!(said.contains("empty holds no certificate") && said.contains("target.yaml:5:22"), "{said}");
}

#[test]
fn every_value_of_a_target_file_is_looked_at() {
    let files = [
        ("orders: { lists: { opne: [A] } }", "5:20", "did you mean `open`?"),
        ("orders: { by: exec, command: ./x, kinds: [opne] }", "5:43", "did you mean `open`?"),
        ("orders: { by: es2plus, address: \"h:1\", profile-types: { opne: x } }", "5:57", "did you mean `open`?"),
        ("orders: { by: es2plus }", "5:15", "`address`"),
        ("orders: { by: exec }", "5:15", "`command`"),
        ("orders: { by: magic }", "5:15", "`es2plus`"),
        ("orders: { lists: { open: [{ matching-di: A }] } }", "5:29", "`matching-id`"),
        ("limits: { timeout: { default: 10 } }", "5:31", "quote it"),
        ("limits: { timeout: { default: \"10\" } }", "5:31", "such as 10s"),
        ("limits: { timeout: { default: 1d } }", "5:31", "such as 10s"),
        ("limits: { timeout: { GetBoundProfilPackage: 10s } }", "5:22", "`GetBoundProfilePackage`"),
        ("limits: { parallel: -1 }", "5:21", "integer"),
        ("limits: { parallel: 0 }", "5:21", "1 is one after the other"),
        ("identity: { euicc-info2: { svn: two } }", "5:33", "no version like 2.5.0"),
        ("identity: { euicc-info2: { profile-version: 2.1 } }", "5:45", "2.1"),
        (
            "orders: { by: es2plus, address: \"127.0.0.1:9\", profile-types: { open: x }, call-back: nowhere }",
            "5:87",
            "cannot listen at nowhere",
        ),
        ("tls: { expired-leaf: ignore }", "5:22", "`report`"),
        ("tls: { roots: none.pem }", "5:15", "PEM or DER"),
        ("identity: { eids: [\"12\"] }", "5:20", "32 decimal digits"),
        ("oid: abc", "5:6", "2.999.10"),
        ("admin-protocol: gsma/rsp/v2", "5:17", "2.5.0"),
        ("scheem: http", "5:1", "did you mean `scheme`?"),
        ("address: again", "5:1", "stands twice"),
        ("orders: { lists: { open: [A }", "5:29", "`,` or `]` is missing"),
        ("orders:\n\tlists: {}", "6:1", "spaces"),
    ];
    for (more, place, words) in files {
        let said = refused_target(more);
        assert!(said.contains(&format!("target.yaml:{place}\n")), "{place} is not the place:\n{said}");
        assert!(said.contains('^') && said.contains(words), "{words:?} is not said, or nothing is drawn:\n{said}");
    }
}

#[test]
fn a_target_file_that_is_not_there() {
    let bench = Bench::new();
    let ran = bench.rsptest(&["run", "--target", "none.yaml"]).ended(2);
    assert_snapshot!(ran.err, @r"
    error[unreadable]: none.yaml cannot be read: No such file or directory (os error 2)
     |
     = help: `rsptest target new sm-dp-plus > target.yaml` makes one
    1 error
    ");
    bench.write("binary.yaml", [0xFF, 0xFE, 0x00]);
    bench.rsptest(&["run", "--target", "binary.yaml"]).ended(2).says(&["binary.yaml:1:1", "UTF-8"]);
    bench.write("known.yaml", "known:\n  - { case: x, becuase: y }\n");
    bench.rsptest(&["run", "--baseline", "known.yaml"]).ended(2).says(&["known.yaml:2:16", "`because`"]);
}

/// A reader that goes away is no reason to panic: `rsptest list | head`.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_panic() {
    let bench = Bench::new();
    let shell = format!("{{ {} list; echo $? >code; }} 2>err | true; sleep 0.3", env!("CARGO_BIN_EXE_rsptest"));
    let mut ended = std::process::Command::new("sh");
    assert!(ended.arg("-c").arg(shell).current_dir(bench.path()).status().unwrap().success());
    let read = |name: &str| std::fs::read_to_string(bench.path().join(name)).unwrap();
    assert_eq!((read("code").trim(), read("err").as_str()), ("0", ""));
}
