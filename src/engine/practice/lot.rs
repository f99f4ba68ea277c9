//! Makes a practice lot: a real actor over a journal in memory, which nothing else is written to.
//!
//! The lot shares time, settings and connections with the engine, so its bids are stamped and judged as live ones are. It
//! shares no writer: no commit of a live lot waits for a practice, and no record of a practice is stored.

use std::sync::Arc;

use serde_json::value::to_raw_value;
use tokio_util::sync::CancellationToken;

use crate::auction::{RULES_VERSION, Setup};
use crate::clock::Instant;
use crate::engine::actor::LotActor;
use crate::engine::answer::Denied;
use crate::engine::encode;
use crate::engine::entry::{LotEntry, LotSummary};
use crate::engine::event::new_alias_key;
use crate::engine::handle::LotHandle;
use crate::engine::recovery::{FoldedLot, LOT_PUBLISHED, check_openings};
use crate::engine::shared::Shared;
use crate::event::practice::{PracticeParty, practice_document};
use crate::event::publication::{LOT_PUBLISHED_SCHEMA, digest};
use crate::event::{EventDocument, LotPublished};
use crate::ids::{EventId, LotId, OrgId};
use crate::journal::memory::MemoryStore;
use crate::journal::{Actor, Journal, StreamId, WriterLimits};
use crate::json::{Code, Problem};

/// Most bids and commands that wait for a practice lot: a few people and the script.
const MAILBOX_LEN_MAX: usize = 256;
/// Bounds of its journal.
const LIMITS: WriterLimits =
    WriterLimits { commit_records_max: MAILBOX_LEN_MAX, commit_bytes_max: 1 << 20, queue_len_max: 16 };

/// The event whose lot is played.
#[derive(Debug, Clone)]
pub(in crate::engine) struct PlayedEvent {
    pub(in crate::engine) id: EventId,
    pub(in crate::engine) owner: OrgId,
    pub(in crate::engine) document: Arc<EventDocument>,
    /// The place of the lot in the document.
    pub(in crate::engine) lot: usize,
}

/// All that a practice lot begins with.
#[derive(Debug)]
pub(super) struct PreparedLot {
    published: LotPublished,
    pub(super) setup: Setup,
}

impl PreparedLot {
    /// Reads what is played, as a restart would read a published lot. It takes long: the caller runs it beside the threads
    /// that judge bids.
    ///
    /// # Errors
    /// [`Denied::Problems`] where the lot cannot be played.
    pub(super) fn new(
        id: LotId,
        event: &PlayedEvent,
        party: &PracticeParty,
        opens_at: Instant,
        receipt_key: String,
    ) -> Result<Self, Denied> {
        let played = practice_document(&event.document, event.lot, party, opens_at);
        let played = played.map_err(|problem| Denied::Problems(vec![problem]))?;
        let text = to_raw_value(&played).expect("a document has only text for keys");
        let published = LotPublished {
            schema: LOT_PUBLISHED_SCHEMA,
            rules_version: RULES_VERSION,
            digest: digest(&text),
            event: text,
            lot: 0,
            alias_key: new_alias_key(),
            receipt_key,
            event_id: event.id.clone(),
            owner: event.owner.clone(),
        };
        let setup = published.setup(id).and_then(check_openings);
        let setup = setup.map_err(|fault| Denied::Problems(vec![Problem::new("/lot", Code::Contradiction, fault)]))?;
        Ok(Self { published, setup })
    }

    /// Starts the lot's actor. The lot ends with `stopping`.
    ///
    /// # Errors
    /// `Unavailable` where the engine stops.
    pub(super) async fn start(
        self,
        engine: &Shared,
        at: Instant,
        stopping: CancellationToken,
    ) -> Result<Arc<LotHandle>, Denied> {
        let Self { published, setup } = self;
        // What is measured of a journal is about the one on stable storage.
        let start = || Journal::start(Arc::new(MemoryStore::default()), LIMITS);
        let (journal, _writer) = metrics::with_local_recorder(&metrics::NoopRecorder, start);
        let mut stream = journal.create(StreamId::lot(&setup.lot));
        let first = encode::of_data(at, Actor::System, LOT_PUBLISHED, &published);
        let committed = stream.append(vec![first]).await.map_err(|_| Denied::Unavailable)?;
        let first = *committed.first().ok_or(Denied::Unavailable)?;

        let shared = Arc::new(engine.for_practice(journal.clone(), stopping, MAILBOX_LEN_MAX));
        let folded = FoldedLot::new(setup, first);
        let entry = Arc::new(LotEntry::new(folded.lot.setup(), LotSummary::of(folded.lot.board())));
        let owned = folded.owned(&journal);
        let make = || LotActor::new(owned, entry, shared);
        let (actor, handle) = metrics::with_local_recorder(&metrics::NoopRecorder, make);
        engine.owners.spawn(async move {
            // On a task of its own, so that the journal ends also where the actor panics.
            if let Err(error) = tokio::spawn(actor.run()).await {
                tracing::error!(%error, "the actor of a practice lot has failed");
            }
            journal.close();
        });
        Ok(Arc::new(handle))
    }
}
