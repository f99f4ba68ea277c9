//! No viewer sees what it may not know: two lots that differ only in hidden facts look the same, byte for byte.
//!
//! For a bidder, the second lot has another reserve, other baselines and names, other bidders' figures in another form,
//! and other opening offers and bids of other bidders. The journals and the auditor's view show whether the facts that
//! the bidder may know are the same in both. Whenever they are, its view and the answers to its bids have to be the
//! same too.

use fairlot::auction::rules::{BuyerSees, Gate, Rules, Show, Ties};
use fairlot::auction::setup::Invited;
use fairlot::auction::view::Viewer;
use fairlot::auction::{Event, State};
use fairlot::clock::Instant;
use fairlot::ids::{BidderId, Seq};
use fairlot::money::Amount;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::bridge::{self, instant, owner};
use crate::campaign::try_many;
use crate::disguise::{Disguise, disguise, rename, renamed};
use crate::naive;
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{Input, InputKind, Model};
use crate::stage::Stage;

/// The position in the journal of the record with the opening offers.
const PUBLICATION: Seq = Seq(1);

// L3.14, L7.1, L7.3
#[test]
fn a_bidder_sees_nothing_of_what_it_may_not_know() {
    let case = (setup(), show(), history(), 0_usize..4, disguise());
    try_many(5, 10, case, |(setup, show, history, viewer, disguise)| {
        let viewer = viewer % setup.bidders.len();
        compare_for_a_bidder(&setup, show, &history, viewer, &disguise);
    });
}

// L7.1, L7.2
#[test]
fn an_observer_and_a_buyer_know_nobody_before_the_close() {
    let case = (setup(), show(), history());
    try_many(6, 5, case, |(setup, show, history)| compare_under_aliases(&setup, show, &history));
}

/// Any lot that the rules allow; `visible` handles what else they require.
fn show() -> impl Strategy<Value = Show> {
    let gate = prop_oneof![2 => Just(Gate::None), 1 => Just(Gate::FirstBid)];
    let to_buyer = prop_oneof![Just(BuyerSees::Always), Just(BuyerSees::AfterClose)];
    (any::<bool>(), prop::bool::weighted(0.3), any::<bool>(), gate, to_buyer, any::<bool>()).prop_map(
        |(lead_price, all_prices, bidder_count, gate, identities_to_buyer, identities_to_observer)| Show {
            lead_price,
            all_prices,
            bidder_count,
            gate,
            identities_to_buyer,
            identities_to_observer,
            other_trusts: true,
        },
    )
}

/// Rules that would reveal the lead indirectly show it openly.
fn visible(setup: &naive::Setup, show: Show) -> Show {
    let tells = setup.beat == naive::setup::Beat::Lead || setup.ties == naive::setup::Ties::ForbidFirst;
    if tells { Show { lead_price: true, gate: Gate::None, ..show } } else { show }
}

fn compare_for_a_bidder(setup: &naive::Setup, show: Show, history: &[Gesture], nth: usize, disguise: &Disguise) {
    let plain = bridge::setup(setup, visible(setup, show));
    let own = setup.bidders[nth].id.clone();
    let mut one = Stage::new(plain.clone());
    let mut other = Stage::new(disguise.setup(&plain, nth));
    let mut model = Model::new(setup.clone());
    let mut caller = Caller::default();
    for (step, gesture) in history.iter().enumerate() {
        let input = caller.input(gesture, &model);
        model.run(&input);
        let was_same = known(&one, nth, input.now) == known(&other, nth, input.now);
        let disguised = disguise.input(&input, &other.lot, nth, step);
        let told = (told_to(&mut one, &input), told_to(&mut other, &disguised));

        let is_own = matches!(&input.kind, InputKind::Bid(bid) if bid.bidder == own);
        // The answer to an accepted bid contains its rank, which depends on the other offers.
        let are_accepted =
            [&told.0, &told.1].iter().all(|told| told.iter().any(|event| event.contains("bid_accepted")));
        if is_own && was_same && !are_accepted {
            assert_eq!(told.0, told.1, "{own} is answered the same: {input:?}");
        }
        if known(&one, nth, input.now) == known(&other, nth, input.now) {
            assert_eq!(shown(&one, nth, input.now), shown(&other, nth, input.now), "{own} after {input:?}");
        }
    }
}

/// Puts the input to the lot; returns the records that it made, without their positions.
fn told_to(stage: &mut Stage, input: &Input) -> Vec<String> {
    let before = stage.journal.len();
    stage.put(input);
    stage.journal[before..].iter().map(|record| blanked(&serde_json::to_value(&record.event).unwrap())).collect()
}

