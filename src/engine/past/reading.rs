//! Reads a lot's records page by page, and finds its last one, in the background.

use std::sync::Arc;

use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use crate::background::Background;
use crate::background::pace::{Pace, paced};
use crate::engine::answer::Denied;
use crate::engine::shared::Shared;
use crate::ids::{LotId, Seq};
use crate::journal::{Record, StoreError, StreamId};

/// Records in a page while a lot is open: a page competes with commits for the database.
const PAGE_BESIDE_BIDS: u32 = 64;
/// Records in a page while no lot is open. Large pages are read faster, and the next one while one is applied.
const PAGE_ALONE: u32 = 4_096;

/// Pages of a lot's records after `after`, up to the record `last` where one is given. They are read on the thread of the
/// background, with pauses while bids may come.
pub(in crate::engine) fn pages(
    shared: &Arc<Shared>,
    id: &LotId,
    after: Seq,
    last: Option<Seq>,
    pace: Pace,
    background: &Background,
) -> BoxStream<'static, Result<Vec<Record>, Denied>> {
    let reading = PageReading { shared: shared.clone(), id: id.clone(), last };
    let pages = stream::try_unfold((reading, Some(after)), async |(reading, after)| {
        let Some(after) = after else { return Ok(None) };
        let (records, next) = reading.page(after).await?;
        Ok(Some((Some(records), (reading, next))))
    });
    let shared = shared.clone();
    let paced = paced(pages.boxed(), pace, move || shared.any_lot_is_open());
    background.stream(paced.map_ok(|pages| pages.into_iter().flatten().collect()).boxed(), Denied::Unavailable)
}

/// A lot's last record that is committed now, from the store's index: no record is read.
///
/// # Errors
/// [`Denied::NotFound`] where the lot has none; `Unavailable` where the store cannot be read.
pub(super) async fn head(shared: &Arc<Shared>, id: &LotId, background: &Background) -> Result<Seq, Denied> {
    let (shared, id) = (shared.clone(), id.clone());
    let head = async move {
        let head =
            shared.journal.background_head(&StreamId::lot(&id)).await.map_err(|error| unreadable(&id, &error))?;
        head.ok_or(Denied::NotFound)
    };
    let mut found = background.stream(stream::once(head).boxed(), Denied::Unavailable);
    found.next().await.unwrap_or(Err(Denied::Unavailable))
}

fn unreadable(lot: &LotId, error: &StoreError) -> Denied {
    tracing::warn!(%lot, %error, "the past of a lot could not be read");
    Denied::Unavailable
}

#[derive(Debug)]
struct PageReading {
    shared: Arc<Shared>,
    id: LotId,
    last: Option<Seq>,
}

impl PageReading {
    /// The page after that record, and the record after which the next page begins; none where it was the last page.
    async fn page(&self, after: Seq) -> Result<(Vec<Record>, Option<Seq>), Denied> {
        let most = if self.shared.any_lot_is_open() { PAGE_BESIDE_BIDS } else { PAGE_ALONE };
        let left = self.last.map_or(u64::MAX, |last| last.0.saturating_sub(after.0));
        let limit = u32::try_from(left).unwrap_or(u32::MAX).min(most);
        if limit == 0 {
            return Ok((Vec::new(), None));
        }
        let page = self.shared.journal.background_page(&StreamId::lot(&self.id), after, limit).await;
        let page = page.map_err(|error| unreadable(&self.id, &error))?;
        let is_full = page.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let next = page.last().filter(|_| is_full).map(|record| record.seq);
        Ok((page, next))
    }
}
