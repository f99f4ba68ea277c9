//! A result agrees with the model on the course of the lead, equal offers, acts and savings, and shows no supplier what it
//! may not know.

use fairlot::auction::event::Cause;
use fairlot::auction::rules::Show;
use fairlot::auction::view::{ItemSaving, PathPoint, ResultReport, Viewer};
use fairlot::auction::{Event, State};
use fairlot::ids::Seq;
use num_bigint::BigInt;
use num_traits::{One, Zero};

use crate::bridge::{self, TRUSTS, bidder_id, instant, number, owner};
use crate::campaign::try_many;
use crate::naive::number::{Number, round};
use crate::naive::result::Course;
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{self, Model, Setup};
use crate::stage::Stage;

/// What each trust pays for one in the bridge's lots: the first trust alone has a baseline.
const BASELINE: i64 = 1;

// G64, G65, G67, G68, G69
#[test]
fn a_result_agrees_with_the_model() {
    try_many(12, 20, (setup(), history()), |(setup, history)| agree(&setup, &history));
}

/// Plays the history, then lets the lot end if it has not.
fn agree(setup: &Setup, history: &[Gesture]) {
    let mut stage = Stage::new(bridge::setup(setup, Show::default()));
    let mut model = Model::new(setup.clone());
    let mut caller = Caller::default();
    for gesture in history {
        let input = caller.input(gesture, &model);
        model.run(&input);
        stage.put(&input);
    }
    agree_on_courses(&stage, &model);
    let auditor = Viewer::Auditor(owner());
    let result = stage.result(&auditor);
    let ended_as = model.state();
    assert_eq!(result.is_some(), matches!(ended_as, naive::State::Closed | naive::State::Cancelled));
    let Some(result) = result else { return };
    assert_eq!(Some(result.ended_at), model.ended_at().map(instant));
    agree_on_ties(&result, &model);
    agree_on_acts(&stage, &result);
    agree_on_savings(&result, &model);
    agree_on_counts(&stage, &result, &model);
}

fn agree_on_courses(stage: &Stage, model: &Model) {
    let mut points = Vec::new();
    let mut after = Seq::ZERO;
    loop {
        let page = stage.lot.path(after, 3);
        points.extend(page.shown_to(&Viewer::Auditor(owner())));
        let Some(next) = page.next else { break };
        after = next;
    }
    assert_eq!(course(&points, |point| point.bidder.as_ref().unwrap().to_string()), model.course_of_lead());
    for bidder in &model.setup().bidders {
        let viewer = Viewer::Bidder(bidder_id(&bidder.id));
        let own = stage.own_path(&viewer);
        assert_eq!(course(&own, |_| bidder.id.clone()), model.course_of(&bidder.id), "{}", bidder.id);
    }
}

fn course(points: &[PathPoint], whose: impl Fn(&PathPoint) -> String) -> Course {
    let offer = |point: &PathPoint| point.evaluated.map(|evaluated| (whose(point), number(evaluated)));
    points.iter().map(|point| (point.at.as_micros(), offer(point))).collect()
}

/// Each place says with whom it is equal.
fn agree_on_ties(result: &ResultReport, model: &Model) {
    let alias_of = |bidder: &str| {
        let place = result.ranking.iter().find(|place| place.offer.bidder.as_ref().unwrap().as_str() == bidder);
        place.unwrap().offer.alias.clone()
    };
    let expected = if result.state == State::Closed { model.ranking() } else { Vec::new() };
    assert_eq!(result.ranking.len(), expected.len());
    for (shown, place) in result.ranking.iter().zip(&expected) {
        let equals: Vec<String> = model.equals(place).iter().map(|bidder| alias_of(bidder)).collect();
        let with = shown.tie.as_ref().map(|tie| tie.with.clone()).unwrap_or_default();
        assert_eq!(with, equals, "{}", place.offer.bidder);
        assert_eq!(usize::try_from(shown.offer.rank).unwrap(), place.rank);
    }
}

