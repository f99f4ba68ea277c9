//! What the accept loop and the state of each engine share, for as long as the process runs.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::background::Background;
use crate::config::HttpLimits;

/// Limits, stop and count of WebSockets of one process. Cheap to clone.
///
/// A process reads its journal again when it has lost the store: the engine is replaced then, this stays.
#[derive(Debug, Clone)]
pub struct ServerShared {
    pub(in crate::http) limits: Arc<HttpLimits>,
    /// Makes long answers.
    pub(in crate::http) background: Background,
    /// Cancelled when the process stops. Each state has a child of it.
    pub(in crate::http) stop: CancellationToken,
    /// Counts WebSockets, so that a stop can wait for them.
    pub(in crate::http) sockets: TaskTracker,
}

impl ServerShared {
    /// The threads for work that may wait.
    #[must_use]
    pub const fn background(&self) -> &Background {
        &self.background
    }

    pub(super) fn new(limits: HttpLimits, background: Background) -> Self {
        let (stop, sockets) = (CancellationToken::new(), TaskTracker::new());
        Self { limits: Arc::new(limits), background, stop, sockets }
    }
}
