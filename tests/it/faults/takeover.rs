//! A standby waits beside the server that is bid on, and takes over when that one is killed, stopped or cut off.
//!
//! A server that was only stopped or cut off comes back while the standby is bid on: it has to end, and nothing that it
//! still does may reach the journal.

use std::mem;

use throwaway_postgres::Cluster;
use tokio::time::interval;

use super::relay::{Passing, Relay};
use super::trial::{Trial, UNHURRIED};
use super::{fault_cycles, kill_cycles};
use crate::server::{LOOK_EVERY, Server, until};

/// Ends the connection that holds the lock against other servers, and none of a standby.
const CUT: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                   WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND datname = current_database()";

/// Exit code of a server whose store failed.
const STORE_FAILED: i32 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_takes_over_from_a_server_that_is_killed() {
    let url = new_database();
    let mut trial = Trial::begin("kill -9, with a standby", Server::start_on(&url, UNHURRIED)).await;

    for _ in 0..kill_cycles() {
        let standby = standby_on(&url).await;
        let load = trial.load().await;
        trial.server.kill_9();
        standby.is_ready_again().await;
        trial.ends(load).await;
        drop(mem::replace(&mut trial.server, standby));
        trial.stands().await;
    }

    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_stopped_finds_its_place_taken_and_ends() {
    let url = new_database();
    let first = || Server::start_on(&url, UNHURRIED);
    strike(&url, "SIGSTOP, with a standby", first, |first| first.is_sent("-STOP"), |first| first.is_sent("-CONT"))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_connection_was_ended_finds_its_place_taken_and_ends() {
    let url = new_database();
    let first = || Server::start_on(&url, UNHURRIED);
    strike(&url, "pg_terminate_backend, with a standby", first, |_| end_connection(&url), |_| {}).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_server_whose_connection_was_ended_finds_its_place_taken_and_ends() {
    let url = new_database();
    let first = || Server::start_on(&url, UNHURRIED);
    let fault = |first: &Server| {
        first.is_sent("-STOP");
        end_connection(&url);
    };
    strike(&url, "SIGSTOP and a cut, with a standby", first, fault, |first| first.is_sent("-CONT")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_cut_off_finds_its_place_taken_and_ends() {
    let url = new_database();
    let relay = Relay::to(&url).await;
    let first = || Server::start_on(&relay.url(&url), UNHURRIED);
    let fault = |_: &Server| relay.passes(Passing::Ended);
    strike(&url, "the network is cut, with a standby", first, fault, |_| relay.passes(Passing::All)).await;
}

/// Nobody closes a connection: neither the server nor the database is told that the other one is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_network_fell_silent_finds_its_place_taken_and_ends() {
    let url = new_database();
    let relay = Relay::to(&url).await;
    let first = || Server::start_on(&relay.url(&url), UNHURRIED);
    let fault = |_: &Server| relay.passes(Passing::Silent);
    strike(&url, "the network is silent, with a standby", first, fault, |_| relay.passes(Passing::All)).await;
}

/// Both servers lose the database. One of them has it afterwards, and the other one waits or has ended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restart_of_the_database_one_of_two_servers_runs() {
    let cluster = Cluster::start().unwrap_or_else(|error| panic!("{error}"));
    let url = cluster.create_database().expect("PostgreSQL makes a database");
    let mut trial = Trial::begin("PostgreSQL stops, with a standby", Server::start_on(&url, UNHURRIED)).await;
    let mut standby = standby_on(&url).await;

    for _ in 0..fault_cycles() {
        let load = trial.load().await;
        cluster.stop().expect("the cluster stops");
        trial.ends(load).await;
        cluster.restart().expect("the cluster starts again");
        let mut looks = interval(LOOK_EVERY);
        while !trial.server.is_ready_now().await && !standby.is_ready_now().await {
            looks.tick().await;
        }
        if standby.is_ready_now().await {
            let mut first = mem::replace(&mut trial.server, standby);
            assert_eq!(first.exit_code(), Some(STORE_FAILED), "{}", first.stderr());
            standby = standby_on(&url).await;
        }
        standby.waits_as_standby().await;
        trial.stands().await;
    }

    assert_eq!(standby.sigterm(), Some(0), "{}", standby.stderr());
    trial.end().await;
}

/// Strikes the first server so that the standby takes over, bids there, and lets the first one come back.
async fn strike(
    url: &str,
    name: &'static str,
    first: impl Fn() -> Server,
    fault: impl Fn(&Server),
    comes_back: impl Fn(&Server),
) {
    let mut trial = Trial::begin(name, first()).await;
    for cycle in 0..fault_cycles() {
        if 0 < cycle {
            assert_eq!(trial.server.sigterm(), Some(0), "{}", trial.server.stderr());
            trial.server = first();
            trial.resumes().await;
        }
        let standby = standby_on(url).await;
        let load = trial.load().await;
        two_heartbeats(url).await;
        fault(&trial.server);
        standby.is_ready_again().await;
        let mut first = mem::replace(&mut trial.server, standby);
        trial.stands().await;

        trial.bids_once().await;
        comes_back(&first);
        trial.ends(load).await;
        assert_eq!(first.exit_code(), Some(STORE_FAILED), "{}", first.stderr());
        assert!(first.stderr().contains("a fairlot server (process "), "{}", first.stderr());

        trial.server.nobody().get("/readyz").await.expect(200);
        trial.server.kill_9();
        trial.server.restart();
        trial.server.is_ready_again().await;
        trial.stands().await;
    }
    trial.end().await;
}

fn new_database() -> String {
    Cluster::shared().create_database().expect("PostgreSQL makes a database")
}

/// A standby that has found out that another server runs.
async fn standby_on(url: &str) -> Server {
    let standby = Server::start_on(url, &[UNHURRIED, &["--standby"]].concat());
    standby.waits_as_standby().await;
    standby
}

/// Waits until the server that runs has noted twice that it is alive: with a heartbeat it lets the database end its session
/// when it falls silent, because a standby waits.
async fn two_heartbeats(url: &str) {
    let database = url.rsplit('/').next().expect("a URL ends with a name");
    let noted = || Cluster::shared().sql(database, "SELECT at FROM alive").expect("a superuser may read");
    for _ in 0..2 {
        let before = noted();
        until(async || noted() != before).await;
    }
}

/// Ends the connection of the server that runs, as the database would when its client is gone.
fn end_connection(url: &str) {
    let database = url.rsplit('/').next().expect("a URL ends with a name");
    assert_eq!(Cluster::shared().sql(database, CUT).expect("a superuser may end a connection"), "1");
}
