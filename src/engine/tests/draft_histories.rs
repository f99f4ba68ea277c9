//! Random histories of two buyers' drafts agree with a naive model of the rules G2 and G10 to G17.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::*;
use crate::engine::{Conditions, Denied, EventFilter, EventReply, Rejudge};
use crate::event::{CopyWish, EventStatus, Expected, Kept, NewEvent};
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::ids::EventId;
use crate::journal::StreamId;
use crate::journal::faulty::FaultyStore;
use crate::protocol::http::CopyRequest;

const BUYERS: [&str; 2] = ["ann", "bea"];

/// What a buyer does. Events are numbered in the order of their creation; a number is taken modulo their count.
#[derive(Debug, Clone)]
enum Step {
    Create { says: usize },
    Revise { event: usize, says: usize },
    Publish { event: usize },
    Delete { event: usize },
    Copy { event: usize, as_template: bool },
    Restart,
}

/// The revision that the buyer has seen: the one that stands, the one before, or none is named.
#[derive(Debug, Clone, Copy)]
enum Seen {
    Newest,
    OneBefore,
    Unsaid,
}

#[derive(Debug, Clone)]
struct Turn {
    who: usize,
    step: Step,
    seen: Seen,
    key: Option<u8>,
}

/// What an event says: one of the texts, or the copy of a whole one, which is never whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Text(usize),
    CopyOf(usize),
}

#[derive(Debug, Clone)]
struct ModelEvent {
    status: EventStatus,
    says: Says,
    revision: u64,
    changed_by: usize,
}

/// What the page says has to come out.
#[derive(Debug, PartialEq)]
enum Due {
    Done(usize),
    Again(Option<EventReply>),
    KeyReused,
    NotFound,
    Stale(u64),
    Template,
    WrongState,
    NotComplete,
}

#[derive(Default)]
struct Model {
    events: Vec<ModelEvent>,
    ids: Vec<EventId>,
    /// The request of a key and its answer; a deletion has none.
    keys: BTreeMap<(usize, u8), (String, Option<EventReply>)>,
}

/// The texts that buyers send, and how many lots each has. The last two are whole.
fn texts() -> Vec<(Value, usize)> {
    let one = document(&json!({}));
    let mut two = one.clone();
    two["lots"] = json!(vec![one["lots"][0].clone(); 2]);
    two["title"] = json!("Two lots");
    let half = json!({"title": "half", "lots": [{}, 5]});
    vec![(json!({}), 0), (json!({"title": 5, "lots": [{}]}), 1), (half, 2), (one, 1), (two, 2)]
}

const FIRST_WHOLE: usize = 3;

impl Says {
    fn is_whole(self) -> bool {
        matches!(self, Self::Text(text) if text >= FIRST_WHOLE)
    }

    fn lots(self) -> usize {
        let (Self::Text(text) | Self::CopyOf(text)) = self;
        texts()[text].1
    }

    fn copied(self) -> Self {
        match self {
            Self::Text(text) if text >= FIRST_WHOLE => Self::CopyOf(text),
            Self::Text(_) | Self::CopyOf(_) => self,
        }
    }
}

impl Model {
    fn target(&self, step: &Step) -> Option<usize> {
        let (Step::Revise { event, .. } | Step::Publish { event } | Step::Delete { event } | Step::Copy { event, .. }) =
            step
        else {
            return None;
        };
        (!self.events.is_empty()).then(|| event % self.events.len())
    }

    /// What has to come of a turn; the model changes with it.
    fn take(&mut self, turn: &Turn, expected: &Expected) -> Due {
        let print = print_of(turn, &self.ids, self.target(&turn.step));
        if let Some((first, answer)) = turn.key.and_then(|key| self.keys.get(&(turn.who, key))) {
            return if *first == print { Due::Again(answer.clone()) } else { Due::KeyReused };
        }
        let Some(nth) = self.target(&turn.step) else {
            let Step::Create { says } = turn.step else { return Due::NotFound };
            return self.made(EventStatus::Draft, Says::Text(says), turn.who);
        };
        let event = self.events[nth].clone();
        if event.status == EventStatus::Deleted {
            return Due::NotFound;
        }
        if let Step::Copy { as_template, .. } = turn.step {
            let status = if as_template { EventStatus::Template } else { EventStatus::Draft };
            return self.made(status, event.says.copied(), turn.who);
        }
        if let Expected::OneOf(revisions) = expected
            && !revisions.contains(&event.revision)
        {
            return Due::Stale(event.revision);
        }
        if event.status == EventStatus::Published {
            return Due::WrongState;
        }
        let stands = &mut self.events[nth];
        match turn.step {
            Step::Revise { says, .. } if event.says != Says::Text(says) => {
                (stands.says, stands.changed_by) = (Says::Text(says), turn.who);
                stands.revision += 1;
            }
            Step::Publish { .. } if event.status == EventStatus::Template => return Due::Template,
            Step::Publish { .. } if !event.says.is_whole() => return Due::NotComplete,
            Step::Publish { .. } => stands.status = EventStatus::Published,
            Step::Delete { .. } => stands.status = EventStatus::Deleted,
            Step::Revise { .. } | Step::Create { .. } | Step::Copy { .. } | Step::Restart => {}
        }
        Due::Done(nth)
    }

