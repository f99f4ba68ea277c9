//! Random setups: every rule, with numbers so small that ties, equal values and boundaries happen often, and only
//! combinations that may be published.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::lot::opening_offer;
use super::number::{Number, n, tick, whole};
use super::random_rules::{Rules, rules};
use super::setup::{
    Beat, Bidder, Closing, ExtendFrom, Extension, Item, MinDecrement, SECOND, Scoring, Setup, Size, Ties, Trigger,
};

/// When every random lot opens. Histories begin some seconds earlier.
pub const OPENS_AT: i64 = 100 * SECOND;

const BIDDERS: [&str; 4] = ["acme", "bolt", "cure", "dent"];
const ITEMS: [&str; 3] = ["m", "s", "l"];

/// Any lot that may be published.
pub fn setup() -> impl Strategy<Value = Setup> {
    (lines(), prices(), rules(), bidders(), times(), manners()).prop_map(
        |(lines, prices, rules, bidders, times, manners)| {
            let mut setup = Setup::with_defaults(lines.items(), OPENS_AT, OPENS_AT);
            setup.decimals = lines.decimals;
            prices.put_into(&mut setup);
            rules.put_into(&mut setup);
            setup.bidders = bidders;
            times.put_into(&mut setup);
            manners.put_into(&mut setup);
            make_valid(&mut setup, &rules);
            setup
        },
    )
}

#[derive(Clone, Debug)]
struct Lines {
    decimals: usize,
    volumes: Vec<&'static str>,
}

impl Lines {
    fn items(&self) -> Vec<Item> {
        ITEMS.iter().zip(&self.volumes).map(|(id, volume)| Item::new(id, volume)).collect()
    }
}

fn lines() -> impl Strategy<Value = Lines> {
    let decimals = prop_oneof![4 => Just(2), 2 => Just(1), 2 => Just(0), 1 => Just(4)];
    let ordinary = select(vec!["1", "1", "1", "2", "3", "10", "0.5", "1.25", "0.003"]);
    let volume = prop_oneof![
        30 => ordinary,
        1 => select(vec!["60000", "999999999.999", "3000000000.001"]),
    ];
    let volumes = prop_oneof![
        3 => vec(volume.clone(), 1),
        2 => vec(volume, 2..=3),
    ];
    (decimals, volumes).prop_map(|(decimals, volumes)| Lines { decimals, volumes })
}

/// A ceiling and a reserve: a price in ticks for each item, and some more ticks.
#[derive(Clone, Debug)]
struct Prices {
    ceiling: Option<(i64, i64, bool)>,
    reserve: Option<i64>,
}

impl Prices {
    fn put_into(&self, setup: &mut Setup) {
        let tick = tick(setup.decimals);
        let volume: Number = setup.items.iter().map(|item| item.volume.clone()).sum();
        setup.ceiling = self.ceiling.map(|(price, more, off_grid)| {
            let on_grid = &tick * whole(price) * &volume + &tick * whole(more);
            if off_grid { on_grid + &tick / whole(4) } else { on_grid }
        });
        setup.reserve = self.reserve.map(|price| &tick * whole(price) * &volume);
    }
}

fn prices() -> impl Strategy<Value = Prices> {
    let off_grid = prop::bool::weighted(0.2);
    let ceiling = option::weighted(0.6, (25_i64..=70, 0_i64..=2, off_grid));
    let reserve = option::of(5_i64..=50);
    (ceiling, reserve).prop_map(|(ceiling, reserve)| Prices { ceiling, reserve })
}

fn bidders() -> impl Strategy<Value = Vec<Bidder>> {
    let figure = || {
        prop_oneof![
            5 => Just("1"),
            3 => select(vec!["2", "3", "0.9", "1.05", "0.333333", "7", "0.000001", "1000", "999.999999"]),
        ]
    };
    let addition = prop_oneof![
        5 => Just("0"),
        3 => select(vec!["0.05", "-0.05", "1", "-1", "5", "-0.0000005", "0.000000000001"]),
    ];
    let quality = option::weighted(0.9, select(vec!["40", "39.5", "20", "0", "0.0001"]));
    let opening = option::of(vec(1_i64..=60, ITEMS.len()));
    let all = vec((figure(), figure(), addition, quality, opening), 1..=4);
    // In every second lot all prices are compared as they are, so that equal prices are frequent.
    (all, any::<bool>()).prop_map(|(all, are_alike)| {
        let named = BIDDERS.iter().zip(all);
        named
            .map(|(id, (factor, divisor, addition, quality, opening))| {
                let mut bidder = Bidder::plain(id);
                if !are_alike {
                    bidder.factor = n(factor);
                    bidder.divisor = n(divisor);
                    bidder.addition = n(addition);
                }
                bidder.quality = quality.map(n);
                // In ticks, until the lot's items are known.
                bidder.opening = opening.map(|ticks| {
                    let named = ITEMS.iter().zip(ticks);
                    named.map(|(id, ticks)| ((*id).to_owned(), whole(ticks))).collect()
                });
                bidder
            })
            .collect()
    })
}

