//! The command line and the server on PostgreSQL, where they differ from a database in a file.

use std::process::Command;

use serde_json::json;
use throwaway_postgres::Cluster;

use crate::documents::{Document, at};
use crate::server::{Server, fairlot};

const PASSWORD: &str = "s3cret-of-ann";

/// A URL of this database with a wrong password that is easy to find in any text.
fn with_wrong_password(url: &str) -> String {
    let (_, after) = url.split_once('@').expect("a URL with a password");
    format!("postgres://postgres:{PASSWORD}@{after}")
}

#[test]
fn a_password_is_never_printed() {
    let right = Cluster::shared().create_database().expect("PostgreSQL makes a database");
    let wrong = with_wrong_password(&right);
    let lot = "0199d0a5-0000-7000-8000-000000000000";
    let nowhere = format!("postgres://ann:{PASSWORD}@127.0.0.1:1/f");

    for database in
        [&wrong, &nowhere, &format!("postgres://ann:{PASSWORD}@h:x/f"), &format!("mongodb://ann:{PASSWORD}@h/f")]
    {
        for command in [
            ["serve", "--listen", "127.0.0.1:0"].as_slice(),
            &["migrate"],
            &["verify"],
            &["history", "--lot", lot],
            &["token", "--role", "supplier", "--org", "acme", "--user", "u1"],
            &["user", "link", "--email", "a@b"],
        ] {
            let ran = fairlot(&[command, &["--database", database]].concat(), "");

            assert!(ran.code.is_some_and(|code| code != 0), "{command:?} with {database}: {}", ran.said());
            assert!(!ran.stderr.is_empty() && !ran.said().contains("panicked"), "{}", ran.said());
            assert!(!ran.said().contains(PASSWORD), "{command:?}: {}", ran.said());
        }
    }
    let mut help = Command::new(env!("CARGO_BIN_EXE_fairlot"));
    let help = help.args(["serve", "--help"]).env("FAIRLOT_DATABASE", &wrong).output().expect("help is printed");
    assert!(!String::from_utf8_lossy(&help.stdout).contains(PASSWORD));
}

#[tokio::test]
async fn a_second_server_on_the_same_database_is_refused_with_a_clear_message() {
    let server = Server::start_on_postgres();
    let published = server.buyer().publishes(&Document::gloves()).await;

    let second = server.runs(&["serve", "--listen", "127.0.0.1:0"]).ended_with(1);

    assert!(!second.stdout.contains("ready"), "{}", second.stdout);
    assert!(second.stderr.contains("a fairlot server (process ") && second.stderr.contains("runs on postgres://"));
    assert!(!second.stderr.contains("panicked"), "{}", second.stderr);
    server.supplier("acme").lot(published.lot()).await;
}

#[tokio::test]
async fn verify_without_the_right_to_read_reports_no_damage() {
    let server = Server::start_on_postgres();
    server.buyer().publishes(&Document::gloves()).await;
    let (cluster, database) = (Cluster::shared(), server.database());
    let name = database.rsplit('/').next().expect("a URL ends with a name");
    let sql = |sql: &str| cluster.sql(name, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let role = format!("auditor_of_{name}");
    sql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'p'"));
    let auditor = cluster.url_of(&role, "p", name);

    let refused = fairlot(&["verify", "--database", &auditor], "").ended_with(2);
    sql(&format!("GRANT SELECT ON journal TO {role}"));
    let found_right = fairlot(&["verify", "--database", &auditor], "").ended_with(0);

    assert_eq!(refused.stdout, "");
    assert!(refused.stderr.contains("may not read the journal of postgres://"), "{}", refused.stderr);
    assert!(found_right.stdout.contains("lot/"), "{}", found_right.stdout);
}

#[tokio::test]
async fn a_server_without_the_right_to_migrate_names_the_command_to_run_first() {
    let cluster = Cluster::shared();
    let owner = cluster.create_database().expect("PostgreSQL makes a database");
    let name = owner.rsplit('/').next().expect("a URL ends with a name").to_owned();
    let sql = |sql: &str| cluster.sql(&name, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let role = format!("app_of_{name}");
    sql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'p'"));
    let app = cluster.url_of(&role, "p", &name);

    let too_early = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", &app], "").ended_with(1);
    fairlot(&["migrate", "--database", &owner], "").ended_with(0);
    sql(&format!("GRANT SELECT ON _sqlx_migrations TO {role}"));
    sql(&format!("GRANT SELECT, INSERT ON journal, signing_key, sealing_key TO {role}"));
    sql(&format!("GRANT SELECT, INSERT, UPDATE ON alive TO {role}"));
    let summaries = "stream_summaries, open_streams, summary_set";
    sql(&format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {summaries} TO {role}"));
    let people = "people, places, links, sessions, organisations, invitations, security_events, people_keys, outbox, \
                  choices, readiness";
    let sign_in = "second_factors, devices, wrong_guesses, readmissions";
    sql(&format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {people}, {sign_in} TO {role}"));
    sql(&format!("GRANT SELECT, UPDATE ON people_version TO {role}"));
    let mut server = Server::start_on(&app, &[]);
    let published = server.buyer().publishes(&Document::gloves()).await;
    let answer = server.supplier("acme").posts_bid(published.lot(), "r1", at("3.00")).await.expect(200);

    assert!(too_early.stderr.contains("fairlot migrate"), "{}", too_early.stderr);
    assert_eq!(answer["type"], json!("accepted"), "{answer}");
    assert_eq!(server.sigterm(), Some(0));
    server.runs(&["verify"]).ended_with(0);
}