/// The facts that the bidder at this place among the invited may know, from the journal and from the auditor's view.
fn known(stage: &Stage, nth: usize, now: i64) -> Vec<String> {
    let setup = stage.lot.setup();
    let own = &setup.bidders[nth];
    let records = stage.journal.iter();
    let mut known: Vec<String> =
        records.filter_map(|record| Some(format!("{} {}", record.at, happened(&record.event, own)?))).collect();
    let view = stage.view(&Viewer::Auditor(owner()), instant(now));
    known.push(format!("{:?} {:?} {:?}", view.state, view.closes_at, view.latest_close));

    let offers = view.market.offers.expect("an auditor sees all offers");
    let place = offers.iter().find(|offer| offer.bidder.as_ref() == Some(&own.id));
    known.push(format!("rank {:?}, once {:?}", place.map(|place| place.rank), stage.published.rank(&own.id)));
    let rules = &setup.rules;
    if !rules.leader_may_rebid {
        known.push(format!("alone {:?}", leads_alone(rules, offers.iter().map(|offer| (offer.rank, offer.evaluated)))));
    }
    if rules.show.lead_price {
        known.push(format!("score {:?}", place.and_then(|place| place.score)));
    }
    let has_offered = own.opening.is_some() || known.iter().any(|event| event.contains("bid_accepted"));
    if rules.show.gate == Gate::FirstBid && !has_offered {
        return known;
    }
    if rules.show.lead_price {
        known.push(format!("lead {:?}", view.market.lead.map(Amount::decimal)));
        known.extend(leads_shown(stage, own));
    }
    if rules.show.all_prices {
        known.extend(offers_shown(stage, nth));
    }
    if rules.show.bidder_count {
        known.push(format!("{} bidders", setup.bidders.len()));
    }
    known
}

/// Where all prices are shown: every offer but the opening offers of other bidders, and the present ranks.
fn offers_shown(stage: &Stage, own: usize) -> Vec<String> {
    let setup = stage.lot.setup();
    let mut shown = Vec::new();
    for (nth, invited) in setup.bidders.iter().enumerate() {
        let points = stage.lot.offers(&Viewer::Auditor(owner()), Seq::ZERO, 1_000).offers.into_iter();
        let points = points.filter(|point| point.bidder.as_ref() == Some(&invited.id));
        let points: Vec<_> = points.filter(|point| nth == own || point.seq != PUBLICATION).collect();
        for point in &points {
            let evaluated = point.evaluated.decimal().normalize();
            let void = (point.annulled, point.void, point.void_at);
            shown.push(format!("{nth} {} {evaluated} {} {void:?}", point.rank, point.at));
        }
        if points.iter().any(|point| !point.annulled) {
            shown.push(format!("{nth} ranks {:?}", stage.lot.board().rank(&invited.id)));
        }
    }
    shown
}

/// Where the lead's price is shown: each lead so far. Where all prices are shown, also whose it was.
fn leads_shown(stage: &Stage, own: &Invited) -> Vec<String> {
    let setup = stage.lot.setup();
    let whose = |bidder: &Option<BidderId>| {
        let nth = bidder.as_ref().and_then(|id| setup.bidders.iter().position(|invited| invited.id == *id));
        (*bidder == Some(own.id.clone()), nth.filter(|_| setup.rules.show.all_prices))
    };
    let points = stage.lot.path(Seq::ZERO, 1_000).shown_to(&Viewer::Auditor(owner())).into_iter();
    let evaluated = |figure: Option<Amount>| figure.map(|figure| figure.decimal().normalize());
    points
        .map(|point| format!("led {} {:?} {:?}", point.at, evaluated(point.evaluated), whose(&point.bidder)))
        .collect()
}

/// Whether one bidder alone has the lead. A leader that may not bid again is shown that.
fn leads_alone(rules: &Rules, mut places: impl Iterator<Item = (u32, Amount)>) -> Option<bool> {
    let (first, second) = (places.next()?, places.next());
    let is_shared = second.is_some_and(|second| second.0 == first.0);
    Some(matches!(rules.ties, Ties::Earliest | Ties::ForbidFirst) || !is_shared)
}

