//! A running engine over a store in memory, and principals who use it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::auction::Reason;
use crate::auth::{Principal, Role};
use crate::clock::{Clock, Instant};
use crate::engine::{
    BidAnswer, BidRequest, Conditions, Denied, Engine, EngineSettings, EventFilter, EventReply, Feed, LotAccess,
    Rejudge, ReplyTo,
};
use crate::event::{EventDocument, Stated};
use crate::ids::{BidRef, EventId, ItemId, LotId, OrgId, PersonId, Seq};
use crate::journal::faulty::FaultyStore;
use crate::journal::record::{Body, Record};
use crate::journal::{Journal, Store, StreamId, WriterLimits};

/// 2026-11-21T14:00:00Z.
pub(super) const START: Instant = Instant::from_micros(1_795_269_600_000_000);
/// How long a lot of [`document`] is open.
pub(super) const DURATION: Duration = Duration::from_mins(10);
pub(super) const CLOSE: Instant = START.plus_micros(600_000_000);
pub(super) const SETTLE: Duration = Duration::from_millis(100);

pub(super) const MS: Duration = Duration::from_millis(1);

/// The instant `by` before `at`.
pub(super) fn before(at: Instant, by: Duration) -> Instant {
    at.plus_micros(-i64::try_from(by.as_micros()).unwrap())
}

/// A running engine over a store in memory.
pub(super) struct TestEngine {
    pub(super) store: Arc<FaultyStore>,
    pub(super) engine: Engine,
    pub(super) clock: Clock,
}

/// Where one person's bids are answered.
pub(super) struct Bidder {
    pub(super) access: LotAccess,
    reply: ReplyTo,
    answers: mpsc::UnboundedReceiver<(LotId, BidRef, BidAnswer)>,
    clock: Clock,
}

pub(super) fn settings() -> EngineSettings {
    EngineSettings::new("test key".to_owned())
}

/// One run of an engine: everything but the store is gone when it returns, as after a crash.
pub(super) fn one_run<T, F: Future<Output = T>>(
    store: &Arc<FaultyStore>,
    from: Instant,
    then: impl FnOnce(TestEngine) -> F,
) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async { then(TestEngine::over(store.clone(), from, settings()).await).await })
}

impl TestEngine {
    pub(super) async fn new() -> Self {
        Self::with(settings()).await
    }

    pub(super) async fn with(settings: EngineSettings) -> Self {
        Self::over(Arc::new(FaultyStore::new()), START, settings).await
    }

    pub(super) async fn over(store: Arc<FaultyStore>, from: Instant, settings: EngineSettings) -> Self {
        let limits = WriterLimits { commit_records_max: 4_096, commit_bytes_max: 1 << 22, queue_len_max: 64 };
        let (journal, _writer) = Journal::start(store.clone(), limits);
        let clock = Clock::starting_at(from);
        let engine = Engine::start(journal, clock.clone(), settings).await.unwrap();
        Self { store, engine, clock }
    }

    pub(super) async fn create(&self, document: &Value) -> EventId {
        let made = self.engine.create_event(&buyer("b1"), whole(document), Conditions::default()).await;
        id_of(&made.unwrap())
    }

    /// Publishes a draft; the answer.
    pub(super) async fn publish_event(&self, event: &EventId) -> Value {
        let published = self.engine.publish_event(&buyer("b1"), event, Conditions::default()).await;
        json_of(&published.unwrap())
    }

    /// Publishes an event; its lots.
    pub(super) async fn publish(&self, document: &Value) -> Vec<LotId> {
        let event = self.create(document).await;
        let answer = self.publish_event(&event).await;
        answer["lots"].as_array().unwrap().iter().map(|id| LotId::parse(id.as_str().unwrap()).unwrap()).collect()
    }

    /// A lot that has just opened, with these rules.
    pub(super) async fn open_lot(&self, rules: &Value) -> LotId {
        let lot = self.publish(&document(rules)).await.remove(0);
        self.access(&buyer("b1"), &lot).await;
        lot
    }

    pub(super) async fn access(&self, by: &Principal, lot: &LotId) -> LotAccess {
        let access = self.engine.lot(by, lot).await.unwrap();
        // Once a question is answered, everything that is due by now has happened.
        access.view().await.unwrap();
        access
    }

