//! Names of people in views: shown anew once a name has changed, or its person was erased.

use std::sync::Arc;

use super::{LoadState, Registry};

impl Registry {
    /// Lets the feeds of all loaded lots be rendered again whenever names of people change. Runs until the engine stops.
    pub(in crate::engine) async fn keep_names(self: Arc<Self>) {
        let mut changes = self.shared.settings.directory.changes();
        loop {
            tokio::select! {
                () = self.shared.stopping.cancelled() => return,
                next = changes.changed() => if next.is_err() { return },
            }
            let now = self.shared.clock.now();
            for lot in self.known().lots.values() {
                if let LoadState::Loaded { handle, .. } = &lot.load_state {
                    handle.followers.names_changed(now);
                }
            }
        }
    }
}
