//! PostgreSQL goes away under a bidding server: the server stays, says that it does not know, and comes back by itself.

use throwaway_postgres::Cluster;

use super::trial::{Trial, UNHURRIED};
use super::{fault_cycles, kill_cycles};
use crate::server::Server;

/// Ends the connection that writes the journal, and no other: it is the one that keeps a second server away.
const END_THE_WRITER: &str =
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                              WHERE locktype = 'advisory' AND datname = current_database()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_that_is_killed_loses_nothing() {
    strike("kill -9 of PostgreSQL", kill_cycles(), |cluster, _| {
        cluster.kill().expect("every process is killed");
        true
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_that_is_stopped_loses_nothing() {
    strike("pg_ctl stop -m fast", fault_cycles(), |cluster, _| {
        cluster.stop().expect("the cluster stops");
        true
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_loses_nothing() {
    strike("pg_terminate_backend", fault_cycles(), |cluster, database| {
        let ended = cluster.sql(database, END_THE_WRITER).expect("a superuser may end a connection");
        assert_eq!(ended, "t", "there is one writer");
        false
    })
    .await;
}

/// `fault` is given the cluster and the name of the database, and says whether the cluster has to be started again.
async fn strike(name: &'static str, cycles: u32, fault: impl Fn(&Cluster, &str) -> bool) {
    let cluster = Cluster::start().unwrap_or_else(|error| panic!("{error}"));
    let url = cluster.create_database().expect("PostgreSQL makes a database");
    let database = url.rsplit('/').next().expect("an address ends with the database's name");
    let mut trial = Trial::begin(name, Server::start_on(&url, UNHURRIED)).await;

    for _ in 0..cycles {
        let load = trial.load().await;
        let is_down = fault(&cluster, database);
        let unavailable = trial.ends(load).await;
        let context = trial.context();

        assert!(unavailable > 0, "{context}: what waited for the commit was told that its outcome is not known");
        if is_down {
            trial.server.nobody().get("/readyz").await.expect(503);
            cluster.restart().expect("the cluster starts again");
        }
        trial.server.is_ready_again().await;
        trial.stands().await;
    }

    trial.end().await;
}