/// The event as the bidder may know it: everything about itself, and of the other bidders only what all are told.
fn happened(event: &Event, own: &Invited) -> Option<String> {
    let is_own = |bidder: &BidderId| *bidder == own.id;
    let is_known = match event {
        Event::LotOpened { .. }
        | Event::LotExtended { .. }
        | Event::LotPaused { .. }
        | Event::LotResumed { .. }
        | Event::LotCancelled { .. } => true,
        Event::BidAccepted(bid) => is_own(&bid.bidder),
        Event::BidRefused(bid) => is_own(&bid.bidder),
        Event::TermsAccepted { bidder }
        | Event::AnnulmentRequested { bidder, .. }
        | Event::AnnulmentDeclined { bidder, .. } => is_own(bidder),
        Event::MessageSent { to, .. } => to.as_ref().is_none_or(is_own),
        Event::BidAnnulled { bidder, .. } => return Some(format!("annulled, own: {}", is_own(bidder))),
        Event::BidderExcluded { bidder, .. } => return Some(format!("excluded, own: {}", is_own(bidder))),
        Event::LotClosed { cause, .. } => return Some(format!("closed: {cause:?}")),
        Event::ActProposed { .. } | Event::ActApproved { .. } | Event::ActDeclined { .. } => false,
    };
    is_known.then(|| blanked(&serde_json::to_value(event).unwrap()))
}

/// Everything that the bidder sees, without positions in the journal and without the present instant.
fn shown(stage: &Stage, nth: usize, now: i64) -> Vec<String> {
    let viewer = Viewer::Bidder(stage.lot.setup().bidders[nth].id.clone());
    let board = stage.lot.board();
    [
        serde_json::to_value(stage.view(&viewer, instant(now))),
        serde_json::to_value(board.messages(&viewer, Seq::ZERO)),
        serde_json::to_value(stage.lot.offers(&viewer, Seq::ZERO, 1_000).offers),
        serde_json::to_value(stage.result(&viewer)),
        serde_json::to_value(stage.lot.path(Seq::ZERO, 1_000).shown_to(&viewer)),
        serde_json::to_value(stage.own_path(&viewer)),
    ]
    .map(|value| blanked(&value.unwrap()))
    .into()
}

/// The text of the message with positions in the journal blanked.
fn blanked(value: &Value) -> String {
    fn blank(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let is_place = ["seq", "now", "offer", "request"].contains(&name.as_str());
                    if is_place && !member.is_null() { *member = Value::Null } else { blank(member) }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(blank),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut value = value.clone();
    blank(&mut value);
    value.to_string()
}

/// The same lot with other names and, for the observer, with another reserve.
fn compare_under_aliases(setup: &naive::Setup, show: Show, history: &[Gesture]) {
    let plain = bridge::setup(setup, visible(setup, show));
    let observer = Viewer::Observer(bridge::trust(0));
    let buyer = Viewer::Buyer(owner());
    for (viewer, organisation) in [(&observer, bridge::TRUSTS[0]), (&buyer, owner().as_str())] {
        let Some(suffix) = rename(&plain, organisation, None) else { continue };
        let mut disguised = renamed(&plain, &suffix, None);
        if *viewer == observer {
            disguised.rules.reserve = Some(Amount::from(Decimal::TEN));
        }
        let mut one = Stage::new(plain.clone());
        let mut other = Stage::new(disguised);
        let mut model = Model::new(setup.clone());
        let mut caller = Caller::default();
        for gesture in history {
            let input = caller.input(gesture, &model);
            model.run(&input);
            one.put(&input);
            other.put(&crate::disguise::input_renamed(&input, &suffix, None));
            if !may_identify(&one, viewer) {
                let now = instant(input.now);
                assert_eq!(whole(&one, viewer, now), whole(&other, viewer, now), "{viewer:?} after {input:?}");
            }
        }
    }
}

fn may_identify(stage: &Stage, viewer: &Viewer) -> bool {
    let show = stage.lot.setup().rules.show;
    let is_closed = stage.lot.board().state() == State::Closed;
    match viewer {
        Viewer::Observer(_) => is_closed && show.identities_to_observer,
        Viewer::Buyer(_) => is_closed || show.identities_to_buyer == BuyerSees::Always,
        Viewer::Bidder(_) | Viewer::Auditor(_) => true,
    }
}

fn whole(stage: &Stage, viewer: &Viewer, now: Instant) -> [String; 5] {
    let board = stage.lot.board();
    [
        serde_json::to_string(&stage.view(viewer, now)).unwrap(),
        serde_json::to_string(&board.messages(viewer, Seq::ZERO)).unwrap(),
        serde_json::to_string(&stage.lot.offers(viewer, Seq::ZERO, 1_000).offers).unwrap(),
        serde_json::to_string(&stage.result(viewer)).unwrap(),
        serde_json::to_string(&stage.lot.path(Seq::ZERO, 1_000).shown_to(viewer)).unwrap(),
    ]
}
