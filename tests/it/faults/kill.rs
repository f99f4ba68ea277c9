//! The server is killed in the middle of bidding, many times on one database.

use throwaway_postgres::Cluster;

use super::kill_cycles;
use super::trial::{Trial, UNHURRIED};
use crate::server::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_in_the_journal_after_a_crash() {
    kill_again_and_again(Trial::begin("kill -9 of fairlot, SQLite", Server::start_with(UNHURRIED)).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_in_postgresql_after_a_crash() {
    let url = Cluster::shared().create_database().expect("PostgreSQL makes a database");
    let server = Server::start_on(&url, UNHURRIED);
    kill_again_and_again(Trial::begin("kill -9 of fairlot, PostgreSQL", server).await).await;
}

async fn kill_again_and_again(mut trial: Trial) {
    for _ in 0..kill_cycles() {
        let load = trial.load().await;
        trial.server.kill_9();
        trial.ends(load).await;
        trial.server.restart();
        trial.stands().await;
    }

    trial.end().await;
}
