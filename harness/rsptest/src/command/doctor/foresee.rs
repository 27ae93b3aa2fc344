//! What a run would do, without doing it.

use crate::bench::{Bench, OrderKind};
use crate::case::{CardName, Entity, Instance};
use std::collections::BTreeMap;

/// What a run would do.
pub(super) struct Foreseen {
    /// Verdicts that will run.
    pub run: usize,
    /// Why others are not applicable, and how many.
    pub reasons: BTreeMap<String, usize>,
    /// Why others will be inconclusive: for want of orders.
    pub short: BTreeMap<String, usize>,
}

/// Goes through all verdicts as a run does, and takes the orders of the lists without using them.
pub(super) fn foresee(bench: &Bench, instances: &[Instance]) -> Foreseen {
    let mut foreseen = Foreseen { run: 0, reasons: BTreeMap::new(), short: BTreeMap::new() };
    let listed = bench.target.orders.listed();
    let mut left = listed.clone();
    for instance in instances {
        let ours = || bench.identity(&instance.case.card, CardName::Card).err();
        let lacking = bench.lacking(instance).or_else(|| (instance.entity() == Entity::SmDpPlus).then(ours).flatten());
        if let Some(reason) = lacking {
            *foreseen.reasons.entry(reason).or_default() += 1;
            continue;
        }
        // A card's orders are our own SM-DP+'s.
        let mut left = left.as_mut().filter(|_| instance.entity() == Entity::SmDpPlus);
        let empty = left.as_mut().and_then(|left| orders(instance).into_iter().find(|kind| !take(left, *kind)));
        match empty {
            None => foreseen.run += 1,
            Some(kind) => {
                let had = listed.as_ref().and_then(|listed| listed.get(&kind)).copied().unwrap_or_default();
                let says = match had {
                    0 => format!("the target file lists no order of kind {}: the list is empty", kind.name()),
                    had => format!("the {had} orders of kind {} in the target file are used up before", kind.name()),
                };
                *foreseen.short.entry(says).or_default() += 1;
            }
        }
    }
    foreseen
}

/// The orders that a case takes, one after the other.
fn orders(instance: &Instance) -> Vec<OrderKind> {
    let steps = instance.case.tested().filter_map(|step| Some((step.order.as_ref()?, step.repeat.unwrap_or(1))));
    let kinds = steps.filter_map(|(kind, times)| Some(std::iter::repeat_n(OrderKind::named(kind)?, times as usize)));
    kinds.flatten().collect()
}

fn take(left: &mut BTreeMap<OrderKind, usize>, kind: OrderKind) -> bool {
    let left = left.entry(kind).or_default();
    let there = *left > 0;
    *left = left.saturating_sub(1);
    there
}
