//! What survives a power cycle, and files that did not.

use crate::lab::{Authenticate, Bpp, Card, Outcome, Prepare, at, context, iccid, identity, recipients, tlv};
use rsp_conduct::Honest;
use rsp_euicc::{Euicc, FileStore, Loaded, MemoryStore, Personalisation, State, StateStore, StoreError};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn open(store: &MemoryStore) -> Card {
    Card::open(Box::new(store.clone())).unwrap().0
}

fn wants() -> Vec<u8> {
    recipients(&[(&[4, 0xF0], "a.example")])
}

type Command = (&'static str, fn(&mut Card));

/// A life of a card, one command after the other.
const LIFE: [Command; 14] = [
    ("install 1", |card| assert!(card.install(1, &wants()).installed())),
    ("install 2", |card| assert!(card.install(2, &wants()).installed())),
    ("address", |card| assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b"dp.example"])]), 0)),
    ("enable 1", |card| assert_eq!(card.enable(1, false), 0)),
    ("nickname", |card| assert_eq!(card.result(0xBF29, &[&tlv(0x5A, &[&iccid(2)]), &tlv(0x90, &[b"two"])]), 0)),
    ("enable 2", |card| assert_eq!(card.enable(2, false), 0)),
    ("remove 0", |card| assert_eq!(card.remove(0), 0)),
    ("crl", |card| {
        let list = crate::lab::crl(1, None, None, &[&[0x77]]);
        assert_eq!(card.ask(&tlv(0xBF35, &[&tlv(0xA0, &[&at(&list, &[0x30])])])), [0xA0, 0x00]);
    }),
    ("bad install", |card| assert_eq!(card.install(1, &[]), Outcome::Failed(2, 9))),
    ("disable 2", |card| assert_eq!(card.disable(2, false), 0)),
    ("delete 1", |card| assert_eq!(card.delete(1), 0)),
    ("install 3", |card| assert!(card.install(3, &wants()).installed())),
    ("reset memory", |card| assert_eq!(card.memory_reset(0xA0), 0)),
    ("install 4", |card| assert!(card.install(4, &[]).installed())),
];

/// What the outside can see of a card.
fn seen(card: &mut Card) -> Vec<String> {
    let commands = ["BF3C00", "BF2D00", "BF2D055C03909F70", "BF2800", "BF2B00", "BF4300", "BF2200"];
    commands.iter().map(|command| card.ask_hex(command)).collect()
}

#[test]
fn a_card_that_restarts_between_any_two_commands_is_the_same_card() {
    let store = MemoryStore::default();
    let mut steady = Card::new();
    for (name, command) in LIFE {
        command(&mut steady);
        let mut restarted = open(&store);
        command(&mut restarted);
        assert_eq!(seen(&mut restarted), seen(&mut steady), "after {name}");
        drop(restarted);
        assert_eq!(seen(&mut open(&store)), seen(&mut steady), "restarted after {name}");
    }
}

#[test]
fn a_switch_that_waited_happens_at_power_up() {
    let store = MemoryStore::default();
    let mut card = open(&store);
    assert!(card.install(1, &wants()).installed());
    assert_eq!(card.enable(1, true), 0);
    assert_eq!(card.profiles(), "1-");
    let mut card = open(&store);
    assert_eq!(card.profiles(), "1+");
    assert_eq!(card.notifications().last().unwrap(), "2 enable a.example 1");
    assert_eq!(open(&store).notifications().len(), 3);
}

#[test]
fn power_lost_in_an_installation_leaves_its_result() {
    let store = MemoryStore::default();
    let parts = Bpp::of(1).prepared_parts(&mut open(&store)).len();
    for sent in 1..parts {
        let store = MemoryStore::default();
        let mut card = open(&store);
        let parts = Bpp::of(1).prepared_parts(&mut card);
        assert_eq!(Bpp::send(&mut card, &parts[..sent]), Outcome::Nothing(0x9000));
        drop(card);
        let mut card = open(&store);
        assert_eq!(card.profiles(), "");
        let waiting = at(&card.ask(&[0xBF, 0x2B, 0x00]), &[0xA0]);
        let Outcome::Failed(_, 11) = Outcome::of(&waiting) else { panic!("after {sent}") };
        assert_eq!(open(&store).notifications().len(), 1);
    }
}

