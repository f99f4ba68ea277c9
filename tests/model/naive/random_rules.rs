//! Random rules of judgement: scoring, decrements, ties. `setups` corrects combinations that are not allowed.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::number::{Number, n, tick, whole};
use super::setup::{Band, Beat, MaxDecrement, MaxMode, MinDecrement, Scoring, Setup, Size, Ties};

#[derive(Clone, Debug)]
pub struct Rules {
    price_weight: Option<&'static str>,
    beat: Beat,
    ties: Ties,
    minimum: Minimum,
    maximum: Option<(Amount, MaxMode)>,
    leader_may_rebid: bool,
    /// In ticks, times the volume of one item.
    pub whole_steps: Option<(i64, usize)>,
}

#[derive(Clone, Debug)]
enum Minimum {
    Plain(Amount),
    Bands(Amount, Vec<(i64, Amount)>),
}

#[derive(Clone, Copy, Debug)]
enum Amount {
    Ticks(i64),
    Percent(&'static str),
}

impl Amount {
    fn size(self, tick: &Number) -> Size {
        match self {
            Self::Ticks(ticks) => Size::Absolute(tick * whole(ticks)),
            Self::Percent(percent) => Size::Percent(n(percent)),
        }
    }
}

impl Rules {
    pub fn put_into(&self, setup: &mut Setup) {
        let tick = tick(setup.decimals);
        setup.scoring = match self.price_weight {
            None => Scoring::Price,
            Some(weight) => Scoring::Weighted { price_weight: n(weight) },
        };
        setup.beat = self.beat;
        setup.ties = self.ties;
        setup.leader_may_rebid = self.leader_may_rebid;
        setup.min_decrement = match &self.minimum {
            Minimum::Plain(amount) => MinDecrement::Plain(amount.size(&tick)),
            Minimum::Bands(lowest, others) => MinDecrement::Bands(bands(*lowest, others, &tick)),
        };
        setup.max_decrement = self.maximum.map(|(amount, mode)| MaxDecrement { size: amount.size(&tick), mode });
    }
}

/// One band from 0 and others from different prices, in no order.
fn bands(lowest: Amount, others: &[(i64, Amount)], tick: &Number) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for (from, amount) in others {
        let from = tick * whole(*from);
        if bands.iter().all(|band| band.from != from) {
            let size = amount.size(tick);
            bands.push(Band { from, size });
        }
    }
    bands.push(Band { from: whole(0), size: lowest.size(tick) });
    bands
}

pub fn rules() -> impl Strategy<Value = Rules> {
    let price_weight = option::weighted(0.25, select(vec!["60", "10", "1", "0.5", "0.0001"]));
    let beat = prop_oneof![2 => Just(Beat::Own), 1 => Just(Beat::Lead)];
    let ties = select(vec![Ties::Earliest, Ties::EqualBest, Ties::EqualWorst, Ties::ForbidFirst, Ties::ForbidFirst]);
    let percent = || select(vec!["0.5", "1", "5", "33.333"]);
    let least = move || {
        prop_oneof![
            2 => Just(Amount::Ticks(0)),
            3 => (1_i64..=4).prop_map(Amount::Ticks),
            2 => percent().prop_map(Amount::Percent),
        ]
    };
    let minimum = prop_oneof![
        3 => least().prop_map(Minimum::Plain),
        1 => (least(), vec((1_i64..=50, least()), 0..=2))
            .prop_map(|(lowest, others)| Minimum::Bands(lowest, others)),
    ];
    let most = prop_oneof![
        (1_i64..=40).prop_map(Amount::Ticks),
        select(vec!["0.1", "5", "25", "60", "100", "120"]).prop_map(Amount::Percent),
    ];
    let mode = select(vec![MaxMode::Confirm, MaxMode::Refuse]);
    let whole_steps = option::weighted(0.2, (1_i64..=4, 0_usize..3));
    (price_weight, beat, ties, minimum, option::weighted(0.4, (most, mode)), prop::bool::weighted(0.7), whole_steps)
        .prop_map(|(price_weight, beat, ties, minimum, maximum, leader_may_rebid, whole_steps)| Rules {
            price_weight,
            beat,
            ties,
            minimum,
            maximum,
            leader_may_rebid,
            whole_steps,
        })
}
