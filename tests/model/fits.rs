//! Prices are scaled to a total as the text of the rules says, in every lot and after every history.

use std::collections::BTreeMap;

use fairlot::auction::FittedOffer;
use fairlot::auction::rules::Show;
use fairlot::ids::ItemId;
use indexmap::IndexMap;
use proptest::collection::vec;
use proptest::option;

use crate::bridge::{self, amount, bidder_id, number};
use crate::campaign::try_many;
use crate::naive::Model;
use crate::naive::happened::Offer;
use crate::naive::judge::read_offer;
use crate::naive::limits;
use crate::naive::number::{Number, tick, whole};
use crate::naive::strategy::{Caller, history, setup};
use crate::stage::Stage;

/// No lot of the campaign has more items.
const ITEMS_MAX: usize = 8;

// G58
#[test]
fn prices_are_scaled_as_the_model_scales_them() {
    let ticks = vec(1..3_000_i64, ITEMS_MAX);
    let total = option::of(1..400_000_i64);
    try_many(17, 5, (setup(), history(), ticks, total), |(setup, history, ticks, total)| {
        let mut stage = Stage::new(bridge::setup(&setup, Show::default()));
        let mut model = Model::new(setup);
        let mut caller = Caller::default();
        for gesture in &history {
            let input = caller.input(gesture, &model);
            stage.put(&input);
            model.run(&input);
        }
        let setup = model.setup();
        assert!(setup.items.len() <= ITEMS_MAX);
        let step = tick(setup.decimals);
        let typed: BTreeMap<String, Number> =
            setup.items.iter().zip(&ticks).map(|(item, ticks)| (item.id.clone(), &step * whole(*ticks))).collect();
        let total = total.map(|ticks| &step * whole(ticks));

        for bidder in &setup.bidders {
            let given: IndexMap<_, _> =
                typed.iter().map(|(item, price)| (ItemId::parse(item).unwrap(), amount(price))).collect();
            let fitted = stage.lot.board().fit(&bidder_id(&bidder.id), &given, total.as_ref().map(amount));

            let expected = read_offer(setup, &bidder.id, &typed).map(|offer| {
                let aim = total.clone().or_else(|| model.highest_allowed(&bidder.id))?;
                limits::fitted(setup, &bidder.id, &offer, &aim)
            });
            assert_eq!(fitted.ok().map(|fitted| fitted.map(figures)), expected.ok().map(|offer| offer.map(of_offer)));
        }
    });
}

fn figures(fitted: FittedOffer) -> (Vec<Number>, Number, Number) {
    let prices = fitted.prices.into_values().map(number).collect();
    (prices, number(fitted.total), number(fitted.evaluated))
}

fn of_offer(offer: Offer) -> (Vec<Number>, Number, Number) {
    (offer.prices, offer.total, offer.evaluated)
}
