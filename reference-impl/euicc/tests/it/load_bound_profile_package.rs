//! ES10b.LoadBoundProfilePackage and the ES8+ functions.

use crate::lab::{Bpp, Card, Outcome, Prepare, Protection, SMDP_OID, all, at, find, iccid, suite, tlv};
use rsp_conduct::Honest;
use rsp_euicc::{Info2, IsdpState, Personalisation};
use std::sync::Arc;

fn outcome(change: impl FnOnce(&mut Bpp)) -> Outcome {
    Bpp::of(1).with(change).load_after_preparing(&mut Card::new())
}

fn metadata(fields: &[u8]) -> Outcome {
    Card::new().install(1, fields)
}

#[test]
fn a_package_is_installed() {
    for protection in [Protection::SessionKeys, Protection::ProfileKeys] {
        for cut in [1007, 100, 1] {
            let mut card = Card::new();
            let bpp = Bpp::of(1).with(|bpp| {
                (bpp.protection, bpp.cut) = (protection, cut);
                bpp.configure_isdp = tlv(0xBF24, &[&tlv(0xB8, &[&tlv(0x80, &[&SMDP_OID])])]);
            });
            let Outcome::Installed(aid) = bpp.load_after_preparing(&mut card) else { panic!("cut {cut}") };
            assert_eq!(aid, hex::decode("A0000005591010FFFFFFFF8900001000").unwrap());
            let profile = &card.0.profiles()[0];
            assert_eq!(profile.iccid, iccid(1));
            assert_eq!(profile.state, IsdpState::Disabled);
            assert_eq!(profile.package, bpp.package);
            assert_eq!(profile.metadata, bpp.metadata);
            assert_eq!(card.notifications(), ["0 install testsmdpplus1.example.com 1"]);
        }
    }
}

#[test]
fn the_result_says_all_of_it() {
    let mut card = Card::new();
    let parts = Bpp::of(1).prepared_parts(&mut card);
    let answers: Vec<Vec<u8>> = parts.iter().map(|part| card.raw(part).0).collect();
    let (last, before) = answers.split_last().unwrap();
    assert!(before.iter().all(Vec::is_empty));
    let data = at(last, &[0xBF37, 0xBF27]);
    let tags: Vec<u32> = all(&data).into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, [0x80, 0xBF2F, 0x06, 0xA2]);
    assert_eq!(at(&data, &[0x80]), [0x11; 16]);
    assert_eq!(at(&data, &[0x06]), SMDP_OID);
    assert_eq!(at(&data, &[0xA2, 0xA0, 0x04]), hex::decode("3007A0053003800100").unwrap());
    assert_eq!(at(&card.ask(&[0xBF, 0x2B, 0x00]), &[0xA0]), *last);
    // Nothing follows a result: no second one, and no package without a new download.
    assert_eq!(card.raw(parts.last().unwrap()), (vec![], 0x6A88));
    assert_eq!(card.raw(&parts[0]), (vec![], 0x6985));
    assert_eq!(card.notifications().len(), 1);
}

#[test]
fn without_a_download_nothing_is_loaded() {
    let mut card = Card::new();
    let parts = Bpp::of(1).prepared_parts(&mut card);
    let mut other = Card::new();
    assert_eq!(other.raw(&parts[0]), (vec![], 0x6985));
    assert_eq!(other.raw(&parts[1]), (vec![], 0x6A88));
    crate::lab::Authenticate::new().send(&mut other);
    assert_eq!(other.raw(&parts[0]), (vec![], 0x6985));
}

