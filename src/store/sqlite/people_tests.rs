//! People in a real file, beside a journal.

use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use futures::poll;
use tempfile::TempDir;
use tokio::time::timeout;

use super::*;
use crate::auth::people::{Link, NewSession, People, Person, PersonTable, RoleAt, SecurityEventTable, SessionTable};
use crate::auth::{ClientFacts, FactorProof, Role, SecretHash, SessionClient, people_contract};
use crate::ids::{OrgId, PersonId};
use crate::journal::Store;
use crate::journal::testing::{lot, sealed};

const NOW: Instant = Instant::from_micros(1_795_269_600_000_000);
const END: Instant = Instant::from_micros(1_795_273_200_000_000);

/// Long enough for a busy machine; a passing test does not wait for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// A session with that cookie.
const fn session(token: u8, now: Instant) -> NewSession {
    let (token, client) = (SecretHash([token; 32]), SessionClient { device: None, address: None });
    NewSession { token, now, expires_at: END, client, proof: FactorProof::NoFactor, reset_until: None }
}

/// A database in a folder of its own, with one person in it.
struct Fixture {
    _folder: TempDir,
    store: Arc<SqliteStore>,
    people: SqlitePeople,
}

impl Fixture {
    async fn with_ann() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(folder.path().join("f.db").to_str().unwrap()).await.unwrap());
        let people = SqlitePeople::new(Arc::clone(&store));
        let (id, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
        people.add(Person::new(id, "a@b", Role::Buyer, org, NOW).into()).await.unwrap();
        Self { _folder: folder, store, people }
    }

    async fn link(&self, code: u8) -> SecretHash {
        let (code, person) = (SecretHash([code; 32]), PersonId::parse("ann").unwrap());
        let place = RoleAt { role: Role::Buyer, org: OrgId::parse("wtp").unwrap() };
        let link = Link { code, person, place, leads_to: "/".to_owned(), expires_at: END };
        self.people.create_link(link).await.unwrap();
        code
    }

    async fn count(&self, table: &'static str) -> i64 {
        let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        sqlx::query_scalar(count).fetch_one(self.store.readers()).await.unwrap()
    }
}

#[tokio::test]
async fn people_beside_the_journal_keep_what_people_promise() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("f.db").to_str().unwrap()).await.unwrap();

    people_contract::check(&SqlitePeople::new(Arc::new(store))).await;
}

#[tokio::test]
async fn a_secret_itself_is_never_stored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.db");
    let store = Arc::new(SqliteStore::open(path.to_str().unwrap()).await.unwrap());
    let people: Arc<dyn People> = Arc::new(SqlitePeople::new(Arc::clone(&store)));
    let (id, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
    people.add(Person::new(id.clone(), "a@b", Role::Buyer, org, NOW).into()).await.unwrap();
    let sessions = crate::auth::Sessions::new(people, crate::auth::SessionLimits::default());
    let now = Instant::from_micros(1_795_269_600_000_000);

    let code = sessions.create_link(id, "/", now).await.unwrap();
    let cookie =
        sessions.redeem(code.expose(), &ClientFacts::at([192, 0, 2, 1].into()), now).await.unwrap().unwrap().cookie;

    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(std::fs::read(path.with_extension("db-wal")).unwrap());
    for secret in [&code, &cookie] {
        let raw = hex::decode(secret.expose()).unwrap();
        for needle in [secret.expose().as_bytes(), &raw] {
            assert!(!bytes.windows(needle.len()).any(|window| window == needle));
        }
    }
}

