//! A package of 64 KiB into a card by APDUs, in the same thread: what the card does beside AES.

use super::Problem;
use super::bound;
use super::clock::Stopwatch;
use super::lab::Bench;
use super::table::{Row, Wanted};
use rsp_asn1::tlv;
use rsp_consumer::es9plus::Function;
use rsp_consumer::lpa::{Binding, Isdr, IsdrOptions};
use rsp_euicc::Card;
use rsptest::lab;

static GENERIC: &[u8] = include_bytes!("../../../../vectors/profiles/rsptest-generic.der");
/// Octets that the large package has more than the small one, at least.
const SIZE: usize = 64 * 1024;
/// Octets of PE-End of the generic package.
const END: usize = 9;
/// Octets in each of the files that make it so large.
const FILE: usize = 1000;
/// Rounds of bounds and installations in turn.
const ROUNDS: u32 = 8;
/// Installations of each package in one round.
const TIMES: u32 = 40;

/// The generic package with so many octets in files of DF 7F66 (PE-GenericFileManagement; vectors/profiles says how).
fn package(more: usize) -> Vec<u8> {
    let (elements, end) = GENERIC.split_at(GENERIC.len() - END);
    let rule = tlv::wrap(0x8B, &[&[0x2F, 0x06, 0x01]]);
    let made = |descriptor: &[u8], fid: [u8; 2], more: &[u8]| {
        tlv::wrap(0x62, &[&tlv::wrap(0x82, &[descriptor]), &tlv::wrap(0x83, &[&fid]), &rule, more])
    };
    let directory = made(&[0x78, 0x21], [0x7F, 0x66], &tlv::wrap(0xC6, &[&[0x01, 0x0A]]));
    let mut files = Vec::new();
    for number in 0..more.div_ceil(FILE) {
        let content: Vec<u8> = (0..FILE).map(|index| (index * 7 + number) as u8).collect();
        let length = tlv::wrap(0x80, &[&(FILE as u16).to_be_bytes()]);
        files.extend(made(&[0x41, 0x21], [0x4F, number as u8], &length));
        files.extend(tlv::wrap(0x81, &[&content]));
    }
    if files.is_empty() {
        return GENERIC.to_vec();
    }
    let path = |path: &[u8], made: &[u8]| tlv::wrap(0x30, &[&tlv::wrap(0x80, &[path]), made]);
    let header = tlv::wrap(0xA0, &[&[0x80, 0x00, 0x81, 0x01, 0x63]]);
    let commands = tlv::wrap(0xA1, &[&path(&[], &directory), &path(&[0x7F, 0x66], &files)]);
    [elements, &tlv::wrap(0xA1, &[&header, &commands]), end].concat()
}

/// Somebody who can have packages of this size installed.
struct Installer {
    bench: Bench,
    octets: usize,
}

impl Installer {
    fn new(more: usize) -> Result<Self, Problem> {
        let package = package(more);
        let octets = package.len();
        let own = lab::own_package(package, lab::HOST)?;
        Ok(Self { bench: Bench::new(Binding::Json, Some(own))?, octets })
    }

    /// Everything before LoadBoundProfilePackage: a new card, and a package that is bound to it.
    async fn prepare(&self, number: u32) -> Result<(Isdr<Card>, Vec<u8>), Problem> {
        let Bench { lpa, channel, .. } = &self.bench;
        let label = format!("installing/{number}");
        let (_, wanted) = self.bench.order(&label, lab::OWN_PACKAGE).await?;
        let options = IsdrOptions { block_size: 255, ..IsdrOptions::default() };
        let mut card = Isdr::new(Card::new(self.bench.card(&label)), options);
        let request = lpa.initiate_authentication(&mut card, &wanted.address)?;
        let opened = lpa.call(channel, &Function::INITIATE_AUTHENTICATION, &request).await?;
        let request = lpa.authenticate_client(&mut card, &opened, wanted.matching_id.as_deref())?;
        let offer = lpa.call(channel, &Function::AUTHENTICATE_CLIENT, &request).await?;
        let request = lpa.get_bound_profile_package(&mut card, &offer, None)?;
        let bound = lpa.call(channel, &Function::GET_BOUND_PROFILE_PACKAGE, &request).await?;
        Ok((card, bound.octets("boundProfilePackage").to_vec()))
    }

    /// Seconds that LoadBoundProfilePackage takes, on average over as many as make the clock's steps small.
    async fn seconds(&self, round: u32) -> Result<f64, Problem> {
        let mut prepared = Vec::new();
        for number in 0..TIMES {
            prepared.push(self.prepare(round * TIMES + number).await?);
        }
        let mut whole = true;
        let watch = Stopwatch::start();
        // A card goes when it is done: the next one has its memory, as a card that is used for long has.
        for (mut card, package) in prepared {
            self.bench.lpa.load_bound_profile_package(&mut card, &package)?;
            whole &= card.card.euicc().profiles().first().is_some_and(|profile| profile.package.len() == self.octets);
        }
        let taken = watch.elapsed().as_secs_f64();
        if !whole {
            return Err("a profile was not installed".into());
        }
        Ok(taken / f64::from(TIMES))
    }
}

/// Octets per second over what AES alone allows: of the octets that a large package has more than a small one, and of a
/// large one whole. The three P-256 operations of a session take more than AES over the whole package, however good the
/// rest is; so their time is set aside there, and the whole is shown against everything cryptographic in it as well.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (large, small) = (Installer::new(SIZE)?, Installer::new(0)?);
    let more = large.octets - small.octets;
    // The least of each counts: a difference of sums would be made of what else the machine did.
    let [mut whole, mut less, mut aes, mut aes_more, mut p256] = [f64::INFINITY; 5];
    for round in 0..ROUNDS {
        aes = aes.min(bound::aes_seconds(large.octets)?);
        aes_more = aes_more.min(bound::aes_seconds(more)?);
        p256 = p256.min(bound::loading_seconds(round)?);
        whole = whole.min(runtime.block_on(large.seconds(round))?);
        less = less.min(runtime.block_on(small.seconds(round))?);
    }
    let rate = |octets: usize, seconds: f64| octets as f64 / seconds / 1e6;
    let row = |name: &str, figure, bound, wanted| Row { name: name.into(), figure, bound, unit: "MB/s", wanted };
    let all = rate(large.octets, whole);
    let with_p256 = rate(large.octets, aes + p256);
    let (without, aes, aes_more) = (rate(large.octets, whole - p256), rate(large.octets, aes), rate(more, aes_more));
    Ok(vec![
        row(
            "installing, 64 KiB more; bound: AES-CBC and CMAC",
            rate(more, whole - less),
            aes_more,
            Wanted::AtLeast(30),
        ),
        row("the same package whole; bound: with its P-256", all, with_p256, Wanted::AtLeast(40)),
        row("  without the time of its P-256; bound: AES", without, aes, Wanted::AtLeast(30)),
        row("  with it; bound: AES", all, aes, Wanted::Nothing),
    ])
}
