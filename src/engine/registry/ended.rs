//! Lots that have ended for good: found again by their summaries, and forgotten when nobody uses them.

use std::sync::Arc;
use std::time::Duration;

use super::{KnownLot, LoadState, Registry};
use crate::engine::answer::Denied;
use crate::engine::ended::EndedLot;
use crate::engine::entry::LotEntry;
use crate::engine::fault::StreamFault;
use crate::ids::{LotId, Seq};
use crate::journal::StreamId;

/// How long a request waits until it is known what has ended.
const KNOWN_WAIT_MAX: Duration = Duration::from_secs(10);

impl Registry {
    /// A lot's entry, also of a lot that has ended. None for an unknown lot, and for one whose stream could not be read.
    ///
    /// # Errors
    /// [`Denied::Unavailable`] where the summary cannot be read, or it takes too long until it is known what has ended.
    pub(in crate::engine) async fn find(&self, id: &LotId) -> Result<Option<Arc<LotEntry>>, Denied> {
        if self.is_in_map(id) {
            return Ok(self.entry(id));
        }
        self.all_known().await?;
        if self.is_in_map(id) {
            return Ok(self.entry(id));
        }
        let Some(summaries) = self.shared.journal.summaries() else { return Ok(None) };
        let summary = summaries.summary_of(&StreamId::lot(id)).await.map_err(|error| {
            tracing::warn!(lot = %id, %error, "the summary of a lot could not be read");
            Denied::Unavailable
        })?;
        let Some(summary) = summary else { return Ok(None) };
        let ended = EndedLot::read(&summary).map_err(|error| {
            tracing::error!(lot = %id, error, "the summary of a lot is wrong; it is made anew when its records are checked");
            Denied::Unavailable
        })?;
        let entry = Arc::new(ended.into_entry(id.clone()));
        let (mut known, now) = (self.known(), self.shared.clock.now());
        let lot = known.lots.entry(id.clone()).or_insert_with(|| {
            let mut lot = KnownLot::unloaded(entry, now);
            lot.kept = Some(summary.head.seq);
            lot
        });
        Ok(lot.entry.clone())
    }

    fn is_in_map(&self, id: &LotId) -> bool {
        self.known().lots.contains_key(id)
    }

    /// Returns once every stream of the journal is in a summary or was read.
    ///
    /// # Errors
    /// [`Denied::Unavailable`] where that takes too long.
    pub(in crate::engine) async fn all_known(&self) -> Result<(), Denied> {
        if self.all_known.is_cancelled() {
            return Ok(());
        }
        let known = tokio::time::timeout(KNOWN_WAIT_MAX, self.all_known.cancelled()).await;
        known.map_err(|_| Denied::Unavailable)
    }

    /// Notes that every stream of the journal is in a summary or was read.
    pub(in crate::engine) fn note_all_known(&self) {
        self.all_known.cancel();
    }

    /// Notes that the records of all streams that had ended before the start are checked.
    pub(in crate::engine) fn note_all_checked(&self) {
        self.all_checked.cancel();
    }

    /// Returns once the records of all streams that had ended before the start are checked.
    pub(in crate::engine) async fn all_checked(&self) {
        self.all_checked.cancelled().await;
    }

    /// Whether nothing can happen to the lot any more. A lot that is not in the map has ended, once all are known.
    pub(in crate::engine) fn has_ended_for_good(&self, id: &LotId) -> bool {
        match self.known().lots.get(id) {
            Some(lot) => lot.entry.as_ref().is_some_and(|entry| entry.summary().has_ended_for_good()),
            None => self.all_known.is_cancelled(),
        }
    }

    /// Lots that have ended for good and have no summary, or an older one.
    pub(in crate::engine) fn ended_without_summary(&self) -> Vec<LotId> {
        let known = self.known();
        let has_none = |lot: &KnownLot| match (&lot.entry, &lot.load_state) {
            (None, _) | (_, LoadState::Failed) => false,
            (Some(entry), LoadState::Loaded { .. }) => lot.kept.is_none() && entry.summary().has_ended_for_good(),
            (Some(entry), LoadState::Unloaded { .. }) => {
                entry.summary().has_ended_for_good() && lot.kept != entry.resting_at().or(lot.kept)
            }
        };
        known.lots.iter().filter(|(_, lot)| has_none(lot)).map(|(id, _)| id.clone()).collect()
    }

    /// Notes that the lot's summary is kept, up to that record.
    pub(in crate::engine) fn note_kept(&self, id: &LotId, seq: Seq) {
        if let Some(lot) = self.known().lots.get_mut(id) {
            lot.kept = Some(seq);
        }
    }

    /// Lots whose summary is kept, and whose stream was found broken since.
    pub(in crate::engine) fn broken_with_summary(&self) -> Vec<LotId> {
        let known = self.known();
        let broken =
            known.lots.iter().filter(|(_, lot)| lot.kept.is_some() && matches!(lot.load_state, LoadState::Failed));
        broken.map(|(id, _)| id.clone()).collect()
    }

    /// Notes that the lot's summary was dropped.
    pub(in crate::engine) fn note_dropped(&self, id: &LotId) {
        if let Some(lot) = self.known().lots.get_mut(id) {
            lot.kept = None;
        }
    }

    /// Notes that a lot's records are broken. A lot in memory stays there: its actor holds what was right when it was read.
    pub(in crate::engine) fn note_broken(&self, id: &LotId, fault: StreamFault) {
        let mut known = self.known();
        let now = self.shared.clock.now();
        let lot = known.lots.entry(id.clone()).or_insert_with(|| KnownLot::failed(now));
        if !matches!(lot.load_state, LoadState::Loaded { .. }) {
            lot.load_state = LoadState::Failed;
        }
        drop(known);
        self.note_failed(StreamId::lot(id).to_string(), fault);
    }

    /// Forgets lots that have ended for good, whose summary says all of it, and that nobody has used for a while.
    pub(super) fn forget_ended(&self) {
        let now = self.shared.clock.now();
        let unload_after = self.shared.settings.unload_after;
        self.known().lots.retain(|_, lot| {
            let LoadState::Unloaded { before } = &lot.load_state else { return true };
            let Some(entry) = &lot.entry else { return true };
            let is_free = before.as_ref().is_none_or(tokio_util::sync::CancellationToken::is_cancelled);
            let is_kept = lot.kept.is_some() && lot.kept == entry.resting_at().or(lot.kept);
            let is_used = now.saturating_since(lot.last_used) < unload_after || Arc::strong_count(&lot.loading) > 1;
            !(is_free && is_kept && !is_used && entry.summary().has_ended_for_good())
        });
    }
}
