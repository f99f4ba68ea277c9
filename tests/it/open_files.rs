//! The server takes the open files that its connections need.

use std::fs;

use super::server::Server;

/// The bound that a login shell has, and one that an operator may have set above it.
const LAUNCHER: &[&str] = &["prlimit", "--nofile=1024:9000"];

#[tokio::test]
async fn the_server_takes_as_many_open_files_as_it_may() {
    let folder = tempfile::tempdir().expect("a folder for the database");

    let server = Server::start_under(LAUNCHER, folder, &[]);

    let limits = fs::read_to_string(format!("/proc/{}/limits", server.pid())).expect("Linux tells the limits");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).expect("it tells of open files");
    assert_eq!(line.split_whitespace().nth(3), Some("9000"), "{line}");
}
