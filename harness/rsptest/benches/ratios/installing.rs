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
/// Octets of the package, at least.
const SIZE: usize = 64 * 1024;
/// Octets of PE-End of the generic package.
const END: usize = 9;
/// Octets in each of the files that make it so large.
const FILE: usize = 1000;
/// Rounds of bound and installation in turn; half of them are of the small package.
const ROUNDS: u32 = 100;

/// The generic package with files in DF 7F66 until it is so large (PE-GenericFileManagement; vectors/profiles says how).
fn package(size: usize) -> Vec<u8> {
    let (elements, end) = GENERIC.split_at(GENERIC.len() - END);
    let rule = tlv::wrap(0x8B, &[&[0x2F, 0x06, 0x01]]);
    let made = |descriptor: &[u8], fid: [u8; 2], more: &[u8]| {
        tlv::wrap(0x62, &[&tlv::wrap(0x82, &[descriptor]), &tlv::wrap(0x83, &[&fid]), &rule, more])
    };
    let directory = made(&[0x78, 0x21], [0x7F, 0x66], &tlv::wrap(0xC6, &[&[0x01, 0x0A]]));
    let mut files = Vec::new();
    for number in 0..size.saturating_sub(GENERIC.len()).div_ceil(FILE) {
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
    fn new(size: usize) -> Result<Self, Problem> {
        let package = package(size);
        let octets = package.len();
        let own = lab::own_package(package, lab::HOST)?;
        Ok(Self { bench: Bench::new(Binding::Json, Some(own))?, octets })
    }

    /// Seconds that LoadBoundProfilePackage takes; everything before it is not counted.
    async fn install(&self, number: u32) -> Result<f64, Problem> {
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
        let package = bound.octets("boundProfilePackage");
        let watch = Stopwatch::start();
        lpa.load_bound_profile_package(&mut card, package)?;
        let taken = watch.elapsed().as_secs_f64();
        let installed =
            card.card.euicc().profiles().first().is_some_and(|profile| profile.package.len() == self.octets);
        if installed { Ok(taken) } else { Err("the large profile was not installed".into()) }
    }
}

/// Octets per second over what AES alone allows.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (large, small) = (Installer::new(SIZE)?, Installer::new(0)?);
    let (mut whole, mut generic, mut aes, mut aes_small) = (0.0, 0.0, 0.0, 0.0);
    // Once outside the count: tables, allocator, caches.
    runtime.block_on(large.install(u32::MAX))?;
    for round in 0..ROUNDS / 2 {
        aes += bound::aes_seconds(large.octets)?;
        aes_small += bound::aes_seconds(large.octets - small.octets)?;
        whole += runtime.block_on(large.install(round))?;
        generic += runtime.block_on(small.install(round))?;
    }
    let rounds = f64::from(ROUNDS / 2);
    let rate = |octets: usize, seconds: f64| octets as f64 * rounds / seconds / 1e6;
    let row = |name: &str, figure, bound, wanted| Row { name: name.into(), figure, bound, unit: "MB/s", wanted };
    Ok(vec![
        row(
            "installing 64 KiB, whole; bound: AES-CBC and CMAC",
            rate(large.octets, whole),
            rate(large.octets, aes),
            Wanted::AtLeast(30),
        ),
        row(
            "what 64 KiB cost more than 12, same bound",
            rate(large.octets - small.octets, whole - generic),
            rate(large.octets - small.octets, aes_small),
            Wanted::Nothing,
        ),
    ])
}
