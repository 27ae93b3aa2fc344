//! Installs every `*.der` of a folder and compares the profile with `*.expected.json` beside it, file by file.
//!
//! `cargo run -p rsp-euicc --example ts48_check -- FOLDER`; ends with 1 when anything differs. Entries that the folder marks
//! as unconfirmed are counted, not judged. A package without an expectation has to install, no more.

#![expect(clippy::unwrap_used, reason = "a tool for developers: an unreadable expectation may end it")]

use rsp_conduct::Honest;
use rsp_euicc::fs::{Access, Condition, FileSystem, Kind, NodeId};
use rsp_euicc::profile::{AkaFailure, Platform, Profile, install};
use serde_json::Value;
use std::path::Path;

struct Report {
    package: String,
    compared: usize,
    unconfirmed: usize,
    differences: Vec<String>,
}

impl Report {
    fn same(&mut self, what: &str, found: impl Into<Value>, expected: &Value) {
        let found = found.into();
        self.compared += 1;
        if found != *expected {
            self.differences.push(format!("{what}: {found} where {expected} is expected"));
        }
    }
}

fn hex(octets: &[u8]) -> String {
    hex::encode_upper(octets)
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| {
        eprintln!("usage: ts48_check FOLDER");
        std::process::exit(2);
    });
    let mut packages: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    packages.retain(|path| path.extension().is_some_and(|extension| extension == "der"));
    packages.sort();
    let mut failed = packages.is_empty();
    for path in packages {
        let report = check(&path);
        println!(
            "{}: {} values compared, {} unconfirmed ones left aside, {} differences",
            report.package,
            report.compared,
            report.unconfirmed,
            report.differences.len()
        );
        report.differences.iter().for_each(|difference| println!("  {difference}"));
        failed |= !report.differences.is_empty();
    }
    std::process::exit(i32::from(failed));
}

fn check(path: &Path) -> Report {
    let package = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut report = Report { package, compared: 0, unconfirmed: 0, differences: Vec::new() };
    let octets = std::fs::read(path).unwrap();
    let platform = Platform { version: (2, 3), capability: (0..=31).collect(), free_memory: 512 * 1024 };
    let start = std::time::Instant::now();
    let mut profile = match install(&octets, &platform, &Honest) {
        Ok(installation) => {
            report.same("skipped elements", installation.skipped.len(), &Value::from(0));
            installation.profile
        }
        Err(failure) => {
            report.differences.push(format!("not installed: {failure}"));
            return report;
        }
    };
    println!("{}: {} octets in {:?}", report.package, octets.len(), start.elapsed());
    let expected = path.with_extension("expected.json");
    let Ok(text) = std::fs::read_to_string(expected) else { return report };
    let expected: Value = serde_json::from_str(&text).unwrap();
    report.same("iccid", hex(&profile.header.iccid), &expected["header"]["iccid"]);
    files(&mut report, &profile, &expected);
    codes(&mut report, &profile, &expected);
    authentication(&mut report, &mut profile, &expected);
    applications(&mut report, &profile, &expected);
    report
}

/// The name of an NAA by its AID, as the expectations have it.
fn adf_name(fs: &FileSystem, id: NodeId) -> String {
    match &fs.node(id).kind {
        Kind::Adf { aid } => match hex(&aid[..7]).as_str() {
            "A0000000871002" => "ADF.USIM".into(),
            "A0000000871004" => "ADF.ISIM".into(),
            "A0000003431002" => "ADF.CSIM".into(),
            other => other.to_owned(),
        },
        _ => String::new(),
    }
}

fn path_of(fs: &FileSystem, id: NodeId) -> String {
    let node = fs.node(id);
    match (&node.kind, node.parent) {
        (Kind::Adf { .. }, _) => adf_name(fs, id),
        (_, None) => "MF".into(),
        (_, Some(parent)) => format!("{}/{:04X}", path_of(fs, parent), node.fid),
    }
}

