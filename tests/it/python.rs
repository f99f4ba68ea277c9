//! Programs in Python, written from the contract alone: a client in a whole lot, one that writes and opens sheets, one that
//! opens the files of a result, and one that opens the bundle for a complaint.

use std::env;
use std::process::Command;

use serde_json::json;

use crate::documents::{Document, at};
use crate::server::Server;

#[test]
fn a_python_client_takes_part_in_a_whole_lot() {
    let server = Server::start();

    run(
        "play.py",
        &["--url", server.url(), "--fairlot", env!("CARGO_BIN_EXE_fairlot"), "--database", &server.database()],
    );
}

// G20, G21, G22
#[test]
fn sheets_of_another_program_are_read_and_it_opens_what_is_written() {
    let server = Server::start();

    run("sheets.py", &["--url", server.url(), "--token", &server.token("buyer", "north", "bea")]);
}

// G64, G70, G71
#[test]
fn files_of_a_result_say_the_same_in_another_program() {
    for server in Server::start_on_each() {
        let [buyer, acme, bolt, observer, auditor] = [
            server.token("buyer", "north", "bea"),
            server.token("supplier", "acme", "ann"),
            server.token("supplier", "bolt", "bob"),
            server.token("observer", "RHQ", "olu"),
            server.token("auditor", "north", "art"),
        ];

        let tokens =
            ["--buyer", &buyer, "--acme", &acme, "--bolt", &bolt, "--observer", &observer, "--auditor", &auditor];
        run("results.py", &[&["--url", server.url()][..], &tokens].concat());
    }
}

// G82
#[tokio::test]
async fn a_bundle_is_opened_and_checked_by_another_program() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    for (bidder, price) in [("acme", "3.00"), ("bolt", "2.90"), ("acme", "2.95"), ("acme", "2.85")] {
        server.supplier(bidder).posts_bid(lot, price, at(price)).await;
    }
    for act in ["pause", "resume", "close"] {
        server.buyer().does(lot, json!({"type": act, "reason": "a rehearsal"})).await;
    }
    let (auditor, acme) = (server.auditor(), server.supplier("acme"));

    let tokens = ["--auditor", auditor.token(), "--acme", acme.token(), "--fairlot", env!("CARGO_BIN_EXE_fairlot")];
    run("bundle.py", &[&["--url", server.url(), "--lot", lot][..], &tokens].concat());
}

/// Runs a program to its end; what it said is the message where it failed.
fn run(program: &str, args: &[&str]) {
    let Ok(python) = env::var("FAIRLOT_PYTHON") else {
        panic!("FAIRLOT_PYTHON names no interpreter: run `make test`, which prepares one");
    };
    let ran = Command::new(python)
        .arg(format!("{}/tests/python/{program}", env!("CARGO_MANIFEST_DIR")))
        .args(args)
        .output()
        .expect("the interpreter starts");

    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
}
