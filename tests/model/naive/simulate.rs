//! What other rules would have done on a lot that has ended, in the words of the rules. Everybody behaves as they did.

use std::collections::BTreeMap;

use super::happened::{Act, ActOutcome, ClosedBy, Happened, Input, InputKind, Outcome, Reason, State, Verdict};
use super::lot::Model;
use super::setup::{Instant, Setup};
use super::time::Clock;

/// An input to the lot that was, with the lot before and after it.
#[derive(Clone, Debug)]
pub struct Step {
    pub input: Input,
    pub before: Model,
    pub after: Model,
}

/// The lot as other rules would have left it.
#[derive(Clone, Debug)]
pub struct Simulated {
    pub model: Model,
    /// The steps of bids with the verdict that they would have had.
    pub verdicts: Vec<(usize, Verdict)>,
    /// The steps that would have had no effect.
    pub skipped: Vec<usize>,
}

/// Puts each step that left a record to a lot with other rules.
pub fn simulate(steps: &[Step], other: Setup) -> Simulated {
    let mut simulation = Simulation {
        simulated: Simulated { model: Model::new(other), verdicts: Vec::new(), skipped: Vec::new() },
        offers: BTreeMap::new(),
        proposals: BTreeMap::new(),
        requests: BTreeMap::new(),
    };
    for (nth, step) in steps.iter().enumerate() {
        if step.after.records.len() > step.before.records.len() {
            simulation.take(nth, step);
        }
    }
    simulation.end();
    simulation.simulated
}

struct Simulation {
    simulated: Simulated,
    /// The record of each offer of the lot that was, with its record here.
    offers: BTreeMap<usize, usize>,
    proposals: BTreeMap<usize, usize>,
    requests: BTreeMap<usize, usize>,
}

impl Simulation {
    fn lot(&mut self) -> &mut Model {
        &mut self.simulated.model
    }

    fn clock(&self) -> Clock {
        self.simulated.model.clock()
    }

    /// Decided at that instant, or at the decision before where that was later.
    fn not_before(&self, at: Instant) -> Instant {
        self.clock().last_record.map_or(at, |last| last.max(at))
    }

    fn take(&mut self, nth: usize, step: &Step) {
        let now = step.input.now;
        match &step.input.kind {
            InputKind::Wake => self.wake(step),
            InputKind::Outage { .. } => self.outage(nth, step),
            InputKind::AcceptTerms { bidder } => {
                let at = self.not_before(now);
                self.lot().accept_terms(at, bidder);
            }
            InputKind::Bid(bid) => {
                let at = self.not_before(bid.received_at);
                self.let_resume(at, &step.before.clock());
                self.offers.insert(step.before.records.len(), self.simulated.model.records.len());
                let would = self.lot().bid(at, bid);
                self.simulated.verdicts.push((nth, would));
            }
            InputKind::RequestAnnulment { .. }
            | InputKind::Act { .. }
            | InputKind::Approve { .. }
            | InputKind::Decline { .. }
            | InputKind::DeclineRequest { .. } => {
                let at = self.not_before(now);
                self.let_resume(at, &step.before.clock());
                let is_over = self.is_over(at, &step.before.clock());
                let has_effect = !is_over && self.act(at, step);
                if !has_effect {
                    self.simulated.skipped.push(nth);
                }
            }
        }
    }

    /// An opening happens as it did. A restart happens as it did where it was planned for the same instant, and the
    /// close where the closing time here has come too. Everything else comes by the rules.
    fn wake(&mut self, step: &Step) {
        let setup = step.before.setup();
        for nth in step.before.records.len()..step.after.records.len() {
            let real = Clock::replay(setup, &step.after.records[..nth]);
            let at = self.not_before(step.input.now);
            let what = &step.after.records[nth].what;
            if matches!(what, Happened::Opened) {
                self.lot().record(at, Happened::Opened);
            } else if matches!(what, Happened::Resumed) && self.shares_restart(&real) {
                self.lot().record(at, Happened::Resumed);
            }
            let own = self.clock();
            let is_due = own.state == State::Open && own.closes_at <= real.closes_at;
            if matches!(what, Happened::Closed { .. }) && is_due {
                self.close();
            }
        }
    }

    /// The server was last known to be up where the time that was left says so; else at the record before, or at the
    /// close that had come.
    fn outage(&mut self, nth: usize, step: &Step) {
        let (real, now) = (step.before.clock(), step.input.now);
        let Some(Happened::Paused { remaining, .. }) = step.after.records.last().map(|record| &record.what) else {
            panic!("an outage pauses the lot");
        };
        let last = real.last_record.unwrap_or(now);
        let alive_until = match real.state {
            State::Open if *remaining > 0 => real.closes_at - remaining,
            State::Open => real.closes_at.max(last),
            State::Scheduled | State::Paused | State::Closed | State::Cancelled => last,
        };
        let alive_until = alive_until.min(now);
        let records = self.simulated.model.records.len();
        self.let_resume(alive_until, &real);
        if !self.is_over(alive_until, &real) {
            let at = self.not_before(now);
            self.lot().outage(at, alive_until);
        }
        let has_paused =
            self.simulated.model.records[records..].iter().any(|record| matches!(record.what, Happened::Paused { .. }));
        if !has_paused {
            self.simulated.skipped.push(nth);
        }
    }

