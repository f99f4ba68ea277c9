//! The store on a real PostgreSQL server.

mod filling;
mod roles;
mod safety;
mod standby;
mod tls;
mod views;

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Row};
use throwaway_postgres::Cluster;

use super::*;
use crate::auth::{FactorProof, ServerKey, SessionClient, people_contract};
use crate::ids::Seq;
use crate::journal::read::{self, Haste};
use crate::journal::record::{Chain, seal};
use crate::journal::testing::{START, draft, lot, sealed};
use crate::journal::verify::{StructureOnly, stored};
use crate::journal::{Committed, Record, Store, StoreError, contract};
use crate::store::OpenError;

/// An empty database of a cluster.
struct Empty<'c> {
    cluster: &'c Cluster,
    url: String,
}

impl Empty<'static> {
    fn new() -> Self {
        Self::of(Cluster::shared())
    }
}

impl<'c> Empty<'c> {
    fn of(cluster: &'c Cluster) -> Self {
        Self { cluster, url: cluster.create_database().unwrap() }
    }

    fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap()
    }

    /// An address with a new identity, as another server would have.
    fn address(&self) -> PostgresAddress {
        self.url.parse().unwrap()
    }

    async fn open(&self) -> PostgresStore {
        PostgresStore::open(&self.address()).await.unwrap()
    }

    /// Runs SQL as the superuser, independently of the store.
    fn sql(&self, sql: &str) -> String {
        self.cluster.sql(self.name(), sql).unwrap()
    }
}

#[tokio::test]
async fn postgres_keeps_what_a_store_promises() {
    contract::check(async || Empty::new().open().await).await;
}

#[tokio::test]
async fn people_in_postgres_keep_what_people_promise() {
    people_contract::check(&Empty::new().open().await.people()).await;
}

#[tokio::test]
async fn a_store_opened_again_finds_everything() {
    let database = Empty::new();
    let records = sealed(&lot("l1"), 3);
    let store = database.open().await;
    store.append(&records).await.unwrap();
    store.note_alive(START).await.unwrap();
    drop(store);

    let store = database.open().await;

    assert_eq!(store.scan(None, 10).await.unwrap(), records);
    assert_eq!(store.last_alive().await.unwrap(), Some(START));
}

/// The database sorts by a language, which puts small letters before capitals and ignores signs.
#[tokio::test]
async fn a_scan_goes_by_the_bytes_of_names() {
    let store = Empty::new().open().await;
    let ids = ["A", "B", "a", "a-b", "a-c", "aa", "b", "\u{e4}", "\u{e9}", "\u{4e00}"];
    for id in ids.iter().rev() {
        store.append(&sealed(&lot(id), 2)).await.unwrap();
    }

    let all = store.scan(None, 100).await.unwrap();
    let mut by_ones = Vec::new();
    while let [next] = store.scan(by_ones.last().map(|r: &Record| (&r.stream, r.seq)), 1).await.unwrap().as_slice() {
        by_ones.push(next.clone());
    }

    let names: Vec<String> = all.iter().step_by(2).map(|record| record.stream.to_string()).collect();
    assert_eq!(names, ids.map(|id| format!("lot/{id}")));
    assert_eq!(by_ones, all);
}

