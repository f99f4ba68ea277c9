//! How equal offers are ranked, and what the bidder in 1st place may do, in words.

use super::stated::StatedLot;
use crate::auction::rules::Ties;
use crate::auction::view::sight::Class;

pub(super) fn ties(lot: &StatedLot<'_>) -> String {
    match lot.rules.ties {
        Ties::Earliest => "Of two equal offers the one that was accepted earlier is ahead.",
        Ties::EqualBest => {
            "Equal offers share the better place: two equal leading offers are both 1st, and the next one is 3rd."
        }
        Ties::EqualWorst => {
            "Equal offers share the worse place: two equal leading offers are both 2nd, and nobody is 1st."
        }
        Ties::ForbidFirst => {
            "Of two equal offers the one that was accepted earlier is ahead. An offer that equals another bidder's \
             leading offer is refused."
        }
    }
    .to_owned()
}

pub(super) fn leader(lot: &StatedLot<'_>, class: Class) -> String {
    match (lot.rules.leader_may_rebid, class) {
        (true, Class::Supplier) => "You may send further offers while you are 1st.",
        (true, Class::Observer | Class::Buyer) => "The bidder in 1st place may send further offers.",
        (false, Class::Supplier) => "While you alone are 1st, you wait until another bidder takes 1st place.",
        (false, Class::Observer | Class::Buyer) => {
            "A bidder that alone is 1st waits until another bidder takes 1st place."
        }
    }
    .to_owned()
}