    /// Whether the act has an effect here.
    fn act(&mut self, at: Instant, step: &Step) -> bool {
        let none = usize::MAX;
        let outcome = match &step.input.kind {
            InputKind::RequestAnnulment { bidder, reference } => {
                let (real, own) = (step.before.requests().len(), self.simulated.model.requests().len());
                self.requests.insert(real, own);
                let outcome = self.lot().request_annulment(at, bidder, reference);
                if outcome != ActOutcome::Done {
                    self.requests.remove(&real);
                }
                outcome
            }
            InputKind::Act { act, .. } if self.takes_another_offer(act, step) => ActOutcome::WrongState,
            InputKind::Act { by, act } => {
                let outcome = self.lot().act(at, by, act);
                if let ActOutcome::Waits { proposal } = outcome {
                    self.proposals.insert(step.before.proposals().len(), proposal);
                }
                outcome
            }
            InputKind::Approve { by, proposal } => {
                let own = self.proposals.get(proposal).copied().unwrap_or(none);
                self.lot().approve(at, by, own)
            }
            InputKind::Decline { by, proposal } => {
                let own = self.proposals.get(proposal).copied().unwrap_or(none);
                self.lot().decline(at, by, own)
            }
            InputKind::DeclineRequest { request, .. } => {
                let own = self.requests.get(request).copied().unwrap_or(none);
                self.lot().decline_request(at, own)
            }
            InputKind::Wake | InputKind::Outage { .. } | InputKind::AcceptTerms { .. } | InputKind::Bid(_) => {
                panic!("no act")
            }
        };
        matches!(outcome, ActOutcome::Done | ActOutcome::Waits { .. })
    }

    /// An offer was taken away that does not stand here.
    fn takes_another_offer(&self, act: &Act, step: &Step) -> bool {
        let Act::Annul { bidder } = act else { return false };
        let Some(Happened::Annulled { offer }) = step.after.records.last().map(|record| &record.what) else {
            return false;
        };
        let is_opening = matches!(step.before.records[*offer].what, Happened::Opening(_));
        let own = if is_opening { Some(*offer) } else { self.offers.get(offer).copied() };
        self.simulated.model.standing_record(bidder) != own
    }

    fn let_resume(&mut self, until: Instant, real: &Clock) {
        let Some((_, Some(resumes_at))) = self.clock().pause else { return };
        if resumes_at <= until && !self.shares_restart(real) {
            let at = self.not_before(resumes_at);
            self.lot().record(at, Happened::Resumed);
        }
    }

    fn shares_restart(&self, real: &Clock) -> bool {
        let planned = |clock: &Clock| clock.pause.and_then(|(_, resumes_at)| resumes_at);
        let own = planned(&self.clock());
        own.is_some() && own == planned(real)
    }

    /// The closing time here has come, and the lot that was did not wait at the same or an earlier one.
    fn is_over(&self, now: Instant, real: &Clock) -> bool {
        let own = self.clock();
        let waits = real.is_settling(now) && real.closes_at <= own.closes_at;
        own.is_settling(now) && !waits
    }

    fn close(&mut self) {
        let at = self.not_before(self.clock().closes_at);
        self.lot().record(at, Happened::Closed { by: ClosedBy::Time });
    }

    fn end(&mut self) {
        loop {
            match self.clock() {
                Clock { state: State::Paused, pause: Some((_, Some(resumes_at))), .. } => {
                    let at = self.not_before(resumes_at);
                    self.lot().record(at, Happened::Resumed);
                }
                Clock { state: State::Open, .. } => self.close(),
                _ => return,
            }
        }
    }
}

/// How long the lot was open since its last bid that did not come after the close, without pauses.
pub fn open_since_the_last_bid(model: &Model) -> Instant {
    let setup = model.setup();
    let (mut over, mut since): (Instant, Option<Instant>) = (0, None);
    for (nth, record) in model.records.iter().enumerate() {
        let before = Clock::replay(setup, &model.records[..nth]);
        let stopped = match &record.what {
            Happened::Opened => {
                since = Some(setup.opens_at);
                continue;
            }
            Happened::Resumed => {
                since = Some(record.at);
                continue;
            }
            Happened::Judged { verdict, .. } => {
                if !matches!(verdict, Verdict::Refused { reason: Reason::Closed, .. }) {
                    over = 0;
                    since = since.map(|since| record.at.max(since));
                }
                continue;
            }
            Happened::Paused { remaining, .. } => before.closes_at - remaining,
            Happened::Closed { by: ClosedBy::Time } => before.closes_at,
            Happened::Closed { by: ClosedBy::Buyer } | Happened::Cancelled => record.at,
            Happened::Opening(_)
            | Happened::TermsAccepted { .. }
            | Happened::Extended { .. }
            | Happened::Annulled { .. }
            | Happened::Excluded { .. }
            | Happened::Said
            | Happened::Requested { .. }
            | Happened::RequestDeclined { .. }
            | Happened::Proposed { .. }
            | Happened::ProposalEnded { .. } => continue,
        };
        if let Some(since) = since.take() {
            over += (stopped - since).max(0);
        }
    }
    over
}

/// Runs the input and keeps what was before and after.
pub fn step(model: &mut Model, input: Input) -> (Step, Outcome) {
    let before = model.clone();
    let outcome = model.run(&input);
    (Step { input, before, after: model.clone() }, outcome)
}
