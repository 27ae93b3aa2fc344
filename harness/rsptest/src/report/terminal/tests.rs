//! What a run looks like.

use super::*;
use crate::report::sample::{self, Shared};

fn shown(options: Options, events: &[Event]) -> String {
    let out = Shared::default();
    let mut terminal = Terminal::new(out.clone(), options);
    sample::play(&mut terminal, events);
    assert_eq!(terminal.problems().list(), Vec::<String>::new());
    out.text()
}

#[test]
fn the_sample_run() {
    insta::assert_snapshot!(shown(Options::default(), &sample::run()), @r#"
    embedded reference SM-DP+ (sm-dp-plus)  SGP.22 2.5
    rsptest 0.1.0  case set c0ffee  seed 7f3a91  2026-11-21T00:26:31Z

    sgp22/sm-dp-plus/es2plus
      download-order  1 inconclusive, 2 not-applicable, 1 broken
        BROKEN  nominal  1 ms  the tampering took no effect

    sgp22/sm-dp-plus/es9plus
      authenticate-client  2 pass, 1 warn, 1 fail, 1 wrong-reason, 1 not-applicable
        FAIL          bad-euicc-signature1[all-zero]  43 ms  SGP22-5.6.3-06: accepted
        WRONG-REASON  expired-certificate  1 min 00 s  SGP22-5.6.3-06: ␛[31mred␀ ]]> <a b='c'>&amp; ��
        WARN          reserved-bits  5 ms  SGP22-5.6.3-06: expected a refusal, got Executed-Success
      handle-notification  1 expected-fail, 1 unexpected-pass
        UNEXPECTED-PASS  late  8 ms  baseline
        EXPECTED-FAIL    twice  7 ms  baseline

    BROKEN sgp22/sm-dp-plus/es2plus/download-order/nominal  1 ms
      euiccSignature1 that does not verify is refused
      covers   SGP22-5.6.3-06
      message  the tampering took no effect

    FAIL sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1[all-zero]  43 ms
      euiccSignature1 that does not verify is refused
        --> cases/authenticate-client.yaml:20:9
         |
      20 |         refuse: euiccSignatureInvalid
         |         ^^^^^^ accepted
      requirement  SGP22-5.6.3-06  MUST  SGP.22 §5.6.3  the server verifies euiccSignature1 with the key of the eUICC's certificate
      message      expected a refusal, got Executed-Success
                   accepted
      place        answer to ES9+.AuthenticateClient, header.functionExecutionStatus.status
      expected     euiccSignatureInvalid (8.1, 6.1)
      got          Executed-Success
      octets       000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f… (64 of 300 octets)
      replay       rsptest run sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1[all-zero] --seed 7f3a91

    WRONG-REASON sgp22/sm-dp-plus/es9plus/authenticate-client/expired-certificate  1 min 00 s
      euiccSignature1 that does not verify is refused
      ␛[31mred␀ ]]> <a b='c'>&amp; ��
      requirement  SGP22-5.6.3-06  MUST  SGP.22 §5.6.3  the server verifies euiccSignature1 with the key of the eUICC's certificate
      message      ␛[31mred␀ ]]> <a b='c'>&amp; ��
      place        answer to ES9+.AuthenticateClient, header.functionExecutionStatus.status
      expected     euiccSignatureInvalid (8.1, 6.1)
      got          Executed-Success
      octets       000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f… (64 of 300 octets)
      replay       rsptest run sgp22/sm-dp-plus/es9plus/authenticate-client/bad-euicc-signature1[all-zero] --seed 7f3a91

    UNEXPECTED-PASS sgp22/sm-dp-plus/es9plus/handle-notification/late  8 ms
      euiccSignature1 that does not verify is refused
      covers   SGP22-5.6.3-06
      message  baseline

    not-applicable: 3
      2  option brainpool is not declared
      1  credential CI key is missing

    inconclusive: 1
      1  no order left in pool `open`
           sgp22/sm-dp-plus/es2plus/download-order/open

    12 verdicts: 2 pass, 1 warn, 1 fail, 1 wrong-reason, 1 inconclusive, 3 not-applicable, 1 expected-fail, 1 unexpected-pass, 1 broken in 3.2 s
    "#);
}