#[test]
fn faults_of_the_key_agreement() {
    assert_eq!(outcome(|bpp| bpp.signing_key = suite().dp_auth.key.clone().unwrap()), Outcome::Failed(0, 2));
    assert_eq!(outcome(|bpp| bpp.transaction_id = vec![0x12; 16]), Outcome::Failed(0, 3));
    assert_eq!(outcome(|bpp| bpp.key_type = 0x80), Outcome::Failed(0, 4));
    assert_eq!(outcome(|bpp| bpp.key_length = 0x18), Outcome::Failed(0, 4));
    assert_eq!(outcome(|bpp| bpp.remote_op_id = 2), Outcome::Failed(0, 5));
    assert_eq!(outcome(|bpp| bpp.host_id = vec![1; 17]), Outcome::Failed(0, 1));
    assert_eq!(outcome(|bpp| bpp.host_id = Vec::new()), Outcome::Failed(0, 1));
    assert_eq!(outcome(|bpp| bpp.smdp_otpk[64] ^= 1), Outcome::Failed(0, 1));
    assert_eq!(outcome(|bpp| bpp.smdp_otpk.truncate(33)), Outcome::Failed(0, 1));
    assert!(outcome(|bpp| bpp.host_id = vec![1; 16]).installed());
}

#[test]
fn a_bit_that_is_flipped_is_found_in_the_command_it_is_in() {
    let mut card = Card::new();
    let bpp = Bpp::of(1).with(|bpp| bpp.protection = Protection::ProfileKeys);
    let parts = bpp.prepared_parts(&mut card);
    let places = [(1, 1), (3, 2), (4, 4), (6, 5)];
    for (part, command) in places {
        let mut card = Card::new();
        let mut parts = bpp.prepared_parts(&mut card);
        *parts[part].last_mut().unwrap() ^= 0x01;
        assert_eq!(Bpp::send(&mut card, &parts), Outcome::Failed(command, 8), "MAC of part {part}");
        assert_eq!(card.profiles(), "");
        let mut card = Card::new();
        let mut parts = bpp.prepared_parts(&mut card);
        let middle = parts[part].len() / 2;
        parts[part][middle] ^= 0x80;
        assert_eq!(Bpp::send(&mut card, &parts), Outcome::Failed(command, 8), "body of part {part}");
    }
    assert_eq!(parts.len(), 7);
}

#[test]
fn parts_out_of_order() {
    let run = |order: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut card = Card::new();
        let bpp = Bpp::of(1).with(|bpp| (bpp.protection, bpp.cut) = (Protection::ProfileKeys, 300));
        let mut parts = bpp.prepared_parts(&mut card);
        order(&mut parts);
        Bpp::send(&mut card, &parts)
    };
    assert!(run(&|_| {}).installed());
    assert_eq!(run(&|parts| drop(parts.remove(1))), Outcome::Failed(1, 7), "no A0");
    assert_eq!(run(&|parts| drop(parts.drain(2..4))), Outcome::Failed(2, 7), "no A1");
    assert_eq!(run(&|parts| drop(parts.remove(4))), Outcome::Failed(5, 8), "no A2");
    assert_eq!(run(&|parts| parts.swap(6, 7)), Outcome::Failed(5, 8), "86 swapped");
    assert_eq!(run(&|parts| drop(parts.remove(6))), Outcome::Failed(5, 8), "86 dropped");
    assert_eq!(run(&|parts| parts.insert(6, parts[6].clone())), Outcome::Failed(5, 8), "86 twice");
    assert_eq!(run(&|parts| parts[1][0] = 0xA1), Outcome::Failed(1, 7));
    assert_eq!(run(&|parts| parts[0] = parts[0][5..].to_vec()), Outcome::Nothing(0x6A88), "no BF36");
    for at in 0..3 {
        let tags = |tag| move |bpp: &mut Bpp| bpp.tags[[0, 1, 3][at]] = tag;
        let command = [1, 2, 5][at];
        assert_eq!(outcome(tags([0x88, 0x87, 0x87][at])), Outcome::Failed(command, 7));
    }
}

