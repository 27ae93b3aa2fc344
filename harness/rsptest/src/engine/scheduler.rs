//! Cases in parallel, robustness cases and those that move the clock alone, events in order of their happening.

use super::case_run::CaseRun;
use super::event::{CaseResult, Event, RunInfo};
use super::verdict::{Counts, Verdict};
use crate::bench::Bench;
use crate::case::Instance;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{RwLock, Semaphore, mpsc};
use tokio::task::JoinSet;

/// How a run is made.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// Cases at a time.
    pub jobs: usize,
    /// Stops after the first finding.
    pub fail_fast: bool,
    /// No case takes longer, whatever it waits for.
    pub case_limit: Duration,
}

/// Runs the instances and hands every event to `listen`; returns how often each verdict was given.
pub async fn run(
    bench: Arc<Bench>,
    instances: Vec<Instance>,
    info: RunInfo,
    schedule: Schedule,
    mut listen: impl FnMut(&Event) + Send + 'static,
) -> Counts {
    let (sender, mut receiver) = mpsc::unbounded_channel::<Event>();
    let planned = instances.len();
    let started = Instant::now();
    let stop = Arc::new(AtomicBool::new(false));
    let listener = tokio::spawn(async move {
        let mut counts = Counts::default();
        listen(&Event::RunStarted(Arc::new(info)));
        while let Some(event) = receiver.recv().await {
            if let Event::CaseFinished(_, result) = &event {
                counts.add(result.verdict);
            }
            listen(&event);
        }
        listen(&Event::RunFinished { counts: counts.clone(), elapsed: started.elapsed() });
        counts
    });
    let permits = Arc::new(Semaphore::new(schedule.jobs.max(1)));
    // These have the target to themselves.
    let alone = Arc::new(RwLock::new(()));
    let mut tasks = JoinSet::new();
    let mut running = HashMap::new();
    let (lonely, gentle): (Vec<_>, Vec<_>) = instances.into_iter().partition(|instance| instance.case.runs_alone());
    for instance in gentle.into_iter().chain(lonely) {
        // Waited for here and not in the task, so that cases begin in their order, and those that run alone after all others.
        let Ok(permit) = permits.clone().acquire_owned().await else { break };
        let guards = if instance.case.runs_alone() {
            (None, Some(alone.clone().write_owned().await))
        } else {
            (Some(alone.clone().read_owned().await), None)
        };
        let (bench, sender, stop) = (bench.clone(), sender.clone(), stop.clone());
        let key = instance.clone();
        let task = tasks.spawn(async move {
            let _held = (permit, guards);
            if stop.load(Ordering::Relaxed) {
                let skipped = aborted(&instance, Verdict::Inconclusive, "not run: the run was stopped after a finding");
                let _ = sender.send(Event::CaseFinished(instance.key.clone(), Arc::new(skipped)));
                return;
            }
            let _ = sender.send(Event::CaseStarted(instance.key.clone()));
            let emit = |event| {
                let _ = sender.send(event);
            };
            let run = tokio::time::timeout(schedule.case_limit, CaseRun::run(&bench, &instance, &emit));
            let result = match run.await {
                Ok(result) => result,
                Err(_) => {
                    let says = format!("the case did not end within {} s", schedule.case_limit.as_secs());
                    aborted(&instance, Verdict::Inconclusive, &says)
                }
            };
            if schedule.fail_fast && result.verdict.is_finding() {
                stop.store(true, Ordering::Relaxed);
            }
            let _ = sender.send(Event::CaseFinished(instance.key.clone(), Arc::new(result)));
        });
        running.insert(task.id(), key);
    }
    while let Some(outcome) = tasks.join_next_with_id().await {
        // A panic in the harness is the harness's fault, and must not pass for a verdict.
        if let Err(error) = outcome
            && let Some(instance) = running.get(&error.id())
        {
            let broken = aborted(instance, Verdict::Broken, &format!("the harness failed: {error}"));
            let _ = sender.send(Event::CaseFinished(instance.key.clone(), Arc::new(broken)));
        }
    }
    drop(sender);
    let mut counts = listener.await.unwrap_or_default();
    // Planned = sum of verdicts, always.
    for _ in counts.total()..planned {
        counts.add(Verdict::Broken);
    }
    counts
}

fn aborted(instance: &Instance, verdict: Verdict, says: &str) -> CaseResult {
    CaseResult {
        verdict,
        requirements: instance.case.covers.iter().map(|id| id.value.clone()).collect(),
        elapsed: Duration::ZERO,
        message: says.to_owned(),
        finding: None,
        notes: Vec::new(),
    }
}
