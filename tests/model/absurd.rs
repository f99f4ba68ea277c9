//! No input makes the core panic: figures at the ends of what a message or a document may contain, instants at the ends
//! of time, unknown names, acts at any moment. `apply` accepts everything that `decide` returns, and every view can be
//! written.

use fairlot::auction::rules::{MinDecrement, Scoring, Show, Step};
use fairlot::auction::setup::Setup;
use fairlot::auction::view::Viewer;
use fairlot::auction::{Act, Command, PlaceBid};
use fairlot::clock::Instant;
use fairlot::ids::{ItemId, Seq};
use fairlot::money::Amount;
use indexmap::IndexMap;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::bridge::{self, bid_ref, bidder_id, owner, person, trust};
use crate::campaign::try_many;
use crate::naive::strategy::setup;
use crate::stage::Stage;

#[test]
fn no_input_makes_the_core_panic() {
    let case = (absurd_setup(), vec((command(), instant()), 1..40));
    try_many(7, 15, case, |(setup, commands)| {
        let mut stage = Stage::new(setup);
        let mut now = Instant::from_micros(0);
        for (mut command, at) in commands {
            // The caller's clock never runs backwards, and the caller opens a lot before it judges a bid.
            now = now.max(at);
            if let Command::PlaceBid(bid) = &mut command {
                bid.received_at = bid.received_at.min(now);
                if stage.lot.awaits_opening(bid.received_at) {
                    stage.run(&Command::Wake, now).unwrap();
                }
            }
            let _ = stage.run(&command, now);
            let _ = stage.lot.next_wake();
            write_all_views(&stage, now);
        }
    });
}

fn write_all_views(stage: &Stage, now: Instant) {
    let bidders = stage.lot.setup().bidders.iter().map(|invited| Viewer::Bidder(invited.id.clone()));
    let others = [
        Viewer::Bidder(bidder_id("nobody")),
        Viewer::Buyer(owner()),
        Viewer::Auditor(owner()),
        Viewer::Observer(trust(0)),
    ];
    for viewer in bidders.chain(others) {
        serde_json::to_string(&stage.view(&viewer, now)).unwrap();
        serde_json::to_string(&stage.lot.offers(&viewer, Seq::ZERO, 10).offers).unwrap();
    }
}

/// A lot whose figures are as large, as small or as long as a document allows.
fn absurd_setup() -> impl Strategy<Value = Setup> {
    let figure = || prop_oneof![Just("1"), select(vec!["1000", "999.999999", "0.000001", "0.333333"])];
    let figures = vec((figure(), figure(), text()), 4);
    let amounts = (positive(), positive(), positive(), prop::option::of(positive()), vec(positive(), 4));
    let volumes = vec(select(vec!["4000000000", "3999999999.999", "0.001", "1"]), 3);
    (setup(), figures, amounts, volumes, 0_u8..4).prop_map(|(model, figures, amounts, volumes, minimum)| {
        let mut setup = bridge::setup(&model, Show::default());
        let (decrement, percent, weight, ceiling, qualities) = amounts;
        for (item, volume) in setup.items.iter_mut().zip(volumes) {
            item.volume = amount(volume);
            item.volumes = IndexMap::from([(trust(0), amount(volume))]);
            item.baselines = IndexMap::from([(trust(0), amount(&weight))]);
        }
        for ((invited, (factor, divisor, addition)), quality) in setup.bidders.iter_mut().zip(figures).zip(qualities) {
            invited.opening = None;
            if !setup.rules.whole_steps {
                (invited.factor, invited.divisor) = (amount(factor), amount(divisor));
            }
            invited.addition = amount(&addition);
            invited.quality = Some(amount(&quality));
        }
        let rules = &mut setup.rules;
        rules.ceiling = ceiling.as_deref().map(amount);
        rules.reserve = ceiling.as_deref().map(amount);
        if rules.scoring == Scoring::Weighted {
            rules.price_weight = Some(amount(&weight));
        }
        rules.min_decrement = match minimum {
            0 => MinDecrement::Absolute(amount(&decrement)),
            1 if !rules.whole_steps => MinDecrement::Percent(amount(&percent)),
            _ => rules.min_decrement.clone(),
        };
        if let Some(max) = &mut rules.max_decrement {
            max.step = if minimum == 2 { Step::Percent(amount(&percent)) } else { Step::Absolute(amount(&decrement)) };
        }
        setup
    })
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

/// Any decimal text, most often at the ends of its range.
fn text() -> impl Strategy<Value = String> {
    let ends = vec![
        "0",
        "-0",
        "0.000000000001",
        "-0.000000000001",
        "9999999999999",
        "-9999999999999",
        "9999999999999.999999999999",
        "-9999999999999.999999999999",
        "1000000000000",
        "1000000000000.01",
        "999999999999.99",
        "999999999999.9999",
        "9999999999999.9",
        "0000000000001.500000000000",
        "1",
        "0.01",
    ];
    prop_oneof![3 => select(ends).prop_map(str::to_owned), 1 => "-?[0-9]{1,13}", 1 => "-?[0-9]{1,13}\\.[0-9]{1,12}"]
}

fn positive() -> impl Strategy<Value = String> {
    text().prop_map(|text| {
        let text = text.trim_start_matches('-').to_owned();
        if amount(&text).is_positive() { text } else { "1".to_owned() }
    })
}

fn instant() -> impl Strategy<Value = Instant> {
    let micros = prop_oneof![
        20 => 99_000_000_i64..112_000_000,
        1 => select(vec![0, i64::MIN, i64::MAX, i64::MAX - 1, -1, 253_402_300_799_999_999]),
    ];
    micros.prop_map(Instant::from_micros)
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => bid().prop_map(Command::PlaceBid),
        3 => Just(Command::Wake),
        1 => bidder().prop_map(|name| Command::AcceptTerms { bidder: bidder_id(name) }),
        1 => (bidder(), 0_u8..4).prop_map(|(name, reference)| Command::RequestAnnulment {
            bidder: bidder_id(name),
            bid_ref: bid_ref(&reference.to_string()),
            reason: String::new(),
        }),
        1 => instant().prop_map(|alive_until| Command::Outage { alive_until }),
        3 => (0_u8..2, act()).prop_map(|(by, act)| Command::Act { by: person(&by.to_string()), act }),
    ]
}

