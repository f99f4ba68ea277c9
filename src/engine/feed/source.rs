//! What the feed asks of the thing that is followed.
//!
//! The feed knows no actor and no handle: it asks a source, which may also represent a lot on another node.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::auction::view::{Board, Constants};
use crate::auth::Directory;
use crate::engine::ledger::Broadcast;
use crate::ids::{LotId, PersonId, Seq};

/// Where a feed gets the states that it renders. Asked once for all audiences, never for each follower.
pub(in crate::engine) trait Source: Debug + Send + Sync {
    /// The lot's name in every frame.
    fn name(&self) -> &LotId;

    /// The committed state. None where it cannot be had now, because too many ask or because the source has stopped.
    fn snapshot(&self) -> BoxFuture<'_, Option<Snapshot>>;
}

/// A committed state, to render views from.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Snapshot {
    pub(in crate::engine) board: Board,
    /// Rendered once, when the lot was loaded.
    pub(in crate::engine) constants: Arc<Constants>,
    pub(in crate::engine) messages: Arc<Vec<Broadcast>>,
    /// Who asked for an annulment, by the request's place.
    pub(in crate::engine) askers: Arc<BTreeMap<Seq, PersonId>>,
    /// Asked while a view is rendered.
    pub(in crate::engine) directory: Directory,
}
