//! The disk fails, or is full: the server says that it does not know, ends with its own code, and loses nothing.

mod small_disk;

use rand::RngExt;

use self::small_disk::SmallDisk;
use super::broken_sync::break_syncs;
use super::fault_cycles;
use super::trial::{Trial, UNHURRIED};
use crate::server::Server;

/// The store failed and outcomes may be unknown.
const EXIT_STORE_FAILED: i32 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_ends_the_server_and_loses_nothing() {
    let mut trial = Trial::begin("fsync answers EIO, SQLite", Server::start_with(UNHURRIED)).await;

    for _ in 0..fault_cycles() {
        let load = trial.load().await;
        let first = trial.random.random_range(1..40);
        let tracer = break_syncs(trial.server.pid(), first);
        let unavailable = trial.ends(load).await;
        let (code, context) = (trial.server.exit_code(), trial.context());
        drop(tracer);

        assert!(unavailable > 0, "{context}: what waited for the sync was told that its outcome is not known");
        assert_eq!(code, Some(EXIT_STORE_FAILED), "{context}");
        trial.server.restart();
        trial.stands().await;
    }

    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_ends_the_server_and_loses_nothing() {
    let disk = SmallDisk::new();
    let server = Server::start_under(disk.launcher(), disk.folder(), UNHURRIED);
    let mut trial = Trial::begin("no space left, SQLite", server).await;

    for _ in 0..fault_cycles() {
        let load = trial.load().await;
        let full = disk.fill(&trial.server);
        let unavailable = trial.ends(load).await;
        let (code, context) = (trial.server.exit_code(), trial.context());

        assert!(unavailable > 0, "{context}: what found no space was told that its outcome is not known");
        assert_eq!(code, Some(EXIT_STORE_FAILED), "{context}");
        full.give_space();
        trial.server.restart();
        trial.stands().await;
    }

    trial.end().await;
}