fn bid() -> impl Strategy<Value = PlaceBid> {
    let prices = vec((select(vec!["m", "s", "l", "unknown"]), prop_oneof![text(), Just("0.07".to_owned())]), 0..=4);
    let whole = vec(prop_oneof![1 => text(), 3 => (1_u32..99).prop_map(|price| price.to_string())], 3)
        .prop_map(|texts| ["m", "s", "l"].into_iter().zip(texts).collect::<Vec<_>>());
    let prices = prop_oneof![1 => prices, 4 => whole];
    (bidder(), 0_u8..20, prices, any::<bool>(), instant(), 1_usize..=4).prop_map(
        |(name, reference, prices, confirmed, received_at, items)| PlaceBid {
            bidder: bidder_id(name),
            bid_ref: bid_ref(&reference.to_string()),
            prices: prices.iter().take(items).map(|(id, text)| (ItemId::parse(id).unwrap(), amount(text))).collect(),
            confirmed,
            received_at,
        },
    )
}

fn bidder() -> impl Strategy<Value = &'static str> {
    select(vec!["acme", "bolt", "cure", "dent", "nobody"])
}

fn act() -> impl Strategy<Value = Act> {
    let reason = String::new;
    let seq = || prop_oneof![(0_u64..20).prop_map(Seq), Just(Seq(u64::MAX))];
    prop_oneof![
        1 => prop::option::of(instant()).prop_map(move |resumes_at| Act::Pause { resumes_at, reason: reason() }),
        3 => Just(Act::Resume { reason: reason() }),
        1 => instant().prop_map(move |closes_at| Act::Extend { closes_at, reason: reason() }),
        1 => (bidder(), prop::option::of(seq())).prop_map(move |(name, offer)| Act::Annul {
            bidder: bidder_id(name),
            offer,
            reason: reason(),
        }),
        1 => bidder().prop_map(move |name| Act::Exclude { bidder: bidder_id(name), reason: reason() }),
        1 => prop::option::of(bidder()).prop_map(move |name| Act::Broadcast {
            text: reason(),
            to: name.map(bidder_id),
            reason: reason(),
        }),
        1 => seq().prop_map(move |act| Act::Approve { act, reason: reason() }),
        1 => seq().prop_map(move |act| Act::Decline { act, reason: reason() }),
        1 => Just(Act::Close { reason: reason() }),
        1 => Just(Act::Cancel { reason: reason() }),
    ]
}
