//! The largest drop of a new offer in words.

use super::stated::StatedLot;
use crate::auction::figures::drop_size;
use crate::auction::rules::{Beat, MaxMode};
use crate::auction::view::sight::Class;

pub(super) fn drop(lot: &StatedLot<'_>, class: Class) -> Option<String> {
    let max = lot.rules.max_decrement?;
    let size = drop_size(lot.currency, max.step);
    let own = match class {
        Class::Supplier => "your own last offer",
        Class::Observer | Class::Buyer => "the same bidder's last offer",
    };
    let from = match lot.rules.beat {
        Beat::Own => own,
        Beat::Lead => "the leading offer",
    };
    let first = if lot.rules.ceiling.is_some() { ", or without one below the highest total," } else { "" };
    Some(match max.mode {
        MaxMode::Refuse => {
            format!("An offer that is more than {size} below {from}{first} is refused. A further offer can go lower.")
        }
        MaxMode::Confirm => format!(
            "An offer that is more than {size} below {from}{first} has to be confirmed, because such an offer is often \
             a slip."
        ),
    })
}
