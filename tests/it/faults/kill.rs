//! The server is killed in the middle of bidding, again and again, on one database.

use super::kill_cycles;
use super::trial::{Trial, UNHURRIED};
use crate::server::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_is_there_after_every_crash() {
    let mut trial = Trial::begin("kill -9 of fairlot, SQLite", Server::start_with(UNHURRIED)).await;

    for _ in 0..kill_cycles() {
        let load = trial.load().await;
        trial.server.kill_9();
        trial.ends(load).await;
        trial.server.restart();
        trial.stands().await;
    }

    trial.end().await;
}