#[test]
fn verbose_names_every_verdict() {
    let text = shown(Options { verbose: true, ..Options::default() }, &sample::run());
    let tree: String = text.lines().skip(3).take(19).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(tree, @r#"
    sgp22/sm-dp-plus/es2plus
      download-order  1 inconclusive, 2 not-applicable, 1 broken
        NOT-APPLICABLE  brainpool  0 ms  option brainpool is not declared
        NOT-APPLICABLE  no-cancel  0 ms  credential CI key is missing
        BROKEN          nominal  1 ms  the tampering took no effect
        INCONCLUSIVE    open  2 ms  no order left in pool `open`

    sgp22/sm-dp-plus/es9plus
      authenticate-client  2 pass, 1 warn, 1 fail, 1 wrong-reason, 1 not-applicable
        FAIL            bad-euicc-signature1[all-zero]  43 ms  SGP22-5.6.3-06: accepted
        PASS            bad-euicc-signature1[bit-flipped]  41 ms  euiccSignature1 that does not verify is refused
        WRONG-REASON    expired-certificate  1 min 00 s  SGP22-5.6.3-06: ␛[31mred␀ ]]> <a b='c'>&amp; ��
        NOT-APPLICABLE  nominal[brainpool]  0 ms  option brainpool is not declared
        PASS            nominal[nist]  38 ms  euiccSignature1 that does not verify is refused
        WARN            reserved-bits  5 ms  SGP22-5.6.3-06: expected a refusal, got Executed-Success
      handle-notification  1 expected-fail, 1 unexpected-pass
        UNEXPECTED-PASS  late  8 ms  baseline
        EXPECTED-FAIL    twice  7 ms  baseline
    "#);
}

#[test]
fn a_run_without_failures_is_short() {
    let key = sample::key("sgp22/sm-dp-plus/es9plus/cancel-session/nominal", "");
    let events = sample::events(1, vec![(key, sample::result(Verdict::Pass, 12, ""))]);
    insta::assert_snapshot!(shown(Options::default(), &events), @r#"
    embedded reference SM-DP+ (sm-dp-plus)  SGP.22 2.5
    rsptest 0.1.0  case set c0ffee  seed 7f3a91  2026-11-21T00:26:31Z

    sgp22/sm-dp-plus/es9plus
      cancel-session  1 pass

    1 verdict: 1 pass in 3.2 s
    "#);
}

#[test]
fn a_run_that_was_cut_off_says_so() {
    let key = sample::key("sgp22/sm-dp-plus/es9plus/cancel-session/nominal", "");
    let events = sample::events(3, vec![(key, sample::result(Verdict::Pass, 12, ""))]);
    assert!(
        shown(Options::default(), &events).contains("\n3 verdicts were planned, 2 are missing\n1 verdict: 1 pass in")
    );
    assert!(shown(Options::default(), &sample::events(0, Vec::new())).ends_with("0 verdicts: nothing ran in 3.2 s\n"));
}

#[test]
fn colour_only_if_wanted_and_never_the_entitys() {
    let plain = shown(Options::default(), &sample::run());
    assert!(!plain.contains('\x1b') && !plain.contains('\0') && !plain.contains('\u{202e}'));
    let coloured = shown(Options { colour: true, ..Options::default() }, &sample::run());
    assert!(coloured.contains("\x1b[1;31mFAIL\x1b[0m"));
    assert!(!coloured.contains("\x1b[31m"), "the code inside the sample's hostile text");
    let mut stripped = coloured;
    for code in ["1", "2", "32", "33", "1;31", "1;35", "0"] {
        stripped = stripped.replace(&format!("\x1b[{code}m"), "");
    }
    assert_eq!(stripped, plain, "colour changes nothing else");
}
