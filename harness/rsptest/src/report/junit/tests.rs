//! Structure, read back with a parser, and hostile text.

use super::*;
use crate::engine::event::Finding;
use crate::engine::verdict::Verdict;
use crate::report::sample::{self, HOSTILE, Shared};
use quick_xml::Reader;

/// An element as the parser sees it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn one<'a>(&'a self, name: &'a str) -> &'a Element {
        self.all(name).next().unwrap_or_else(|| panic!("{name} is missing in {self:#?}"))
    }

    fn of(start: &quick_xml::events::BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
            (attribute.key.as_ref().to_owned(), value)
        });
        Self { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }
}

fn parse(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Xml::Start(start) => open.push(Element::of(&start)),
            Xml::Empty(start) => open.last_mut().unwrap().children.push(Element::of(&start)),
            Xml::End(_) => {
                let element = open.pop().unwrap();
                open.last_mut().unwrap().children.push(element);
            }
            Xml::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
            Xml::GeneralRef(reference) => {
                let name = format!("&{};", reference.into_inner());
                open.last_mut().unwrap().text.push_str(&quick_xml::escape::unescape(&name).unwrap());
            }
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1);
    open.remove(0)
}

fn written(strict: bool, events: &[Event]) -> String {
    let out = Shared::default();
    let mut junit = Junit::new(out.clone()).strict(strict);
    sample::play(&mut junit, events);
    assert_eq!(junit.problems().list(), Vec::<String>::new());
    out.text()
}

fn testcase<'a>(root: &'a Element, name: &str) -> &'a Element {
    let suites = root.one("testsuites").all("testsuite");
    suites.flat_map(|suite| suite.all("testcase")).find(|case| case.attributes["name"] == name).unwrap()
}

#[test]
fn suites_counts_and_names() {
    let root = parse(&written(false, &sample::run()));
    let all = root.one("testsuites");
    let counts = |element: &Element| {
        ["tests", "failures", "errors"].map(|name| element.attributes[name].parse::<usize>().unwrap())
    };
    assert_eq!(counts(all), [12, 3, 2]);
    assert_eq!(all.attributes["time"], "3.214");
    let suites: Vec<_> = all.all("testsuite").collect();
    assert_eq!(suites.len(), 2);
    assert_eq!(suites[0].attributes["name"], "sgp22/sm-dp-plus/es2plus");
    assert_eq!(counts(suites[0]), [4, 0, 2]);
    assert_eq!(suites[0].attributes["skipped"], "2");
    assert_eq!(counts(suites[1]), [8, 3, 0]);
    assert_eq!(suites[1].attributes["skipped"], "2");
    assert_eq!(suites[1].attributes["hostname"], "rsptest");
    assert_eq!(suites[1].attributes["timestamp"], "2026-11-21T00:26:31Z");
    let properties: Vec<_> = suites[1]
        .one("properties")
        .all("property")
        .map(|p| (&*p.attributes["name"], &*p.attributes["value"]))
        .collect();
    assert_eq!(
        properties,
        [
            ("product", "embedded reference SM-DP+"),
            ("entity", "sm-dp-plus"),
            ("version.SGP.22", "2.5"),
            ("option.brainpool", "false"),
            ("option.confirmation-code", "true"),
            ("tool", "rsptest 0.1.0"),
            ("case-set", "c0ffee"),
            ("seed", "7f3a91"),
        ]
    );
    let case = testcase(&root, "authenticate-client/bad-euicc-signature1[all-zero]");
    assert_eq!(case.attributes["classname"], "sgp22.sm-dp-plus.es9plus");
    assert_eq!(case.attributes["time"], "0.043");
    // junit-10.xsd knows no further attribute that we use.
    assert_eq!(case.attributes.keys().collect::<Vec<_>>(), ["classname", "name", "time"]);
}

#[test]
fn every_verdict_has_its_element() {
    let root = parse(&written(false, &sample::run()));
    let expected = [
        ("authenticate-client/nominal[nist]", None),
        ("authenticate-client/reserved-bits", None),
        ("authenticate-client/bad-euicc-signature1[all-zero]", Some(("failure", "fail"))),
        ("authenticate-client/expired-certificate", Some(("failure", "wrong-reason"))),
        ("handle-notification/late", Some(("failure", "unexpected-pass"))),
        ("handle-notification/twice", Some(("skipped", "expected-fail"))),
        ("authenticate-client/nominal[brainpool]", Some(("skipped", "not-applicable"))),
        ("download-order/nominal", Some(("error", "broken"))),
        ("download-order/open", Some(("error", "inconclusive"))),
    ];
    for (name, element) in expected {
        let case = testcase(&root, name);
        assert!(case.one("system-out").text.contains("requirements: SGP22-5.6.3-06\n"), "{name}");
        let found = case.children.iter().find(|child| child.name != "system-out");
        assert_eq!(found.map(|found| (&*found.name, &*found.attributes["type"])), element, "{name}");
    }
    let skipped = testcase(&root, "authenticate-client/nominal[brainpool]").one("skipped");
    assert_eq!(skipped.attributes["message"], "option brainpool is not declared");
    assert_eq!(skipped.text, "option brainpool is not declared");
    let failure = testcase(&root, "authenticate-client/bad-euicc-signature1[all-zero]").one("failure");
    assert_eq!(failure.attributes["message"], "SGP22-5.6.3-06: expected a refusal, got Executed-Success");
    for part in ["20 |         refuse", "MUST  SGP.22 §5.6.3", "euiccSignatureInvalid (8.1, 6.1)", "--seed 7f3a91"] {
        assert!(failure.text.contains(part), "{part} in {}", failure.text);
    }
}

