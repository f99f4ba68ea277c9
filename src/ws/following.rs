//! The lots that one connection follows.
//!
//! A join is looked up while the connection goes on reading, so that a lot that has to be fetched from the journal does
//! not keep a bid on another lot waiting.

use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt};
use tokio_stream::StreamMap;

use super::wire::WireOutlet;
use crate::auth::Principal;
use crate::engine::{Denied, DirectWrite, Engine, Feed, FeedFrames, LotAccess};
use crate::ids::LotId;

/// What happened to a lot that is followed or is being joined.
#[derive(Debug)]
pub(super) enum Step {
    /// The caller may see it; its state follows.
    Joined(LotAccess),
    /// Ready frames, in order; none where the rest of one that was sent already has to be seen to.
    Frames(FeedFrames),
    /// It cannot be followed.
    Denied(Denied),
    /// It is no longer served.
    Stopped,
}

/// Lots by id, each with its own place in its feed.
#[derive(Default)]
pub(super) struct Following {
    lots: StreamMap<LotId, BoxStream<'static, Step>>,
}

enum Place {
    /// Apart from the rest, so that its memory is given back.
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

    /// Begins to follow; one that is followed begins anew, with its whole state.
    pub(super) fn join(&mut self, engine: &Engine, by: &Principal, outlet: Option<&WireOutlet>, lot: LotId) {
        let outlet = outlet.map(WireOutlet::for_feed);
        let place = Place::Joining(begin(engine.clone(), by.clone(), outlet, lot.clone()).boxed());
        self.lots.insert(lot, stream::unfold(place, step).boxed());
    }

    /// Follows no longer.
    pub(super) fn leave(&mut self, lot: &LotId) {
        self.lots.remove(lot);
    }

    /// Waits for the next step of any lot; for ever where there is none. Cancel safe.
    pub(super) async fn next(&mut self) -> (LotId, Step) {
        match self.lots.next().await {
            Some(step) => step,
            None => std::future::pending().await,
        }
    }

    /// The next step, where one is ready.
    pub(super) fn ready(&mut self) -> Option<(LotId, Step)> {
        self.lots.next().now_or_never().flatten()
    }
}

async fn step(place: Place) -> Option<(Step, Place)> {
    match place {
        Place::Joining(begun) => Some(match begun.await {
            Ok((access, feed)) => (Step::Joined(access), Place::Live(feed)),
            Err(denied) => (Step::Denied(denied), Place::Gone),
        }),
        Place::Live(mut feed) => Some(match feed.next().await {
            Some(frames) => (Step::Frames(frames), Place::Live(feed)),
            None => (Step::Stopped, Place::Gone),
        }),
        Place::Gone => None,
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