    pub(super) async fn bidder(&self, org: &str, lot: &LotId) -> Bidder {
        let (reply, answers) = mpsc::unbounded_channel();
        Bidder { access: self.access(&supplier(org), lot).await, reply, answers, clock: self.clock.clone() }
    }

    pub(super) async fn view(&self, by: &Principal, lot: &LotId) -> Value {
        serde_json::from_slice(&self.access(by, lot).await.view().await.unwrap()).unwrap()
    }

    pub(super) async fn records(&self, lot: &LotId) -> Vec<Record> {
        records(&self.store, &StreamId::lot(lot)).await
    }

    /// Kinds of all records of a lot, in order.
    pub(super) async fn kinds(&self, lot: &LotId) -> Vec<String> {
        self.records(lot).await.iter().map(|record| record.kind.to_string()).collect()
    }

    pub(super) async fn history(&self, by: &Principal, lot: &LotId) -> Vec<Value> {
        let lines = lines(&self.access(by, lot).await, Seq::ZERO).await;
        lines.iter().map(|line| serde_json::from_slice(line).unwrap()).collect()
    }

    pub(super) async fn pass_until(&self, at: Instant) {
        tokio::time::sleep_until(self.clock.deadline(at)).await;
    }
}

impl Bidder {
    /// Sends a bid that is read now; its answer comes later.
    pub(super) fn send(&self, bid_ref: &str, price: &str) {
        self.send_read_at(bid_ref, price, self.clock.now());
    }

    pub(super) fn send_read_at(&self, bid_ref: &str, price: &str, received_at: Instant) {
        self.send_request(request(bid_ref, price, received_at));
    }

    pub(super) fn send_request(&self, bid: BidRequest) {
        self.access.bid(bid, &self.reply);
    }

    pub(super) async fn answer(&mut self) -> BidAnswer {
        self.answers.recv().await.unwrap().2
    }

    pub(super) fn has_answer(&mut self) -> Option<BidAnswer> {
        self.answers.try_recv().ok().map(|(_, _, answer)| answer)
    }

    pub(super) async fn bid(&mut self, bid_ref: &str, price: &str) -> BidAnswer {
        self.send(bid_ref, price);
        self.answer().await
    }
}

pub(super) fn request(bid_ref: &str, price: &str, received_at: Instant) -> BidRequest {
    let prices = [(ItemId::parse("glove").unwrap(), price.parse().unwrap())].into_iter().collect();
    BidRequest { bid_ref: BidRef::parse(bid_ref).unwrap(), prices, confirmed: false, received_at }
}

/// One lot of one item, volume 100, open from publication for [`DURATION`]; acme, bolt and crux are invited.
pub(super) fn document(rules: &Value) -> Value {
    json!({
        "title": "Gloves", "profile": "custom", "justification": "a test",
        "trusts": [{"ods": "RFS", "name": "Chesterfield"}, {"ods": "RHQ", "name": "Sheffield"}],
        "bidders": [
            {"id": "acme", "name": "Acme Ltd"}, {"id": "bolt", "name": "Bolt plc"}, {"id": "crux", "name": "Crux Co"}
        ],
        "lots": [{
            "title": "Nitrile", "opens_at": "now", "duration_s": DURATION.as_secs(),
            "items": [{
                "id": "glove", "description": "Glove", "unit": "box",
                "volumes": {"RFS": "40", "RHQ": "60"}, "baselines": {"RFS": "3.20", "RHQ": "2.95"}
            }],
            "rules": rules,
            "bidders": [{"bidder": "acme"}, {"bidder": "bolt"}, {"bidder": "crux"}]
        }]
    })
}

/// As [`document`], open from `opens_at` on.
pub(super) fn document_opening(opens_at: Instant, rules: &Value) -> Value {
    let mut document = document(rules);
    document["lots"][0]["opens_at"] = json!(opens_at);
    document
}

