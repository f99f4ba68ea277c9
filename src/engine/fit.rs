//! Says what is wrong with prices that cannot be scaled, as problems of the supplier's message.

use indexmap::IndexMap;

use super::answer::Denied;
use crate::auction::{ItemMisfit, Misfit, Setup, refusal};
use crate::ids::ItemId;
use crate::json::{Code, Problem, join};
use crate::money::Amount;

/// Every price that is wrong, each with its place in the message.
pub(super) fn denied(setup: &Setup, prices: &IndexMap<ItemId, Amount>, misfit: Misfit) -> Denied {
    Denied::Problems(match misfit {
        Misfit::Prices(faults) => faults.iter().map(|(item, misfit)| problem(setup, item, *misfit)).collect(),
        Misfit::Together(reason) => {
            vec![Problem::new("/prices", Code::OutOfRange, refusal::message(setup, reason, None, prices))]
        }
    })
}

fn problem(setup: &Setup, item: &ItemId, misfit: ItemMisfit) -> Problem {
    let (code, message) = match misfit {
        ItemMisfit::Missing => (Code::Missing, "is missing: each item of the lot needs a price".to_owned()),
        ItemMisfit::Unknown => (Code::UnknownReference, "is for an item that the lot does not have".to_owned()),
        ItemMisfit::NotPositive => (Code::OutOfRange, "must be above zero".to_owned()),
        ItemMisfit::TooManyDecimals => {
            (Code::TooManyPlaces, format!("must have at most {} decimal places", setup.decimals))
        }
        ItemMisfit::TooLarge => (Code::OutOfRange, "is too large to be added up exactly".to_owned()),
    };
    Problem::new(join("/prices", item.as_str()), code, message)
}
