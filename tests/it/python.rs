//! A client in Python, written from the contract alone, takes part in a whole lot.

use std::env;
use std::process::Command;

use crate::server::Server;

#[test]
fn a_python_client_takes_part_in_a_whole_lot() {
    let Ok(python) = env::var("FAIRLOT_PYTHON") else {
        panic!("FAIRLOT_PYTHON names no interpreter: run `make test`, which prepares one");
    };
    let server = Server::start();

    let played = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/play.py"))
        .args(["--url", server.url(), "--fairlot", env!("CARGO_BIN_EXE_fairlot"), "--database", &server.database()])
        .output()
        .expect("the interpreter starts");

    let said = String::from_utf8_lossy(&played.stdout) + String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}");
}
