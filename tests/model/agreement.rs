//! Production and the model agree on every fact that both can state, after every step of every history.

use fairlot::auction::rules::Show;
use fairlot::auction::view::{LotView, OfferVoid, ResultView, Viewer, YouView};
use fairlot::ids::Seq;

use crate::bridge::{self, bidder_id, instant, number, owner};
use crate::campaign::try_many;
use crate::naive::graph::Void;
use crate::naive::limits;
use crate::naive::number::Number;
use crate::naive::ranking::{Place, is_excluded};
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{Input, InputKind, Model, Outcome, Setup, Verdict};
use crate::stage::Stage;

/// To find every bidder's limits takes the model most of its time, so it does so only after each such number of steps.
const STEPS_BETWEEN_LIMITS: usize = 16;

// L4.5
#[test]
fn production_and_the_model_agree_on_every_step_1() {
    try_many(1, 50, (setup(), history()), |(setup, history)| agree(setup, &history));
}

// L4.5
#[test]
fn production_and_the_model_agree_on_every_step_2() {
    try_many(2, 50, (setup(), history()), |(setup, history)| agree(setup, &history));
}

fn agree(setup: Setup, history: &[Gesture]) {
    let mut stage = Stage::new(bridge::setup(&setup, Show::default()));
    let mut model = Model::new(setup);
    let mut caller = Caller::default();
    for (step, gesture) in history.iter().enumerate() {
        let input = caller.input(gesture, &model);

        let told = stage.put(&input);

        assert_eq!(told, model.run(&input), "{input:?}");
        let ranking = model.ranking();
        agree_on_the_lot(&stage, &model, &ranking, &input);
        let everybody = (step + 1) % STEPS_BETWEEN_LIMITS == 0 || step + 1 == history.len();
        if everybody {
            agree_on_the_graph(&stage, &model, &input);
        }
        for bidder in &model.setup().bidders {
            // A refusal already contains its limit.
            let acted = matches!(&input.kind, InputKind::Bid(bid) if bid.bidder == bidder.id)
                && matches!(told, Outcome::Verdict(Verdict::Accepted { .. }));
            let place = ranking.iter().find(|place| place.offer.bidder == bidder.id);
            agree_on_the_bidder(&stage, &model, place, &input, &bidder.id);
            agree_on_its_bids(&stage, &model, &input, &bidder.id);
            if everybody || acted {
                agree_on_the_limits(&stage, &model, &input, &bidder.id);
            }
        }
    }
}

/// State, clock, ranking, result.
fn agree_on_the_lot(stage: &Stage, model: &Model, ranked: &[Place], input: &Input) {
    let view = stage.view(&Viewer::Auditor(owner()), instant(input.now));

    assert_eq!(bridge::state(view.state), model.state(), "{input:?}");
    assert_eq!(view.closes_at, instant(model.closes_at()), "{input:?}");
    assert_eq!(view.ended_at, model.ended_at().map(instant), "{input:?}");
    assert_eq!(view.latest_close, model.latest_close().map(instant), "{input:?}");
    assert_eq!(usize::try_from(view.extensions).unwrap(), model.extensions(), "{input:?}");
    assert_eq!(view.pause.as_ref().map(|pause| pause.remaining_us), model.remaining(), "{input:?}");
    assert_eq!(view.resumes_at, model.resumes_at().map(instant), "{input:?}");
    assert_eq!(ranking(&view), ranked.iter().map(placed).collect::<Vec<_>>(), "{input:?}");
    let lead = ranked.first().map(|place| place.offer.evaluated.clone());
    assert_eq!(view.market.lead.map(number), lead, "{input:?}");
    agree_on_the_result(&view, model, input);
}

fn agree_on_the_result(view: &LotView, model: &Model, input: &Input) {
    let expected = model.final_ranking().map(|ranking| ranking.iter().map(placed).collect::<Vec<_>>());
    let Some(result) = &view.result else {
        assert_eq!(None, expected, "{input:?}");
        return;
    };
    let ResultView::Whole { ranking, reserve_met } = result else { panic!("an auditor sees the whole result") };
    let ranking = ranking.iter().map(|place| Placed {
        bidder: place.bidder.as_ref().expect("an auditor sees identities").to_string(),
        rank: place.rank,
        total: number(place.total),
        evaluated: number(place.evaluated),
        score: place.score.map(number),
    });
    assert_eq!(Some(ranking.collect()), expected, "{input:?}");
    assert_eq!(reserve_met.expect("an auditor sees the reserve"), model.reserve_met(), "{input:?}");
}

/// The bidder's facts about itself.
fn agree_on_the_bidder(stage: &Stage, model: &Model, standing: Option<&Place>, input: &Input, bidder: &str) {
    let viewer = Viewer::Bidder(bidder_id(bidder));
    let you = stage.view(&viewer, instant(input.now)).you.expect("a bidder sees its own side");

    assert_eq!(you.rank, standing.map(|place| rank(place.rank)), "{bidder} after {input:?}");
    // An excluded bidder still sees what it had offered.
    if !is_excluded(&model.records, bidder) {
        let offer = standing.map(|place| &place.offer);
        assert_eq!(you.total.map(number), offer.map(|offer| offer.total.clone()), "{bidder} after {input:?}");
        assert_eq!(you.evaluated.map(number), offer.map(|offer| offer.evaluated.clone()), "{bidder} after {input:?}");
        assert_eq!(prices(&you), offer.map(|offer| offer.prices.clone()), "{bidder} after {input:?}");
    }
    assert_eq!(you.score.map(number), standing.and_then(|place| place.score.clone()), "{bidder} after {input:?}");
}

