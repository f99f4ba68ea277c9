//! The lots of events as lists show them.
//!
//! Offers are asked of the lots that are in memory, when the list is made, so that no bid does anything for lists.

use futures::{StreamExt, stream};

use crate::auction::view::{ListedOffers, Viewer};
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
        let LotSummary { state, opens_at, closes_at, ended_at, .. } = entry.summary();
        let (state, opens_at, closes_at) = (Some(state), Some(OpensAt::At(opens_at)), Some(closes_at));
        return ListedLot { id, title: entry.title.clone(), state, opens_at, closes_at, ended_at, offers };
    }
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