    fn made(&mut self, status: EventStatus, says: Says, who: usize) -> Due {
        self.events.push(ModelEvent { status, says, revision: 1, changed_by: who });
        Due::Done(self.events.len() - 1)
    }
}

/// The request of a turn, as its key is kept with it.
fn print_of(turn: &Turn, ids: &[EventId], target: Option<usize>) -> String {
    format!("{:?} of {:?}", turn.step, target.map(|nth| &ids[nth]))
}

fn conditions(turn: &Turn, model: &Model) -> Conditions {
    let target = model.target(&turn.step);
    let idempotency = turn.key.map(|key| IdempotencyKey {
        key: KeyText::parse(&[b'k', b'0' + key]).unwrap(),
        print: RequestPrint::of("POST", "/", print_of(turn, &model.ids, target).as_bytes()),
    });
    let stands = target.map(|nth| model.events[nth].revision);
    let expected = match (turn.seen, stands) {
        (Seen::Newest, Some(revision)) => Expected::OneOf(vec![revision]),
        (Seen::OneBefore, Some(revision)) => Expected::OneOf(vec![revision - 1]),
        (Seen::Unsaid, _) | (_, None) => Expected::Any,
    };
    Conditions { idempotency, expected }
}

/// Asks the engine; a deletion is answered with nothing.
async fn ask(test: &TestEngine, turn: &Turn, model: &Model) -> Result<Option<EventReply>, Denied> {
    let (engine, by, conditions) = (&test.engine, buyer(BUYERS[turn.who]), conditions(turn, model));
    if let Some(idempotency) = &conditions.idempotency
        && let Some(reply) = engine.answered_before(&by, idempotency).await?
    {
        let is_deletion = matches!(turn.step, Step::Delete { .. });
        return Ok((!is_deletion).then_some(reply));
    }
    let Some(id) = model.target(&turn.step).map(|nth| model.ids[nth].clone()) else {
        let Step::Create { says } = turn.step else { return Err(Denied::NotFound) };
        return engine.create_event(&by, kept(&texts()[says].0), conditions).await.map(Some);
    };
    match turn.step {
        Step::Revise { says, .. } => engine.revise_event(&by, &id, kept(&texts()[says].0), conditions).await.map(Some),
        Step::Publish { .. } => engine.publish_event(&by, &id, conditions).await.map(Some),
        Step::Delete { .. } => engine.delete_event(&by, &id, conditions).await.map(|()| None),
        Step::Copy { as_template, .. } => {
            let kind = if as_template { NewEvent::Template } else { NewEvent::Draft };
            let request = CopyRequest { wish: CopyWish { title: None, keep: Kept::usual() }, kind };
            engine.copy_event(&by, &id, request, conditions).await.map(Some)
        }
        Step::Create { .. } | Step::Restart => Err(Denied::NotFound),
    }
}

