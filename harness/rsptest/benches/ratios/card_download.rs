//! A download into a card behind the framing of vpcd on loopback, and where its time goes: cryptography, the way to the
//! card, everything else. Over a real pcscd too, where there is one with a vsmartcard reader.

use super::Problem;
use super::bound;
use super::lab::Bench;
use super::table::{Row, Wanted};
use rsp_consumer::lpa::{Binding, Isdr, IsdrOptions};
use rsp_euicc::Card;
use rsp_transport::card::{CardChannel, CardFault, CardOptions, open, pcsc_readers, serve};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Downloads of each way; the fastest one counts, since what else the machine does only makes them slower.
const TIMES: u32 = 30;
/// Octets of the generic package.
const OCTETS: usize = 11_882;
/// The reader of the second slot, so that the first is free for work by hand, and where its card dials in.
const READER: (&str, &str) = ("Virtual PCD 00 01", "127.0.0.1:35964");

/// A slot whose card can be changed.
#[derive(Clone)]
struct Slot(Arc<Mutex<Card>>);

impl Slot {
    fn insert(&self, card: Card) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = card;
    }
}

impl CardChannel for Slot {
    fn reset(&mut self) -> Result<Vec<u8>, CardFault> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).reset())
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, CardFault> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).transmit(command))
    }

    fn describe(&self) -> String {
        "a slot".into()
    }
}

/// Seconds of the fastest download over this way to the slot; every card is a new one.
fn fastest(bench: &Bench, slot: &Slot, way: Box<dyn CardChannel>, label: &str) -> Result<f64, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut card = Isdr::new(way, IsdrOptions::default());
    let mut least = f64::INFINITY;
    for number in 0..TIMES {
        let label = format!("{label}/{number}");
        let (_, wanted) = runtime.block_on(bench.order(&label, "rsptest-generic"))?;
        slot.insert(Card::new(bench.card(&label)));
        card.reset()?;
        let begun = Instant::now();
        runtime.block_on(bench.download(&mut card, &wanted))?;
        least = least.min(begun.elapsed().as_secs_f64());
    }
    Ok(least)
}

/// Over the reader of a running pcscd; nothing where there is none.
fn over_pcscd(bench: &Bench, slot: &Slot) -> Result<Option<f64>, Problem> {
    if !pcsc_readers().is_ok_and(|readers| readers.iter().any(|name| name == READER.0)) {
        eprintln!("ratios: card-download: no pcscd with a vsmartcard reader (.ci/pcscd starts one): left out");
        return Ok(None);
    }
    // The tests of `pcsc:` use the same slot.
    let lock = std::fs::File::create(std::env::temp_dir().join("rsptest-pcscd.lock"))?;
    lock.lock()?;
    let mut inside = slot.clone();
    // It ends with the process.
    std::thread::spawn(move || serve::vpcd(READER.1, true, &mut inside, &mut |_| {}));
    let name = format!("pcsc:{}", READER.0);
    let begun = Instant::now();
    let way = loop {
        match open(&name, &CardOptions::default()) {
            Ok(way) => break way,
            Err(fault) if begun.elapsed() > Duration::from_secs(20) => return Err(fault.into()),
            // pcscd looks at its readers now and then.
            Err(_) => std::thread::sleep(Duration::from_millis(200)),
        }
    };
    fastest(bench, slot, way, "pcsc").map(Some)
}

/// Downloads per second over the same without a way, and the shares of their time.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let bench = Bench::new(Binding::Json, None)?;
    let slot = Slot(Arc::new(Mutex::new(Card::new(bench.card("none")))));
    let bound = (0..5).map(bound::seconds).collect::<Result<Vec<f64>, _>>()?;
    // The SM-DP+ seals what the card opens.
    let crypto = bound.into_iter().fold(f64::INFINITY, f64::min) + 2.0 * bound::aes_seconds(OCTETS)?;
    let direct = fastest(&bench, &slot, Box::new(slot.clone()), "direct")?;

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let place = listener.local_addr()?;
    let mut inside = slot.clone();
    std::thread::spawn(move || serve::tcp(&listener, &mut inside, &mut |_| {}));
    let way = open(&format!("tcp+vpcd:{place}"), &CardOptions::default())?;
    let framed = fastest(&bench, &slot, way, "vpcd")?;

    // Wall time of two threads: little is wanted, but far more than is left when each side waits for acknowledgements.
    let mut rows = split("vpcd framing on loopback", framed, direct, crypto, Wanted::AtLeast(10));
    if let Some(seconds) = over_pcscd(&bench, &slot)? {
        rows.extend(split("pcscd", seconds, direct, crypto, Wanted::Nothing));
    }
    Ok(rows)
}

fn split(way: &str, seconds: f64, direct: f64, crypto: f64, wanted: Wanted) -> Vec<Row> {
    let share = |name: &str, part: f64| Row {
        name: format!("  of its time: {name}"),
        figure: part * 1000.0,
        bound: seconds * 1000.0,
        unit: "ms",
        wanted: Wanted::Nothing,
    };
    vec![
        Row {
            name: format!("download over {way}; bound: without a way"),
            figure: 1.0 / seconds,
            bound: 1.0 / direct,
            unit: "1/s",
            wanted,
        },
        share("cryptography", crypto),
        share("transport", seconds - direct),
        share("everything else", direct - crypto),
    ]
}