fn files(report: &mut Report, profile: &Profile, expected: &Value) {
    let fs = &profile.fs;
    let mut found: std::collections::BTreeMap<String, NodeId> = fs.ids().map(|id| (path_of(fs, id), id)).collect();
    for file in expected["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        let Some(id) = found.remove(path) else {
            report.differences.push(format!("{path} is missing"));
            continue;
        };
        let unconfirmed = file.get("unconfirmed").is_some();
        let (node, content) = (fs.node(id), fs.content(id));
        let kind = match content.kind {
            Kind::Mf => "MF",
            Kind::Df => "DF",
            Kind::Adf { .. } => "ADF",
            Kind::Transparent => "TR",
            Kind::LinearFixed => "LF",
            Kind::Cyclic => "CY",
            Kind::BerTlv => "BT",
            Kind::Link { .. } => "link to a link",
        };
        report.same(&format!("{path} kind"), kind, &file["kind"]);
        report.same(&format!("{path} lcsi"), hex(&[node.life_cycle]), &file["lcsi"]);
        let link = match node.kind {
            Kind::Link { target } => Value::from(path_of(fs, target)),
            _ => Value::Null,
        };
        report.same(&format!("{path} link"), link, file.get("link_to").unwrap_or(&Value::Null));
        if let Some(shareable) = file.get("shareable") {
            report.same(&format!("{path} shareable"), content.is_shareable(), shareable);
        }
        if let Some(keys) = file.get("pin_status_template_do") {
            report.same(&format!("{path} keys"), hex(&node.pin_status), keys);
        }
        if let Some(aid) = file.get("df_name") {
            let own = if let Kind::Adf { aid } = &node.kind { hex(aid) } else { String::new() };
            report.same(&format!("{path} AID"), own, aid);
        }
        rules(report, fs, id, path, &file["arr"]);
        if content.is_directory() {
            continue;
        }
        if file.get("sfi_unknown").is_none() {
            report.same(&format!("{path} sfi"), node.sfi, &file["sfi"]);
        }
        report.same(&format!("{path} high update"), node.special_information & 0x80 != 0, &file["high_update"]);
        let usable = node.special_information & 0x40 != 0;
        report.same(&format!("{path} usable"), usable, &file["usable_when_deactivated"]);
        if unconfirmed {
            report.unconfirmed += 1;
            continue;
        }
        let size = content.ber_tlv.map_or(content.body.len(), |sizes| sizes.reserved as usize);
        report.same(&format!("{path} size"), size, &file["size"]);
        report.same(&format!("{path} content"), hex(&content.body), &file["content"]);
        if let Some(length) = file.get("record_length") {
            report.same(&format!("{path} record length"), content.record_length, length);
            report.same(&format!("{path} records"), content.record_count(), &file["records"]);
        }
    }
    report.differences.extend(found.keys().map(|path| format!("{path} is there and not expected")));
}

/// The condition in the words of the expectations without the names of keys: `ALWAYS`, `NEVER`, `(01)`, `OR((01), (81))`.
fn words(condition: &Condition) -> String {
    match condition {
        Condition::Always => "ALWAYS".into(),
        Condition::Never => "NEVER".into(),
        Condition::Key(key) => format!("({key:02X})"),
        Condition::Any(inner) => format!("OR({})", inner.iter().map(words).collect::<Vec<_>>().join(", ")),
        Condition::All(inner) => format!("AND({})", inner.iter().map(words).collect::<Vec<_>>().join(", ")),
    }
}

