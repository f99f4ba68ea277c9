//! The texts of an event's console, for each viewer. A summary is rendered once for each state and viewer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::facts::ConsoleFacts;
use super::frames::ConsoleFrames;
use super::presence_view::{self, KnownOfBidders};
use crate::auction::State;
use crate::auction::view::{ConsoleBoard, ConsoleLot, MemberText, Viewer, event_state};
use crate::auth::{Directory, ReadinessBook};
use crate::clock::Instant;
use crate::engine::feed::{FrameText, PartName, PartText, Snapshot};
use crate::engine::presence::BidderConnection;
use crate::ids::Seq;
use crate::protocol::ReadyFrame;
use crate::protocol::ws::PresenceView;

/// What has been collected of an event.
#[derive(Debug)]
pub(super) struct CollectedState {
    /// The number of this state. The next state has the next number.
    pub(super) version: u64,
    /// In the order of the facts.
    pub(super) lots: Vec<CollectedLot>,
    /// The event's bidders, in the order of the facts.
    pub(super) connections: Vec<BidderConnection>,
}

/// What has been collected of a lot.
#[derive(Debug, Clone, Default)]
pub(super) struct CollectedLot {
    /// None while the lot cannot be read.
    pub(super) board: Option<Arc<ConsoleBoard>>,
    /// How many of its bidders are connected.
    pub(super) connected: u32,
}

/// A collected state, to be rendered.
#[derive(Debug)]
pub(super) struct ConsoleSnapshot {
    pub(super) facts: Arc<ConsoleFacts>,
    pub(super) state: Arc<CollectedState>,
    pub(super) texts: Arc<ConsoleTexts>,
    pub(super) directory: Directory,
    pub(super) readiness: ReadinessBook,
}

/// The newest texts for each viewer.
#[derive(Debug, Default)]
pub(super) struct ConsoleTexts(Mutex<BTreeMap<Viewer, Arc<Mutex<ViewerTexts>>>>);

/// The newest texts for one viewer.
#[derive(Debug, Default)]
struct ViewerTexts {
    /// The number of the state that they show; 0 before the first.
    version: u64,
    state: Option<KeptText<Option<State>>>,
    lots: Vec<KeptText<LotSource>>,
    presence: Vec<KeptText<PresenceView>>,
}

/// A text, and what it was made from.
#[derive(Debug)]
struct KeptText<T> {
    from: T,
    text: Arc<RawValue>,
}

/// What a lot's summary was made from, and the summary without its place in the journal.
#[derive(Debug)]
struct LotSource {
    collected: CollectedLot,
    summary: ConsoleLot,
}

impl CollectedState {
    pub(super) fn is_running(&self) -> bool {
        self.states().any(|state| matches!(state, State::Open | State::Paused))
    }

    fn states(&self) -> impl Iterator<Item = State> {
        self.lots.iter().filter_map(|lot| lot.board.as_ref()).map(|board| board.board().state())
    }
}

impl CollectedLot {
    fn is(&self, other: &Self) -> bool {
        let same_board = match (&self.board, &other.board) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_board && self.connected == other.connected
    }
}

impl Snapshot for ConsoleSnapshot {
    fn seq(&self) -> Seq {
        Seq(self.state.version)
    }

    fn parts(&self, viewer: &Viewer, _: Instant) -> Vec<PartText> {
        let texts = self.texts.of(viewer);
        let mut texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
        // Another task may have rendered a newer state meanwhile.
        if texts.version < self.state.version {
            self.refresh(&mut texts, viewer);
            texts.version = self.state.version;
        }
        texts.parts()
    }

    fn messages(&self, _: &Viewer, _: usize) -> (Vec<ReadyFrame>, usize) {
        (Vec::new(), 0)
    }

    fn frames(&self, viewer: &Viewer) -> Arc<dyn FrameText> {
        Arc::new(ConsoleFrames { facts: self.facts.clone(), with_presence: sees_presence(viewer) })
    }
}

impl ConsoleSnapshot {
    fn refresh(&self, texts: &mut ViewerTexts, viewer: &Viewer) {
        let state = event_state(&self.state.states().collect::<Vec<_>>());
        texts.state = Some(KeptText::newer(texts.state.take(), state));
        let mut old = std::mem::take(&mut texts.lots).into_iter();
        let lots = (0..self.facts.lots.len()).map(|nth| self.lot(nth, viewer, old.next()));
        texts.lots = lots.collect();
        if sees_presence(viewer) {
            let boards: Vec<Option<&ConsoleBoard>> = self.state.lots.iter().map(|lot| lot.board.as_deref()).collect();
            let known = KnownOfBidders {
                connections: &self.state.connections,
                directory: &self.directory,
                readiness: &self.readiness,
            };
            let views = presence_view::presence(&self.facts, &boards, known, viewer);
            let mut old = std::mem::take(&mut texts.presence).into_iter();
            texts.presence = views.into_iter().map(|view| KeptText::newer(old.next(), view)).collect();
        }
    }

    /// A lot's summary. The old text stays where nothing shown has changed; a new place in the journal alone is no change.
    fn lot(&self, nth: usize, viewer: &Viewer, old: Option<KeptText<LotSource>>) -> KeptText<LotSource> {
        let collected = self.state.lots[nth].clone();
        if let Some(old) = old.as_ref().filter(|old| old.from.collected.is(&collected)) {
            let from = LotSource { collected, summary: old.from.summary.clone() };
            return KeptText { from, text: old.text.clone() };
        }
        let facts = &self.facts.lots[nth];
        let shown = collected.board.as_ref().and_then(|board| board.view(viewer, collected.connected));
        let shown = shown.unwrap_or_else(|| ConsoleLot::unreadable(facts.lot.clone(), facts.title.clone()));
        let summary = ConsoleLot { seq: None, ..shown.clone() };
        let text = match old {
            Some(old) if old.from.summary == summary => old.text,
            Some(_) | None => raw(&shown),
        };
        KeptText { from: LotSource { collected, summary }, text }
    }
}

impl ConsoleTexts {
    fn of(&self, viewer: &Viewer) -> Arc<Mutex<ViewerTexts>> {
        let mut all: MutexGuard<'_, _> = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(viewer.clone()).or_default().clone()
    }
}

impl ViewerTexts {
    fn parts(&self) -> Vec<PartText> {
        let state = list("state", self.state.iter().map(|state| &state.text));
        let lots = list("lots", self.lots.iter().map(|lot| &lot.text));
        state.chain(lots).chain(list("presence", self.presence.iter().map(|one| &one.text))).collect()
    }
}

fn list<'a>(member: &'static str, texts: impl Iterator<Item = &'a Arc<RawValue>>) -> impl Iterator<Item = PartText> {
    texts.cloned().enumerate().map(move |(nth, text)| (PartName { member, nth }, MemberText::Shared(text)))
}

impl<T: Serialize + PartialEq> KeptText<T> {
    /// The value with its text: the old one where the value is the same.
    fn newer(old: Option<Self>, value: T) -> Self {
        match old {
            Some(old) if old.from == value => old,
            Some(_) | None => Self { text: raw(&value), from: value },
        }
    }
}

/// Whether the viewer is shown which bidders are connected.
const fn sees_presence(viewer: &Viewer) -> bool {
    match viewer {
        Viewer::Buyer(_) | Viewer::Auditor(_) => true,
        Viewer::Bidder(_) | Viewer::Observer(_) => false,
    }
}

fn raw(value: &impl Serialize) -> Arc<RawValue> {
    to_raw_value(value).expect("summaries hold nothing that JSON cannot").into()
}
