//! Compares the journal's streams with what is kept of them, right after the start.

use std::collections::{BTreeMap, BTreeSet};

use super::{EndedKeeper, PAGE_SUMMARIES, Unfinished};
use crate::engine::ended::{EndedEvent, EndedLot};
use crate::engine::event::LearntEvents;
use crate::engine::recovery::{self, FoldedEvent, FoldedLot, Recovered};
use crate::engine::registry::is_over;
use crate::ids::LotId;
use crate::journal::record::StreamKind;
use crate::journal::{StreamHead, StreamId, Summaries};

/// Streams in a page of last records.
const PAGE_HEADS: u32 = 500;

/// What is found while the journal is compared.
#[derive(Default)]
struct Compared {
    /// Streams whose last record is not that of their summary, and that were not read at the start.
    unknown: Vec<StreamId>,
    /// Streams that have a summary, and no record.
    without_records: Vec<StreamId>,
    /// Lots that have ended for good, by their summaries.
    ended_lots: BTreeSet<LotId>,
    learnt: LearntEvents,
}

/// Streams that were read because no summary agrees with them.
#[derive(Default)]
struct ReadAgain {
    lots: Vec<FoldedLot>,
    events: Vec<FoldedEvent>,
    /// Streams to list as open.
    open: Vec<StreamId>,
}

impl EndedKeeper {
    /// Makes known what has ended. `read` are the streams that the start has read, none where it has read all.
    pub(super) async fn learn(
        &mut self,
        summaries: &dyn Summaries,
        read: Option<&BTreeSet<StreamId>>,
    ) -> Result<(), Unfinished> {
        let mut compared = self.compare(summaries, read).await?;
        if !compared.without_records.is_empty() {
            let streams = compared.without_records.len();
            tracing::warn!(streams, "summaries of streams that the journal does not hold are dropped");
            summaries.drop_summaries(&compared.without_records).await?;
        }
        if !compared.unknown.is_empty() {
            let streams = compared.unknown.len();
            tracing::warn!(streams, "streams whose summary is missing or of another record are read again");
            self.read_again(summaries, &mut compared).await?;
        }
        Ok(self.events.learn(compared.learnt).await?)
    }

    async fn compare(
        &mut self,
        summaries: &dyn Summaries,
        read: Option<&BTreeSet<StreamId>>,
    ) -> Result<Compared, Unfinished> {
        let mut compared = Compared::default();
        let mut kept = self.kept(summaries, &mut compared).await?;
        let mut after: Option<StreamId> = None;
        loop {
            let heads = summaries.heads(after.as_ref(), PAGE_HEADS).await?;
            let Some(last) = heads.last() else { break };
            after = Some(last.stream.clone());
            for head in heads {
                let agrees = kept.remove(&head.stream).is_some_and(|kept| kept == head);
                // A start that has read everything has kept what has ended, and listed the rest.
                let was_read = read.is_none_or(|read| read.contains(&head.stream));
                if !agrees && !was_read {
                    compared.unknown.push(head.stream);
                }
            }
        }
        compared.without_records.extend(kept.into_keys());
        let unknown: BTreeSet<&StreamId> = compared.unknown.iter().chain(&compared.without_records).collect();
        compared.learnt.ended.retain(|(event, _)| !unknown.contains(&StreamId::event(&event.id)));
        compared.ended_lots.retain(|lot| !unknown.contains(&StreamId::lot(lot)));
        Ok(compared)
    }

    /// The last records of all streams that have a summary. What summaries of events say is noted.
    async fn kept(
        &mut self,
        summaries: &dyn Summaries,
        compared: &mut Compared,
    ) -> Result<BTreeMap<StreamId, StreamHead>, Unfinished> {
        let unreadable = self.read_events(summaries, compared).await?;
        let (mut kept, mut after) = (BTreeMap::new(), None);
        loop {
            let page = summaries.summary_heads(after.as_ref(), PAGE_HEADS).await?;
            let Some(last) = page.last() else { return Ok(kept) };
            after = Some(last.stream.clone());
            for head in page {
                if let Some(StreamKind::Lot(id)) = head.stream.kind() {
                    compared.ended_lots.insert(id);
                }
                // A summary that cannot be read counts as missing.
                if !unreadable.contains(&head.stream) {
                    kept.insert(head.stream.clone(), head);
                }
            }
        }
    }

    /// Reads the summaries of events. Returns the streams of those that cannot be read.
    async fn read_events(
        &mut self,
        summaries: &dyn Summaries,
        compared: &mut Compared,
    ) -> Result<BTreeSet<StreamId>, Unfinished> {
        let (mut unreadable, mut after) = (BTreeSet::new(), None);
        loop {
            let page = summaries.summaries_after(after.as_ref(), PAGE_SUMMARIES).await?;
            for summary in &page {
                // Events come first by their streams' names.
                let Some(StreamKind::Event(_)) = summary.head.stream.kind() else { return Ok(unreadable) };
                match EndedEvent::read(summary, &mut self.common) {
                    Ok(read) => compared.learnt.ended.push(read),
                    Err(_) => {
                        unreadable.insert(summary.head.stream.clone());
                    }
                }
            }
            let Some(last) = page.last() else { return Ok(unreadable) };
            after = Some(last.head.stream.clone());
        }
    }

    /// Reads streams whose summary does not agree with the journal, as a start would.
    async fn read_again(&self, summaries: &dyn Summaries, compared: &mut Compared) -> Result<(), Unfinished> {
        let mut again = ReadAgain::default();
        for stream in &compared.unknown {
            match recovery::read_stream(&self.shared.journal, stream.clone()).await? {
                Some(Recovered::Lot(folded)) => {
                    if let Some(summary) = EndedLot::summary_of(&folded) {
                        summaries.keep_summaries(&[summary]).await?;
                        compared.ended_lots.insert(folded.lot.setup().lot.clone());
                    } else {
                        again.open.push(stream.clone());
                        again.lots.push(*folded);
                    }
                }
                Some(Recovered::Event(event)) => again.events.push(*event),
                Some(Recovered::Failed { fault, .. }) => {
                    self.registry.add_failed(stream, fault);
                    again.open.push(stream.clone());
                }
                None => again.open.push(stream.clone()),
            }
        }
        for event in again.events {
            if is_over(&event.setup, |lot| compared.ended_lots.contains(lot)) {
                let summary = EndedEvent::summary_of(&event);
                summaries.keep_summaries(&[summary]).await?;
                compared.learnt.ended.push((EndedEvent::of(&event.setup), event.keyed));
            } else {
                again.open.push(StreamId::event(&event.setup.id));
                compared.learnt.whole.push(event);
            }
        }
        summaries.drop_summaries(&again.open).await?;
        Ok(self.registry.pause_hit(again.lots, self.last_alive).await?)
    }
}