#[derive(Clone, Debug)]
struct Times {
    length_s: i64,
    closing: u8,
    extension: Option<Extension>,
    spare_s: Option<i64>,
}

impl Times {
    fn put_into(&self, setup: &mut Setup) {
        let closes_at = OPENS_AT + self.length_s * SECOND;
        let latest_close = self.spare_s.map(|spare| closes_at + spare * SECOND);
        setup.closing = match self.closing {
            0 => Closing::At(closes_at),
            1 => Closing::Duration { duration_s: self.length_s },
            _ => Closing::Idle { idle_s: self.length_s, latest_close },
        };
        // An idle close and an extension exclude each other.
        if self.closing <= 1 {
            setup.extension = self.extension.clone().map(|extension| Extension { latest_close, ..extension });
        }
    }
}

fn times() -> impl Strategy<Value = Times> {
    let from = select(vec![ExtendFrom::Close, ExtendFrom::Bid]);
    let trigger =
        prop_oneof![Just(Trigger::Any), (1_usize..=3).prop_map(Trigger::RankWithin), Just(Trigger::LeadChange),];
    let max_count = option::weighted(0.4, 0_usize..=3);
    let extension =
        (1_i64..=6, 1_i64..=6, from, trigger, max_count).prop_map(|(window_s, extend_s, from, trigger, max_count)| {
            Extension { window_s, extend_s, from, trigger, max_count, latest_close: None }
        });
    (1_i64..=10, 0_u8..=2, option::weighted(0.8, extension), option::weighted(0.4, 0_i64..=8))
        .prop_map(|(length_s, closing, extension, spare_s)| Times { length_s, closing, extension, spare_s })
}

#[derive(Clone, Debug)]
struct Manners {
    settle_ms: i64,
    auto_resume_s: Option<i64>,
    has_terms: bool,
    four_eyes: bool,
    reg35: bool,
}

impl Manners {
    fn put_into(&self, setup: &mut Setup) {
        setup.settle_ms = self.settle_ms;
        setup.auto_resume_s = self.auto_resume_s;
        setup.has_terms = self.has_terms;
        setup.four_eyes = self.four_eyes;
        setup.reg35 = self.reg35;
    }
}

fn manners() -> impl Strategy<Value = Manners> {
    (
        select(vec![100, 100, 0, 1500]),
        option::weighted(0.4, 1_i64..=5),
        prop::bool::weighted(0.15),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(settle_ms, auto_resume_s, has_terms, four_eyes, reg35)| Manners {
            settle_ms,
            auto_resume_s,
            has_terms,
            four_eyes,
            reg35,
        })
}

/// Corrects a random setup to one that may be published.
fn make_valid(setup: &mut Setup, rules: &Rules) {
    let tick = tick(setup.decimals);
    if let Some((ticks, item)) = rules.whole_steps {
        // Only when a bid is compared with the bidder's own offer, with a plain amount that is a multiple of a tick of
        // at least one item, and with figures that do not change the total.
        let volume = &setup.items[item % setup.items.len()].volume;
        let step = &tick * whole(ticks) * volume;
        setup.beat = Beat::Own;
        setup.min_decrement = MinDecrement::Plain(Size::Absolute(step));
        setup.whole_steps = true;
        for bidder in &mut setup.bidders {
            bidder.factor = whole(1);
            bidder.divisor = whole(1);
        }
    }
    if setup.scoring != Scoring::Price {
        // In a weighted lot a bid is compared with the bidder's own offer, and ties are allowed.
        setup.beat = Beat::Own;
        if setup.ties == Ties::ForbidFirst {
            setup.ties = Ties::Earliest;
        }
    }
    keep_passing_openings(setup, &tick);
}

fn keep_passing_openings(setup: &mut Setup, tick: &Number) {
    let mut bidders = setup.bidders.clone();
    for bidder in &mut bidders {
        let Some(ticks) = bidder.opening.take() else {
            continue;
        };
        let prices = setup.items.iter().map(|item| (item.id.clone(), &ticks[&item.id] * tick)).collect();
        if opening_offer(setup, &bidder.id, &prices).is_ok() {
            bidder.opening = Some(prices);
        }
    }
    setup.bidders = bidders;
}
