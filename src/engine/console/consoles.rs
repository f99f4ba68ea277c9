//! The consoles that are in use, one for each event.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::event_console::EventConsole;
use super::facts::ConsoleFacts;
use crate::engine::registry::Registry;
use crate::engine::shared::Shared;
use crate::ids::EventId;

/// All consoles that somebody holds.
#[derive(Debug, Default)]
pub(in crate::engine) struct Consoles(Mutex<BTreeMap<EventId, Weak<EventConsole>>>);

impl Consoles {
    /// The console of the event. It is started where nobody holds one.
    pub(in crate::engine) fn of(
        &self,
        facts: ConsoleFacts,
        registry: &Arc<Registry>,
        shared: &Arc<Shared>,
    ) -> Arc<EventConsole> {
        let mut consoles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(console) = consoles.get(&facts.event).and_then(Weak::upgrade) {
            return console;
        }
        consoles.retain(|_, console| console.strong_count() > 0);
        let event = facts.event.clone();
        let console = EventConsole::start(facts, registry.clone(), shared);
        consoles.insert(event, Arc::downgrade(&console));
        console
    }
}
