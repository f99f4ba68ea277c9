//! Holds commits back until a test lets them through, so that no test has to sleep.

use tokio::sync::watch;

/// Open, until it is held.
#[derive(Debug)]
pub(super) struct Gate {
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct State {
    held: bool,
    /// How many may pass although it is held.
    passes: usize,
    waiting: usize,
}

impl Default for Gate {
    fn default() -> Self {
        Self { state: watch::Sender::new(State::default()) }
    }
}

impl Gate {
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

    pub(super) async fn somebody_waits(&self) {
        let waits = self.state.subscribe().wait_for(|state| state.waiting > 0).await.is_ok();
        debug_assert!(waits, "the gate outlives whoever looks at it");
    }

    /// Returns at once where the gate is open, else once it lets this caller through.
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
