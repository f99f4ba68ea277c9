//! What other rules would have done agrees with the model, and a lot's own rules change nothing.

use std::sync::Arc;

use fairlot::auction::rules::Show;
use fairlot::auction::view::{SimulatedLot, SimulationView, Viewer};
use fairlot::auction::{Command, PastRecord, Simulation};
use fairlot::ids::{PersonId, Seq};
use num_bigint::BigInt;

use crate::bridge::{self, TRUSTS, instant, number, owner, trust};
use crate::campaign::try_many;
use crate::naive::number::Number;
use crate::naive::other_rules::other_rules;
use crate::naive::ranking::Place;
use crate::naive::simulate::{self, Simulated, Step, open_since_the_last_bid};
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{Act, Input, InputKind, Model, Setup, State, Verdict};
use crate::stage::Stage;

/// A lot that has ended, in both worlds.
struct Ended {
    stage: Stage,
    model: Model,
    steps: Vec<Step>,
    /// The place of the first record of each step.
    places: Vec<Seq>,
}

// E58
#[test]
fn a_lots_own_rules_would_have_changed_nothing() {
    try_many(14, 5, (setup(), history()), |(setup, history)| {
        let ended = Ended::after(&setup, &history);
        let view = view(&ended.simulated_with(&setup));

        assert_eq!(view.close.was, view.close.would);
        assert_eq!(view.extensions.was, view.extensions.would);
        assert_eq!(view.verdicts, []);
        assert_eq!(view.ranking.was, view.ranking.would);
        assert_eq!(view.lead_total.was, view.lead_total.would);
        assert!(view.saving.values().all(|saving| saving.was == saving.would), "{:?}", view.saving);
        assert_eq!(view.skipped, []);
        assert_eq!(view.close.was, ended.model.ended_at().map(instant));
    });
}

// E55, E56, E57
#[test]
fn other_rules_would_have_done_what_the_model_says() {
    try_many(15, 5, (setup(), history(), other_rules()), |(setup, history, rules)| {
        let other = rules.instead_of(&setup);
        let ended = Ended::after(&setup, &history);

        let view = view(&ended.simulated_with(&other));

        let model = simulate::simulate(&ended.steps, other);
        ended.agree(&view, &model);
    });
}

impl Ended {
    /// Plays the history, then lets the lot end.
    fn after(setup: &Setup, history: &[Gesture]) -> Self {
        let stage = Stage::new(bridge::setup(setup, Show::default()));
        let mut ended = Self { stage, model: Model::new(setup.clone()), steps: Vec::new(), places: Vec::new() };
        let mut caller = Caller::default();
        for gesture in history {
            let input = caller.input(gesture, &ended.model);
            ended.put(input);
        }
        let mut now = caller.now;
        while let Some((at, kind)) = next_to_the_end(&ended.model, now) {
            now = now.max(at);
            ended.put(Input { now, kind });
        }
        ended
    }

    fn put(&mut self, input: Input) {
        self.places.push(self.stage.lot.board().seq().next());
        self.stage.put(&input);
        let (step, _) = simulate::step(&mut self.model, input);
        self.steps.push(step);
    }

    /// Production's simulation, from nothing but the records.
    fn simulated_with(&self, other: &Setup) -> SimulatedLot {
        let published = Arc::clone(self.stage.lot.setup());
        let other = bridge::setup(other, Show::default());
        let mut simulation = Simulation::new(published, other).unwrap();
        let authors = self.stage.commands.iter().flat_map(|(command, _, records)| vec![author(command); *records]);
        for (record, by) in self.stage.journal.iter().zip(authors) {
            let past = PastRecord { seq: record.seq, at: record.at, by: by.as_ref(), event: &record.event };
            simulation.step(past).unwrap();
        }
        simulation.end(self.stage.lot.board()).unwrap()
    }

