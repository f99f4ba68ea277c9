//! Reads one stream in the background, with pauses while bids may come.

use std::sync::Arc;

use futures::stream::{self, StreamExt};

use crate::background::pace::{Pace, paced};
use crate::engine::recovery::{Fold, Recovered};
use crate::engine::shared::Shared;
use crate::ids::Seq;
use crate::journal::{StoreError, StreamId};

/// Nobody waits for it, so it pauses long. See docs/performance.md, Ended streams.
const PACE: Pace = Pace { pieces_max: 1, pause_per_work: 99 };
/// Records in a page while a lot is open: a page competes with commits for the database.
const PAGE_BESIDE_BIDS: u32 = 64;
/// Records in a page while no lot is open.
const PAGE_ALONE: u32 = 1_000;

/// A stream as far as it is read.
struct StreamReading {
    shared: Arc<Shared>,
    stream: StreamId,
    fold: Fold,
    after: Seq,
}

/// What all records of a stream together say. None where it holds nothing that is recovered.
pub(super) async fn read_in_background(shared: &Arc<Shared>, id: StreamId) -> Result<Option<Recovered>, StoreError> {
    let fold = Fold::new(id.clone());
    let reading = StreamReading { shared: shared.clone(), stream: id, fold, after: Seq::ZERO };
    let steps = stream::try_unfold(Some(reading), async |reading| match reading {
        Some(reading) => reading.step().await.map(Some),
        None => Ok(None),
    });
    let bids_may_come = {
        let shared = shared.clone();
        move || shared.any_lot_is_open()
    };
    let cut_off = StoreError::Failed("the thread for long reads has ended".into());
    let paced = paced(steps.boxed(), PACE, bids_may_come);
    let mut read = shared.settings.background.stream(paced, cut_off);
    while let Some(found) = read.next().await {
        if let Some(found) = found?.pop() {
            return Ok(found);
        }
    }
    Ok(None)
}

impl StreamReading {
    /// Reads and folds the next page. What is found comes with the last one.
    async fn step(mut self) -> Result<(Option<Option<Recovered>>, Option<Self>), StoreError> {
        let limit = if self.shared.any_lot_is_open() { PAGE_BESIDE_BIDS } else { PAGE_ALONE };
        let page = self.shared.journal.background_page(&self.stream, self.after, limit).await?;
        for record in &page {
            self.fold.apply(record);
        }
        match page.last() {
            Some(last) if page.len() >= usize::try_from(limit).unwrap_or(usize::MAX) => {
                self.after = last.seq;
                Ok((None, Some(self)))
            }
            Some(_) | None => Ok((Some(self.fold.end()), None)),
        }
    }
}
