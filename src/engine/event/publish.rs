//! Publication: freezes an event and creates its lots, in one transaction.
//!
//! Checking, hashing and writing the largest document for every lot takes long. It is done on a blocking thread, because
//! bids are judged on the runtime's one thread. The actor of events waits for it, and so do other events.

use std::fmt::Write;

use bytes::Bytes;
use tokio::task::spawn_blocking;

use super::change::{buyer, cannot_follow, record};
use super::references::Among;
use super::{EventActor, answers};
use crate::auction::{RULES_VERSION, Setup};
use crate::auth::Principal;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::encode;
use crate::engine::recovery::{FoldedLot, LOT_PUBLISHED, check_openings};
use crate::event::lint;
use crate::event::publication::LOT_PUBLISHED_SCHEMA;
use crate::event::{EventChange, EventSetup, Finding, LotPublished, NotFrozen, Publication};
use crate::ids::EventId;
use crate::journal::{Draft, StreamId};
use crate::json::{Code, Problem};

/// All that a publication writes, and the state once it is written.
struct Prepared {
    setup: EventSetup,
    lint: Vec<Finding>,
    record: Draft,
    lots: Vec<(Setup, Draft)>,
}

impl EventActor {
    /// Freezes the event and publishes its lots: all of it is recorded, or nothing.
    pub(super) async fn publish(&mut self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        self.check_draft(by, id)?;
        let reference = self.events.get(id).and_then(|event| event.setup.document.reference.as_deref());
        let others = self.others_with(&by.org, reference, Among::AllBut(id));
        let event = self.events.get_mut(id).ok_or(Denied::NotFound)?;
        let at = self.shared.clock.now().max(event.stream.tail().at);
        let (draft, by, receipt_key) = (event.setup.clone(), by.clone(), self.shared.settings.receipt_key.clone());
        let prepared = spawn_blocking(move || Prepared::new(draft, &by, at, &receipt_key)).await.map_err(|error| {
            tracing::error!(event = %id, %error, "a publication could not be prepared");
            Denied::Unavailable
        })?;
        let Prepared { setup, lint, record, lots } = prepared?;
        let lint = lint::beside(lint, setup.document.reference.as_deref(), &others);

        let (lots, drafts): (Vec<_>, Vec<_>) = lots.into_iter().unzip();
        let create = |lot: &Setup| self.shared.journal.create(StreamId::lot(&lot.lot));
        let mut streams: Vec<_> = lots.iter().map(create).collect();
        let mut batches = vec![(&mut event.stream, vec![record])];
        batches.extend(streams.iter_mut().zip(drafts).map(|(stream, draft)| (stream, vec![draft])));
        let committed = match self.shared.journal.append_all(batches).await {
            Ok(committed) => committed,
            Err(error) => return Err(self.append_failed(id, &error)),
        };
        let answer = answers::published(&setup, &lint);
        event.setup = setup;
        for (lot, first) in lots.into_iter().zip(committed.into_iter().skip(1)) {
            let first = *first.first().expect("each lot has its first record in the batch");
            tracing::info!(lot = %lot.lot, event = %id, opens_at = %lot.opens_at, "a lot was published");
            self.registry.add(FoldedLot::new(lot, first));
        }
        Ok(answer)
    }
}

impl Prepared {
    fn new(draft: EventSetup, by: &Principal, at: Instant, receipt_key: &str) -> Result<Self, Denied> {
        let publication = Publication::freeze(&draft.document, at).map_err(not_frozen)?;
        let (digest, document) = (publication.digest.clone(), publication.document.clone());
        let change = EventChange::EventPublished { digest, document };
        let record = record(at, by, &change);
        let id = draft.id.clone();
        let setup = EventSetup::apply(Some(draft), &id, at, change).map_err(cannot_follow)?;

        let mut lots = Vec::with_capacity(setup.lots.len());
        for (nth, lot) in setup.lots.iter().enumerate() {
            let published = first_record(&setup, &publication, nth, receipt_key);
            let made = published.lot_of(&publication.read_back, lot.clone()).and_then(check_openings);
            let lot_setup = made.map_err(|fault| cannot_publish(nth, fault))?;
            lots.push((lot_setup, encode::of_data(at, buyer(by), LOT_PUBLISHED, &published)));
        }
        Ok(Self { setup, lint: publication.lint, record, lots })
    }
}

fn not_frozen(error: NotFrozen) -> Denied {
    match error {
        NotFrozen::Lint(findings) => Denied::Lint(findings),
        NotFrozen::Problems(problems) => Denied::Problems(problems),
    }
}

fn first_record(setup: &EventSetup, publication: &Publication, lot: usize, receipt_key: &str) -> LotPublished {
    LotPublished {
        schema: LOT_PUBLISHED_SCHEMA,
        rules_version: RULES_VERSION,
        event: publication.text.clone(),
        lot,
        alias_key: new_alias_key(),
        receipt_key: receipt_key.to_owned(),
        event_id: setup.id.clone(),
        owner: setup.owner.clone(),
        digest: publication.digest.clone(),
    }
}

/// 32 random bytes in hex.
fn new_alias_key() -> String {
    let key: [u8; 32] = rand::random();
    key.iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a text takes every write");
        hex
    })
}

fn cannot_publish(lot: usize, fault: String) -> Denied {
    Denied::Problems(vec![Problem::new(format!("/lots/{lot}"), Code::Contradiction, fault)])
}
