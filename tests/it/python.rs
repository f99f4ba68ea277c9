//! Programs in Python, written from the contract alone: a client in a whole lot, one that writes and opens sheets, and one
//! that opens the files of a result.

use std::env;
use std::process::Command;

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
