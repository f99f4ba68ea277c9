//! The lots and events that one connection follows.
//!
//! A join is looked up while the connection goes on reading. So a lot that has to be loaded from the journal does not
//! delay a bid on another lot.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt};
use tokio_stream::StreamMap;

use super::wire::WireOutlet;
use crate::auth::Principal;
use crate::engine::{Attendance, Beats, ConnectionMark, Denied, DirectWrite, Engine, Feed, FeedFrames, LotAccess};
use crate::ids::LotId;
use crate::protocol::Topic;

/// News of a lot or an event that is followed or is being joined.
#[derive(Debug)]
pub(super) enum FollowUpdate {
    /// The client may see it; its state follows. With the lot, where it is one.
    Joined(Option<LotAccess>),
    /// Ready frames, in order. Empty where the feed has written part of a frame: the rest has to be flushed.
    Frames(FeedFrames),
    /// It cannot be followed.
    Denied(Denied),
    /// It is no longer served.
    Stopped,
}

/// Followed lots and events, each with its feed.
#[derive(Default)]
pub(super) struct Following {
    topics: StreamMap<Topic, BoxStream<'static, FollowUpdate>>,
    /// The lots among them, for a party: its client is pinged more often while one of them is open.
    lots_of_party: HashMap<LotId, LotAccess>,
}

/// Who follows, and over which connection.
pub(super) struct FollowingAs<'a> {
    pub(super) engine: &'a Engine,
    pub(super) by: &'a Principal,
    pub(super) outlet: Option<&'a WireOutlet>,
    /// None for a client that is no bidder.
    pub(super) mark: Option<&'a ConnectionMark>,
}

/// How far following one lot or event has come.
enum FollowState {
    /// Boxed, so that its memory is freed when the join ends.
    Joining(BoxFuture<'static, Result<Begun, Denied>>),
    Live(Feed, Option<Attendance>),
    Gone,
}

/// What has been joined.
struct Begun {
    access: Option<LotAccess>,
    feed: Feed,
    attendance: Option<Attendance>,
}

impl Following {
    /// How many lots are followed or are being joined.
    pub(super) fn lots(&self) -> usize {
        self.topics.len() - self.events()
    }

    /// How many events are followed or are being joined.
    pub(super) fn events(&self) -> usize {
        self.topics.keys().filter(|topic| matches!(topic, Topic::Event { .. })).count()
    }

    pub(super) fn contains(&self, topic: &Topic) -> bool {
        self.topics.contains_key(topic)
    }

    /// Notes a lot that a party follows.
    pub(super) fn note_lot_of_party(&mut self, access: LotAccess) {
        self.lots_of_party.insert(access.id().clone(), access);
    }

    /// Whether a party follows any lot.
    pub(super) fn has_lots_of_party(&self) -> bool {
        !self.lots_of_party.is_empty()
    }

    /// Whether a party follows a lot that is open.
    pub(super) fn has_open_lot_of_party(&self) -> bool {
        self.lots_of_party.values().any(LotAccess::is_open)
    }

    /// Begins to follow a lot or an event. One that is followed already begins again, with its whole state.
    pub(super) fn join(&mut self, client: &FollowingAs<'_>, topic: Topic, beats: Beats) {
        let (engine, by) = (client.engine.clone(), client.by.clone());
        let (outlet, mark) = (client.outlet.map(WireOutlet::for_feed), client.mark.cloned());
        let begun = match topic.clone() {
            Topic::Lot { lot } => async move {
                let access = engine.lot(&by, &lot).await?;
                let feed = connected(access.follow_with(beats).await?, outlet);
                let attendance = mark.and_then(|mark| access.attend(&mark));
                Ok(Begun { access: Some(access), feed, attendance })
            }
            .boxed(),
            Topic::Event { event } => async move {
                let feed = connected(engine.follow_event(&by, &event, beats).await?, outlet);
                Ok(Begun { access: None, feed, attendance: None })
            }
            .boxed(),
        };
        self.topics.insert(topic, stream::unfold(FollowState::Joining(begun), step).boxed());
    }

    /// Stops following a lot or an event.
    pub(super) fn leave(&mut self, topic: &Topic) {
        self.topics.remove(topic);
        if let Topic::Lot { lot } = topic {
            self.lots_of_party.remove(lot);
        }
    }

    /// Waits for the next update of any of them; for ever where nothing is followed. Cancel safe.
    pub(super) async fn next(&mut self) -> (Topic, FollowUpdate) {
        match self.topics.next().await {
            Some(update) => update,
            None => std::future::pending().await,
        }
    }

    /// Returns the next update, where one is ready.
    pub(super) fn ready(&mut self) -> Option<(Topic, FollowUpdate)> {
        self.topics.next().now_or_never().flatten()
    }
}

async fn step(state: FollowState) -> Option<(FollowUpdate, FollowState)> {
    match state {
        FollowState::Joining(begun) => Some(match begun.await {
            Ok(Begun { access, feed, attendance }) => {
                (FollowUpdate::Joined(access), FollowState::Live(feed, attendance))
            }
            Err(denied) => (FollowUpdate::Denied(denied), FollowState::Gone),
        }),
        FollowState::Live(mut feed, attendance) => Some(match feed.next().await {
            Some(frames) => (FollowUpdate::Frames(frames), FollowState::Live(feed, attendance)),
            None => (FollowUpdate::Stopped, FollowState::Gone),
        }),
        FollowState::Gone => None,
    }
}

/// The feed, which writes to the connection itself where it can.
fn connected(mut feed: Feed, outlet: Option<Arc<dyn DirectWrite>>) -> Feed {
    if let Some(outlet) = outlet {
        feed.write_directly(outlet);
    }
    feed
}
