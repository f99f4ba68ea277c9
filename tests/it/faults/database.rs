//! PostgreSQL goes away under a bidding server. The server keeps running, answers `unavailable`, and recovers by
//! itself.

use throwaway_postgres::{Cluster, Setup};
use tokio::time::{interval, timeout};

use super::broken_sync::{Tracer, break_syncs, can_attach};
use super::small_disk::{Full, SmallDisk};
use super::trial::{Trial, UNHURRIED};
use super::{fault_cycles, kill_cycles, say_not_tested};
use crate::server::{LOOK_EVERY, PATIENCE, Server};

/// Finds the connection that writes the journal, and no other: it holds the lock that keeps a second server away.
const WRITER: &str = "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database
                      WHERE locktype = 'advisory' AND datname = current_database()";

/// A limit on file sizes for machines without a small disk: PostgreSQL's own log, for one, is longer already.
const FILE_BYTES_MAX: u64 = 8_192;

/// While there is no space the server tries again and again. It must not report that it is ready in between.
const LOOKS_WHILE_AWAY: u32 = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_that_is_killed_loses_nothing() {
    strike(&start_cluster(), "kill -9 of PostgreSQL", kill_cycles(), |cluster, _| {
        cluster.kill().expect("every process is killed");
        Struck::Down
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_that_is_stopped_loses_nothing() {
    strike(&start_cluster(), "pg_ctl stop -m fast", fault_cycles(), |cluster, _| {
        cluster.stop().expect("the cluster stops");
        Struck::Down
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_loses_nothing() {
    strike(&start_cluster(), "pg_terminate_backend", fault_cycles(), |cluster, database| {
        let end = format!("SELECT pg_terminate_backend({})", writer(cluster, database));
        assert_eq!(cluster.sql(database, &end).expect("a superuser may end a connection"), "t");
        Struck::Up
    })
    .await;
}

/// PostgreSQL then discards its unwritten pages, ends every connection and recovers from its own log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_in_postgresql_loses_nothing() {
    const FAULT: &str = "fsync answers EIO, PostgreSQL";
    let cluster = start_cluster();
    if let Err(words) = can_attach(cluster.postmaster().expect("the cluster runs")) {
        return say_not_tested(FAULT, &words);
    }
    strike(&cluster, FAULT, fault_cycles(), |cluster, database| {
        Struck::Traced(break_syncs(writer(cluster, database), 1))
    })
    .await;
}

/// Either a page of the journal finds no space first, which fails one statement, or PostgreSQL's own log does, which
/// ends all its processes until it is started again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_postgresql_loses_nothing() {
    let disk = SmallDisk::new();
    let cluster = Setup::default().below(disk.path()).start().unwrap_or_else(|error| panic!("{error}"));
    strike(&cluster, "no space left, PostgreSQL", fault_cycles(), |cluster, _| {
        Struck::Full(disk.fill(|| cluster.limit_files(FILE_BYTES_MAX).expect("its user may limit it")))
    })
    .await;
}

/// The process that serves the connection that writes the journal.
fn writer(cluster: &Cluster, database: &str) -> u32 {
    let found = cluster.sql(database, WRITER).expect("a superuser sees every lock");
    found.parse().unwrap_or_else(|_| panic!("there is one writer: {found:?}"))
}

/// Waits until the server reports that it is not ready, and checks that this stays so.
async fn is_away(server: &Server, context: &str) {
    let anybody = server.nobody();
    let mut looks = interval(LOOK_EVERY);
    let away = async {
        while anybody.get("/readyz").await.status == 200 {
            looks.tick().await;
        }
    };
    timeout(PATIENCE, away).await.unwrap_or_else(|_| panic!("{context}: still ready"));
    for _ in 0..LOOKS_WHILE_AWAY {
        let readiness = anybody.get("/readyz").await.expect(503);
        assert!(readiness["reason"].as_str().is_some_and(|words| words.contains("database")), "{context}: {readiness}");
        looks.tick().await;
    }
}

/// Starts PostgreSQL again when it has ended, as an operator would.
async fn is_up_again(cluster: &Cluster) {
    let mut looks = interval(LOOK_EVERY);
    let up = async {
        while cluster.sql("postgres", "SELECT 1").is_err() {
            if cluster.postmaster().is_err() {
                drop(cluster.restart());
            }
            looks.tick().await;
        }
    };
    timeout(PATIENCE, up).await.expect("PostgreSQL starts once there is space");
}

/// The state of PostgreSQL after a fault.
enum Struck {
    /// It has to be started again.
    Down,
    /// It continues by itself.
    Up,
    /// It may have ended or not, and can continue only when it gets space.
    Full(Full),
    /// It continues by itself. One of its processes is traced until it ends.
    Traced(Tracer),
}

fn start_cluster() -> Cluster {
    Cluster::start().unwrap_or_else(|error| panic!("{error}"))
}

/// `fault` gets the cluster and the name of the database.
async fn strike(cluster: &Cluster, name: &'static str, cycles: u32, fault: impl Fn(&Cluster, &str) -> Struck) {
    let url = cluster.create_database().expect("PostgreSQL makes a database");
    let database = url.rsplit('/').next().expect("an address ends with the database's name");
    let mut trial = Trial::begin(name, Server::start_on(&url, UNHURRIED)).await;

    for _ in 0..cycles {
        let load = trial.load().await;
        let struck = fault(cluster, database);
        let unavailable = trial.ends(load).await;
        let context = trial.context();

        assert!(unavailable > 0, "{context}: what waited for the commit was told that its outcome is not known");
        match struck {
            Struck::Down => {
                trial.server.nobody().get("/readyz").await.expect(503);
                cluster.restart().expect("the cluster starts again");
            }
            Struck::Full(full) => {
                is_away(&trial.server, &context).await;
                if matches!(full, Full::Limit) {
                    // It ends with its processes, which may all have ended by now.
                    drop(cluster.kill());
                }
                full.give_space();
                is_up_again(cluster).await;
            }
            Struck::Up => {}
            Struck::Traced(tracer) => drop(tracer),
        }
        trial.server.is_ready_again().await;
        trial.stands().await;
    }

    trial.end().await;
}