pub(super) fn parsed(document: &Value) -> EventDocument {
    EventDocument::parse(document.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// What a whole document states.
pub(super) fn whole(document: &Value) -> Stated {
    parsed(document).into()
}

/// Any object, kept as it is.
pub(super) fn kept(object: &Value) -> Stated {
    Stated::read(object.to_string().as_bytes(), START).unwrap()
}

/// The answer about an event as JSON.
pub(super) fn json_of(reply: &EventReply) -> Value {
    serde_json::from_slice(&reply.text).unwrap()
}

/// The event that an answer is about.
pub(super) fn id_of(reply: &EventReply) -> EventId {
    EventId::parse(json_of(reply)["id"].as_str().unwrap()).unwrap()
}

/// No condition and no key.
pub(super) fn no_conditions() -> Conditions {
    Conditions::default()
}

pub(super) async fn shown(test: &TestEngine, by: &Principal, id: &EventId) -> Result<Value, Denied> {
    test.engine.event(by, id).await.map(|reply| json_of(&reply))
}

pub(super) async fn listed(test: &TestEngine, by: &Principal, filter: &EventFilter) -> Value {
    serde_json::from_slice(&test.engine.events(by, filter).await.unwrap()).unwrap()
}

/// What verification says of the event's records.
pub(super) async fn judged(test: &TestEngine, id: &EventId) -> Result<String, String> {
    let mut again = Rejudge::new(&StreamId::event(id));
    for record in records(&test.store, &StreamId::event(id)).await {
        again.record(&body(&record)).map_err(|fault| format!("record {}: {fault}", record.seq))?;
    }
    Ok(again.end())
}

pub(super) fn principal(role: Role, org: &str, person: &str) -> Principal {
    Principal {
        person: PersonId::parse(person).unwrap(),
        org: OrgId::parse(org).unwrap(),
        role,
        expires_at: START + Duration::from_hours(1_000),
    }
}

pub(super) fn buyer(person: &str) -> Principal {
    principal(Role::Buyer, "wtp", person)
}

pub(super) fn supplier(org: &str) -> Principal {
    principal(Role::Supplier, org, &format!("{org}-person"))
}

pub(super) fn observer(ods: &str) -> Principal {
    principal(Role::Observer, ods, &format!("{ods}-person"))
}

pub(super) fn auditor() -> Principal {
    principal(Role::Auditor, "wtp", "audrey")
}

pub(super) async fn records(store: &Arc<FaultyStore>, stream: &StreamId) -> Vec<Record> {
    store.page(stream, Seq::ZERO, u32::MAX).await.unwrap()
}

pub(super) fn body(record: &Record) -> Body {
    Body::read(&record.body).unwrap()
}

/// The lines of a lot's journal after a place.
pub(super) async fn lines(access: &LotAccess, after: Seq) -> Vec<Bytes> {
    let records: Vec<_> = access.history(after).try_collect().await.unwrap();
    records.into_iter().flatten().collect()
}

#[track_caller]
pub(super) fn refusal(answer: &BidAnswer) -> Reason {
    let BidAnswer::Refused { reason, .. } = answer else { panic!("not refused: {answer:?}") };
    *reason
}

#[track_caller]
pub(super) fn rank(answer: &BidAnswer) -> u32 {
    let BidAnswer::Accepted { rank, .. } = answer else { panic!("not accepted: {answer:?}") };
    *rank
}

#[track_caller]
pub(super) fn seq(answer: &BidAnswer) -> u64 {
    match answer {
        BidAnswer::Accepted { record, .. } | BidAnswer::Refused { record, .. } => record.seq.0,
        BidAnswer::Overloaded | BidAnswer::Unavailable => panic!("not judged: {answer:?}"),
    }
}

/// The paths of the problems that were answered.
#[track_caller]
pub(super) fn problem_paths<T: std::fmt::Debug>(result: Result<T, Denied>) -> Vec<String> {
    match result {
        Err(Denied::Problems(problems)) => problems.into_iter().map(|problem| problem.path).collect(),
        other => panic!("no problems: {other:?}"),
    }
}

/// The next frames of a feed, parsed.
pub(super) async fn frames(feed: &mut Feed) -> Vec<Value> {
    let frames = feed.next().await.expect("the lot runs");
    frames.iter().map(|frame| serde_json::from_slice(&frame.text()).unwrap()).collect()
}

/// Lets every task do what it can do now.
pub(super) async fn settle_down() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}
