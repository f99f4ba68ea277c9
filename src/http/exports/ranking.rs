//! The columns of a ranking.

use super::bids::price_name;
use super::columns::{Columns, FileKind};
use crate::auction::view::{BidSight, PlaceInResult};
use crate::ids::ItemId;

/// The columns for a reader who may know that much of bids. `items` are those that have a column.
pub(super) fn columns(sight: BidSight, shows_scores: bool, items: &[ItemId], kind: FileKind) -> Columns<PlaceInResult> {
    let mut columns = Columns::new();
    columns.count("rank", |place: &PlaceInResult| Some(place.offer.rank.into()));
    if sight.others {
        columns.text("alias", |place| Some(place.offer.alias.clone()));
    }
    if sight.bidders {
        columns.text("bidder", |place| place.offer.bidder.as_ref().map(ToString::to_string));
        columns.text("name", |place| place.offer.name.as_deref().map(str::to_owned));
    }
    columns.figure("total", |place| place.offer.total);
    columns.figure("evaluated", |place| Some(place.offer.evaluated));
    if shows_scores {
        columns.figure("score", |place| place.offer.score);
    }
    columns.count("seq", |place| place.offer.seq.map(|seq| seq.0));
    columns.instant("at", |place| Some(place.offer.at));
    if kind == FileKind::Xlsx {
        columns.uk_time("at_uk", |place| Some(place.offer.at));
    }
    columns.text("tie", |place| place.tie.as_ref().map(|tie| tie.text.clone()));
    for item in items {
        let id = item.clone();
        columns.figure(&price_name(item), move |place| place.offer.prices.as_ref()?.get(&id).copied());
    }
    columns
}
