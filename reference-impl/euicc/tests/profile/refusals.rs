//! One fault at a time: which status the eUICC answers, and that the check behind it is what refuses.

use crate::common::{der, element, generic, hex, package, platform, run, split, with};
use rsp_asn1::profile_package::PeStatusCode;
use rsp_asn1::tlv;
use rsp_conduct::{Check, Conduct, Honest, Refusal};
use rsp_euicc::profile::{Platform, install};
use rsp_euicc::rules;

/// A package with one fault.
struct Fault {
    name: &'static str,
    check: &'static Check,
    status: PeStatusCode,
    /// Identification of the element that fails.
    identification: Option<u16>,
    package: Vec<u8>,
    platform: Platform,
}

/// An eUICC without one check.
struct Without(&'static Check);

impl Conduct for Without {
    fn judge(&self, check: &'static Check, outcome: Result<(), Refusal>) -> Result<(), Refusal> {
        if std::ptr::eq(check, self.0) { Ok(()) } else { outcome }
    }
}

/// The minimal package with one element changed by a replacement of octets.
fn changed(index: usize, from: &str, to: &str) -> Vec<u8> {
    let mut elements = split(&package("rsptest-minimal.der"));
    let (from, to) = (hex(from), hex(to));
    assert_eq!(from.len(), to.len(), "lengths stay");
    let at = elements[index].windows(from.len()).position(|window| window == from);
    let at = at.unwrap_or_else(|| panic!("{from:02X?} is not in element {index}"));
    elements[index][at..at + to.len()].copy_from_slice(&to);
    elements.concat()
}

/// The minimal package with another order or choice of elements: 0 header, 1 mf, 2 pukCodes, 3 pinCodes, 4 usim,
/// 5 pinCodes, 6 akaParameter, 7 securityDomain, 8 end.
fn order(indices: &[usize]) -> Vec<u8> {
    let elements = split(&package("rsptest-minimal.der"));
    indices.iter().flat_map(|index| elements[*index].clone()).collect()
}

/// The minimal package with its header's content replaced behind version, type and ICCID.
fn header(more: &str) -> Vec<u8> {
    let mut elements = split(&package("rsptest-minimal.der"));
    let fields = tlv::all(tlv::only(0xA0, &elements[0]).unwrap().content).unwrap();
    let kept: Vec<u8> =
        fields.iter().filter(|field| field.tag <= 0x83).flat_map(|field| field.whole.to_vec()).collect();
    elements[0] = tlv::wrap(0xA0, &[&kept, &der(more)]);
    elements.concat()
}

/// File descriptors that are none, in generic file management.
const DESCRIPTORS: &[(&str, &str)] = &[
    ("no such kind of file", "82:7F21 83:6F99 80:01"),
    ("no descriptor", "83:6F99 80:01"),
    ("no identifier", "82:4121 80:01"),
    ("the identifier of the MF for an EF", "82:4121 83:3F00 80:01"),
    ("the identifier of the active application", "82:4121 83:7FFF 80:01"),
    ("no size", "82:4121 83:6F99"),
    ("a size of zero", "82:4121 83:6F99 80:00"),
    ("an empty size", "82:4121 83:6F99 80:"),
    ("a size with leading zeros", "82:4121 83:6F99 80:000001"),
    ("a size of five octets", "82:4121 83:6F99 80:0100000000"),
    ("records of no length", "82:42210000 83:6F99 80:02"),
    ("records of 256 octets", "82:42210100 83:6F99 80:0100"),
    ("records without a length", "82:4221 83:6F99 80:02"),
    ("a broken number of records", "82:42210004 83:6F99 80:06"),
    ("255 records", "82:42210001 83:6F99 80:FF"),
    ("a record length in a transparent file", "82:41210004 83:6F99 80:08"),
    ("a directory with a size", "82:7821 83:6F99 80:01 C6:01"),
    ("a directory without keys", "82:7821 83:6F99"),
    ("a directory with a short identifier", "82:7821 83:6F99 C6:01 88:08"),
    ("a directory with a pattern", "82:7821 83:6F99 C6:01 A5{ C1:00 }"),
    ("keys of an EF", "82:4121 83:6F99 80:01 C6:01"),
    ("an AID of an EF", "82:4121 83:6F99 84:A000000001 80:01"),
    ("a short identifier of 31", "82:4121 83:6F99 80:01 88:F8"),
    ("a short identifier in the low bits", "82:4121 83:6F99 80:01 88:05"),
    ("two patterns", "82:4121 83:6F99 80:04 A5{ C1:01 C2:02 }"),
    ("an access rule of two octets", "82:4121 83:6F99 8B:2F06 80:01"),
    ("a link with a size", "82:4121 83:6F99 80:01 C7:2FE2"),
    ("a BER-TLV file with a maximum below its size", "82:7921 83:6F99 80:40 A5{ 86:20 }"),
];

const EF: &str = "82:4121 83:6F99 8B:2F060A";
const CODE: &str = "81:3131313131313131";

/// Name, check, status, identification and package of a [`Fault`].
type PlainFault = (&'static str, &'static Check, PeStatusCode, Option<u16>, Vec<u8>);

/// Faults on an eUICC that offers everything.
fn plain_faults() -> Vec<PlainFault> {
    use PeStatusCode as S;
    let [format, bad, parameter] = [S::INVALID_REQUEST_FORMAT, S::BAD_VALUES, S::INVALID_PARAMETER];
    let gfm = |path: &str, steps: &str| with(&[generic(path, steps)]);
    let one = |tag: u32, components: &str| with(&[element(tag, 90, components)]);
    let usim_files = |components: &str| one(0xB4, &format!("81:67810F010205 {components}"));
    let telecom = element(0xB2, 89, "81:67810F010203 A2{ A1{ 82:7821 83:7F10 C6:01 } }");
    let aid = "A0000005591010FF";
    let descriptors = DESCRIPTORS
        .iter()
        .map(|(name, fcp)| (*name, &rules::PE_FILE_DESCRIPTOR, bad, Some(100), gfm("", &format!("62{{ {fcp} }}"))));
    let mut faults = vec![
        (
            "a PIN of seven octets",
            &rules::PE_READABLE,
            format,
            Some(90),
            one(0xA2, "A1{ A0{ 30{ 80:0081 81:31313131313131 } } }"),
        ),
        ("a file that is no file", &rules::PE_READABLE, format, Some(90), usim_files("A2{ A9:00 }")),
        ("no header", &rules::PE_HEADER_FIRST, format, Some(1), order(&[1, 2, 3, 4, 5, 6, 7, 8])),
        ("no end", &rules::PE_END_LAST, format, None, order(&[0, 1, 2, 3, 4, 5, 6, 7])),
        ("more behind the end", &rules::PE_END_LAST, format, Some(7), order(&[0, 1, 2, 3, 4, 5, 6, 8, 7])),
        ("two headers", &rules::PE_ONCE, format, None, order(&[0, 0, 1, 2, 3, 4, 5, 6, 7, 8])),
        (
            "one identification twice",
            &rules::PE_IDENTIFICATION,
            parameter,
            Some(1),
            with(&[element(0xA3, 1, &format!("A1{{ 30{{ 80:02 {CODE} }} }}"))]),
        ),
        (
            "an identification of 32768",
            &rules::PE_IDENTIFICATION,
            parameter,
            None,
            with(&[der(&format!("A3{{ A0{{ 80: 81:008000 }} A1{{ 30{{ 80:02 {CODE} }} }} }}"))]),
        ),
        (
            "an element without files that are known",
            &rules::PE_SUPPORTED,
            S::PE_NOT_SUPPORTED,
            Some(90),
            one(0xBE, "81:67810F01020F A2:"),
        ),
        ("a non-standard element", &rules::PE_SUPPORTED, S::PE_NOT_SUPPORTED, Some(90), one(0xA9, "81:2A0304 82:")),
        ("a reserved element", &rules::PE_SUPPORTED, S::PE_NOT_SUPPORTED, Some(90), one(0xAB, "")),
        ("version 3", &rules::PE_PROFILE_VERSION, S::UNSUPPORTED_PROFILE_VERSION, None, changed(0, "800102", "800103")),
        (
            "a library is demanded",
            &rules::PE_MANDATORY_AIDS,
            S::LIB_NOT_SUPPORTED,
            None,
            header("A5: A6{ 06:67810F010201 } A8{ 30{ 80:A000000151 81:0100 } }"),
        ),
        (
            "a template of a later version is demanded",
            &rules::PE_MANDATORY_TEMPLATES,
            S::TEMPLATE_NOT_SUPPORTED,
            None,
            header("A5: A6{ 06:67810F01020402 }"),
        ),
        (
            "a service without a name is demanded",
            &rules::PE_MANDATORY_SERVICES,
            S::FEATURE_NOT_SUPPORTED,
            None,
            header("A5{ 9E: } A6{ 06:67810F010201 }"),
        ),
        (
            "the template of another element",
            &rules::PE_TEMPLATE,
            S::TEMPLATE_NOT_SUPPORTED,
            Some(90),
            one(0xB4, "81:67810F010204"),
        ),
        ("files before the MF", &rules::PE_ORDER, parameter, Some(90), files_before_mf()),
        ("an MF without EF.ICCID", &rules::PE_COMPONENTS, format, Some(1), without_iccid()),
        ("a component that no template has", &rules::PE_COMPONENTS, format, Some(90), usim_files("BF7F:")),
        (
            "another kind than in the template",
            &rules::PE_FILE_DESCRIPTOR,
            bad,
            Some(90),
            usim_files("A2{ A1{ 82:42210002 8B:6F0602 80:02 } }"),
        ),
        (
            "two of a file that stands once",
            &rules::PE_FILE_DESCRIPTOR,
            bad,
            Some(90),
            usim_files("A2{ A1{ 80:01 } A1{ 83:6F98 80:01 88: } }"),
        ),
        ("left out, but not by default there", &rules::PE_FILE_DESCRIPTOR, bad, Some(90), usim_files("A2{ 80: }")),
        (
            "one identifier twice",
            &rules::PE_FILE_UNIQUE,
            parameter,
            Some(100),
            gfm("", "62{ 82:4121 83:2FE2 80:01 88: }"),
        ),
        (
            "one short identifier twice",
            &rules::PE_FILE_UNIQUE,
            parameter,
            Some(100),
            gfm("7FD0", "62{ 82:4121 83:6F99 80:01 88:38 }"),
        ),
        (
            "one AID twice",
            &rules::PE_FILE_UNIQUE,
            parameter,
            Some(100),
            gfm("", "62{ 82:7821 83:7F99 84:A0000000871002 C6:01 }"),
        ),
        (
            "one temporary identifier twice",
            &rules::PE_FILE_UNIQUE,
            parameter,
            Some(100),
            gfm("", "62{ 82:7821 83:7FD0 84:A0000000871009 C6:01 }"),
        ),
        (
            "content behind the end",
            &rules::PE_FILE_CONTENT,
            bad,
            Some(100),
            gfm("", &format!("62{{ {EF} 80:04 }} 81:0102030405")),
        ),
        (
            "an offset behind the end",
            &rules::PE_FILE_CONTENT,
            bad,
            Some(100),
            gfm("", &format!("62{{ {EF} 80:04 }} 81:0102 02:03")),
        ),
        (
            "the largest offsets",
            &rules::PE_FILE_CONTENT,
            bad,
            Some(100),
            gfm("", &format!("62{{ {EF} 80:04 }} 02:00FFFF 02:00FFFF 81:01")),
        ),
        (
            "content of a directory",
            &rules::PE_FILE_CONTENT,
            bad,
            Some(100),
            gfm("", "62{ 82:7821 83:7F99 C6:01 } 81:00"),
        ),
        ("content of a link", &rules::PE_FILE_CONTENT, bad, Some(100), gfm("", "62{ 82:4121 83:6F99 C7:2FE2 } 81:00")),
        (
            "more objects than the reserved size",
            &rules::PE_FILE_CONTENT,
            bad,
            Some(100),
            gfm("", "62{ 82:7921 83:6F99 80:04 } 81:8003010203"),
        ),
        ("a path to nothing", &rules::PE_FILE_PATH, parameter, Some(100), gfm("7F99", &format!("62{{ {EF} 80:01 }}"))),
        ("a path to an EF", &rules::PE_FILE_PATH, parameter, Some(100), gfm("2FE2", &format!("62{{ {EF} 80:01 }}"))),
        (
            "a path of three octets",
            &rules::PE_FILE_PATH,
            parameter,
            Some(100),
            gfm("7FD07F", &format!("62{{ {EF} 80:01 }}")),
        ),
        (
            "files of a directory that was left out",
            &rules::PE_FILE_PATH,
            parameter,
            Some(90),
            one(0xB2, "81:67810F010203 A2{ A1{ 82:7821 83:7F10 C6:01 } } AE{ A1{ 80:01 } }"),
        ),
        (
            "a link to nothing",
            &rules::PE_LINK_TARGET,
            parameter,
            Some(100),
            gfm("", "62{ 82:4121 83:6F99 C7:7FD06F99 }"),
        ),
        (
            "a link to the directory it stands in",
            &rules::PE_LINK_TARGET,
            parameter,
            Some(100),
            gfm("7FD0", "62{ 82:7821 83:7F66 C6:01 C7:7FD0 }"),
        ),
        (
            "global codes in an ADF",
            &rules::PE_CODE_CONTEXT,
            parameter,
            Some(90),
            one(0xA2, &format!("A1{{ A0{{ 30{{ 80:02 {CODE} }} }} }}")),
        ),
        (
            "local codes in the MF",
            &rules::PE_CODE_CONTEXT,
            parameter,
            Some(90),
            with(&[
                generic("", &format!("62{{ {EF} 80:01 }}")),
                element(0xA2, 90, &format!("A1{{ A0{{ 30{{ 80:0081 {CODE} }} }} }}")),
            ]),
        ),
        (
            "a key reference that is none",
            &rules::PE_CODE_CONTEXT,
            parameter,
            Some(90),
            one(0xA2, &format!("A1{{ A0{{ 30{{ 80:0090 {CODE} }} }} }}")),
        ),
        (
            "more tries left than allowed",
            &rules::PE_CODE_VALUES,
            bad,
            Some(90),
            one(0xA2, &format!("A1{{ A0{{ 30{{ 80:008A {CODE} 84:34 }} }} }}")),
        ),
        (
            "a PUK with another number",
            &rules::PE_CODE_VALUES,
            bad,
            Some(90),
            one(0xA3, &format!("A1{{ 30{{ 80:09 {CODE} }} }}")),
        ),
        (
            "a PIN twice",
            &rules::PE_CODE_UNIQUE,
            parameter,
            Some(90),
            one(0xA2, &format!("A1{{ A0{{ 30{{ 80:0081 {CODE} }} }} }}")),
        ),
        (
            "a PUK twice",
            &rules::PE_CODE_UNIQUE,
            parameter,
            Some(90),
            one(0xA3, &format!("A1{{ 30{{ 80:01 {CODE} }} }}")),
        ),
        (
            "a PUK that is not there",
            &rules::PE_PUK_REFERENCE,
            S::PIN_CODE_MISSING,
            Some(90),
            one(0xA2, &format!("A1{{ A0{{ 30{{ 80:0082 {CODE} 82:07 }} }} }}")),
        ),
        (
            "shared codes that are not there",
            &rules::PE_PUK_REFERENCE,
            S::PIN_CODE_MISSING,
            Some(90),
            with(&[telecom, element(0xA2, 90, "A1{ 81:7F10 }")]),
        ),
        (
            "a second algorithm for one application",
            &rules::PE_AKA_CONTEXT,
            parameter,
            Some(90),
            with(&[aka(1, 16, 16)]),
        ),
        (
            "mapped from an application without parameters",
            &rules::PE_AKA_CONTEXT,
            parameter,
            Some(90),
            in_place_of_aka(element(0xA4, 90, "A1{ A0{ 80:06 81:A0000000871002 } }")),
        ),
        (
            "an algorithm without a number",
            &rules::PE_AKA_ALGORITHM,
            S::FEATURE_NOT_SUPPORTED,
            Some(90),
            in_place_of_aka(aka(4, 16, 16)),
        ),
        ("a Milenage key of 15 octets", &rules::PE_AKA_VALUES, bad, Some(90), in_place_of_aka(aka(1, 15, 16))),
        ("a TOPc of 16 octets", &rules::PE_AKA_VALUES, bad, Some(90), in_place_of_aka(aka(2, 16, 16))),
        (
            "one AID twice among applications",
            &rules::PE_APPLICATION_UNIQUE,
            parameter,
            Some(90),
            with(&[rfm(91, aid, ""), rfm(90, aid, "")]),
        ),
        (
            "a security domain that is not there",
            &rules::PE_SD_REFERENCE,
            parameter,
            Some(90),
            with(&[rfm(90, aid, "4F:A000000099")]),
        ),
        (
            "an ADF that is not there",
            &rules::PE_SD_REFERENCE,
            parameter,
            Some(90),
            one(0xA7, &format!("4F:{aid} 81:02 04:00 04:00 30{{ 80:A000000099 81:00 82:00 }}")),
        ),
        (
            "an instance of a package that is not there",
            &rules::PE_LIBRARY,
            S::LIB_NOT_SUPPORTED,
            Some(90),
            one(0xA8, "A2{ 30{ 4F:A000000077 4F:A00000007701 4F:A0000000770101 82:00 C9: } }"),
        ),
        (
            "a file larger than memory",
            &rules::PE_MEMORY,
            S::NOT_ENOUGH_MEMORY,
            Some(100),
            gfm("", &format!("62{{ {EF} 80:FFFFFFFF }}")),
        ),
    ];
    faults.extend(descriptors);
    faults
}

fn faults() -> Vec<Fault> {
    let plain = plain_faults().into_iter().map(|(name, check, status, identification, package)| Fault {
        name,
        check,
        status,
        identification,
        package,
        platform: platform(),
    });
    let mut faults: Vec<Fault> = plain.collect();
    let mut limited = |name, check, status, identification, package, change: &dyn Fn(&mut Platform)| {
        let mut platform = platform();
        change(&mut platform);
        faults.push(Fault { name, check, status, identification, package, platform });
    };
    use PeStatusCode as S;
    let services = header("A5{ 87: } A6{ 06:67810F010201 }");
    limited(
        "a service that is not offered",
        &rules::PE_MANDATORY_SERVICES,
        S::FEATURE_NOT_SUPPORTED,
        None,
        services,
        &|platform| {
            platform.capability.retain(|bit| *bit != 10);
        },
    );
    let modest = header("A5: A6{ 06:67810F010201 }");
    limited(
        "an algorithm that is not offered",
        &rules::PE_AKA_ALGORITHM,
        S::FEATURE_NOT_SUPPORTED,
        Some(6),
        modest,
        &|platform| {
            platform.capability.retain(|bit| *bit != 4);
        },
    );
    let code = with(&[element(0xA8, 90, "A1{ 4F:A000000077 C4:02 }")]);
    limited(
        "an application without a runtime",
        &rules::PE_RUNTIME,
        S::RUNTIME_NOT_SUPPORTED,
        Some(90),
        code,
        &|platform| {
            platform.capability.retain(|bit| *bit != 14 && *bit != 15);
        },
    );
    let whole = package("rsptest-minimal.der");
    limited(
        "files that together are larger than memory",
        &rules::PE_MEMORY,
        S::NOT_ENOUGH_MEMORY,
        Some(4),
        whole,
        &|platform| {
            platform.free_memory = 2000;
        },
    );
    faults
}

/// The minimal package without component 4 of the MF.
fn without_iccid() -> Vec<u8> {
    let mut elements = split(&package("rsptest-minimal.der"));
    let fields = tlv::all(tlv::only(0xB0, &elements[1]).unwrap().content).unwrap();
    let kept: Vec<u8> =
        fields.iter().filter(|field| field.tag != 0xA4).flat_map(|field| field.whole.to_vec()).collect();
    elements[1] = tlv::wrap(0xB0, &[&kept]);
    elements.concat()
}

/// DF.TELECOM in front of the MF.
fn files_before_mf() -> Vec<u8> {
    let mut elements = split(&package("rsptest-minimal.der"));
    elements.insert(1, element(0xB2, 90, "81:67810F010203 A2{ A1{ 82:7821 83:7F10 C6:01 } }"));
    elements.concat()
}

/// akaParameter (90) with keys of these lengths.
fn aka(algorithm: u8, key: usize, opc: usize) -> Vec<u8> {
    let (key, opc) = ("11".repeat(key), "22".repeat(opc));
    element(0xA4, 90, &format!("A1{{ A1{{ 80:{algorithm:02X} 81:01 82:{key} 83:{opc} }} }}"))
}

fn in_place_of_aka(element: Vec<u8>) -> Vec<u8> {
    let mut elements = split(&package("rsptest-minimal.der"));
    elements[6] = element;
    elements.concat()
}

fn rfm(identification: u16, aid: &str, domain: &str) -> Vec<u8> {
    element(0xA7, identification, &format!("4F:{aid} {domain} 81:02 04:00 04:00"))
}

#[test]
fn each_fault_has_its_status_and_its_element() {
    for fault in faults() {
        let outcome = install(&fault.package, &fault.platform, &Honest);
        let Err(failure) = outcome else { panic!("{} is installed", fault.name) };
        let last = failure.statuses.last().unwrap();
        assert_eq!(last.status, fault.status, "{}: {failure}", fault.name);
        assert_eq!(last.identification, fault.identification, "{}: {failure}", fault.name);
        let response = failure.response();
        let read: rsp_asn1::profile_package::EuiccResponse = rsp_asn1::decode(&response).unwrap();
        assert_eq!(read.pe_status, failure.statuses);
        assert!(read.profile_installation_aborted.is_some());
    }
}

#[test]
fn a_check_that_is_left_out_lets_its_faults_through() {
    for fault in faults() {
        let outcome = install(&fault.package, &fault.platform, &Without(fault.check));
        let refused = outcome.err().map(|failure| failure.to_string());
        assert_eq!(refused, None, "{} without {}", fault.name, fault.check.id);
    }
}

#[test]
fn what_is_not_mandated_is_skipped_and_said() {
    let optional = |tag: u32, components: &str| tlv::wrap(tag, &[&der("A0{ 81:5A }"), &der(components)]);
    let unsupported = run(&with(&[optional(0xBE, "81:67810F01020F A2:")])).unwrap();
    assert_eq!(unsupported.skipped[0].status, PeStatusCode::PE_NOT_SUPPORTED);
    assert_eq!(unsupported.skipped[0].identification, Some(90));
    assert_eq!(unsupported.response(), der("30{ A0{ 30{ 80:01 81:5A } 30{ 80:00 } } }"));
    let later = run(&with(&[optional(0xB4, "81:67810F01020502")])).unwrap();
    assert_eq!(later.skipped[0].status, PeStatusCode::TEMPLATE_NOT_SUPPORTED);
    let other = run(&with(&[optional(0xA9, "81:2A0304 82:")])).unwrap();
    assert_eq!(other.skipped[0].status, PeStatusCode::PE_NOT_SUPPORTED);
    assert_eq!(run(&package("rsptest-minimal.der")).unwrap().response(), hex("3007A0053003800100"));
}

#[test]
fn octets_that_end_inside_an_element_are_refused_without_its_number() {
    let whole = package("rsptest-minimal.der");
    let failure = run(&whole[..whole.len() - 1]).unwrap_err();
    assert_eq!(failure.response(), der("30{ A0{ 30{ 80:05 } } 81: }"));
}

#[test]
fn a_later_version_has_later_templates() {
    let header = header("A5: A6{ 06:67810F01020402 }");
    assert!(install(&header, &Platform { version: (3, 1), ..platform() }, &Honest).is_ok());
}

#[test]
fn every_profile_check_is_attacked() {
    let attacked: Vec<&str> = faults().iter().map(|fault| fault.check.id).collect();
    let all = rules::RULES.checks.iter().map(|check| check.id);
    let missing: Vec<&str> = all.filter(|id| id.starts_with("euicc/pe-") && !attacked.contains(id)).collect();
    assert_eq!(missing, [""; 0]);
}