fn rules(report: &mut Report, fs: &FileSystem, id: NodeId, path: &str, expected: &Value) {
    let reference = fs.node(id).access;
    let found = reference.map(|reference| format!("{:04X}{:02X}", reference.arr, reference.record));
    let wanted = expected["ref"].as_str().map(str::to_owned);
    report.compared += 1;
    if found != wanted && found.as_deref().map(|found| &found[4..]) != wanted.as_deref() {
        report.differences.push(format!("{path} access rule: {found:?} where {wanted:?} is expected"));
    }
    let arr = fs.arr(id).map(|arr| path_of(fs, arr));
    report.same(&format!("{path} EF.ARR"), arr, &expected["file"]);
    for rule in expected["rules"].as_array().into_iter().flatten() {
        let sc = rule["sc"].as_str().unwrap();
        let accesses: Vec<Access> = match (rule.get("am"), rule.get("ins")) {
            (Some(am), _) => {
                let bits = u8::from_str_radix(am.as_str().unwrap(), 16).unwrap();
                (0..7).map(|bit| 1 << bit).filter(|bit| bits & bit != 0).map(Access::Mode).collect()
            }
            (_, Some(ins)) => vec![Access::Instruction(u8::from_str_radix(ins.as_str().unwrap(), 16).unwrap())],
            _ => Vec::new(),
        };
        for access in accesses {
            let found = words(&fs.condition(id, access));
            report.compared += 1;
            let bare = ["local PIN ", "PIN1 ", "PIN2 ", "ADM1 ", "ADM2 "]
                .iter()
                .fold(sc.to_owned(), |sc, name| sc.replace(name, ""));
            let same = bare == found;
            if !same {
                report.differences.push(format!("{path} {access:?}: {found} where {sc} is expected"));
            }
        }
    }
    if expected["rules"].as_array().is_some_and(Vec::is_empty) {
        report.same(&format!("{path} no rules"), fs.access_rules(id).rules().len(), &Value::from(0));
    }
}

fn codes(report: &mut Report, profile: &Profile, expected: &Value) {
    let fs = &profile.fs;
    let count: usize = profile.pins.contexts.iter().map(|context| context.pins.len()).sum();
    report.same("number of PINs", count, &Value::from(expected["pins"].as_array().unwrap().len()));
    for pin in expected["pins"].as_array().unwrap() {
        let key = pin["key_reference"].as_u64().unwrap() as u8;
        let name = format!("{} PIN {key}", pin["context"]);
        let place = |id: &NodeId| pin["context"] == path_of(fs, *id).as_str();
        let directory = fs.ids().find(place).unwrap();
        let Some(slot) = profile.pins.find(fs, directory, key) else {
            report.differences.push(format!("{name} is missing"));
            continue;
        };
        let found = profile.pins.pin(slot);
        report.same(&format!("{name} value"), hex(&found.value), &pin["value"]);
        report.same(&format!("{name} PUK"), found.puk, &pin["puk_reference"]);
        report.same(&format!("{name} enabled"), found.enabled, &pin["enabled"]);
        report.same(&format!("{name} bit 2"), found.changeable, &pin["attribute_bit2"]);
        report.same(&format!("{name} bit 3"), found.can_be_disabled, &pin["attribute_bit3"]);
        report.same(&format!("{name} most tries"), found.tries_max, &pin["max_attempts"]);
        report.same(&format!("{name} tries left"), found.tries_left, &pin["retries_left"]);
    }
    let puks: Vec<Value> = profile.pins.puks.iter().map(|puk| {
        serde_json::json!({"key_reference": puk.key_reference, "value": hex(&puk.value), "max_attempts": puk.tries_max,
            "retries_left": puk.tries_left})
    }).collect();
    let mut wanted = expected["puks"].as_array().unwrap().clone();
    wanted.iter_mut().for_each(|puk| drop(puk.as_object_mut().unwrap().remove("pe")));
    report.same("PUKs", puks, &Value::from(wanted));
}

