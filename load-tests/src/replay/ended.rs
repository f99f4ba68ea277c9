//! A lot that has ended, on a server of its own.

use crate::common::Place;
use crate::fairlot::{Fairlot, Wanted};
use crate::grown::Grown;

/// The usual number of rounds of each part.
pub(super) const ROUNDS: u16 = 5;
const BIDDERS: usize = 50;

/// An ended lot, and the number of its records.
pub(super) struct Ended {
    pub(super) lot: String,
    pub(super) records: u64,
}

/// A server with an ended lot that has at least this number of records.
pub(super) async fn server_with(records: u64, place: &Place) -> anyhow::Result<(Fairlot, Ended)> {
    let fairlot = Fairlot::start(place, Wanted::durable(BIDDERS)).await?;
    let mut grown = Grown::new(&fairlot).await?;
    let records = grown.grow_to(records).await?;
    let lot = grown.lot;
    fairlot.close(&lot).await?;
    Ok((fairlot, Ended { lot, records }))
}
