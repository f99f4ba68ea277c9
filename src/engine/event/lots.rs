//! The lots of events as lists show them.
//!
//! Offers are asked of the lots that are in memory, when the list is made, so that no bid does anything for lists.

use std::collections::BTreeMap;

use futures::{StreamExt, stream};

use crate::auction::view::{Board, ListedOffers, Viewer};
use crate::engine::entry::{LotEntry, LotSummary};
use crate::engine::handle::Question;
use crate::engine::registry::Registry;
use crate::engine::visibility;
use crate::event::document::OpensAt;
use crate::event::{EventSetup, LotOutline};
use crate::ids::LotId;
use crate::protocol::http::ListedLot;

/// Most lots of one event that are asked at the same time.
const ASKED_AT_ONCE: usize = 16;

/// The lots that the viewer may know of. A lot's state is null in a draft, and where its stream cannot be used.
pub(super) async fn listed_lots(setup: &EventSetup, viewer: &Viewer, registry: &Registry) -> Vec<ListedLot> {
    let lots = setup.lots.iter().zip(setup.stated.lots()).enumerate();
    let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(viewer, setup, *nth));
    let listed: Vec<_> = mine.map(|(_, (id, outline))| listed_lot(id.clone(), outline, viewer, registry)).collect();
    stream::iter(listed).buffered(ASKED_AT_ONCE).collect().await
}

async fn listed_lot(id: LotId, outline: LotOutline, viewer: &Viewer, registry: &Registry) -> ListedLot {
    if let Some(entry) = registry.entry(&id) {
        let offers = offers(&entry, viewer, registry).await;
        return in_list(id, entry.title.clone(), entry.summary(), offers);
    }
    outlined(id, outline, viewer)
}

/// The same as it was when the lots had these boards. A lot without one was not published, or cannot be read.
pub(super) fn listed_past_lots(setup: &EventSetup, viewer: &Viewer, boards: &BTreeMap<LotId, Board>) -> Vec<ListedLot> {
    let lots = setup.lots.iter().zip(setup.stated.lots()).enumerate();
    let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(viewer, setup, *nth));
    let listed = |(_, (id, outline)): (usize, (&LotId, LotOutline))| match boards.get(id) {
        Some(board) => {
            let (title, offers) = (board.setup().title.clone(), board.listed(viewer));
            in_list(id.clone(), title, LotSummary::of(board), offers)
        }
        None => outlined(id.clone(), outline, viewer),
    };
    mine.map(listed).collect()
}

fn in_list(id: LotId, title: String, summary: LotSummary, offers: ListedOffers) -> ListedLot {
    let LotSummary { state, opens_at, closes_at, ended_at, .. } = summary;
    let (state, opens_at, closes_at) = (Some(state), Some(OpensAt::At(opens_at)), Some(closes_at));
    ListedLot { id, title, state, opens_at, closes_at, ended_at, offers }
}

fn outlined(id: LotId, outline: LotOutline, viewer: &Viewer) -> ListedLot {
    let (LotOutline { title, opens_at, closes_at }, offers) = (outline, ListedOffers::none_for(viewer));
    ListedLot { id, title, state: None, opens_at, closes_at, ended_at: None, offers }
}

/// What is known of the lot's offers. A lot that has no time for the question is listed without them.
async fn offers(entry: &LotEntry, viewer: &Viewer, registry: &Registry) -> ListedOffers {
    let shown = match registry.loaded(&entry.id) {
        Some(handle) => handle.ask(Question::Snapshot).await.ok().map(|snapshot| snapshot.board.listed(viewer)),
        None => entry.resting().map(|offers| offers.listed(viewer)),
    };
    shown.unwrap_or_else(|| ListedOffers::none_for(viewer))
}
