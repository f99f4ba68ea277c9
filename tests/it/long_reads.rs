//! Threads that read a long history run at a lower priority than bids.

use std::fs;

use super::documents::Document;
use super::server::Server;

/// The kernel's number for the scheduling policy of threads that run only on an idle processor.
const SCHED_IDLE: &str = "5";

#[tokio::test]
async fn only_the_threads_that_read_a_history_run_at_idle_priority() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;

    server.auditor().history(published.lot()).await;

    let (giving_way, others): (Vec<_>, Vec<_>) = threads(&server).into_iter().partition(|(_, gives_way)| *gives_way);
    let mut giving_way: Vec<&str> = giving_way.iter().map(|(name, _)| name.as_str()).collect();
    giving_way.sort_unstable();
    assert_eq!(giving_way, ["background", "sqlx-sqlite-wor"]);
    assert!(others.iter().any(|(name, _)| name == "sqlx-sqlite-wor"), "SQLite's threads that write: {others:?}");
}

/// The server's threads by name, each with whether it has that policy.
fn threads(server: &Server) -> Vec<(String, bool)> {
    let tasks = fs::read_dir(format!("/proc/{}/task", server.pid())).expect("Linux tells the threads");
    let stat = |task: fs::DirEntry| fs::read_to_string(task.path().join("stat")).ok();
    tasks.map(|task| task.expect("a thread")).filter_map(stat).map(|stat| named(&stat)).collect()
}

/// From `1 (name) S 0 1 …`: the name, and the policy, which is the 39th field after the name.
fn named(stat: &str) -> (String, bool) {
    let (front, fields) = stat.rsplit_once(')').expect("a name in brackets");
    let (_, name) = front.split_once('(').expect("a name in brackets");
    let policy = fields.split_whitespace().nth(38).expect("a policy");
    (name.to_owned(), policy == SCHED_IDLE)
}