#[tokio::test]
async fn a_view_does_not_change_while_the_server_goes_on() {
    let database = Empty::new();
    assert!(matches!(PostgresSnapshot::open(&database.address()).await, Err(OpenError::NoJournal(_))));
    let server = database.open().await;
    server.append(&sealed(&lot("l1"), 2)).await.unwrap();

    let view = PostgresSnapshot::open(&database.address()).await.unwrap();
    server.append(&sealed(&lot("l2"), 1)).await.unwrap();
    server.note_alive(START).await.unwrap();

    assert_eq!(view.scan(None, 10).await.unwrap().len(), 2);
    assert_eq!(view.page(&lot("l2"), Seq::ZERO, 10).await.unwrap(), []);
    assert_eq!(view.last_alive().await.unwrap(), None);
    assert!(matches!(view.append(&[]).await, Err(StoreError::Failed(_))));
    assert!(matches!(view.note_alive(START).await, Err(StoreError::Failed(_))));
    let later = PostgresSnapshot::open(&database.address()).await.unwrap();
    assert_eq!(later.scan(None, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn the_same_position_twice_in_one_append_is_a_failure() {
    let store = Empty::new().open().await;
    let record = sealed(&lot("l1"), 1);

    let outcome = store.append(&[record.clone(), record].concat()).await;

    assert!(matches!(outcome, Err(StoreError::Failed(_))), "{outcome:?}");
    assert_eq!(store.scan(None, 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_large_body_comes_back_byte_for_byte() {
    let store = Empty::new().open().await;
    let big = draft("b", 0, &json!({"text": "\u{0}x\u{1f600}".repeat(500_000)}).to_string());
    let records = seal(&lot("big"), Committed::NOTHING, &[big]);

    store.append(&records).await.unwrap();

    assert_eq!(store.scan(None, 10).await.unwrap(), records);
}

#[tokio::test]
async fn servers_that_start_at_once_get_the_same_key() {
    let database = Empty::new();
    PostgresStore::migrate(&database.address()).await.unwrap();
    let address = database.address();

    let keys = futures::future::join_all((0..4).map(|_| PostgresStore::key(&address))).await;

    let keys: Vec<String> = keys.into_iter().map(|key| key.unwrap().public_hex()).collect();
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    database.sql("UPDATE signing_key SET pem = 'x'");
    assert!(matches!(PostgresStore::key(&address).await, Err(OpenError::Key(_))));
}

#[tokio::test]
async fn two_migrations_at_once_wait_for_each_other() {
    let database = Empty::new();
    let (one, other) = (database.address(), database.address());

    let (people, key) = tokio::join!(PostgresStore::open_people(&one), PostgresStore::key(&other));

    assert!(people.is_ok() && key.is_ok(), "{people:?} {key:?}");
}

#[tokio::test]
async fn a_link_is_spent_once_by_many_at_the_same_moment() {
    use crate::auth::{Link, NewSession, People, Person, Role, SecretHash};
    use crate::ids::{OrgId, PersonId};

    let database = Empty::new();
    let people: Arc<dyn People> = Arc::new(database.open().await.people());
    let (id, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
    people.add(Person::new(id.clone(), "a@b", Role::Buyer, org, START).into()).await.unwrap();
    let (code, end) = (SecretHash([1; 32]), START.plus_micros(1));
    let place = people.by_id(&id).await.unwrap().unwrap().places.remove(0).place;
    let link = Link { code, person: id, place, leads_to: "/".to_owned(), expires_at: end };
    people.create_link(link).await.unwrap();

    let redeem = |n| {
        let people = Arc::clone(&people);
        let (token, client) = (SecretHash([n; 32]), SessionClient::default());
        let session =
            NewSession { token, now: START, expires_at: end, client, proof: FactorProof::NoFactor, reset_until: None };
        tokio::spawn(async move { people.redeem_link(code, session).await.unwrap() })
    };
    let spent = futures::future::join_all((2..18).map(redeem)).await;

    assert_eq!(spent.into_iter().filter(|spent| spent.as_ref().unwrap().is_some()).count(), 1);
    assert_eq!(database.sql("SELECT count(*) FROM sessions"), "1");
}

/// Changes of every column of the table by another program.
#[tokio::test]
async fn a_changed_record_breaks_its_stream_and_no_other() {
    for change in [
        "UPDATE journal SET body = replace(body, 'b1', 'b7') WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET kind = 'bid_refused' WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET at = replace(at, '.000001Z', '.000002Z') WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET at = replace(at, 'Z', '+00:00') WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET at = 'x' WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET hash = decode(repeat('00', 32), 'hex') WHERE stream = 'lot/b' AND seq = 2",
        "ALTER TABLE journal DROP CONSTRAINT journal_hash_check;
         UPDATE journal SET hash = '\\x00' WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET seq = 99 WHERE stream = 'lot/b' AND seq = 2",
        "UPDATE journal SET stream = 'lot/c' WHERE stream = 'lot/b' AND seq = 2",
        "DELETE FROM journal WHERE stream = 'lot/b' AND seq = 2",
    ] {
        let database = Empty::new();
        let store = database.open().await;
        for id in ["a", "b", "d"] {
            store.append(&sealed(&lot(id), 3)).await.unwrap();
        }
        database.sql(change);
        let mut reports = Vec::new();

        stored(&store, |_| StructureOnly, |report| reports.push(report)).await.unwrap();

        let broken: Vec<_> = reports.iter().filter_map(|report| report.outcome.as_ref().err()).collect();
        assert_eq!((broken[0].stream.as_str(), broken[0].seq), ("lot/b", Seq(2)), "{change}");
        assert!(broken[1..].iter().all(|broken| broken.stream.as_str() == "lot/c"), "{change}");
        let whole = reports.iter().filter(|report| report.outcome.is_ok());
        assert_eq!(whole.map(|report| report.stream.as_str()).collect::<Vec<_>>(), ["lot/a", "lot/d"], "{change}");
    }
}

#[tokio::test]
async fn a_recovered_stream_checks_from_its_pages() {
    let store: Arc<dyn Store> = Arc::new(Empty::new().open().await);
    let records = sealed(&lot("l1"), 2_345);
    for batch in records.chunks(400) {
        store.append(batch).await.unwrap();
    }

    for haste in [Haste::Awaited, Haste::Background] {
        let mut chain = Chain::new(lot("l1"));
        let mut read = read::stream(store.clone(), lot("l1"), Seq::ZERO, haste);
        while let Some(record) = futures::StreamExt::next(&mut read).await {
            chain.check(&record.unwrap()).unwrap();
        }

        assert_eq!(chain.tail(), Committed::from(&records[2_344]), "{haste:?}");
    }
}
