//! The disk fails, or is full: the server says that it does not know, ends with its own code, and loses nothing.

use std::fs;
use std::process::Command;

use rand::RngExt;

use super::broken_sync::{can_start_traced, failing_syncs};
use super::small_disk::SmallDisk;
use super::trial::{Trial, UNHURRIED};
use super::{fault_cycles, say_not_tested};
use crate::server::Server;

/// The store failed and outcomes may be unknown.
const EXIT_STORE_FAILED: i32 = 3;

/// Syncs of the journal from the server's start to the first that fails. Up to the first bid there are a handful, and one
/// each second.
const SYNCS_BEFORE: std::ops::Range<u32> = 20..60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_ends_the_server_and_loses_nothing() {
    const FAULT: &str = "fsync answers EIO, SQLite";
    if let Err(words) = can_start_traced() {
        return say_not_tested(FAULT, &words);
    }
    let mut trial = Trial::begin(FAULT, Server::start_with(UNHURRIED)).await;

    for _ in 0..fault_cycles() {
        let first = trial.random.random_range(SYNCS_BEFORE);
        assert_eq!(trial.server.sigterm(), Some(0));
        trial.server.restart_under(&failing_syncs(first));
        trial.resumes().await;
        let load = trial.begins_to_bid().await;
        let unavailable = trial.ends(load).await;
        let (code, context) = (trial.server.exit_code(), trial.context());

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
        let full = disk.fill(|| limit_files(&trial.server));
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

/// From now on no file of the server can become longer than the largest that its database has.
fn limit_files(server: &Server) {
    let files = ["fairlot.db", "fairlot.db-wal"].map(|name| server.folder().join(name));
    let largest = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).max();
    let limit = format!("--fsize={}", largest.expect("a database has files"));
    let limited = Command::new("prlimit").args(["--pid", &server.pid().to_string(), &limit]).status();
    assert!(limited.is_ok_and(|status| status.success()), "prlimit sets a limit on a process of one's own");
}
