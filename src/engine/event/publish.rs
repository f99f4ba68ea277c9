//! Publication: freezes an event and creates its lots, in one transaction.
//!
//! Checking, hashing and writing the largest document for every lot takes long. It is done on a blocking thread, because
//! bids are judged on the runtime's one thread. The actor of events waits for it, and so do other events.

use std::fmt::Write;
use std::sync::Arc;

use tokio::task::spawn_blocking;

use super::EventActor;
use super::change::{new_lot_ids, record, refused};
use super::request::{Changed, buyer};
use crate::auction::{RULES_VERSION, Setup};
use crate::auth::Principal;
use crate::clock::Instant;
use crate::engine::answer::{Conditions, Denied};
use crate::engine::encode;
use crate::engine::recovery::{FoldedLot, LOT_PUBLISHED, check_openings};
use crate::event::publication::LOT_PUBLISHED_SCHEMA;
use crate::event::{
    EventChange, EventCommand, EventDeed, EventDocument, EventSetup, LotPublished, NotFrozen, Publication, Stated,
    assess,
};
use crate::ids::EventId;
use crate::journal::{Draft, StreamId};
use crate::json::{Code, Problem};

/// All that a publication writes, and the state once it is written.
struct Prepared {
    setup: EventSetup,
    change: EventChange,
    record: Draft,
    lots: Vec<(Setup, Draft)>,
}

impl EventActor {
    /// Freezes the event and publishes its lots: all of it is recorded, or nothing.
    pub(super) async fn publish(
        &mut self,
        by: &Principal,
        id: &EventId,
        conditions: Conditions,
    ) -> Result<Changed, Denied> {
        let draft = self.own(by, id).await?;
        draft.check(EventDeed::Publish, &conditions.expected).map_err(|refusal| refused(refusal, &draft))?;
        let now = self.shared.clock.now();
        let at = now.max(self.whole(id).await?.stream.tail().at);
        let (publisher, receipt_key) = (by.clone(), self.shared.settings.receipt_key.clone());
        let preparing = move || Prepared::new(&draft, &publisher, at, conditions, &receipt_key);
        let prepared = spawn_blocking(preparing).await.map_err(|error| {
            tracing::error!(event = %id, %error, "a publication could not be prepared");
            Denied::Unavailable
        })?;
        let Prepared { setup, change, record, lots } = prepared?;

        let (lots, drafts): (Vec<_>, Vec<_>) = lots.into_iter().unzip();
        let create = |lot: &Setup| self.shared.journal.create(StreamId::lot(&lot.lot));
        let mut streams: Vec<_> = lots.iter().map(create).collect();
        let journal = self.shared.journal.clone();
        let event = self.whole(id).await?;
        let mut batches = vec![(&mut event.stream, vec![record])];
        batches.extend(streams.iter_mut().zip(drafts).map(|(stream, draft)| (stream, vec![draft])));
        let committed = match journal.append_all(batches).await {
            Ok(committed) => committed,
            Err(error) => return Err(self.append_failed(id, &error)),
        };
        let setup = Arc::new(setup);
        event.setup = setup.clone();
        for (lot, first) in lots.into_iter().zip(committed.iter().skip(1)) {
            let first = *first.first().expect("each lot has its first record in the batch");
            tracing::info!(lot = %lot.lot, event = %id, opens_at = %lot.opens_at, "a lot was published");
            self.registry.add(FoldedLot::new(lot, first));
        }
        self.note_key(by, id, change.idempotency(), committed.first().and_then(|records| records.last()));
        Ok(Changed { setup, at })
    }
}

impl Prepared {
    fn new(
        draft: &EventSetup,
        by: &Principal,
        at: Instant,
        conditions: Conditions,
        receipt_key: &str,
    ) -> Result<Self, Denied> {
        let publication = Publication::freeze(&*complete(&draft.stated, at)?, at).map_err(not_frozen)?;
        let (digest, document) = (publication.digest.clone(), Arc::new(publication.document.clone()));
        let command = EventCommand::Publish { digest, document };
        let Conditions { idempotency, expected } = conditions;
        let change = EventSetup::decide(Some(draft), command, &expected, idempotency, &mut new_lot_ids(at));
        let change = change.map_err(|refusal| refused(refusal, draft))?.ok_or(Denied::Unavailable)?;
        let record = record(at, by, &change);
        let id = draft.id.clone();
        let setup = EventSetup::apply(Some(draft.clone()), &id, at, &by.person, change.clone());
        let setup = setup.map_err(Denied::WrongState)?;

        let mut lots = Vec::with_capacity(setup.lots.len());
        for (nth, lot) in setup.lots.iter().enumerate() {
            let published = first_record(&setup, &publication, nth, receipt_key);
            let made = published.lot_of(&publication.read_back, lot.clone()).and_then(check_openings);
            let lot_setup = made.map_err(|fault| cannot_publish(nth, fault))?;
            lots.push((lot_setup, encode::of_data(at, buyer(by), LOT_PUBLISHED, &published)));
        }
        Ok(Self { setup, change, record, lots })
    }
}

/// The document of a draft that says all that a publication needs.
pub(super) fn complete(stated: &Stated, at: Instant) -> Result<Arc<EventDocument>, Denied> {
    match stated {
        Stated::Complete(document) => Ok(document.clone()),
        // A later version may take what the version that stored it did not.
        Stated::Incomplete(incomplete) => {
            let assessed =
                assess(incomplete.text().get().as_bytes(), at).map_err(|problem| Denied::Problems(vec![problem]))?;
            let not_complete = Denied::NotComplete { findings: assessed.findings, lint: assessed.lint };
            assessed.document.map(Arc::new).ok_or(not_complete)
        }
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
pub(in crate::engine) fn new_alias_key() -> String {
    let key: [u8; 32] = rand::random();
    key.iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a text takes every write");
        hex
    })
}

fn cannot_publish(lot: usize, fault: String) -> Denied {
    Denied::Problems(vec![Problem::new(format!("/lots/{lot}"), Code::Contradiction, fault)])
}