    fn agree(&self, view: &SimulationView, model: &Simulated) {
        let Simulated { model, verdicts, skipped } = model;
        assert_eq!(view.close.would, model.ended_at().map(instant));
        assert_eq!(usize::try_from(view.extensions.would).unwrap(), model.extensions());
        let skipped: Vec<Seq> = skipped.iter().map(|step| self.places[*step]).collect();
        assert_eq!(view.skipped.iter().map(|skipped| skipped.seq).collect::<Vec<_>>(), skipped);
        self.agree_on_verdicts(view, verdicts);
        let ranking = if model.state() == State::Cancelled { Vec::new() } else { model.ranking() };
        agree_on_ranking(view, &ranking);
        agree_on_savings(view, model, ranking.first());
        assert_eq!(view.idle_at_the_end_us, open_since_the_last_bid(model));
    }

    fn agree_on_verdicts(&self, view: &SimulationView, verdicts: &[(usize, Verdict)]) {
        let mut expected = Vec::new();
        for (step, would) in verdicts {
            let InputKind::Bid(bid) = &self.steps[*step].input.kind else { panic!("a bid has a verdict") };
            let was = self.steps[*step].after.verdicts().pop().expect("a bid has a verdict");
            if word(&was) != word(would) {
                let limit = if let Verdict::Refused { limit, .. } = would { limit.clone() } else { None };
                expected.push((self.places[*step], bid.bidder.clone(), word(&was), word(would), limit));
            }
        }
        let told = view.verdicts.iter().map(|verdict| {
            let (was, would) = (verdict.was.as_str(), verdict.would.as_str());
            (verdict.seq, verdict.bidder.to_string(), was, would, verdict.limit.map(number))
        });
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }
}

/// What brings the lot nearer to its end, and when; nothing once it has ended.
fn next_to_the_end(model: &Model, now: i64) -> Option<(i64, InputKind)> {
    match model.state() {
        State::Scheduled => Some((model.setup().opens_at, InputKind::Wake)),
        State::Open => Some((model.closes_at() + model.setup().settle_ms * 1_000, InputKind::Wake)),
        State::Paused => Some(match model.resumes_at() {
            Some(resumes_at) => (resumes_at, InputKind::Wake),
            None => (now, InputKind::Act { by: "buyer-0".to_owned(), act: Act::Resume }),
        }),
        State::Closed | State::Cancelled => None,
    }
}

/// The buyer who acts, as a record names it.
fn author(command: &Command) -> Option<PersonId> {
    if let Command::Act { by, .. } = command { Some(by.clone()) } else { None }
}

fn view(simulated: &SimulatedLot) -> SimulationView {
    simulated.view(&Viewer::Auditor(owner()))
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted { .. } => "accepted",
        Verdict::Refused { reason, .. } => reason.code(),
        Verdict::Repeat { .. } => panic!("a repeat leaves no record"),
    }
}

fn agree_on_ranking(view: &SimulationView, ranking: &[Place]) {
    let told = view.ranking.would.iter().map(|place| {
        let score = place.score.map(number);
        (place.bidder.to_string(), place.rank, number(place.total), number(place.evaluated), score)
    });
    let expected = ranking.iter().map(|place| {
        let rank = u32::try_from(place.rank).unwrap();
        let offer = &place.offer;
        (offer.bidder.clone(), rank, offer.total.clone(), offer.evaluated.clone(), place.score.clone())
    });
    assert_eq!(told.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    assert_eq!(view.lead_total.would.map(number), ranking.first().map(|lead| lead.offer.total.clone()));
}

/// In the bridge's lots each trust buys half of each line. The first pays 1 for each today; what the other pays is not
/// known, so it saves nothing.
fn agree_on_savings(view: &SimulationView, model: &Model, lead: Option<&Place>) {
    let one = Number::from(BigInt::from(1));
    let expected = lead.map(|lead| {
        let lines = model.setup().items.iter().zip(&lead.offer.prices);
        lines.map(|(item, price)| (&one - price) * (&item.volume / BigInt::from(2))).sum::<Number>()
    });
    assert_eq!(view.saving.len(), TRUSTS.len());
    assert_eq!(view.saving[&trust(0)].would.map(number), expected);
    assert_eq!(view.saving[&trust(1)].would.map(number), lead.map(|_| Number::from(BigInt::from(0))));
}