/// What the bidder is told of its own bids: how many were judged, and which offer was annulled.
fn agree_on_its_bids(stage: &Stage, model: &Model, input: &Input, bidder: &str) {
    let viewer = Viewer::Bidder(bidder_id(bidder));
    let you = stage.view(&viewer, instant(input.now)).you.expect("a bidder sees its own side");

    let counts = [you.bids.accepted, you.bids.refused].map(|count| usize::try_from(count).unwrap());
    assert_eq!(counts, <[usize; 2]>::from(model.bid_counts(bidder)), "{bidder} after {input:?}");
    let bidders = stage.view(&Viewer::Auditor(owner()), instant(input.now)).bidders.expect("an auditor sees them");
    let row = bidders.iter().find(|row| row.bidder.as_ref().is_some_and(|id| id.as_str() == bidder)).unwrap();
    let in_a_row = usize::try_from(row.refused_in_a_row).unwrap();
    assert_eq!(in_a_row, model.refused_in_a_row(bidder), "{bidder} after {input:?}");
    let annulled = you.annulled.map(|annulled| (annulled.annulled_at, number(annulled.total)));
    let expected = model.last_annulled(bidder).map(|(at, offer)| (instant(at), offer.total));
    assert_eq!(annulled, expected, "{bidder} after {input:?}");
}

/// Every accepted offer, and the act that took it out of the ranking.
fn agree_on_the_graph(stage: &Stage, model: &Model, input: &Input) {
    let points = stage.lot.offers(&Viewer::Auditor(owner()), Seq::ZERO, 1_000).offers;
    let shown: Vec<_> = points
        .iter()
        .map(|point| {
            let void = point.void.map(|void| match void {
                OfferVoid::Annulled => Void::Annulled,
                OfferVoid::Excluded => Void::Excluded,
            });
            let bidder = point.bidder.as_ref().expect("an auditor sees identities");
            (bidder.to_string(), number(point.evaluated), point.void_at.zip(void))
        })
        .collect();
    let expected = model.offers().into_iter();
    let expected =
        expected.map(|(offer, void)| (offer.bidder, offer.evaluated, void.map(|(at, void)| (instant(at), void))));
    assert_eq!(shown, expected.collect::<Vec<_>>(), "{input:?}");
}

/// The limits that the bidder is shown for its next bid.
fn agree_on_the_limits(stage: &Stage, model: &Model, input: &Input, bidder: &str) {
    let viewer = Viewer::Bidder(bidder_id(bidder));
    let you = stage.view(&viewer, instant(input.now)).you.expect("a bidder sees its own side");
    let limits = model.limits(bidder);
    let (highest, lowest) = limits.clone().map_or((None, None), |limits| (limits.highest, limits.lowest));
    let suggested = limits.and_then(|limits| limits::suggested(&model.market(bidder), &limits));

    assert_eq!(you.highest_allowed.map(number), highest, "{bidder} after {input:?}");
    assert_eq!(you.lowest_allowed.map(number), lowest, "{bidder} after {input:?}");
    let suggested = suggested.map(|offer| (offer.prices, offer.total));
    assert_eq!(suggestion(&you), suggested, "{bidder} after {input:?}");
}

fn prices(you: &YouView) -> Option<Vec<Number>> {
    you.prices.as_ref().map(|prices| prices.values().copied().map(number).collect())
}

fn suggestion(you: &YouView) -> Option<(Vec<Number>, Number)> {
    let suggested = you.suggested.as_ref()?;
    Some((suggested.prices.values().copied().map(number).collect(), number(suggested.total)))
}

/// A place in the ranking, in numbers.
#[derive(Debug, PartialEq)]
struct Placed {
    bidder: String,
    rank: u32,
    total: Number,
    evaluated: Number,
    score: Option<Number>,
}

fn placed(place: &Place) -> Placed {
    Placed {
        bidder: place.offer.bidder.clone(),
        rank: rank(place.rank),
        total: place.offer.total.clone(),
        evaluated: place.offer.evaluated.clone(),
        score: place.score.clone(),
    }
}

fn ranking(view: &LotView) -> Vec<Placed> {
    let offers = view.market.offers.as_ref().expect("an auditor sees all offers");
    let placed = offers.iter().map(|offer| Placed {
        bidder: offer.bidder.as_ref().expect("an auditor sees identities").to_string(),
        rank: offer.rank,
        total: number(offer.total.expect("an auditor sees totals")),
        evaluated: number(offer.evaluated),
        score: offer.score.map(number),
    });
    placed.collect()
}

fn rank(rank: usize) -> u32 {
    u32::try_from(rank).unwrap()
}