#[test]
fn sizes_and_lengths() {
    assert!(outcome(|bpp| bpp.cut = 1007).installed());
    let mut large = Bpp::of(1);
    // 1008 clear octets are a segment of 1036.
    large.package = [&large.package[..], &[0; 1008]].concat();
    large.cut = 1008;
    assert_eq!(large.load_after_preparing(&mut Card::new()), Outcome::Failed(5, 7));
    assert_eq!(outcome(|bpp| bpp.longer = 3), Outcome::Failed(5, 7));
    let mut card = Card::new();
    let mut parts = Bpp::of(1).prepared_parts(&mut card);
    parts.last_mut().unwrap().extend([0x86, 0x00]);
    assert_eq!(Bpp::send(&mut card, &parts), Outcome::Failed(5, 7), "octets behind the package");
    let mut card = Card::new();
    let mut parts = Bpp::of(1).prepared_parts(&mut card);
    parts[1][1] -= 1;
    assert_eq!(Bpp::send(&mut card, &parts), Outcome::Failed(1, 7), "a segment longer than its part");
}

type Pieces = fn(&[Vec<u8>]) -> Vec<Vec<u8>>;

#[test]
fn parts_may_come_together() {
    let run = |pieces: Pieces| {
        let mut card = Card::new();
        let bpp = Bpp::of(1).with(|bpp| (bpp.protection, bpp.cut) = (Protection::ProfileKeys, 200));
        let parts = bpp.prepared_parts(&mut card);
        Bpp::send(&mut card, &pieces(&parts)).installed()
    };
    assert!(run(|parts| vec![parts.concat()]), "all at once");
    assert!(run(|parts| parts.chunks(2).map(|two| two.concat()).collect()), "by twos");
    assert!(run(|parts| parts.chunks(3).map(|three| three.concat()).collect()), "by threes");
}

#[test]
fn faults_of_configure_isdp() {
    assert_eq!(outcome(|bpp| bpp.configure_isdp = vec![0xBF, 0x24, 0x05]), Outcome::Failed(1, 1));
    assert_eq!(outcome(|bpp| bpp.configure_isdp = tlv(0xBF25, &[])), Outcome::Failed(1, 1));
    let data = |size: usize| tlv(0xBF24, &[&tlv(0xB8, &[&tlv(0x80, &[&SMDP_OID]), &tlv(0x81, &[&vec![1; size]])])]);
    assert!(outcome(|bpp| bpp.configure_isdp = data(119)).installed());
    assert_eq!(outcome(|bpp| bpp.configure_isdp = data(121)), Outcome::Failed(1, 1));
}

#[test]
fn faults_of_the_metadata() {
    let icon = |octets: usize| tlv(0x94, &[&vec![0x89; octets]]);
    assert!(metadata(&[tlv(0x93, &[&[1]]), icon(1024)].concat()).installed(), "in two segments");
    assert_eq!(metadata(&[tlv(0x93, &[&[1]]), icon(1025)].concat()), Outcome::Failed(2, 1));
    assert_eq!(metadata(&icon(10)), Outcome::Failed(2, 1), "no iconType");
    assert_eq!(metadata(&tlv(0x93, &[&[1]])), Outcome::Failed(2, 1), "no icon");
    assert_eq!(metadata(&[tlv(0x93, &[&[7]]), icon(10)].concat()), Outcome::Failed(2, 1), "no such iconType");
    assert_eq!(
        metadata(&tlv(0xB6, &[&tlv(0x30, &[&tlv(0x80, &[&[6, 0x40]]), &tlv(0x81, &[])])])),
        Outcome::Failed(2, 1)
    );
    assert!(metadata(&tlv(0x95, &[&[0]])).installed());
    assert!(metadata(&tlv(0x95, &[&[1]])).installed());
    assert!(metadata(&tlv(0x95, &[&[2]])).installed(), "the default, written");
    assert_eq!(metadata(&tlv(0x95, &[&[3]])), Outcome::Failed(2, 6));
    let info2 = Info2 { rsp_capability: vec![0, 1], ..Info2::default() };
    let mut card = Card::of(Arc::new(Honest), Personalisation::default(), info2);
    assert_eq!(card.install(1, &tlv(0x95, &[&[0]])), Outcome::Failed(2, 6), "no test profiles");
    assert!(metadata(&[tlv(0xBF22, &[]), tlv(0x9F1F, &[&[1]]), tlv(0xBC, &[&[0x80, 0]])].concat()).installed());
    let mut bad = Bpp::of(1);
    bad.metadata[5] = 0x9A;
    assert_eq!(bad.load_after_preparing(&mut Card::new()), Outcome::Failed(2, 1), "no ICCID");
    assert_eq!(outcome(|bpp| bpp.metadata = tlv(0xBF25, &[&tlv(0x5A, &[&iccid(1)])])), Outcome::Failed(2, 1));
    let mut card = Card::new();
    assert!(card.install(1, &[]).installed());
    assert_eq!(card.install(1, &[]), Outcome::Failed(2, 9));
    assert!(card.install(2, &[]).installed());
    assert_eq!(card.profiles(), "1- 2-");
}

