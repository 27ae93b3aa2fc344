//! The embedded suite against the reference: everything passes, and every rule that a role declares is consulted on the way.

#![allow(clippy::unwrap_used, reason = "in a test unwrap is the statement")]

use rsptest::DEFAULT_SEED;
use rsptest::bench::Credentials;
use rsptest::case;
use rsptest::selfcheck::{self, Plan};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_passes_and_every_rule_is_consulted() {
    let (set, mut diagnostics) = case::load(&case::embedded());
    diagnostics.extend(case::lint(&set));
    assert!(!diagnostics.has_errors(), "{diagnostics}");
    let planned = set.instances.len();
    let plan = Plan {
        set: Arc::new(set),
        credentials: Arc::new(Credentials::own(DEFAULT_SEED.as_bytes())),
        seed: DEFAULT_SEED.into(),
        full: false,
        jobs: 1,
        // No mutants and no variations, since no id contains this: `rsptest selfcheck` has them.
        only: Some("(nothing)".into()),
    };
    let report = selfcheck::check(Arc::new(plan), Vec::new(), |_, _, _| {}).await.unwrap();
    assert!(report.reference.is_empty(), "not passed: {:#?}", report.reference);
    let passed = planned - report.not_applicable.len();
    assert!(passed >= 150 && passed * 10 >= planned * 9, "{passed} of {planned}: {:#?}", report.not_applicable);
    assert!(report.unconsulted.is_empty(), "declared and never consulted: {:?}", report.unconsulted);
    assert!(report.undeclared.is_empty(), "consulted and not declared: {:?}", report.undeclared);
}

/// What `case::consulted_elsewhere` leaves to the tests of the LPA (`reference-impl/consumer/tests/download.rs`) is
/// declared, and is the LPA's.
#[test]
fn what_is_consulted_elsewhere_is_declared() {
    let declared: Vec<&str> = case::rules().iter().flat_map(|rules| rules.ids()).collect();
    for id in case::consulted_elsewhere() {
        assert!(declared.contains(&id) && id.starts_with("lpa/"), "{id}");
    }
}
