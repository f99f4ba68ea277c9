//! The limits and the memory settings that the server asks the system for.

use std::fs;

use super::server::Server;

/// The limit of a login shell, and a hard limit above it.
const LAUNCHER: &[&str] = &["prlimit", "--nofile=1024:9000"];

#[tokio::test]
async fn the_server_raises_its_limit_of_open_files_to_the_hard_limit() {
    let folder = tempfile::tempdir().expect("a folder for the database");

    let server = Server::start_under(LAUNCHER, folder, &[]);

    let line = line_of(&server, "limits", "Max open files");
    assert_eq!(line.split_whitespace().nth(3), Some("9000"), "{line}");
}

#[tokio::test]
async fn the_server_uses_small_memory_pages() {
    let server = Server::start();

    let line = line_of(&server, "status", "THP_enabled:");
    assert_eq!(line.split_whitespace().nth(1), Some("0"), "{line}");
}

/// The line of this file under the server's `/proc` folder that begins with `name`.
fn line_of(server: &Server, file: &str, beginning: &str) -> String {
    let lines = fs::read_to_string(format!("/proc/{}/{file}", server.pid())).expect("Linux tells of each process");
    lines.lines().find(|line| line.starts_with(beginning)).expect("a line that begins so").to_owned()
}
