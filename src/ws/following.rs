//! The lots that one connection follows.
//!
//! A join is looked up while the connection goes on reading. So a lot that has to be loaded from the journal does not
//! delay a bid on another lot.

use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt};
use tokio_stream::StreamMap;

use super::wire::WireOutlet;
use crate::auth::Principal;
use crate::engine::{Denied, DirectWrite, Engine, Feed, FeedFrames, LotAccess};
use crate::ids::LotId;

/// News of a lot that is followed or is being joined.
#[derive(Debug)]
pub(super) enum FollowUpdate {
    /// The client may see it; its state follows.
    Joined(LotAccess),
    /// Ready frames, in order. Empty where the feed has written part of a frame: the rest has to be flushed.
    Frames(FeedFrames),
    /// It cannot be followed.
    Denied(Denied),
    /// It is no longer served.
    Stopped,
}

/// Followed lots by id, each with its feed.
#[derive(Default)]
pub(super) struct Following {
    lots: StreamMap<LotId, BoxStream<'static, FollowUpdate>>,
}

/// How far following one lot has come.
enum FollowState {
    /// Boxed, so that its memory is freed when the join ends.
    Joining(BoxFuture<'static, Result<(LotAccess, Feed), Denied>>),
    Live(Feed),
    Gone,
}

impl Following {
    /// How many lots are followed or are being joined.
    pub(super) fn len(&self) -> usize {
        self.lots.len()
    }

    pub(super) fn contains(&self, lot: &LotId) -> bool {
        self.lots.contains_key(lot)
    }

    /// Begins to follow a lot. A lot that is followed already begins again, with its whole state.
    pub(super) fn join(&mut self, engine: &Engine, by: &Principal, outlet: Option<&WireOutlet>, lot: LotId) {
        let outlet = outlet.map(WireOutlet::for_feed);
        let state = FollowState::Joining(begin(engine.clone(), by.clone(), outlet, lot.clone()).boxed());
        self.lots.insert(lot, stream::unfold(state, step).boxed());
    }

    /// Stops following a lot.
    pub(super) fn leave(&mut self, lot: &LotId) {
        self.lots.remove(lot);
    }

    /// Waits for the next update of any lot; for ever where no lot is followed. Cancel safe.
    pub(super) async fn next(&mut self) -> (LotId, FollowUpdate) {
        match self.lots.next().await {
            Some(update) => update,
            None => std::future::pending().await,
        }
    }

    /// Returns the next update, where one is ready.
    pub(super) fn ready(&mut self) -> Option<(LotId, FollowUpdate)> {
        self.lots.next().now_or_never().flatten()
    }
}

async fn step(state: FollowState) -> Option<(FollowUpdate, FollowState)> {
    match state {
        FollowState::Joining(begun) => Some(match begun.await {
            Ok((access, feed)) => (FollowUpdate::Joined(access), FollowState::Live(feed)),
            Err(denied) => (FollowUpdate::Denied(denied), FollowState::Gone),
        }),
        FollowState::Live(mut feed) => Some(match feed.next().await {
            Some(frames) => (FollowUpdate::Frames(frames), FollowState::Live(feed)),
            None => (FollowUpdate::Stopped, FollowState::Gone),
        }),
        FollowState::Gone => None,
    }
}

async fn begin(
    engine: Engine,
    by: Principal,
    outlet: Option<Arc<dyn DirectWrite>>,
    lot: LotId,
) -> Result<(LotAccess, Feed), Denied> {
    let access = engine.lot(&by, &lot).await?;
    let mut feed = access.follow().await?;
    if let Some(outlet) = outlet {
        feed.write_directly(outlet);
    }
    Ok((access, feed))
}
