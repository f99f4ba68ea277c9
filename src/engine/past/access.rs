//! The past of one lot as one principal may ask for it.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use tokio::sync::OwnedSemaphorePermit;

use super::fold::PastLot;
use super::timeline::Timeline;
use super::timelines::Timelines;
use crate::auction::view::Viewer;
use crate::background::Background;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::feed::whole_lot;
use crate::engine::offers;
use crate::engine::registry::Registry;
use crate::engine::shared::Shared;
use crate::ids::{LotId, Seq};
use crate::protocol::http::Moment;

/// The past of one lot for one viewer. Made by `Engine::past_lot`, which checks that the principal may see it.
#[derive(Debug)]
pub struct PastAccess {
    timeline: Arc<Timeline>,
    id: LotId,
    viewer: Viewer,
    registry: Arc<Registry>,
    shared: Arc<Shared>,
    /// Held, because only a few moments are looked up at the same time.
    _turn: OwnedSemaphorePermit,
}

/// Offers in pieces of text; None for a piece that shows nothing.
type Offers = BoxStream<'static, Result<Option<Bytes>, Denied>>;

/// What a past state is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastView {
    /// JSON text.
    pub text: Bytes,
    /// The record that it is the state right after.
    pub seq: Seq,
}

/// What a past event is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastEvent {
    /// JSON text.
    pub text: Bytes,
    /// The event's record that it is the state right after; none for a caller who may not know how many there are.
    pub seq: Option<Seq>,
}

impl PastAccess {
    /// # Errors
    /// [`Denied::Overloaded`] where too many moments are looked up now.
    pub(in crate::engine) fn new(
        timelines: &Timelines,
        id: &LotId,
        viewer: Viewer,
        registry: Arc<Registry>,
        shared: Arc<Shared>,
    ) -> Result<Self, Denied> {
        let turn = timelines.turn()?;
        Ok(Self { timeline: timelines.of(id), id: id.clone(), viewer, registry, shared, _turn: turn })
    }

    /// The lot's id.
    #[must_use]
    pub const fn id(&self) -> &LotId {
        &self.id
    }

    /// The whole `lot` message at that moment, with the eyes of that moment.
    ///
    /// # Errors
    /// [`Denied`], as [`Self::state`].
    pub async fn view(&self, moment: Moment, background: &Background) -> Result<PastView, Denied> {
        let lot = self.state(moment, background).await?;
        let now = now_at(moment, &lot);
        let snapshot = lot.snapshot(&self.shared.settings.directory);
        Ok(PastView { text: whole_lot(&self.id, &snapshot, &self.viewer, now), seq: lot.seq() })
    }

    /// `{"offers": [...]}` after a place in the journal, as the viewer saw them at that moment, piece by piece; and the last
    /// record of that moment. They come from the lot itself, page by page, as those of the present do.
    ///
    /// # Errors
    /// [`Denied`], as [`Self::state`].
    pub async fn offers(&self, moment: Moment, after: Seq, background: &Background) -> Result<(Seq, Offers), Denied> {
        let lot = self.state(moment, background).await?;
        let handle = self.registry.load(&self.id).await?;
        Ok((lot.seq(), offers::past_pieces(handle, self.viewer.clone(), lot.board().clone(), after)))
    }

    /// The lot at that moment.
    ///
    /// # Errors
    /// [`Denied::InTheFuture`]; [`Denied::NotFound`] before the first record, [`Denied::NoSuchRecord`];
    /// `Unavailable` where the records up to there cannot be read, or one of them is broken.
    pub(in crate::engine) async fn state(&self, moment: Moment, background: &Background) -> Result<PastLot, Denied> {
        check(moment, self.shared.clock.now())?;
        self.timeline.state(moment, background).await
    }
}

/// Refuses a moment that has not come.
///
/// # Errors
/// [`Denied::InTheFuture`].
pub(in crate::engine) fn check(moment: Moment, now: Instant) -> Result<(), Denied> {
    match moment {
        Moment::At(instant) if instant > now => Err(Denied::InTheFuture),
        Moment::At(_) | Moment::Record(_) => Ok(()),
    }
}

/// The instant at which that state is rendered.
fn now_at(moment: Moment, lot: &PastLot) -> Instant {
    match moment {
        Moment::At(instant) => instant,
        Moment::Record(_) => lot.at(),
    }
}
