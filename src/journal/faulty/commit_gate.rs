//! Makes commits wait until a test lets them pass, so that no test has to sleep.

use tokio::sync::watch;

/// Open until it is held.
#[derive(Debug)]
pub(super) struct CommitGate {
    state: watch::Sender<CommitGateState>,
}

#[derive(Debug, Default)]
struct CommitGateState {
    held: bool,
    /// How many commits may pass although it is held.
    passes: usize,
    waiting: usize,
}

impl Default for CommitGate {
    fn default() -> Self {
        Self { state: watch::Sender::new(CommitGateState::default()) }
    }
}

impl CommitGate {
    pub(super) fn hold(&self) {
        self.state.send_modify(|state| state.held = true);
    }

    pub(super) fn release(&self) {
        self.state.send_modify(|state| {
            state.held = false;
            state.passes = 0;
        });
    }

    pub(super) fn let_one_through(&self) {
        self.state.send_modify(|state| state.passes += 1);
    }

    pub(super) async fn has_waiting(&self) {
        let waits = self.state.subscribe().wait_for(|state| state.waiting > 0).await.is_ok();
        debug_assert!(waits, "the gate outlives the test that waits");
    }

    /// Returns at once where the gate is open, otherwise once this commit may pass.
    pub(super) async fn pass(&self) {
        if !self.state.borrow().held {
            return;
        }
        let mut changes = self.state.subscribe();
        self.state.send_modify(|state| state.waiting += 1);
        while !self.try_pass() {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    fn try_pass(&self) -> bool {
        self.state.send_if_modified(|state| {
            let may_pass = !state.held || state.passes > 0;
            if may_pass {
                state.passes = state.passes.saturating_sub(1);
                state.waiting -= 1;
            }
            may_pass
        })
    }
}