#[test]
fn challenges_and_numbers_go_on_after_power_is_lost() {
    let store = MemoryStore::default();
    let mut given = std::collections::BTreeSet::new();
    for _ in 0..20 {
        assert!(given.insert(open(&store).ask(&[0xBF, 0x2E, 0x00])));
    }
    let kept = at(&Prepare::new().send(&mut open(&store)), &[0xA0, 0x30, 0x5F49]);
    let mut again = Prepare::new();
    again.bpp_euicc_otpk = Some(kept.clone());
    assert_eq!(at(&again.send(&mut open(&store)), &[0xA0, 0x30, 0x5F49]), kept);
}

#[test]
fn what_changes_nothing_commits_nothing() {
    let store = MemoryStore::default();
    let mut card = open(&store);
    assert!(card.install(1, &[]).installed());
    let before = store.commits();
    seen(&mut card);
    assert_eq!((card.disable(1, false), card.delete(7), card.remove(9)), (2, 1, 1));
    assert_eq!(card.raw(&[0xBF, 0x44, 0x00]).1, 0x6A88);
    assert_eq!(card.result(0xBF29, &[&tlv(0x5A, &[&iccid(1)]), &tlv(0x90, &[b""])]), 0);
    card.0.reset().unwrap();
    assert_eq!(store.commits(), before);
    assert_eq!(card.enable(1, false), 0);
    assert_eq!(store.commits(), before + 1);
}

#[test]
fn the_state_of_another_eid_is_refused() {
    let store = MemoryStore::default();
    assert!(open(&store).install(1, &[]).installed());
    let mut other = identity();
    other.eid[15] ^= 1;
    let opened = Euicc::open(context(Arc::new(Honest)), other, Personalisation::default(), Box::new(store));
    assert_eq!(opened.err(), Some(StoreError::OtherEid(identity().eid)));
}

#[test]
fn a_torn_or_altered_image_is_refused_with_the_reason() {
    let store = MemoryStore::default();
    assert!(open(&store).install(1, &[]).installed());
    let image = store.image().unwrap();
    assert_eq!(State::from_image(&image).unwrap().eid(), identity().eid);
    for length in 0..image.len() {
        let error = State::from_image(&image[..length]).unwrap_err();
        assert!(matches!(error, StoreError::Torn { found, .. } if found == length as u64), "{length}: {error}");
    }
    let longer = State::from_image(&[&image[..], &[0]].concat()).unwrap_err();
    assert!(longer.to_string().starts_with("torn state"), "{longer}");
    for at in 0..image.len() {
        let mut altered = image.clone();
        altered[at] ^= 0x10;
        let error = State::from_image(&altered).unwrap_err();
        match at {
            0..8 => assert_eq!(error, StoreError::NoImage),
            8..10 => assert!(matches!(error, StoreError::Version(_)), "{error}"),
            10..18 => assert!(matches!(error, StoreError::Torn { .. }), "{error}"),
            _ => assert_eq!(error, StoreError::Altered, "octet {at}"),
        }
    }
}