#[test]
fn a_warning_fails_only_in_a_strict_run() {
    let name = "authenticate-client/reserved-bits";
    let root = parse(&written(false, &sample::run()));
    assert!(testcase(&root, name).one("system-out").text.contains("SHOULD  SGP.22 §5.6.3"));
    let root = parse(&written(true, &sample::run()));
    assert_eq!(testcase(&root, name).one("failure").attributes["type"], "warn");
    assert_eq!(root.one("testsuites").attributes["failures"], "4");
}

#[test]
fn hostile_text_is_read_back_harmless() {
    let text = written(false, &sample::run());
    let allowed = |c: char| matches!(c, '\n' | ' '..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}');
    assert!(text.chars().all(allowed));
    assert!(!text.contains("]]>"));
    let root = parse(&text);
    let failure = testcase(&root, "authenticate-client/expired-certificate").one("failure");
    assert!(failure.attributes["message"].contains("␛[31mred␀ ]]> <a b='c'>&amp; \u{fffd}"), "{failure:#?}");
    assert!(failure.text.starts_with("␛[31mred␀ ]]> <a b='c'>&amp; \u{fffd}"), "{failure:#?}");
}

#[test]
fn names_may_be_hostile_too() {
    let key = sample::key(&format!("sgp22/es9+/es11'/f.x/{HOSTILE}"), HOSTILE);
    let root = parse(&written(false, &sample::events(1, vec![(key, sample::result(Verdict::Pass, 1, ""))])));
    let case = root.one("testsuites").one("testsuite").one("testcase");
    assert!(case.attributes["name"].starts_with("f.x/␛[31mred␀ ]]> <a b='c'>&amp; "));
    assert_eq!(case.attributes["classname"], "sgp22.es9plus.es11p");
    assert_eq!(testcase::classname("sgp02/v4.2/es1"), "sgp02.v4-2.es1");
}

#[test]
fn a_testcase_has_at_most_64_kib() {
    for filling in ["<", "'", "\0", "é", "x\n", "]]>"] {
        let long = filling.repeat(100_000);
        let finding = Finding {
            message: long.clone(),
            place: long.clone(),
            field: long.clone(),
            expected: long.clone(),
            got: long.clone(),
            octets: vec![0; 100_000],
            drawn: long.clone(),
            ..sample::finding()
        };
        let mut result = sample::result(Verdict::Fail, 1, &long);
        result.finding = Some(finding);
        result.notes = vec![long.clone(); 50];
        result.requirements = vec![long.clone(); 3];
        let mut key = sample::key(&format!("a/b/c/d/{}", filling.repeat(10_000)), &long);
        key.title = long.as_str().into();
        for verdict in [Verdict::Fail, Verdict::Warn, Verdict::NotApplicable] {
            let result = CaseResult { verdict, ..result.clone() };
            let text = written(false, &sample::events(1, vec![(key.clone(), result)]));
            let start = text.find("<testcase").unwrap();
            let end = text.find("</testcase>").unwrap();
            assert!(end - start < 64 * 1024, "{} octets of {filling:?}", end - start);
            parse(&text);
        }
    }
}

#[test]
fn the_replay_line_survives_the_limit() {
    let finding = Finding { drawn: "<".repeat(100_000), ..sample::finding() };
    let result = CaseResult { finding: Some(finding), ..sample::result(Verdict::Fail, 1, "") };
    let root = parse(&written(false, &sample::events(1, vec![(sample::key("a/b/c/d/e", ""), result)])));
    assert!(testcase(&root, "d/e").one("failure").text.contains("--seed 7f3a91"));
}

#[test]
fn what_is_missing_is_an_error() {
    let mut events = sample::events(5, vec![(sample::key("a/b/c/d/done", ""), sample::result(Verdict::Pass, 1, ""))]);
    events.insert(1, Event::CaseStarted(sample::key("a/b/c/d/hangs", "v")));
    let root = parse(&written(false, &events));
    assert_eq!(root.one("testsuites").attributes["errors"], "2");
    assert_eq!(testcase(&root, "d/hangs[v]").one("error").attributes["type"], "unfinished");
    let missing = testcase(&root, "planned-verdicts").one("error");
    assert_eq!(missing.attributes["message"], "5 verdicts were planned, 1 were given");
}

#[test]
fn a_writer_that_fails_is_a_problem() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("disk full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut junit = Junit::new(Full);
    sample::play(&mut junit, &sample::run());
    assert_eq!(junit.problems().list(), ["the JUnit report: disk full"]);
}
