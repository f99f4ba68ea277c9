//! Prices for random bids: at every limit, a tick beside it, and malformed ones.

use std::collections::BTreeMap;

use num_traits::{One, Signed};
use proptest::collection::vec;
use proptest::prelude::*;

use super::lot::Model;
use super::number::{Number, floor_to, parse, power_of_ten, tick, to_text, whole};

/// What the prices of a bid aim at.
#[derive(Clone, Debug)]
pub enum Aim {
    /// A total: one item's price takes the whole difference, and some more ticks.
    Total {
        mark: Mark,
        item: usize,
        ticks: i64,
    },
    /// Exactly the suggested prices.
    Suggested,
    /// The bidder's standing prices again, with some ticks of difference on one item.
    Standing {
        item: usize,
        ticks: i64,
    },
    /// Any prices, in ticks.
    Free(Vec<i64>),
    Malformed(Flaw, usize),
}

#[derive(Clone, Copy, Debug)]
pub enum Mark {
    HighestAllowed,
    LowestAllowed,
    Ceiling,
    /// The total at which this bidder's evaluated price would equal the lead's.
    Lead,
    /// A percentage of the standing total.
    Share(i64),
}

#[derive(Clone, Copy, Debug)]
pub enum Flaw {
    Missing,
    Unknown,
    MissingAndUnknown,
    Zero,
    Negative,
    TooFine,
    TooFineAndTooLarge,
    LargestPrice,
    TooLarge,
}

pub fn aim() -> impl Strategy<Value = Aim> {
    let mark = prop_oneof![
        6 => Just(Mark::HighestAllowed),
        4 => Just(Mark::LowestAllowed),
        1 => Just(Mark::Ceiling),
        8 => Just(Mark::Lead),
        2 => (50_i64..=99).prop_map(Mark::Share),
    ];
    let ticks = prop_oneof![4 => Just(0_i64), 3 => -1_i64..=1, 1 => -4_i64..=2];
    let flaw = prop::sample::select(vec![
        Flaw::Missing,
        Flaw::Unknown,
        Flaw::MissingAndUnknown,
        Flaw::Zero,
        Flaw::Negative,
        Flaw::TooFine,
        Flaw::TooFineAndTooLarge,
        Flaw::LargestPrice,
        Flaw::TooLarge,
    ]);
    prop_oneof![
        12 => (mark, 0_usize..3, ticks)
            .prop_map(|(mark, item, ticks)| Aim::Total { mark, item, ticks }),
        4 => Just(Aim::Suggested),
        2 => (0_usize..3, -4_i64..=1).prop_map(|(item, ticks)| Aim::Standing { item, ticks }),
        4 => vec(15_i64..=60, 3).prop_map(Aim::Free),
        1 => vec(1_i64..=15, 3).prop_map(Aim::Free),
        2 => (flaw, 0_usize..3).prop_map(|(flaw, item)| Aim::Malformed(flaw, item)),
    ]
}

/// The prices, as decimal text, that the aim becomes in the model's present state.
pub fn aimed_prices(aim: &Aim, model: &Model, bidder: &str) -> BTreeMap<String, String> {
    let setup = model.setup();
    let step = tick(setup.decimals);
    let free = |ticks: &[i64]| -> Vec<Number> {
        let cycle = ticks.iter().cycle();
        let each = setup.items.iter().zip(cycle);
        each.map(|(_, ticks)| &step * whole(*ticks)).collect()
    };
    let standing = model.standing(bidder).map(|place| place.offer.prices);
    let usual = standing.clone().unwrap_or_else(|| free(&[30, 20, 40]));
    let prices = match aim {
        Aim::Total { mark, item, ticks } => match marked_total(*mark, model, bidder) {
            Some(total) => {
                let mut prices = prices_for(model, &usual, &total, *item);
                let item = item % prices.len();
                prices[item] += &step * whole(*ticks);
                prices
            }
            None => free(&[35 + ticks]),
        },
        Aim::Suggested => model.suggested(bidder).map_or(usual, |suggestion| suggestion.prices),
        Aim::Standing { item, ticks } => {
            let mut prices = usual;
            let item = item % prices.len();
            prices[item] += &step * whole(*ticks);
            prices
        }
        Aim::Free(ticks) => free(ticks),
        Aim::Malformed(flaw, item) => return malformed(*flaw, *item, model, usual),
    };
    named(model, &prices)
}

fn marked_total(mark: Mark, model: &Model, bidder: &str) -> Option<Number> {
    let setup = model.setup();
    match mark {
        Mark::HighestAllowed => model.highest_allowed(bidder),
        Mark::LowestAllowed => model.lowest_allowed(bidder),
        Mark::Ceiling => setup.ceiling.clone(),
        Mark::Lead => {
            let lead = model.lead()?.offer.evaluated;
            let figures = setup.bidder(bidder);
            Some((lead - &figures.addition) * &figures.divisor / &figures.factor)
        }
        Mark::Share(percent) => {
            let own = model.standing(bidder)?.offer.total;
            Some(own * whole(percent) / whole(100))
        }
    }
}

/// Prices on the tick grid whose total is as close below `total` as one item's price allows, with the other prices
/// unchanged; when that is impossible, all prices are scaled.
fn prices_for(model: &Model, usual: &[Number], total: &Number, item: usize) -> Vec<Number> {
    let setup = model.setup();
    let step = tick(setup.decimals);
    let item = item % usual.len();
    let cost = |prices: &[Number]| -> Number {
        let lines = prices.iter().zip(&setup.items);
        lines.map(|(price, line)| price * &line.volume).sum()
    };

    let mut prices = usual.to_vec();
    let others = cost(usual) - &usual[item] * &setup.items[item].volume;
    let price = (total - others) / &setup.items[item].volume;
    prices[item] = floor_to(&price, &step);
    if prices[item].is_positive() {
        return prices;
    }
    let ratio = total / cost(usual);
    usual.iter().map(|price| floor_to(&(price * &ratio), &step).max(step.clone())).collect()
}

fn malformed(flaw: Flaw, item: usize, model: &Model, mut prices: Vec<Number>) -> BTreeMap<String, String> {
    let step = tick(model.setup().decimals);
    let item = item % prices.len();
    let id = model.setup().items[item].id.clone();
    let too_fine = &step / whole(10);
    match flaw {
        Flaw::Missing | Flaw::Unknown | Flaw::MissingAndUnknown => {}
        Flaw::Zero => prices[item] = whole(0),
        Flaw::Negative => prices[item] = -step,
        Flaw::TooFine => prices[item] += too_fine,
        Flaw::TooFineAndTooLarge => prices[item] = power_of_ten(12) + too_fine,
        Flaw::LargestPrice => prices[item] = power_of_ten(12),
        Flaw::TooLarge => prices[item] = power_of_ten(12) + step,
    }
    let mut named = named(model, &prices);
    if matches!(flaw, Flaw::Missing | Flaw::MissingAndUnknown) {
        named.remove(&id);
    }
    if matches!(flaw, Flaw::Unknown | Flaw::MissingAndUnknown) {
        named.insert("other".to_owned(), "1".to_owned());
    }
    named
}

/// As decimal text. A number that is too long for decimal text becomes one that is not: such a message would be no bid.
fn named(model: &Model, prices: &[Number]) -> BTreeMap<String, String> {
    let items = model.setup().items.iter();
    items
        .zip(prices)
        .map(|(item, price)| {
            let text = to_text(price, 0);
            let text = match parse(&text) {
                Some(_) => text,
                None => to_text(&Number::one(), 0),
            };
            (item.id.clone(), text)
        })
        .collect()
}