#[test]
fn a_file_that_is_torn_gives_way_to_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card.state");
    let open = || Card::open(Box::new(FileStore::new(&path)));
    let (mut card, refused) = open().unwrap();
    assert_eq!(refused, None);
    assert!(card.install(1, &[]).installed());
    let before = seen(&mut card);
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b"dp.example"])]), 0);
    let after = seen(&mut card);
    drop(card);
    let (current, previous) = (fs::read(&path).unwrap(), fs::read(folder.path().join("card.state.previous")).unwrap());
    assert_ne!(current, previous);
    let (mut card, refused) = open().unwrap();
    assert_eq!((seen(&mut card), refused), (after, None));
    for length in 0..current.len() {
        fs::write(&path, &current[..length]).unwrap();
        let Loaded { state, refused } = FileStore::new(&path).load().unwrap();
        assert!(matches!(refused, Some(StoreError::Torn { .. })), "{length}");
        assert_eq!(state, Some(State::from_image(&previous).unwrap()), "{length}");
    }
    let (mut card, refused) = open().unwrap();
    assert_eq!(seen(&mut card), before);
    assert!(refused.unwrap().to_string().starts_with("torn state: "));
    // The torn file does not take the place of the good one before it.
    assert_eq!(card.result(0xBF3F, &[&tlv(0x80, &[b"x.example"])]), 0);
    assert_eq!(fs::read(folder.path().join("card.state.previous")).unwrap(), previous);
    assert_eq!(open().unwrap().1, None);
    // Between the two renames of a commit there is only the previous file.
    fs::remove_file(&path).unwrap();
    let (mut card, refused) = open().unwrap();
    assert_eq!((seen(&mut card), refused), (before, Some(StoreError::Missing(path.clone()))));
    // What a crash leaves of an image that was being written is no matter.
    fs::write(&path, &previous).unwrap();
    fs::write(folder.path().join("card.state.new"), &current[..50]).unwrap();
    assert_eq!(open().unwrap().1, None);
    fs::write(&path, b"hello, world").unwrap();
    fs::write(folder.path().join("card.state.previous"), &previous[..100]).unwrap();
    let error = open().err().unwrap().to_string();
    assert!(error.contains("does not begin with RSPEUICC") && error.contains("torn state"), "{error}");
}

/// A store that fails when it is told to.
struct Failing(MemoryStore, Arc<AtomicBool>);

impl StateStore for Failing {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        self.0.load()
    }

    fn commit(&mut self, state: &State) -> Result<(), StoreError> {
        if self.1.load(Ordering::SeqCst) { Err(StoreError::Other("full".into())) } else { self.0.commit(state) }
    }
}

#[test]
fn a_commit_that_fails_undoes_the_command() {
    let (store, fails) = (MemoryStore::default(), Arc::new(AtomicBool::new(false)));
    let (mut card, _) = Card::open(Box::new(Failing(store.clone(), fails.clone()))).unwrap();
    assert!(card.install(1, &wants()).installed());
    let before = seen(&mut card);
    fails.store(true, Ordering::SeqCst);
    let enable = tlv(0xBF31, &[&tlv(0xA0, &[&tlv(0x5A, &[&iccid(1)])]), &[0x81, 0x01, 0xFF]]);
    assert_eq!(card.raw(&enable), (vec![], 0x6581));
    assert_eq!(card.0.store_error(), Some(&StoreError::Other("full".into())));
    assert_eq!(card.0.pending_refresh(), None);
    assert_eq!(card.raw(&[0xBF, 0x2E, 0x00]), (vec![], 0x6581));
    assert_eq!(seen(&mut card), before, "what only reads works");
    assert_eq!(card.0.store_error(), None);
    fails.store(false, Ordering::SeqCst);
    assert_eq!(card.enable(1, true), 0);
    fails.store(true, Ordering::SeqCst);
    assert!(card.0.refresh_done().is_err());
    assert_eq!(card.profiles(), "1-");
    fails.store(false, Ordering::SeqCst);
    card.0.refresh_done().unwrap();
    assert_eq!(card.profiles(), "1+");
    // In the middle of a package: the session is over, and the next power-up says what became of it.
    let parts = Bpp::of(2).prepared_parts(&mut card);
    assert_eq!(Bpp::send(&mut card, &parts[..2]), Outcome::Nothing(0x9000));
    fails.store(true, Ordering::SeqCst);
    assert_eq!(Bpp::send(&mut card, &parts[2..]), Outcome::Nothing(0x6581));
    fails.store(false, Ordering::SeqCst);
    assert_eq!(card.raw(parts.last().unwrap()).1, 0x6A88);
    let mut card = open(&store);
    assert_eq!(card.profiles(), "1+");
    assert!(card.notifications().last().unwrap().starts_with("3 install testsmdpplus1"));
    assert_eq!(Authenticate::new().error(&mut card), None);
}

