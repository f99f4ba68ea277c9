//! The router that requests reach now: the whole API, or answers that the server is unavailable or a standby.
//!
//! The listener and its sockets stay for as long as the process runs. The engine is replaced when the store was lost.
//! So no connection is refused meanwhile, and each request reaches the router that is there when it arrives.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::Router;

use super::shared::ServerShared;
use crate::background::Background;
use crate::config::HttpLimits;
use crate::http::router::{away, router, standing_by};
use crate::http::state::AppState;

/// Holds the router that answers now. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    answering: Arc<ArcSwap<Router>>,
    shared: ServerShared,
}

impl std::fmt::Debug for Front {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Front")
    }
}

impl Front {
    /// Returns a front that answers `unavailable` until [`Front::open`].
    #[must_use]
    pub fn new(limits: HttpLimits, background: Background) -> Self {
        let shared = ServerShared::new(limits, background);
        let answering = away(Arc::clone(&shared.limits), "the server has not read its journal yet");
        Self { answering: Arc::new(ArcSwap::from_pointee(answering)), shared }
    }

    /// Makes that state answer requests from now on.
    pub fn open(&self, state: AppState) {
        self.answering.store(Arc::new(router(state)));
    }

    /// Answers `unavailable` from now on; `/readyz` gives the reason. Requests that arrived before are still answered
    /// by the state they reached.
    pub fn close(&self, reason: &'static str) {
        self.answering.store(Arc::new(away(Arc::clone(&self.shared.limits), reason)));
    }

    /// Answers from now on that this server waits for another one to end; `/readyz` gives the reason.
    pub fn stand_by(&self, reason: &'static str) {
        self.answering.store(Arc::new(standing_by(Arc::clone(&self.shared.limits), reason)));
    }

    /// Returns what every [`AppState`] of this process shares.
    #[must_use]
    pub const fn shared(&self) -> &ServerShared {
        &self.shared
    }

    /// Returns the router that answers now.
    pub(super) fn answering(&self) -> Router {
        Router::clone(&self.answering.load())
    }
}
