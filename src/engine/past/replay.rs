//! The messages that one party of a lot was sent, made again record by record.
//!
//! Read as a history is: one piece for each record, so that the reader can pace itself, and nothing of the actor. The
//! first state is one of the past; the fold goes on from there.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::access::check;
use super::fold::{PastFold, PastLot};
use super::states::is_kept;
use super::timeline::Timeline;
use super::timelines::Timelines;
use super::turns::ReplayTurn;
use crate::auction::view::Viewer;
use crate::auth::{Directory, Principal};
use crate::background::Background;
use crate::engine::answer::Denied;
use crate::engine::feed::EachRecord;
use crate::engine::shared::Shared;
use crate::ids::{LotId, Seq};
use crate::journal::{Record, StreamId};
use crate::protocol::ReadyFrame;
use crate::protocol::http::{Moment, ViewsPage, ViewsPageLine};

/// The kind of the record from which on bids count.
const OPENED: &str = "lot_opened";

/// A lot as one party was told of it. Made by `Engine::replay`, which checks who asks.
#[derive(Debug)]
pub struct Replay {
    timeline: Arc<Timeline>,
    id: LotId,
    viewer: Viewer,
    shared: Arc<Shared>,
    /// Held, because only a few lots are replayed at the same time.
    _turn: ReplayTurn,
}

/// Which records a replay goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayedRecords {
    /// The replay begins with the state right after this one.
    pub from: Seq,
    /// The last one; the lot's last record where there is none.
    pub to: Option<Seq>,
    /// How many of them after the first are looked at, at most.
    pub limit: Option<u64>,
}

/// The frames of one record, a line each; None for a record that told the party nothing.
type RecordLines = Result<Option<Bytes>, Denied>;

impl Replay {
    /// # Errors
    /// [`Denied::Overloaded`] where too many replays are under way.
    pub(in crate::engine) fn new(
        timelines: &Timelines,
        id: &LotId,
        viewer: Viewer,
        by: &Principal,
        shared: Arc<Shared>,
    ) -> Result<Self, Denied> {
        let turn = timelines.replay_turn(&by.person)?;
        Ok(Self { timeline: timelines.of(id), id: id.clone(), viewer, shared, _turn: turn })
    }

    /// From the opening of the lot, or its first record where it was not opened yet, up to that moment.
    ///
    /// # Errors
    /// As [`PastAccess::view`](super::PastAccess::view).
    pub async fn from_opening(
        &self,
        moment: Option<Moment>,
        background: &Background,
    ) -> Result<ReplayedRecords, Denied> {
        let until = match moment {
            Some(moment) => moment,
            None => Moment::Record(self.timeline.head(background).await?),
        };
        check(until, self.shared.clock.now())?;
        // Folded before anything is sent, so that a broken record is an error in place of a file that is cut off.
        let to = self.timeline.state(until, background).await?.seq();
        let opened = self.records(Seq::ZERO, to).try_filter(|record| std::future::ready(&*record.kind == OPENED));
        let opened = background.stream(opened.boxed(), Denied::Unavailable).next().await.transpose()?;
        Ok(ReplayedRecords { from: opened.map_or(Seq(1), |opened| opened.seq), to: Some(to), limit: None })
    }

    /// The lines of the messages, record by record; at the end the line that says how far the page has come. The first
    /// piece is an error where there are no such records.
    #[must_use]
    pub fn lines(self, asked: ReplayedRecords, background: Background) -> BoxStream<'static, RecordLines> {
        stream::once(async move { self.begin(asked, &background).await }).try_flatten().boxed()
    }

    async fn begin(
        self,
        asked: ReplayedRecords,
        background: &Background,
    ) -> Result<BoxStream<'static, RecordLines>, Denied> {
        let head = self.timeline.head(background).await?;
        let (from, to) = (asked.from, asked.to.unwrap_or(head));
        if from == Seq::ZERO || from > to || to > head {
            return Err(Denied::NoSuchRecord);
        }
        let first = self.timeline.state(Moment::Record(from), background).await?;
        let last = asked.limit.map_or(to, |limit| to.min(Seq(from.0.saturating_add(limit))));
        let next = (last < to).then_some(last);
        let page = ViewsPage { line: ViewsPageLine::Page, from, to: last, next, head };
        let records = self.records(from, last).map_ok(Some).chain(stream::iter([Ok(None)]));
        let (mut party, joined) = PartyFold::join(&self, first);
        let mut end = Some(serde_json::to_string(&page).expect("a page is figures") + "\n");
        let lines = records.map(move |record| {
            // Held until the last record is read, because the turn is in it.
            let replay = &self;
            if let Some(record) = record? {
                return party.next(&record);
            }
            if let Some((kept, newest)) = party.folded_up_to(last) {
                replay.timeline.go_on(kept, newest);
            }
            Ok(end.take().map(Bytes::from))
        });
        Ok(stream::iter([Ok(Some(joined))]).chain(lines).boxed())
    }

    /// The records after `after`, up to `last`.
    fn records(&self, after: Seq, last: Seq) -> BoxStream<'static, Result<Record, Denied>> {
        let lot = self.id.clone();
        let records = self.shared.journal.read_in_background(StreamId::lot(&lot), after);
        let records = records.map_err(move |error| {
            tracing::warn!(%lot, %error, "a replay could not be read to its end");
            Denied::Unavailable
        });
        // Counted, because a journal has no gaps: so nothing is read to find out that the last one was the last.
        let count = last.0.saturating_sub(after.0);
        records.take(usize::try_from(count).unwrap_or(usize::MAX)).boxed()
    }
}

/// The fold of a lot with the party that is told of it.
struct PartyFold {
    fold: PastFold,
    /// The states on its way that a timeline keeps.
    kept: Vec<PastLot>,
    party: EachRecord,
    directory: Directory,
}

impl PartyFold {
    /// The fold at that state, and the lines that the party is sent at first.
    fn join(replay: &Replay, lot: PastLot) -> (Self, Bytes) {
        let directory = replay.shared.settings.directory.clone();
        let (party, frames) = EachRecord::join(&lot.snapshot(&directory), replay.viewer.clone(), lot.at());
        (Self { fold: PastFold::after(lot), kept: Vec::new(), party, directory }, lines(&frames))
    }

    fn next(&mut self, record: &Record) -> RecordLines {
        self.fold.apply(record).map_err(|fault| {
            tracing::error!(fault, "the past of a lot cannot be replayed");
            Denied::Unavailable
        })?;
        let Some(lot) = self.fold.lot() else { return Err(Denied::Unavailable) };
        if is_kept(lot.seq()) {
            self.kept.push(lot.clone());
        }
        let frames = self.party.next(&lot.snapshot(&self.directory), lot.at());
        Ok((!frames.is_empty()).then(|| lines(&frames)))
    }

    /// The states that are kept, and the one right after `last`, where it has come so far.
    fn folded_up_to(&mut self, last: Seq) -> Option<(Vec<PastLot>, PastLot)> {
        let newest = self.fold.lot().filter(|lot| lot.seq() == last)?;
        Some((std::mem::take(&mut self.kept), newest.clone()))
    }
}

/// The texts of the frames, each with its line end.
fn lines(frames: &[ReadyFrame]) -> Bytes {
    let texts = frames.iter().flat_map(|frame| [frame.text(), Bytes::from_static(b"\n")]);
    texts.collect::<Vec<Bytes>>().concat().into()
}
