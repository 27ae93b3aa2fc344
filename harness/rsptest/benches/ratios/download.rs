//! Complete downloads in one process and one thread: eUICC, LPA and SM-DP+, without sockets, over the bound that their
//! P-256 operations set. Each download has an order and a card of its own; making them is part of the time.

use super::Problem;
use super::bound;
use super::clock::Stopwatch;
use super::lab::Bench;
use super::table::{Row, Wanted};
use rsp_consumer::lpa::Binding;
use rsp_consumer::sm_dp_plus::ProfileState;

/// Rounds of bound and downloads in turn, so that whatever slows the machine slows both.
const ROUNDS: u32 = 12;
/// Downloads of one round.
const TIMES: u32 = 25;

/// An order, and its download into a card of its own.
async fn once(bench: &Bench, number: u32) -> Result<String, Problem> {
    let label = format!("ratios/{number}");
    let (iccid, wanted) = bench.order(&label, "rsptest-generic").await?;
    let mut card = bench.card(&label);
    bench.download(&mut card, &wanted).await?;
    if card.profiles().len() == 1 { Ok(iccid) } else { Err("a profile was not installed".into()) }
}

/// Downloads per second over what P-256 alone allows, in both bindings.
pub fn rows() -> Result<Vec<Row>, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut rows = Vec::new();
    for (name, binding) in [("JSON", Binding::Json), ("ASN.1", Binding::Asn1)] {
        let bench = Bench::new(binding, None)?;
        // Once outside the count: tables, allocator, caches; and a look whether the SM-DP+ saw it end.
        let iccid = runtime.block_on(once(&bench, u32::MAX))?;
        if bench.role.order(&iccid).is_none_or(|order| order.state != ProfileState::Installed) {
            return Err("the SM-DP+ does not know that the profile was installed".into());
        }
        let (mut needed, mut taken) = (0.0, 0.0);
        for round in 0..ROUNDS {
            needed += bound::seconds(round)? * f64::from(TIMES);
            let watch = Stopwatch::start();
            for number in 0..TIMES {
                runtime.block_on(once(&bench, round * TIMES + number))?;
            }
            taken += watch.elapsed().as_secs_f64();
        }
        let downloads = f64::from(ROUNDS * TIMES);
        rows.push(Row {
            name: format!("downloads in one thread, {name}; bound: their P-256"),
            figure: downloads / taken,
            bound: downloads / needed,
            unit: "1/s",
            wanted: Wanted::AtLeast(60),
        });
    }
    Ok(rows)
}