#[test]
fn faults_of_the_keys() {
    let keys = |fields: &[u8]| {
        outcome(|bpp| {
            bpp.protection = Protection::ProfileKeys;
            bpp.replace_session_keys = tlv(0xBF26, &[fields]);
        })
    };
    assert_eq!(keys(&[]), Outcome::Failed(4, 1));
    let short = [tlv(0x80, &[&[1; 16]]), tlv(0x81, &[&[2; 16]]), tlv(0x82, &[&[3; 15]])].concat();
    assert_eq!(keys(&short), Outcome::Failed(4, 1));
}

#[test]
fn faults_of_the_profile_elements() {
    let mut card = Card::new();
    let mut cut = Bpp::of(1);
    cut.package.truncate(cut.package.len() - 1);
    let parts = cut.prepared_parts(&mut card);
    let last = parts.iter().map(|part| card.raw(part).0).last().unwrap();
    assert_eq!(Outcome::of(&last), Outcome::Failed(5, 12));
    // simaResponse says which status.
    assert!(find(&last, &[0xBF37, 0xBF27, 0xA2, 0xA1, 0x82]).is_some_and(|said| said[0] == 0x30));
    assert_eq!(outcome(|bpp| bpp.package = vec![0x00]), Outcome::Failed(5, 12));
    assert_eq!(outcome(|bpp| bpp.package[36] ^= 0x10), Outcome::Failed(5, 13));
}

#[test]
fn memory_that_is_not_there() {
    // Files and all of the minimal package take a little more than 6000 octets.
    let info2 = Info2 { free_non_volatile: 15_000, ..Info2::default() };
    let mut card = Card::of(Arc::new(Honest), Personalisation::default(), info2);
    assert!(card.install(1, &[]).installed());
    assert!(card.install(2, &[]).installed());
    let Outcome::Failed(5, 10) = card.install(3, &[]) else { panic!("a third profile has no room") };
    // It may be tried again with the same one-time key, once there is room.
    assert_eq!(card.delete(1), 0);
    assert!(card.install(3, &[]).installed());
    assert_eq!(card.profiles(), "2- 3-");
}

#[test]
fn a_profile_element_that_fails_is_named_in_the_result() {
    let load = |bpp: Bpp| {
        let mut card = Card::new();
        let parts = bpp.prepared_parts(&mut card);
        let last = parts.iter().map(|part| card.raw(part).0).last().unwrap();
        assert_eq!(card.profiles(), "");
        at(&last, &[0xBF37, 0xBF27, 0xA2, 0xA1])
    };
    // A PUK that is there already, in an element with the number 99.
    let puk = tlv(0xA1, &[&tlv(0x30, &[&[0x80, 1, 1], &tlv(0x81, &[&[0x31; 8]])])]);
    let twice = tlv(0xA3, &[&[0xA0, 5, 0x80, 0, 0x81, 1, 99], &puk]);
    let error = load(Bpp::of(1).with(|bpp| bpp.insert(&twice)));
    assert_eq!((at(&error, &[0x80]), at(&error, &[0x81])), (vec![5], vec![12]));
    assert_eq!(at(&error, &[0x82]), hex::decode("300C A008 3006 800106 810163 8100".replace(' ', "")).unwrap());
    // A file of 16 MiB.
    let file = tlv(0x62, &[&[0x82, 2, 0x41, 0x21, 0x83, 2, 0x6F, 0x99, 0x80, 4, 1, 0, 0, 0]]);
    let commands = tlv(0xA1, &[&tlv(0x30, &[&[0x80, 0], &file])]);
    let large = tlv(0xA1, &[&[0xA0, 5, 0x80, 0, 0x81, 1, 99], &commands]);
    let error = load(Bpp::of(1).with(|bpp| bpp.insert(&large)));
    assert_eq!((at(&error, &[0x80]), at(&error, &[0x81])), (vec![5], vec![10]));
    assert_eq!(at(&error, &[0x82]), hex::decode("300C A008 3006 800104 810163 8100".replace(' ', "")).unwrap());
}

