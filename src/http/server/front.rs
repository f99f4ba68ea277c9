//! What requests reach at the moment: one life of the server, or words that there is none at present.
//!
//! Sockets belong to the process, what answers on them to one life between two losses of the store. So the address stays,
//! no connection is refused while the server is rebuilt, and a request goes to whatever is there when it arrives.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::Router;

use super::shared::ServerShared;
use crate::background::Background;
use crate::config::HttpLimits;
use crate::http::router::{away, router};
use crate::http::state::AppState;

/// Between the sockets and what answers on them. Cheap to clone.
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
    /// A front behind which nothing stands yet.
    #[must_use]
    pub fn new(limits: HttpLimits, background: Background) -> Self {
        let shared = ServerShared::new(limits, background);
        let answering = away(Arc::clone(&shared.limits), "the server has not read its journal yet");
        Self { answering: Arc::new(ArcSwap::from_pointee(answering)), shared }
    }

    /// From now on that life answers.
    pub fn open(&self, state: AppState) {
        self.answering.store(Arc::new(router(state)));
    }

    /// From now on nobody does: `/readyz` gives the reason. Requests that reached a life before get its answers.
    pub fn close(&self, reason: &'static str) {
        self.answering.store(Arc::new(away(Arc::clone(&self.shared.limits), reason)));
    }

    /// What every [`AppState`] behind this front has in common.
    #[must_use]
    pub const fn shared(&self) -> &ServerShared {
        &self.shared
    }

    /// What answers at this moment.
    pub(super) fn answering(&self) -> Router {
        Router::clone(&self.answering.load())
    }
}