/// The acts are the records that are no bids, messages, proposals or requests, and no extensions by bids.
fn agree_on_acts(stage: &Stage, result: &ResultReport) {
    let is_act = |event: &Event| match event {
        Event::LotOpened { .. }
        | Event::LotPaused { .. }
        | Event::LotResumed { .. }
        | Event::BidAnnulled { .. }
        | Event::BidderExcluded { .. }
        | Event::LotClosed { .. }
        | Event::LotCancelled { .. } => true,
        Event::LotExtended { cause, .. } => *cause == Cause::Buyer,
        Event::TermsAccepted { .. }
        | Event::BidAccepted(_)
        | Event::BidRefused(_)
        | Event::ActProposed { .. }
        | Event::ActApproved { .. }
        | Event::ActDeclined { .. }
        | Event::AnnulmentRequested { .. }
        | Event::AnnulmentDeclined { .. }
        | Event::MessageSent { .. } => false,
    };
    let expected: Vec<_> =
        stage.journal.iter().filter(|record| is_act(&record.event)).map(|record| record.seq).collect();
    assert_eq!(result.acts.iter().map(|act| act.seq).collect::<Vec<_>>(), expected);
}

/// Each trust buys half of each line; only the first one's price of today is known.
fn agree_on_savings(result: &ResultReport, model: &Model) {
    let lead = model.ranking().into_iter().next().filter(|_| result.state == State::Closed);
    let Some(lead) = lead else { return assert!(result.savings.is_none()) };
    let savings = result.savings.as_ref().expect("an offer leads");
    let baseline = Number::from(BigInt::from(BASELINE));
    for (nth, (trust, ods)) in savings.trusts.iter().zip(TRUSTS).enumerate() {
        assert_eq!(trust.ods.as_str(), ods);
        let lines = trust.items.as_ref().expect("an auditor sees all lines");
        let mut sum = Number::zero();
        for ((line, item), price) in lines.iter().zip(&model.setup().items).zip(&lead.offer.prices) {
            let volume = &item.volume / BigInt::from(2);
            let saving = (nth == 0).then(|| (&baseline - price) * &volume);
            assert_eq!(line.saving.map(number), saving, "{} of {ods}", item.id);
            assert_eq!(percent(line), (nth == 0).then(|| round(&((Number::one() - price) * BigInt::from(100)), 1)));
            sum += saving.unwrap_or_else(Number::zero);
        }
        assert_eq!(number(trust.saving.saving), sum, "{ods}");
    }
    let of_items = savings.total.items.as_ref().expect("an auditor sees all lines").iter();
    let sum = of_items.filter_map(|item| item.saving.map(number)).fold(Number::zero(), |sum, one| sum + one);
    assert_eq!(number(savings.total.saving.saving), sum);
    assert_eq!(usize::try_from(savings.not_counted).unwrap(), model.setup().items.len());
}

fn percent(line: &ItemSaving) -> Option<Number> {
    line.percent.map(number)
}

/// The counts of all are the sums of what each bidder is told of its own.
fn agree_on_counts(stage: &Stage, result: &ResultReport, model: &Model) {
    let mut sums = [0, 0, 0];
    for bidder in &model.setup().bidders {
        let own = stage.result(&Viewer::Bidder(bidder_id(&bidder.id))).expect("the lot has ended");
        let (accepted, refused) = model.bid_counts(&bidder.id);
        let counts = own.counts;
        assert_eq!(
            (usize::try_from(counts.accepted), usize::try_from(counts.refused.unwrap())),
            (Ok(accepted), Ok(refused))
        );
        for (sum, count) in sums.iter_mut().zip([counts.accepted, counts.refused.unwrap(), counts.annulled]) {
            *sum += count;
        }
        assert!(own.savings.is_none() && own.reserve_met.is_none());
        assert!(own.ranking.iter().all(|place| place.offer.own == Some(true)));
    }
    assert_eq!([result.counts.accepted, result.counts.refused.unwrap(), result.counts.annulled], sums);
}
