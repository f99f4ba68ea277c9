//! Who sees what, in words.

use super::stated::StatedLot;
use crate::auction::rules::{BuyerSees, Gate, Show};
use crate::auction::view::sight::Class;

pub(super) fn visibility(lot: &StatedLot<'_>, class: Class) -> String {
    let show = lot.rules.show;
    let sentences = match class {
        Class::Supplier => to_supplier(show),
        Class::Observer | Class::Buyer => to_others(show, class),
    };
    sentences.join(" ")
}

fn to_supplier(show: Show) -> Vec<&'static str> {
    let prices = match (show.all_prices, show.lead_price) {
        (true, _) => {
            "You see the compared price and the rank of every live offer, without names. Other bidders see the same of \
             yours."
        }
        (false, true) => {
            "You see the leading compared price, but not whose it is. Other bidders see yours when you lead, but not that \
             it is yours."
        }
        (false, false) => "You see no price of another bidder, and no other bidder sees yours.",
    };
    let count = if show.bidder_count {
        "You see how many bidders are invited."
    } else {
        "No bidder sees how many are invited."
    };
    let mut sentences = vec!["You always see your own offers and your rank.", prices, count];
    if is_gated(show) {
        sentences.push("A bidder sees nothing of other bidders before its first offer is accepted.");
    }
    sentences
        .push("No bidder ever learns another bidder's name. The buyers and the trusts see the prices of all offers.");
    sentences
}

fn to_others(show: Show, class: Class) -> Vec<&'static str> {
    let prices = match (show.all_prices, show.lead_price) {
        (true, _) => "A bidder sees its own offers and rank, and the compared price and the rank of every live offer.",
        (false, true) => "A bidder sees its own offers and rank, and the leading compared price.",
        (false, false) => "A bidder sees its own offers and rank, and no price of another bidder.",
    };
    let count = if show.bidder_count {
        "It sees how many bidders are invited."
    } else {
        "It does not see how many are invited."
    };
    let mut sentences = vec![prices, count];
    if is_gated(show) {
        sentences.push("It sees nothing of other bidders before its first offer is accepted.");
    }
    sentences.push("It never learns another bidder's name.");
    sentences.push(if show.identities_to_observer {
        "The trusts see the prices of all offers, and the bidders' names after the close."
    } else {
        "The trusts see the prices of all offers, and never the bidders' names."
    });
    if !show.other_trusts {
        sentences
            .push("Each trust sees its own volumes, baselines and saving, and of the other trusts only the totals.");
    }
    if class == Class::Buyer {
        sentences.push(match show.identities_to_buyer {
            BuyerSees::Always => "The buyers see the bidders' names at all times.",
            BuyerSees::AfterClose => "The buyers see the bidders' names after the close.",
        });
    }
    sentences
}

/// Whether the gate hides anything.
fn is_gated(show: Show) -> bool {
    match show.gate {
        Gate::None => false,
        Gate::FirstBid => show.lead_price || show.all_prices || show.bidder_count,
    }
}
