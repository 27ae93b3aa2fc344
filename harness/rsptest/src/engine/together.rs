//! The verb `together`: calls that race, each with its own card and connection.

use super::call::Outgoing;
use super::case_run::CaseRun;
use super::stop::{Stop, Trouble};
use super::verdict::Verdict;
use crate::case::{Actor, Step};
use crate::yaml::{Span, Spanned};
use rsp_transport::{Call, Client, Exchange};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

impl CaseRun<'_> {
    /// Makes all calls ready, sends them at the same moment, and judges them in their order.
    pub(super) async fn together(&mut self, step: &Step) -> Result<(), Stop> {
        let bench = self.bench;
        let (mut calls, mut racers) = (Vec::new(), Vec::new());
        for racer in &step.together {
            let call = racer.call.as_ref().ok_or_else(|| Stop::Broken("what races is a `call`".into()))?;
            self.at(call.span);
            let function = bench.set.functions.get(&call.value);
            let function = function.ok_or_else(|| Stop::Broken(format!("there is no function {}", call.value)))?;
            let (call, mut outgoing) = self.outgoing(racer, function)?;
            if outgoing.actor == Actor::Lpa {
                outgoing.line = Arc::new(bench.es9plus_client());
            }
            calls.push((outgoing.line.clone(), call));
            racers.push((&racer.value, outgoing));
        }
        let exchanges = at_once(calls).await?;
        self.judge_race(step, &racers, &exchanges)
    }

    fn judge_race(
        &mut self,
        step: &Step,
        racers: &[(&Step, Outgoing<'_>)],
        exchanges: &[Exchange],
    ) -> Result<(), Stop> {
        let mut outcome = Ok(());
        let mut accepted = 0;
        // All are written down before the first trouble ends the case.
        for (&(racer, ref outgoing), exchange) in racers.iter().zip(exchanges) {
            if let Some(call) = &racer.call {
                self.at(call.span);
            }
            let answer = self.received(outgoing, exchange)?;
            accepted += usize::from(answer.executed());
            let judged = match step.succeed {
                Some(_) if !answer.executed() => self.concluded(&loser(racer), outgoing, &answer),
                Some(_) => self.concluded(&Step { refuse: None, ..racer.clone() }, outgoing, &answer),
                None => self.concluded(racer, outgoing, &answer),
            };
            outcome = outcome.and(judged);
        }
        outcome?;
        match step.succeed {
            Some(wanted) if wanted != accepted => {
                let count = racers.len();
                let trouble = Trouble {
                    message: format!(
                        "of {count} calls at the same moment {accepted} were accepted; expected: {wanted}"
                    ),
                    expected: format!("{wanted} of {count} accepted"),
                    got: format!("{accepted} accepted"),
                    ..Trouble::default()
                };
                self.found(Verdict::Fail, step, trouble)
            }
            _ => Ok(()),
        }
    }
}

/// What is asked of a call that was not accepted: that it was refused in an orderly way.
fn loser(racer: &Step) -> Step {
    let any = || Spanned::new("any".to_owned(), Span::default());
    Step {
        refuse: Some(racer.refuse.clone().unwrap_or_else(any)),
        tolerate: racer.tolerate.clone(),
        req: racer.req.clone(),
        ..Step::default()
    }
}

/// Sends every call when all connections are open.
async fn at_once(calls: Vec<(Arc<Client>, Call)>) -> Result<Vec<Exchange>, Stop> {
    let start = Arc::new(Barrier::new(calls.len()));
    let mut tasks = JoinSet::new();
    for (index, (line, call)) in calls.into_iter().enumerate() {
        let start = start.clone();
        tasks.spawn(async move {
            // Whoever cannot connect finds out again when it sends.
            let _ = line.connect(call.timeout.min(Duration::from_secs(10))).await;
            start.wait().await;
            (index, line.send(call).await)
        });
    }
    let mut exchanges = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        exchanges.push(ended.map_err(|error| Stop::Broken(format!("a call that raced: {error}")))?);
    }
    exchanges.sort_by_key(|(index, _)| *index);
    Ok(exchanges.into_iter().map(|(_, exchange)| exchange).collect())
}
