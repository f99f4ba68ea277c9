//! Checks opening offers: a price from the tender stage must be one that a bid could have.

use super::super::limits;
use super::super::shape::{LotBidderDocument, LotDocument};
use crate::auction::figures::money;
use crate::auction::scoring::{self, BidderFigures};
use crate::ids::ItemId;
use crate::json::{Code, Problems, excerpt, join};
use crate::money::Amount;
use indexmap::IndexMap;

/// Checks the opening offers of the lot at `path`: exactly its items, each price well formed, an evaluated price above
/// zero, a total within the ceiling. Decrements do not bind them. `currency` is the event's.
pub(super) fn check(lot: &LotDocument, currency: &str, path: &str, problems: &Problems) {
    for (index, bidder) in lot.bidders.iter().enumerate() {
        let Some(opening) = &bidder.opening else { continue };
        let here = format!("{path}/bidders/{index}");
        let stated = StatedOpening {
            lot,
            currency,
            lot_path: path,
            bidder,
            bidder_path: &here,
            path: format!("{here}/opening"),
            problems,
        };
        if problems.is_full() {
            return;
        }
        stated.items(opening);
        stated.prices(opening);
        stated.worth(opening);
    }
}

/// One bidder's opening offer and its path.
struct StatedOpening<'a> {
    lot: &'a LotDocument,
    currency: &'a str,
    lot_path: &'a str,
    bidder: &'a LotBidderDocument,
    bidder_path: &'a str,
    path: String,
    problems: &'a Problems,
}

impl StatedOpening<'_> {
    fn items(&self, opening: &IndexMap<ItemId, Amount>) {
        let items = format!("{}/items", self.lot_path);
        let read = self.problems.readable(&items)
            && (0..self.lot.items.len()).all(|index| self.problems.readable(&format!("{items}/{index}/id")));
        if !read || !self.problems.readable(&self.path) {
            return;
        }
        let ids: std::collections::BTreeSet<&str> = self.lot.items.iter().map(|item| item.id.as_str()).collect();
        for id in ids.iter().filter(|id| !opening.contains_key(**id)) {
            let message = "is missing; an opening offer prices every item of the lot";
            self.problems.report(&join(&self.path, id), Code::Missing, message);
        }
        for id in opening.keys().filter(|id| !ids.contains(id.as_str())) {
            let message = format!("\"{}\" is not an item of this lot", excerpt(id.as_str()));
            self.problems.report(&join(&self.path, id.as_str()), Code::UnknownReference, message);
        }
    }

    fn prices(&self, opening: &IndexMap<ItemId, Amount>) {
        if !self.problems.sound(&format!("{}/decimals", self.lot_path)) {
            return;
        }
        let bounds = limits::price(self.lot.decimals);
        for (item, price) in opening {
            let path = join(&self.path, item.as_str());
            if let Some((code, fault)) = bounds.fault(*price).filter(|_| self.problems.sound(&path)) {
                self.problems.report(&path, code, fault);
            }
        }
    }

    fn report(&self, code: Code, message: impl Into<String>) {
        self.problems.report(&self.path, code, message);
    }

    fn worth(&self, opening: &IndexMap<ItemId, Amount>) {
        let read = [format!("{}/items", self.lot_path), self.bidder_path.to_owned()];
        if !read.iter().all(|path| self.problems.sound(path)) {
            return;
        }
        let lines = self.lot.items.iter().filter_map(|item| Some((*opening.get(&item.id)?, item.volume())));
        let LotBidderDocument { factor, divisor, addition, .. } = *self.bidder;
        // The divisor is above zero here: any other was reported when it was read, and then the bidder is not sound.
        let figures = BidderFigures { factor, divisor, addition };
        let offer = scoring::total(lines).and_then(|total| Some((total, scoring::evaluated(figures, total)?)));
        let Some((total, evaluated)) = offer else {
            return self.report(Code::OutOfRange, "is too large to be reckoned exactly in 28 digits");
        };
        if evaluated <= Amount::ZERO {
            self.report(
                Code::OutOfRange,
                "has an evaluated price of 0 or less: look at its prices and at \"addition\"",
            );
        }
        let ceiling =
            self.lot.rules.ceiling.filter(|_| self.problems.sound(&format!("{}/rules/ceiling", self.lot_path)));
        if let Some(ceiling) = ceiling.filter(|ceiling| total > *ceiling) {
            let [total, ceiling] = [total, ceiling].map(|amount| money(self.currency, amount));
            let message = format!("has the total {total}, above the ceiling of {ceiling}");
            self.report(Code::Contradiction, message);
        }
    }
}
