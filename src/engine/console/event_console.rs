//! The console of one event: what has been collected of it, and the feed that shows it.

use std::sync::{Arc, Weak};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;

use super::collector::Collector;
use super::facts::ConsoleFacts;
use super::texts::{CollectedState, ConsoleSnapshot, ConsoleTexts};
use crate::auction::view::Viewer;
use crate::engine::answer::Denied;
use crate::engine::feed::{self, Beats, Feed, Followers, Snapshot, Source};
use crate::engine::registry::Registry;
use crate::engine::settings::EngineSettings;
use crate::engine::shared::Shared;
use crate::ids::Seq;

/// The least time between two messages about an event. Also how often its lots are looked at while one of them runs.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How often the lots are looked at while none of them runs.
const LOOK_AT_REST_EVERY: Duration = Duration::from_millis(500);

/// The console of one event. It works while somebody holds it.
#[derive(Debug)]
pub(in crate::engine) struct EventConsole {
    facts: Arc<ConsoleFacts>,
    shared: Arc<Shared>,
    collector: tokio::sync::Mutex<Collector>,
    /// None before the first look.
    state: ArcSwapOption<CollectedState>,
    texts: Arc<ConsoleTexts>,
    followers: Arc<Followers>,
}

impl EventConsole {
    /// A console, with the task that looks at the event's lots.
    pub(in crate::engine) fn start(facts: ConsoleFacts, registry: Arc<Registry>, shared: &Arc<Shared>) -> Arc<Self> {
        let facts = Arc::new(facts);
        let console = Arc::new(Self {
            collector: tokio::sync::Mutex::new(Collector::new(facts.clone(), registry, shared.clone())),
            facts,
            shared: shared.clone(),
            state: ArcSwapOption::empty(),
            texts: Arc::default(),
            followers: Arc::new(Followers::new(Seq::ZERO, shared.clock.clone())),
        });
        tokio::spawn(keep_looking(Arc::downgrade(&console), shared.clone()));
        console
    }

    /// Follows the event, with a state that is no older than any answer already sent.
    pub(in crate::engine) async fn follow(self: &Arc<Self>, viewer: &Viewer, beats: Beats) -> Result<Feed, Denied> {
        self.look().await;
        feed::follow(self, &self.followers, viewer, beats).ok_or(Denied::Unavailable)
    }

    /// The whole `event` message, no older than any answer already sent.
    pub(in crate::engine) async fn whole(&self, viewer: &Viewer) -> Result<Bytes, Denied> {
        self.look().await;
        let now = self.shared.clock.now();
        let snapshot = self.collected().ok_or(Denied::Unavailable)?;
        let parts = snapshot.parts(viewer, now);
        let mut named = parts.iter().map(|(name, text)| (*name, text.get()));
        Ok(snapshot.frames(viewer).whole(snapshot.seq(), now, &mut named).text())
    }

    /// Looks at the lots and the connections once, and tells the feed where anything has changed.
    async fn look(&self) {
        let mut collector = self.collector.lock().await;
        if let Some(state) = collector.look().await {
            let (version, now) = (state.version, self.shared.clock.now());
            self.state.store(Some(Arc::new(state)));
            self.followers.changed(Seq(version), now);
        }
    }

    fn collected(&self) -> Option<ConsoleSnapshot> {
        let state = self.state.load_full()?;
        let (facts, texts) = (self.facts.clone(), self.texts.clone());
        let EngineSettings { directory, readiness, .. } = &self.shared.settings;
        let (directory, readiness) = (directory.clone(), readiness.clone());
        Some(ConsoleSnapshot { facts, state, texts, directory, readiness })
    }
}

impl Source for EventConsole {
    fn snapshot(&self) -> BoxFuture<'_, Option<Arc<dyn Snapshot>>> {
        let collected = self.collected().map(|snapshot| Arc::new(snapshot) as Arc<dyn Snapshot>);
        std::future::ready(collected).boxed()
    }

    fn render_interval_min(&self) -> Duration {
        LOOK_EVERY
    }

    fn is_running(&self) -> bool {
        self.state.load().as_ref().is_some_and(|state| state.is_running())
    }
}

/// Looks at the lots again and again while anybody holds the console.
async fn keep_looking(console: Weak<EventConsole>, shared: Arc<Shared>) {
    let mut pause = LOOK_EVERY;
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = shared.stopping.cancelled() => {
                if let Some(console) = console.upgrade() {
                    console.followers.close();
                }
                return;
            }
        }
        let Some(console) = console.upgrade() else { return };
        console.look().await;
        pause = if console.is_running() { LOOK_EVERY } else { LOOK_AT_REST_EVERY };
    }
}