#[test]
fn an_installed_profile_holds_its_files() {
    let mut card = Card::new();
    assert!(card.install(1, &[]).installed());
    let profile = card.0.profiles()[0].installed.as_deref().unwrap();
    assert_eq!(profile.fs.len(), 30);
    assert_eq!(profile.header.iccid, iccid(1).map(|octet| octet.rotate_left(4)));
    assert_eq!(profile.aka.len(), 1);
}

#[test]
fn an_interruption_leaves_nothing_but_its_result() {
    let bpp = || Bpp::of(1).with(|bpp| (bpp.protection, bpp.cut) = (Protection::ProfileKeys, 300));
    let whole = bpp().prepared_parts(&mut Card::new()).len();
    for sent in 0..whole {
        let mut card = Card::new();
        let parts = bpp().prepared_parts(&mut card);
        assert_eq!(Bpp::send(&mut card, &parts[..sent]), Outcome::Nothing(if sent == 0 { 0 } else { 0x9000 }));
        card.0.reset().unwrap();
        assert_eq!(card.profiles(), "");
        let waiting = at(&card.ask(&[0xBF, 0x2B, 0x00]), &[0xA0]);
        if sent == 0 {
            assert!(waiting.is_empty(), "there was no installation yet");
            continue;
        }
        let command = [1, 2, 2, 4, 5, 5][(sent - 1).min(5)];
        assert_eq!(Outcome::of(&waiting), Outcome::Failed(command, 11), "after {sent} parts");
        let known = if sent > 3 { "1" } else { "-" };
        assert_eq!(card.notifications(), [format!("0 install testsmdpplus1.example.com {known}")]);
        assert_eq!(card.raw(&parts[sent]), (vec![], 0x6A88));
        card.0.reset().unwrap();
        assert_eq!(card.notifications().len(), 1, "one result only");
        assert!(card.install(1, &[]).installed());
        assert_eq!(card.notifications()[1], "1 install testsmdpplus1.example.com 1");
    }
}

#[test]
fn other_commands_while_a_package_is_loaded() {
    let mut card = Card::new();
    let parts = Bpp::of(1).prepared_parts(&mut card);
    for part in &parts[..4] {
        card.raw(part);
    }
    assert_eq!(card.ask(&[0xBF, 0x3E, 0x03, 0x5C, 0x01, 0x5A])[0], 0x5A);
    assert_eq!(card.profiles(), "");
    let authenticate = crate::lab::Authenticate::new().request(&[0; 16]);
    assert_eq!(card.raw(&authenticate), (vec![], 0x6985));
    assert_eq!(card.raw(&Prepare::new().request(&[])), (vec![], 0x6985));
    assert!(Bpp::send(&mut card, &parts[4..]).installed());
    // A challenge begins anew: what was loaded is gone, and nothing was interrupted.
    let parts = Bpp::of(2).prepared_parts(&mut card);
    Bpp::send(&mut card, &parts[..4]);
    card.ask(&[0xBF, 0x2E, 0x00]);
    assert_eq!(Bpp::send(&mut card, &parts[4..]), Outcome::Nothing(0x6A88));
    card.0.reset().unwrap();
    assert_eq!(card.notifications().len(), 1);
    assert_eq!(card.profiles(), "1-");
}