/// A store that forgets what is committed after so many commits, as if power had been lost then.
struct Frozen {
    store: MemoryStore,
    left: usize,
}

impl StateStore for Frozen {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        self.store.load()
    }

    fn commit(&mut self, state: &State) -> Result<(), StoreError> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                self.store.commit(state)
            }
            None => Ok(()),
        }
    }
}

/// Numbers of the notifications that wait.
fn numbers(card: &mut Card) -> Vec<u32> {
    card.notifications().iter().map(|one| one.split(' ').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn power_lost_after_any_commit_leaves_a_whole_card() {
    let steady = MemoryStore::default();
    let mut card = open(&steady);
    let mut boundaries = vec![card.profiles()];
    for (_, command) in LIFE {
        command(&mut card);
        boundaries.push(card.profiles());
    }
    let commits = usize::try_from(steady.commits()).unwrap();
    assert!(commits > 25, "{commits}");
    for left in 0..=commits {
        let store = MemoryStore::default();
        let (mut card, _) = Card::open(Box::new(Frozen { store: store.clone(), left })).unwrap();
        let mut before = Vec::new();
        for (_, command) in LIFE {
            if usize::try_from(store.commits()).unwrap() < left {
                before = numbers(&mut card);
            }
            command(&mut card);
        }
        let mut card = open(&store);
        assert!(boundaries.contains(&card.profiles()), "after {left} commits: {}", card.profiles());
        let waiting = numbers(&mut card);
        assert!(waiting.windows(2).all(|pair| pair[0] < pair[1]), "after {left} commits: {waiting:?}");
        // What waited before the command in which power was lost still waits, unless that command removed it.
        let lost: Vec<&u32> = before.iter().filter(|number| !waiting.contains(number)).collect();
        assert!(lost.is_empty() || lost == [&0], "after {left} commits: {lost:?}");
        assert!(card.install(9, &[]).installed(), "after {left} commits");
        let next = *numbers(&mut card).last().unwrap();
        assert!(before.iter().chain(&waiting).all(|number| *number < next), "after {left} commits: {next}");
    }
}

#[test]
fn one_process_at_a_time_has_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card.state");
    let open = || FileStore::exclusive(&path, Duration::from_millis(50));
    let first = open().unwrap();
    assert_eq!(open().unwrap_err(), StoreError::InUse(path.clone(), Some(std::process::id())));
    // Who waits gets it.
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| FileStore::exclusive(&path, Duration::from_secs(30)).is_ok());
        drop(first);
        assert!(waiting.join().unwrap());
    });
    open().unwrap();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["card.state.lock"], "nothing but the lock is made before the first commit");
}

#[test]
fn a_file_that_cannot_be_written_is_refused_before_the_first_commit() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: PathBuf| FileStore::exclusive(path, Duration::ZERO).unwrap_err();
    let nowhere = folder.path().join("nowhere");
    assert_eq!(refused(nowhere.join("card.state")), StoreError::NoFolder(nowhere));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(refused(file.join("card.state")), StoreError::NoFolder(file.clone()));
    // Where nobody may write, root neither.
    #[cfg(target_os = "linux")]
    assert!(
        matches!(refused("/proc/card.state".into()), StoreError::Unwritable(at, _) if at == std::path::Path::new("/proc"))
    );
    let error = FileStore::new(folder.path()).load().unwrap_err().to_string();
    assert!(error.contains("no regular file"), "{error}");
}
