//! A commit that fails, without a disk: the whole server in this process, over a store in memory whose faults are made.
//!
//! It stands in where this machine lets nobody break a sync in a running process, and runs everywhere, so that it can be
//! relied on there. What it does not show is what the store makes of a broken sync.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use fairlot::app::{App, Ended, Parts, Reopen, Storage};
use fairlot::auth::{Grant, PeopleInMemory, Role, ServerKey};
use fairlot::config::Limits;
use fairlot::engine::Rejudge;
use fairlot::ids::{OrgId, PersonId};
use fairlot::journal::memory::MemoryStore;
use fairlot::journal::verify;
use rand::RngExt;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::fault_cycles;
use super::stage::Stage;
use super::trial::Trial;
use crate::documents::BIDDERS;
use crate::people::Person;
use crate::server::{PARTNERSHIP, PATIENCE, is_ready};

/// What becomes of a server whose store has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// It ends, as on a file; somebody starts another.
    Ends,
    /// It opens its store again, as on PostgreSQL.
    ComesBack,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_in_memory_ends_the_server_and_loses_nothing() {
    strike("a commit fails, in memory", After::Ends).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_commit_fails_in_memory_comes_back_and_loses_nothing() {
    strike("a commit fails, in memory that comes back", After::ComesBack).await;
}

/// The same trial for a fault that cannot be made here, for the reason in `words`. Said past the capture of a test's
/// output, and by its name in the table: nobody shall take it for the real one.
pub(super) async fn instead_of(fault: &str, words: &str, after: After) {
    let loud = format!("\nNOT TESTED HERE: {fault}: {}\nA store in memory fails in its place.\n", words.trim());
    io::stderr().write_all(loud.as_bytes()).expect("stderr can be written to");
    let name = match after {
        After::Ends => "in memory, for a sync in SQLite",
        After::ComesBack => "in memory, for a sync in PostgreSQL",
    };
    strike(name, after).await;
}

async fn strike(fault: &'static str, after: After) {
    let mut trial = Trial::begin(fault, InMemory::start(after).await).await;

    for _ in 0..fault_cycles() {
        let load = trial.load().await;
        // What failed may have been written all the same: nobody can know.
        if trial.random.random() {
            trial.server.store.fail_next(1);
        } else {
            trial.server.store.fail_next_in_doubt();
        }
        let unavailable = trial.ends(load).await;
        let context = trial.context();

        assert!(unavailable > 0, "{context}: what waited for the commit was told that its outcome is not known");
        match after {
            After::Ends => {
                assert_eq!(trial.server.ended().await, Ended::StoreFailed, "{context}");
                trial.server.begin().await;
            }
            After::ComesBack => assert!(is_ready(&trial.server.nobody()).await, "{context}: not ready again"),
        }
        trial.stands().await;
    }

    trial.end().await;
}

struct InMemory {
    store: Arc<MemoryStore>,
    after: After,
    key: ServerKey,
    tokens: HashMap<String, String>,
    running: Option<Running>,
}

struct Running {
    url: String,
    stop: CancellationToken,
    ended: JoinHandle<Ended>,
}

impl InMemory {
    async fn start(after: After) -> Self {
        let (store, key) = (Arc::new(MemoryStore::new()), ServerKey::random());
        let mut server = Self { store, after, key, tokens: HashMap::new(), running: None };
        server.begin().await;
        server
    }

    /// Runs it, on whatever its store holds.
    async fn begin(&mut self) {
        let storage = Storage { store: self.store.clone(), people: Arc::new(PeopleInMemory::default()) };
        let again = storage.clone();
        let reopen: Arc<dyn Reopen> = Arc::new(move || std::future::ready(Ok(again.clone())));
        let reopen = (self.after == After::ComesBack).then_some(reopen);
        let mut limits = Limits::default();
        limits.ws.frames_per_second_max = 0;
        let parts = Parts { storage, key: self.key.clone(), limits, reopen };
        let app = App::build(parts, SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a server starts in memory");
        let people = [(Role::Buyer, PARTNERSHIP), (Role::Auditor, PARTNERSHIP)];
        for (role, org) in people.into_iter().chain(BIDDERS.map(|bidder| (Role::Supplier, bidder))) {
            let (person, organisation) = (PersonId::parse("u1").expect("an id"), OrgId::parse(org).expect("an id"));
            let grant = Grant { person, org: organisation, role, ttl: Duration::from_hours(10) };
            self.tokens.insert(name(role, org), app.gate().issue(&grant));
        }
        let (url, stop) = (format!("http://{}", app.address()), CancellationToken::new());
        let ended = tokio::spawn(app.run_until(stop.clone().cancelled_owned()));
        self.running = Some(Running { url, stop, ended });
    }

    /// How it ended, once it has.
    async fn ended(&mut self) -> Ended {
        let running = self.running.take().expect("the server runs");
        timeout(PATIENCE, running.ended).await.expect("the server ends").expect("no part of it panicked")
    }

    fn person(&self, role: Role, org: &str) -> Person {
        Person::new(self.url(), Some(self.tokens[&name(role, org)].clone()))
    }

    fn nobody(&self) -> Person {
        Person::new(self.url(), None)
    }

    fn url(&self) -> &str {
        &self.running.as_ref().expect("the server runs").url
    }
}

impl Stage for InMemory {
    fn buyer(&self) -> Person {
        self.person(Role::Buyer, PARTNERSHIP)
    }

    fn supplier(&self, bidder: &str) -> Person {
        self.person(Role::Supplier, bidder)
    }

    fn auditor(&self) -> Person {
        self.person(Role::Auditor, PARTNERSHIP)
    }

    async fn verifies(&self) {
        let right = |report: verify::StreamReport| assert!(report.outcome.is_ok(), "{report:?}");
        verify::stored(&*self.store, Rejudge::new, right).await.expect("memory can be read");
    }

    async fn stops(&mut self) {
        self.running.as_ref().expect("the server runs").stop.cancel();
        assert_eq!(self.ended().await, Ended::Stopped);
    }
}

fn name(role: Role, org: &str) -> String {
    format!("{} {org}", role.as_str())
}