fn authentication(report: &mut Report, profile: &mut Profile, expected: &Value) {
    report.same("number of AKA parameters", profile.aka.len(), &Value::from(expected["aka"].as_array().unwrap().len()));
    let fs = profile.fs.clone();
    for (found, wanted) in profile.aka.iter().zip(expected["aka"].as_array().unwrap()) {
        let parameters = &found.parameters;
        report.same("AKA context", path_of(&fs, found.adf), &wanted["context"]);
        report.same("AKA algorithm", parameters.algorithm as u8 + 1, &wanted["algorithm_id"]);
        report.same("AKA options", hex(&[parameters.options]), &wanted["algorithm_options"]);
        report.same("AKA key", hex(&parameters.key), &wanted["key"]);
        report.same("AKA OPc", hex(&parameters.opc), &wanted["opc"]);
        report.same("AKA rotations", hex(&parameters.rotation), &wanted["rotation_constants"]);
        report.same("AKA constants", hex(&parameters.xoring.concat()), &wanted["xoring_constants"]);
        report.same("AKA Keccak", parameters.keccak_iterations, &wanted["number_of_keccak"]);
        report.same("AKA counter", parameters.counter_max, &wanted["auth_counter_max"]);
        report.same("AKA SQN options", hex(&[parameters.sqn_options]), &wanted["sqn_options"]);
        report.same("AKA SQN delta", format!("{:012X}", parameters.sqn_delta), &wanted["sqn_delta"]);
        report.same("AKA SQN age", format!("{:012X}", parameters.sqn_age_limit), &wanted["sqn_age_limit"]);
        let sequence: Vec<Value> = found.sequence.iter().map(|seq| Value::from(format!("{seq:012X}"))).collect();
        report.same("AKA SQN", sequence, &wanted["sqn_init"]);
    }
    for cdma in expected["cdma"].as_array().unwrap() {
        let found = &profile.cdma[0];
        report.same("CDMA context", path_of(&fs, found.adf), &cdma["context"]);
        report.same("CDMA key", hex(&found.authentication_key), &cdma["authenticationKey"]);
        let text = |octets: &Option<Vec<u8>>| octets.as_ref().map(|octets| hex(octets));
        report.same("CDMA SSD", text(&found.ssd), &cdma["ssd"]);
        report.same("CDMA HRPD", text(&found.hrpd_access), &cdma["hrpdAccessAuthenticationData"]);
        report.same("CDMA simple IP", text(&found.simple_ip), &cdma["simpleIPAuthenticationData"]);
        report.same("CDMA mobile IP", text(&found.mobile_ip), &cdma["mobileIPAuthenticationData"]);
    }
    vectors(report, profile, expected);
}

/// The vectors: those of the package as it is, those of Milenage after changing the algorithm as the expectations do.
fn vectors(report: &mut Report, profile: &Profile, expected: &Value) {
    for vector in expected["auth_vectors"].as_array().unwrap() {
        let id = vector["id"].as_str().unwrap();
        let octets = |name: &str| hex::decode(vector[name].as_str().unwrap()).unwrap();
        let rand: [u8; 16] = octets("RAND").try_into().unwrap();
        let mut aka = profile.aka[0].clone();
        if let Some(opc) = vector["OPc"].as_str() {
            aka.parameters.algorithm = rsp_euicc::profile::AkaAlgorithm::Milenage;
            aka.parameters.opc = hex::decode(opc).unwrap();
            aka.parameters.key = octets("K");
        }
        if vector["applies_to"].as_str().unwrap().contains("self-test") {
            aka.parameters.sqn_options = 0;
        }
        resynchronisation(report, vector, aka.clone(), &rand);
        match aka.authenticate(&rand, &octets("AUTN")) {
            Ok(answer) => {
                report.same(&format!("{id} CK"), hex(&answer.ck), &vector["CK"]);
                report.same(&format!("{id} IK"), hex(&answer.ik), &vector["IK"]);
                report.same(&format!("{id} Kc"), answer.kc.map(|kc| hex(&kc)), &vector["Kc"]);
                let full = vector["RES_full"].as_str().or(vector["RES"].as_str()).unwrap();
                report.same(&format!("{id} RES"), hex(&answer.res), &Value::from(full));
            }
            Err(AkaFailure::Synchronisation { auts }) => {
                report.same(&format!("{id} AUTS"), hex(&auts), &vector["resync"]["AUTS"]);
            }
            Err(other) => report.differences.push(format!("{id}: {other:?}")),
        }
        if vector.get("AUTN_bad_mac").is_some() {
            let wrong = aka.authenticate(&rand, &octets("AUTN_bad_mac"));
            report.same(&format!("{id} wrong MAC"), wrong == Err(AkaFailure::Mac), &Value::from(true));
        }
    }
}