#[tokio::test]
async fn a_call_that_finds_nothing_does_not_wait_for_the_journal() {
    let fixture = Fixture::with_ann().await;
    let (good, garbage) = (fixture.link(1).await, SecretHash([2; 32]));
    let _held = fixture.store.writer().await;

    let unknown = timeout(PATIENCE, fixture.people.redeem_link(garbage, session(3, NOW))).await;
    let too_late = timeout(PATIENCE, fixture.people.redeem_link(good, session(3, END))).await;
    let no_session = timeout(PATIENCE, fixture.people.end_session(garbage)).await;
    let nothing_old = timeout(PATIENCE, fixture.people.purge(NOW)).await;
    let no_event_old = timeout(PATIENCE, fixture.people.purge_security_events(NOW)).await;

    assert!(unknown.expect("a reader knows that there is no such link").unwrap().is_none());
    assert!(too_late.expect("a reader knows that it has run out").unwrap().is_none());
    assert!(!no_session.expect("a reader knows that there is no such session").unwrap());
    nothing_old.expect("a reader knows that nothing has run out").unwrap();
    no_event_old.expect("a reader knows that no event is old").unwrap();
}

#[tokio::test]
async fn an_append_waits_for_at_most_one_write_of_people() {
    let fixture = Fixture::with_ann().await;
    let records = sealed(&lot("l1"), 1);
    let held = fixture.store.writer().await;
    let done = std::sync::Mutex::new(Vec::new());
    let links = (0..20).map(|code| {
        let (fixture, done) = (&fixture, &done);
        async move {
            fixture.link(code).await;
            done.lock().unwrap().push("link");
        }
        .boxed()
    });
    let append = async {
        fixture.store.append(&records).await.unwrap();
        done.lock().unwrap().push("append");
    };
    // Polled in this order: the append is the last one.
    let mut all = join_all(links.chain([append.boxed()]));
    assert!(poll!(&mut all).is_pending());

    drop(held);
    all.await;

    let before = done.lock().unwrap().iter().position(|done| *done == "append").unwrap();
    assert!(before <= 1, "{before} of the others were first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_spent_once_by_many_at_the_same_moment() {
    let fixture = Fixture::with_ann().await;
    let code = fixture.link(1).await;

    let redeem = |n| {
        let people = fixture.people.clone();
        tokio::spawn(async move { people.redeem_link(code, session(n, NOW)).await.unwrap() })
    };
    let spent = join_all((2..18).map(redeem)).await;

    assert_eq!(spent.into_iter().filter(|spent| spent.as_ref().unwrap().is_some()).count(), 1);
    assert_eq!((fixture.count("links").await, fixture.count("sessions").await), (0, 1));
}

/// As on a full disk: the database itself rolls back what it cannot commit.
#[tokio::test]
async fn a_commit_of_people_that_fails_leaves_the_journal_outside_any_transaction() {
    let fixture = Fixture::with_ann().await;
    let code = fixture.link(1).await;
    fixture.store.writer().await.lock_handle().await.unwrap().set_commit_hook(|| false);

    let failed = fixture.people.redeem_link(code, session(2, NOW)).await;
    fixture.store.writer().await.lock_handle().await.unwrap().remove_commit_hook();

    assert!(matches!(failed, Err(PeopleError::Failed(_))), "{failed:?}");
    // Few records are one statement, many a transaction.
    for (id, len) in [("l1", 3), ("l2", 250)] {
        fixture.store.append(&sealed(&lot(id), len)).await.unwrap();
    }
    assert_eq!(fixture.count("journal").await, 253, "another connection sees what was committed");
    let again = fixture.people.redeem_link(code, session(3, NOW)).await.unwrap();
    assert!(again.is_some(), "the link was not spent");
}

#[tokio::test]
async fn a_transaction_that_nobody_waits_for_comes_to_its_end() {
    let fixture = Fixture::with_ann().await;
    let (code, ann) = (fixture.link(1).await, PersonId::parse("ann").unwrap());
    let held = fixture.store.writer().await;
    let mut disabling = fixture.people.disable(ann);
    assert!(poll!(&mut disabling).is_pending());

    drop(disabling);
    drop(held);

    // The queue of writers is in the order of their calls.
    fixture.link(2).await;
    let spent = fixture.people.redeem_link(code, session(2, NOW)).await.unwrap();
    assert!(spent.is_none(), "the person is disabled");
    fixture.store.append(&sealed(&lot("l1"), 250)).await.unwrap();
}
