//! Why of two equal offers one stands ahead.

use schemars::JsonSchema;
use serde::Serialize;

use super::sight::Sight;
use crate::auction::alias::Aliases;
use crate::auction::board::{Board, Offer};
use crate::auction::figures::ordinal;
use crate::auction::index::BidderIndex;
use crate::auction::rules::{Scoring, Ties};
use crate::clock::uk;

/// Which standing offers equal this one, and why it stands where it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TieView {
    /// Whose offers equal it, best first, as this viewer knows the bidders; those that the viewer may see.
    pub with: Vec<String>,
    /// The lot's rule for equal offers.
    pub rule: Ties,
    /// Both in words.
    pub text: String,
}

/// The standing offers that rank by the same figure, in groups, best first. Each offer is in one group.
#[derive(Debug)]
pub(super) struct TieGroups(Vec<Vec<BidderIndex>>);

impl TieGroups {
    pub(super) fn of(board: &Board) -> Self {
        let mut groups: Vec<Vec<BidderIndex>> = Vec::new();
        let mut last = None;
        for place in board.ranking.places() {
            let merit = (place.score, place.score.is_none().then(|| standing(board, place.bidder).evaluated.decimal()));
            match groups.last_mut().filter(|_| last == Some(merit)) {
                Some(group) => group.push(place.bidder),
                None => groups.push(vec![place.bidder]),
            }
            last = Some(merit);
        }
        Self(groups)
    }

    /// The tie of a bidder's standing offer; none where no offer that the viewer may see equals it.
    pub(super) fn view(&self, sight: Sight<'_>, aliases: &Aliases, bidder: BidderIndex) -> Option<TieView> {
        let group = self.0.iter().find(|group| group.contains(&bidder))?;
        if group.len() < 2 {
            return None;
        }
        let (board, rule) = (sight.board, sight.board.rules().ties);
        // A score is shown to nobody but its own bidder, so no supplier may know which scores are equal.
        if sight.is_supplier() && board.rules().scoring == Scoring::Weighted {
            return None;
        }
        let is_seen = |other: &BidderIndex| *other == bidder || sight.sees_offer(*other, standing(board, *other));
        let seen: Vec<BidderIndex> = group.iter().copied().filter(is_seen).collect();
        if seen.len() < 2 {
            return with_unseen_lead(sight, group, bidder);
        }
        let others: Vec<BidderIndex> = seen.iter().copied().filter(|other| *other != bidder).collect();
        let place = seen.iter().position(|other| *other == bidder).unwrap_or_default();
        let known_as = |other: &BidderIndex| match sight.name(*other) {
            Some(name) => name.to_string(),
            None => aliases.of(*other).to_owned(),
        };
        let names: Vec<String> = others.iter().map(known_as).collect();
        let because = because(rule, place, seen.len(), standing(board, bidder));
        let text = format!("Same {} as {}; {because}", figure(sight), listed(&names));
        Some(TieView { with: others.iter().map(|other| aliases.of(*other).to_owned()).collect(), rule, text })
    }
}

/// The tie of a supplier's offer with another's leading offer. It may know nothing of that but the price.
fn with_unseen_lead(sight: Sight<'_>, group: &[BidderIndex], bidder: BidderIndex) -> Option<TieView> {
    let (leader, _) = sight.board.lead()?;
    if !sight.sees_lead() || leader == bidder || !group.contains(&leader) {
        return None;
    }
    let rule = sight.board.rules().ties;
    let because = because(rule, 1, 2, standing(sight.board, bidder));
    let text = format!("Same {} as the leading offer; {because}", figure(sight));
    Some(TieView { with: Vec::new(), rule, text })
}

/// Why the offer stands at that place, counted from 0, among that many equal ones.
fn because(rule: Ties, place: usize, equals: usize, offer: &Offer) -> String {
    let order = match (rule, place, equals) {
        (Ties::EqualBest, ..) => return "equal offers share the better place".to_owned(),
        (Ties::EqualWorst, ..) => return "equal offers share the worse place".to_owned(),
        (Ties::Earliest | Ties::ForbidFirst, 0, _) => "accepted first".to_owned(),
        (Ties::Earliest | Ties::ForbidFirst, _, 2) => "accepted later".to_owned(),
        (Ties::Earliest | Ties::ForbidFirst, ..) => {
            format!("accepted {} of {equals}", ordinal(u32::try_from(place + 1).unwrap_or(u32::MAX)))
        }
    };
    if offer.is_opening() {
        format!("{order}: opening offers count before bids, in the order of the invitation")
    } else {
        format!("{order}, at {}", uk::time_to_the_millisecond(offer.at))
    }
}

/// The figure that ranks, as the rules in words call it.
fn figure(sight: Sight<'_>) -> &'static str {
    let setup = sight.board.setup();
    let has_figures = setup.bidders.iter().any(|invited| !invited.figures().are_plain());
    match setup.rules.scoring {
        Scoring::Weighted => "score",
        Scoring::Price if sight.is_supplier() || has_figures => "compared price",
        Scoring::Price => "total",
    }
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn standing(board: &Board, bidder: BidderIndex) -> &Offer {
    board.rows[bidder].standing.as_ref().expect("a ranked bidder has a standing offer")
}
