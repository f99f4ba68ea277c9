//! The lots of events as lists show them.
//!
//! Offers are asked of the lots that are in memory, when the list is made, so that no bid does anything for lists.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};

use crate::auction::view::{Board, ListedOffers, Viewer};
use crate::engine::answer::Denied;
use crate::engine::ended::EndedEvent;
use crate::engine::entry::{LotEntry, LotSummary};
use crate::engine::handle::Question;
use crate::engine::recovery;
use crate::engine::registry::Registry;
use crate::engine::visibility;
use crate::event::document::OpensAt;
use crate::event::{EventSetup, EventStatus, LotOutline};
use crate::ids::LotId;
use crate::journal::Journal;
use crate::protocol::http::ListedLot;

/// Most lots of one event that are asked at the same time.
const ASKED_AT_ONCE: usize = 16;

/// The lots that the viewer may know of. A lot's state is null in a draft, and where its stream cannot be used.
pub(super) async fn listed_lots(
    setup: &EventSetup,
    viewer: &Viewer,
    registry: &Registry,
) -> Result<Vec<ListedLot>, Denied> {
    let lots = setup.lots.iter().zip(setup.stated.lots()).enumerate();
    let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(viewer, setup, *nth));
    if setup.status != EventStatus::Published {
        return Ok(mine.map(|(_, (id, outline))| outlined(id.clone(), outline, viewer)).collect());
    }
    let listed: Vec<_> = mine.map(|(_, (id, outline))| listed_lot(id.clone(), outline, viewer, registry)).collect();
    stream::iter(listed).buffered(ASKED_AT_ONCE).try_collect().await
}

/// The same of an event that has ended. Where a lot of it has no entry, the event is read again for its outline.
pub(super) async fn listed_ended_lots(
    ended: &EndedEvent,
    viewer: &Viewer,
    registry: &Registry,
    journal: &Journal,
) -> Result<Vec<ListedLot>, Denied> {
    let mut listed = Vec::new();
    for id in &ended.lots {
        let Some(entry) = registry.find(id).await? else {
            let read = recovery::read_whole_event(journal, &ended.id).await;
            let whole = read.map_err(|error| {
                tracing::warn!(event = %ended.id, %error, "an event could not be read for a list");
                Denied::Unavailable
            })?;
            return listed_lots(&whole.setup, viewer, registry).await;
        };
        if visibility::may_see_lot(viewer, &entry) {
            let offers = offers(&entry, viewer, registry).await;
            listed.push(in_list(id.clone(), entry.title.clone(), entry.summary(), offers));
        }
    }
    Ok(listed)
}

async fn listed_lot(id: LotId, outline: LotOutline, viewer: &Viewer, registry: &Registry) -> Result<ListedLot, Denied> {
    if let Some(entry) = registry.find(&id).await? {
        let offers = offers(&entry, viewer, registry).await;
        return Ok(in_list(id, entry.title.clone(), entry.summary(), offers));
    }
    Ok(outlined(id, outline, viewer))
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
