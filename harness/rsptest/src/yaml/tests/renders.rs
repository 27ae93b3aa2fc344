//! Every error as people see it.

use serde::de::DeserializeOwned;

use super::model::{File, Refuse, TYPICAL, Tamper, source};
use crate::diagnostic::Paint;
use crate::yaml::{Source, Substitution, from_node, from_source, parse, substitute};

fn drawn<T: DeserializeOwned>(text: &str) -> String {
    match from_source::<T>(&source(text)) {
        Ok(_) => "no error".to_owned(),
        Err(finding) => finding.render(Paint::Plain),
    }
}

/// The typical file with one piece of it written differently.
fn typical(from: &str, to: &str) -> String {
    assert_eq!(TYPICAL.matches(from).count(), 1, "{from}");
    drawn::<File>(&TYPICAL.replace(from, to))
}

#[test]
fn a_typing_error_in_a_key() {
    insta::assert_snapshot!(typical("call: ES12", "cal: ES12"), @r#"
    error[unknown-field]: unknown key `cal`
      --> cases/es9plus/authenticate-client.yaml:23:9
       |
    23 |         cal: ES12.DeleteEvent
       |         ^^^ did you mean `call`?
       |
       = in cases[0].steps[3]
       = help: allowed here: `as`, `call`, `with`, `tamper`, `refuse`, `times`, `strict`, `window`
    "#);
}

#[test]
fn an_unknown_key_that_nothing_resembles() {
    insta::assert_snapshot!(typical("    why: A", "    banana: A"), @r#"
    error[unknown-field]: unknown key `banana`
     --> cases/es9plus/authenticate-client.yaml:6:5
      |
    6 |     banana: A server without this check serves a card that it never authenticated.
      |     ^^^^^^
      |
      = in cases[0]
      = help: allowed here: `id`, `title`, `why`, `covers`, `steps`
    "#);
}

#[test]
fn an_unknown_name() {
    insta::assert_snapshot!(typical("as: sm-ds", "as: smdss"), @r#"
    error[unknown-name]: unknown name `smdss`
      --> cases/es9plus/authenticate-client.yaml:22:13
       |
    22 |       - as: smdss
       |             ^^^^^ did you mean `sm-ds`?
       |
       = in cases[0].steps[3].as
       = help: allowed here: `lpa`, `sm-dp-plus`, `sm-ds`
    "#);
}

#[test]
fn an_unknown_single_key() {
    insta::assert_snapshot!(typical("{ flip: { octet", "{ flop: { octet"), @r#"
    error[unknown-name]: unknown name `flop`
      --> cases/es9plus/authenticate-client.yaml:19:24
       |
    19 |           operation: { flop: { octet: 0, bit: 7 } }
       |                        ^^^^ did you mean `flip`?
       |
       = in cases[0].steps[1].tamper.operation
       = help: allowed here: `drop`, `set`, `flip`, `move`
    "#);
}

#[test]
fn a_wrong_type() {
    insta::assert_snapshot!(typical("times: 2", "times: [2]"), @r#"
    error[wrong-type]: expected an integer from 0 to 255, found a list
      --> cases/es9plus/authenticate-client.yaml:24:16
       |
    24 |         times: [2]
       |                ^^^
       |
       = in cases[0].steps[3].times
    "#);
}

#[test]
fn a_number_out_of_range() {
    insta::assert_snapshot!(typical("times: 2", "times: 300"), @r#"
    error[wrong-value]: expected an integer from 0 to 255, found the number `300`
      --> cases/es9plus/authenticate-client.yaml:24:16
       |
    24 |         times: 300
       |                ^^^
       |
       = in cases[0].steps[3].times
    "#);
}

#[test]
fn yes_for_a_bool() {
    insta::assert_snapshot!(typical("times: 2", "strict: yes"), @r#"
    error[wrong-type]: expected `true` or `false`, found the text `yes`
      --> cases/es9plus/authenticate-client.yaml:24:17
       |
    24 |         strict: yes
       |                 ^^^
       |
       = in cases[0].steps[3].strict
       = help: write true
    "#);
}

#[test]
fn a_list_where_a_map_is_due() {
    insta::assert_snapshot!(typical("tamper:\n          in: AuthenticateServerResponse\n          operation: { flip: { octet: 0, bit: 7 } }", "tamper: [flip]"), @r#"
    error[wrong-type]: expected a map, found a list
      --> cases/es9plus/authenticate-client.yaml:17:17
       |
    17 |         tamper: [flip]
       |                 ^^^^^^
       |
       = in cases[0].steps[1].tamper
       = help: a map with these keys: `in`, `operation`
    "#);
}

#[test]
fn a_missing_key() {
    insta::assert_snapshot!(typical("    title: A signature that does not verify is refused\n", ""), @r#"
    error[missing-field]: the key `title` is missing
     --> cases/es9plus/authenticate-client.yaml:4:5
      |
    4 |   - id: bad-signature
      |     ^^^^^^^^^^^^^^^^^
      |
      = in cases[0]
    "#);
}

#[test]
fn a_missing_key_in_one_line() {
    insta::assert_snapshot!(drawn::<Tamper>("{ in: Request }"), @r#"
    error[missing-field]: the key `operation` is missing
     --> cases/es9plus/authenticate-client.yaml:1:1
      |
    1 | { in: Request }
      | ^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_duplicate_key() {
    insta::assert_snapshot!(typical("        times: 2", "        times: 2\n        call: again"), @r#"
    error[duplicate-key]: the key `call` stands twice in one map
      --> cases/es9plus/authenticate-client.yaml:25:9
       |
    23 |         call: ES12.DeleteEvent
       |         ---- first here
    24 |         times: 2
    25 |         call: again
       |         ^^^^
    "#);
}

#[test]
fn an_alias_and_its_anchor() {
    insta::assert_snapshot!(typical("refuse: any", "refuse: *any"), @r#"
    error[alias]: aliases are not used here
      --> cases/es9plus/authenticate-client.yaml:21:54
       |
    21 |       - { as: lpa, call: ES9+.CancelSession, refuse: *any }
       |                                                      ^^^^
       |
       = help: write the value where it is needed; text that begins with `*` needs quotes
    "#);
    insta::assert_snapshot!(typical("refuse: any", "refuse: &any x"), @r#"
    error[anchor]: anchors are not used here
      --> cases/es9plus/authenticate-client.yaml:21:54
       |
    21 |       - { as: lpa, call: ES9+.CancelSession, refuse: &any x }
       |                                                      ^^^^
       |
       = help: write the value where it is needed, or keep it in a procedure; text that begins with `&` needs quotes
    "#);
}

#[test]
fn an_alias_bomb() {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    insta::assert_snapshot!(drawn::<File>(text), @r#"
    error[anchor]: anchors are not used here
     --> cases/es9plus/authenticate-client.yaml:1:4
      |
    1 | a: &a [x, x]
      |    ^^
      |
      = help: write the value where it is needed, or keep it in a procedure; text that begins with `&` needs quotes
    "#);
}

#[test]
fn a_tab() {
    insta::assert_snapshot!(typical("        times: 2", "\ttimes: 2"), @r#"
    error[tab]: a tab; YAML files here are written with spaces
      --> cases/es9plus/authenticate-client.yaml:24:1
       |
    24 |     times: 2
       | ^^^^
       |
       = help: indent with spaces; inside double quotes a tab is written `\t`
    "#);
}

#[test]
fn a_tag() {
    insta::assert_snapshot!(typical("times: 2", "times: !!int 2"), @r#"
    error[tag]: tags are not used here
      --> cases/es9plus/authenticate-client.yaml:24:16
       |
    24 |         times: !!int 2
       |                ^^^^^
       |
       = help: remove it; text that begins with `!`, or looks like a number, needs quotes
    "#);
}

#[test]
fn a_number_where_text_is_due() {
    insta::assert_snapshot!(drawn::<Tamper>("in: Request\noperation: { set: 0123 }\n"), @r#"
    error[wrong-type]: expected text, found the number `0123`
     --> cases/es9plus/authenticate-client.yaml:2:19
      |
    2 | operation: { set: 0123 }
      |                   ^^^^
      |
      = in operation.set
      = help: quote it: "0123"
    "#);
}

#[test]
fn a_number_that_may_be_text() {
    insta::assert_snapshot!(typical("count: 3", "status: 80E2"), @r#"
    error[doubtful-number]: `80E2` without quotes is the number 8000.0
      --> cases/es9plus/authenticate-client.yaml:11:104
       |
    11 |         with: { smdpAddress: $iut.address, euiccChallenge: "00112233445566778899AABBCCDDEEFF", status: 80E2 }
       |                                                                                                        ^^^^
       |
       = in cases[0].steps[0].with.status
       = help: if text or octets are meant, quote it: "80E2"; if the number is meant, write 8000.0
    "#);
}

#[test]
fn a_key_that_is_a_number() {
    insta::assert_snapshot!(typical("count: 3", "9000: 3"), @r#"
    error[key-not-text]: a key must be text, and this is the number `9000`
      --> cases/es9plus/authenticate-client.yaml:11:96
       |
    11 |         with: { smdpAddress: $iut.address, euiccChallenge: "00112233445566778899AABBCCDDEEFF", 9000: 3 }
       |                                                                                                ^^^^
       |
       = help: quote it: "9000"
    "#);
}

#[test]
fn broken_syntax() {
    insta::assert_snapshot!(typical("title: A signature", "title: A: signature"), @r#"
    error[yaml-syntax]: a `: ` where no key can stand
     --> cases/es9plus/authenticate-client.yaml:5:13
      |
    5 |     title: A: signature that does not verify is refused
      |             ^
      |
      = help: text that holds `: ` needs quotes; else look at the indentation
    "#);
    insta::assert_snapshot!(typical("[4, 13]", "[4, 13"), @r#"
    error[yaml-syntax]: a `,` or `]` is missing before this
      --> cases/es9plus/authenticate-client.yaml:16:81
       |
    16 |           deviceInfo: { tac: "35550607", capabilities: { gsm: true, lte: [4, 13 } }
       |                                                                                 ^
       |
       = help: text that holds `,`, `[` or `]` needs quotes here
    "#);
    insta::assert_snapshot!(typical("    covers:", "   covers:"), @r#"
    error[yaml-syntax]: this line does not belong to the list above it
     --> cases/es9plus/authenticate-client.yaml:7:4
      |
    7 |    covers: [RSP-5.6.3-06, RSP-5.6.3-07]
      |    ^
      |
      = help: line it up with the other `-`
    "#);
    insta::assert_snapshot!(typical("call: ES9+.CancelSession", "call: @self"), @r#"
    error[yaml-syntax]: text cannot begin with this character
      --> cases/es9plus/authenticate-client.yaml:21:26
       |
    21 |       - { as: lpa, call: @self, refuse: any }
       |                          ^
       |
       = help: put the text in quotes
    "#);
}

#[test]
fn the_wrong_shape() {
    insta::assert_snapshot!(drawn::<Refuse>("true"), @r#"
    error[wrong-type]: expected text, a list or a map, found `true`
     --> cases/es9plus/authenticate-client.yaml:1:1
      |
    1 | true
      | ^^^^
      |
      = help: if it is text, quote it: "true"
    "#);
}

#[test]
fn an_unknown_reference() {
    let source = source("steps:\n  - { call: ES9+.AuthenticateClient, tamper: $variant.tampr }\n");
    let root = parse(&source).unwrap();
    let known = vec!["$variant.id".to_owned(), "$variant.tamper".to_owned()];
    let finding = substitute(&root, &source, &|_| Substitution::Unknown(known.clone())).unwrap_err();
    insta::assert_snapshot!(finding.render(Paint::Plain), @r#"
    error[unknown-reference]: unknown reference `$variant.tampr`
     --> cases/es9plus/authenticate-client.yaml:2:46
      |
    2 |   - { call: ES9+.AuthenticateClient, tamper: $variant.tampr }
      |                                              ^^^^^^^^^^^^^^ did you mean `$variant.tamper`?
      |
      = in steps[0].tamper
      = help: allowed here: `$variant.id`, `$variant.tamper`
    "#);
}

#[test]
fn an_error_in_what_a_reference_stands_for() {
    let source = source(
        "variants:\n  - { id: a, tamper: { in: Request, operation: dorp } }\nsteps:\n  - { tamper: $variant.tamper }\n",
    );
    let root = parse(&source).unwrap();
    let definition = root.get("variants").unwrap().elements()[0].get("tamper").unwrap().clone();
    let root = substitute(&root, &source, &|_| Substitution::Value(definition.clone())).unwrap();
    let step = &root.get("steps").unwrap().elements()[0];
    let finding = from_node::<Tamper>(step.get("tamper").unwrap(), &source).unwrap_err();
    insta::assert_snapshot!(finding.render(Paint::Plain), @r#"
    error[unknown-name]: unknown name `dorp`
     --> cases/es9plus/authenticate-client.yaml:4:15
      |
    2 |   - { id: a, tamper: { in: Request, operation: dorp } }
      |                                                ---- did you mean `drop`?
    3 | steps:
    4 |   - { tamper: $variant.tamper }
      |               ^^^^^^^^^^^^^^^
      |
      = in operation
      = help: allowed here: `drop`, `set`, `flip`, `move`
    "#);
}

#[test]
fn an_error_in_another_file() {
    let other = Source::new("target.yaml", "# the target\nsettings:\n  operation: { set: 0123 }\n");
    let definition = parse(&other).unwrap().get("settings").unwrap().get("operation").unwrap().clone();
    let source = source("{ in: Request, operation: $iut.operation }\n");
    let root = parse(&source).unwrap();
    let resolve = |_: &str| Substitution::From(definition.clone(), other.clone());
    let root = substitute(&root, &source, &resolve).unwrap();
    let finding = from_node::<Tamper>(&root, &source).unwrap_err();
    insta::assert_snapshot!(finding.render(Paint::Plain), @r#"
    error[wrong-type]: expected text, found the number `0123`
     --> cases/es9plus/authenticate-client.yaml:1:27
      |
    1 | { in: Request, operation: $iut.operation }
      |                           ^^^^^^^^^^^^^^
      |
     ::: target.yaml:3:21
      |
    3 |   operation: { set: 0123 }
      |                     ---- this, in what the reference stands for
      |
      = in operation.set
      = help: quote it: "0123"
    "#);
    insta::assert_snapshot!(serde_json::to_string_pretty(&finding.to_json()).unwrap(), @r#"
    {
      "severity": "error",
      "code": "wrong-type",
      "message": "expected text, found the number `0123`",
      "file": "cases/es9plus/authenticate-client.yaml",
      "line": 1,
      "column": 27,
      "end-line": 1,
      "end-column": 41,
      "path": "operation.set",
      "help": "quote it: \"0123\"",
      "labels": [
        {
          "text": "this, in what the reference stands for",
          "file": "target.yaml",
          "line": 3,
          "column": 21,
          "end-line": 3,
          "end-column": 25
        }
      ]
    }
    "#);
}