async fn play(turns: &[Turn]) {
    let mut test = TestEngine::over(std::sync::Arc::new(FaultyStore::new()), START, settings()).await;
    let mut model = Model::default();
    for turn in turns {
        if matches!(turn.step, Step::Restart) {
            test.engine.stop().await;
            test = TestEngine::over(test.store.clone(), test.clock.now(), settings()).await;
            check(&test, &model).await;
            continue;
        }
        tokio::time::advance(MS).await;
        let print = print_of(turn, &model.ids, model.target(&turn.step));
        let before = model.events.clone();
        let answered = ask(&test, turn, &model).await;
        let expected = conditions(turn, &model).expected;
        let due = model.take(turn, &expected);

        let matched = match (&due, &answered) {
            (Due::Done(nth), Ok(reply)) => {
                note(&mut model, *nth, reply.as_ref());
                let has_record = before.get(*nth).is_none_or(|was| was.revision != model.events[*nth].revision)
                    || before[*nth].status != model.events[*nth].status;
                if let Some(key) = turn.key.filter(|_| has_record) {
                    model.keys.insert((turn.who, key), (print, reply.clone()));
                }
                true
            }
            (Due::Again(first), Ok(reply)) => first == reply,
            (Due::KeyReused, Err(Denied::KeyReused))
            | (Due::NotFound, Err(Denied::NotFound))
            | (Due::Template, Err(Denied::Template))
            | (Due::WrongState, Err(Denied::WrongState(_)))
            | (Due::NotComplete, Err(Denied::NotComplete { .. })) => true,
            (Due::Stale(revision), Err(Denied::Stale(stands))) => stands.revision == *revision,
            _ => false,
        };
        assert!(matched, "{turn:?} should be {due:?}, and is {answered:?}");
    }
    check(&test, &model).await;
    for id in &model.ids {
        let mut again = Rejudge::new(&StreamId::event(id));
        for record in records(&test.store, &StreamId::event(id)).await {
            again.record(&body(&record)).unwrap_or_else(|fault| panic!("{id}, record {}: {fault}", record.seq));
        }
    }
}

/// Notes the id of an event that was made, and compares the answer.
fn note(model: &mut Model, nth: usize, reply: Option<&EventReply>) {
    let Some(reply) = reply else { return };
    if model.ids.len() == nth {
        model.ids.push(id_of(reply));
    }
    assert_eq!(summary(&json_of(reply)), due_summary(&model.events[nth], &model.ids[nth]));
}

fn summary(answer: &Value) -> Value {
    let lots = answer["lots"].as_array().map(Vec::len);
    json!([answer["id"], answer["status"], answer["revision"], answer["complete"], lots])
}

fn due_summary(event: &ModelEvent, id: &EventId) -> Value {
    json!([id, event.status, event.revision, event.says.is_whole(), event.says.lots()])
}

/// Each event stands as the model says, for both buyers and the auditor.
async fn check(test: &TestEngine, model: &Model) {
    for (event, id) in model.events.iter().zip(&model.ids) {
        for by in [buyer(BUYERS[0]), buyer(BUYERS[1]), auditor()] {
            let shown = test.engine.event(&by, id).await;
            if event.status == EventStatus::Deleted && by != auditor() {
                assert_eq!(shown, Err(Denied::NotFound));
                continue;
            }
            let shown = json_of(&shown.unwrap());
            assert_eq!(summary(&shown), due_summary(event, id));
            assert_eq!(shown["changed_by"], BUYERS[event.changed_by]);
        }
    }
    let listed = async |status| {
        let filter = EventFilter { status, ..EventFilter::default() };
        let list: Value =
            serde_json::from_slice(&test.engine.events(&buyer(BUYERS[0]), &filter).await.unwrap()).unwrap();
        list["events"].as_array().unwrap().len()
    };
    let count = |wanted: &[EventStatus]| model.events.iter().filter(|event| wanted.contains(&event.status)).count();
    assert_eq!(listed(None).await, count(&[EventStatus::Draft, EventStatus::Published]));
    assert_eq!(listed(Some(EventStatus::Template)).await, count(&[EventStatus::Template]));
}

fn step() -> impl Strategy<Value = Step> {
    let (event, says) = (|| 0_usize..6, || 0..texts().len());
    prop_oneof![
        3 => says().prop_map(|says| Step::Create { says }),
        6 => (event(), says()).prop_map(|(event, says)| Step::Revise { event, says }),
        2 => event().prop_map(|event| Step::Publish { event }),
        2 => event().prop_map(|event| Step::Delete { event }),
        2 => (event(), any::<bool>()).prop_map(|(event, as_template)| Step::Copy { event, as_template }),
        1 => Just(Step::Restart),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let seen = prop_oneof![3 => Just(Seen::Newest), 1 => Just(Seen::OneBefore), 2 => Just(Seen::Unsaid)];
    (0..BUYERS.len(), step(), seen, proptest::option::of(0_u8..4)).prop_map(|(who, step, seen, key)| Turn {
        who,
        step,
        seen,
        key,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// G2, G10, G11, G13, G14, G15, G16, G17
    #[test]
    fn drafts_of_two_buyers_agree_with_the_model(turns in proptest::collection::vec(turn(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(play(&turns));
    }
}