/// The AUTS that a card with this SQN_MS gives.
fn resynchronisation(report: &mut Report, vector: &Value, mut aka: rsp_euicc::profile::Aka, rand: &[u8; 16]) {
    let resync = &vector["resync"];
    let (autn, auts) = match resync.get("trigger_AUTN_with_AMF_FFFF") {
        Some(autn) => (autn, &resync["AUTS_if_SQN_MS_equals_received_SQN"]),
        None => (&vector["AUTN"], &resync["AUTS"]),
    };
    let sqn = u64::from_str_radix(resync["SQN_MS"].as_str().unwrap(), 16).unwrap();
    aka.sequence[(sqn & 0x1F) as usize] = sqn >> 5;
    let autn = hex::decode(autn.as_str().unwrap()).unwrap();
    match aka.authenticate(rand, &autn) {
        Err(AkaFailure::Synchronisation { auts: found }) => report.same("AUTS", hex(&found), auts),
        other => report.differences.push(format!("{}: {other:?} where AUTS is expected", vector["id"])),
    }
}

fn applications(report: &mut Report, profile: &Profile, expected: &Value) {
    let wanted = expected["security_domains"].as_array().unwrap();
    report.same("number of security domains", profile.security_domains.len(), &Value::from(wanted.len()));
    for (found, wanted) in profile.security_domains.iter().zip(wanted) {
        let instance = &found.instance;
        report.same("SD package", hex(&instance.load_package), &wanted["load_package_aid"]);
        report.same("SD class", hex(&instance.class), &wanted["class_aid"]);
        report.same("SD AID", hex(&instance.aid), &wanted["instance_aid"]);
        report.same("SD privileges", hex(&instance.privileges), &wanted["privileges"]);
        report.same("SD life cycle", hex(&[instance.life_cycle]), &wanted["life_cycle"]);
        report.same("SD C9", hex(&instance.specific_parameters), &wanted["c9"]);
        let toolkit = instance.toolkit_parameters.as_ref().map(|octets| hex(octets));
        report.same("SD toolkit", toolkit, &wanted["uicc_toolkit_parameters"]);
        let blocks: Vec<Value> = found.personalisation.iter().map(|block| Value::from(hex(block))).collect();
        report.same("SD blocks", blocks, &wanted["sd_perso_data"]);
        for (key, wanted) in found.keys.iter().zip(wanted["keys"].as_array().unwrap()) {
            report.same("SD key version", hex(&[key.version]), &wanted["kvn"]);
            report.same("SD key identifier", hex(&[key.identifier]), &wanted["kid"]);
            report.same("SD key usage", hex(&key.usage), &wanted["usage_qualifier"]);
            report.same("SD key access", hex(&[key.access]), &wanted["access"]);
            let component = &wanted["components"][0];
            report.same("SD key type", hex(&[key.components[0].kind]), &component["type"]);
            report.same("SD key value", hex(&key.components[0].value), &component["value"]);
            report.same("SD key MAC", key.components[0].mac_length, &component["mac_length"]);
        }
    }
    let wanted = expected["rfm"].as_array().unwrap();
    report.same("number of RFM instances", profile.rfm.len(), &Value::from(wanted.len()));
    for (found, wanted) in profile.rfm.iter().zip(wanted) {
        report.same("RFM AID", hex(&found.aid), &wanted["instance_aid"]);
        let tars: Vec<Value> = found.tars.iter().map(|tar| Value::from(hex(tar))).collect();
        report.same("RFM TAR", tars, &wanted["tars"]);
        report.same("RFM MSL", hex(&[found.minimum_security_level]), &wanted["minimum_security_level"]);
        report.same("RFM access", hex(&found.access_domain), &wanted["uicc_access_domain"]);
        report.same("RFM admin", hex(&found.admin_access_domain), &wanted["uicc_admin_access_domain"]);
        let adf = found.adf.as_ref().map(|access| hex(&access.adf));
        report.same("RFM ADF", adf, wanted["adf"].get("aid").unwrap_or(&Value::Null));
    }
    report.same(
        "applications",
        profile.applications.len(),
        &Value::from(expected["java_applications"].as_array().unwrap().len()),
    );
}
