//! The command line beside a running server: tokens, checks, exports and refusals.

use std::fs;
use std::process::Command;

use serde_json::json;

use crate::chain;
use crate::documents::{Document, at};
use crate::people::Published;
use crate::server::{Server, fairlot};

async fn some_history(server: &Server) -> Published {
    let published = server.buyer().publishes(&Document::gloves()).await;
    for (bidder, price) in [("acme", "3.00"), ("bolt", "2.90"), ("acme", "3.10")] {
        server.supplier(bidder).posts_bid(published.lot(), price, at(price)).await;
    }
    let reason = "a \"quoted\" reason, with a comma\nand a second line";
    server.buyer().does(published.lot(), json!({"type": "pause", "reason": reason})).await;
    published
}

#[tokio::test]
async fn checks_and_exports_work_while_the_server_runs() {
    for server in Server::start_on_each() {
        check_and_export(&server).await;
    }
}

async fn check_and_export(server: &Server) {
    let published = some_history(server).await;
    let lot = published.lot();

    let verified = server.runs(&["verify"]).ended_with(0);
    let exported = server.exports(lot, "ndjson");
    let over_http = server.auditor().history(lot).await;

    let last = over_http.last().expect("a published lot has records");
    let line = verified.stdout.lines().find(|line| line.contains(&format!("lot/{lot}")));
    let line = line.unwrap_or_else(|| panic!("no line for lot/{lot} in {}", verified.said()));
    assert!(line.contains(&chain::Line::read(last).hash), "the head's hash is in {line}");
    assert!(line.contains(&over_http.len().to_string()), "the last sequence number is in {line}");
    assert_eq!(exported.lines().collect::<Vec<_>>(), over_http, "one history by two doors");
    chain::checked(&format!("lot/{lot}"), &over_http);
}

// G70
#[tokio::test]
async fn a_history_as_csv_has_a_row_for_each_record() {
    let server = Server::start();
    let published = some_history(&server).await;

    let rows = rows_of(&server.exports(published.lot(), "csv"));

    let records = server.auditor().history(published.lot()).await;
    let header = &rows[0];
    for column in ["seq", "at", "outcome"] {
        assert!(header.iter().any(|name| name == column), "{column} in {header:?}");
    }
    assert_eq!(rows.len(), records.len() + 1, "{rows:#?}");
    let seq = header.iter().position(|name| name == "seq").expect("it was just found");
    let outcome = header.iter().position(|name| name == "outcome").expect("it was just found");
    for (row, record) in rows[1..].iter().zip(&records) {
        let record = chain::Line::read(record).json();
        assert_eq!(row.len(), header.len(), "{row:?}");
        assert_eq!(row[seq], record["seq"].to_string());
        let expected = match record["kind"].as_str() {
            Some("bid_accepted") => "accepted",
            Some("bid_refused") => "refused",
            Some(kind) => kind,
            None => panic!("{record} has a kind"),
        };
        assert_eq!(row[outcome], expected);
    }
    assert!(rows.iter().flatten().any(|cell| cell.contains("with a comma")), "the reason is in the rows: {rows:#?}");
}

/// Rows and cells of RFC 4180 text, with or without the mark of UTF-8.
fn rows_of(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let text = csv.trim_start_matches('\u{feff}').trim_end().replace("\r\n", "\n");
    for c in text.chars() {
        let row = rows.last_mut().expect("there is always a row");
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            _ => row.last_mut().expect("a row has a cell").push(c),
        }
    }
    rows
}

#[tokio::test]
async fn a_second_server_on_the_same_file_is_refused_with_a_clear_message() {
    let server = Server::start();
    let published = some_history(&server).await;

    let database = server.database();
    let second = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", &database], "");

    assert!(second.code.is_some_and(|code| code != 0), "it ended with {:?}", second.code);
    assert!(!second.stdout.contains("ready"), "{}", second.stdout);
    let file = server.file().display().to_string();
    assert!(second.stderr.contains(&file) && second.stderr.contains("runs"), "{}", second.stderr);
    assert!(!second.stderr.contains("panicked"), "{}", second.stderr);
    server.supplier("acme").lot(published.lot()).await;
}

#[tokio::test]
async fn the_key_is_beside_the_database_and_only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let server = Server::start();
    server.token("buyer", "north", "bea");

    let key = server.folder().join("fairlot.db.key");
    let mode = fs::metadata(&key).unwrap_or_else(|error| panic!("{}: {error}", key.display())).permissions().mode();

    assert_eq!(mode & 0o777, 0o600, "{mode:o}");
    let secret = fs::read(&key).expect("the key can be read by its owner");
    let database = fs::read(server.file()).expect("the database can be read");
    assert!(!database.windows(secret.len().min(64)).any(|part| secret.starts_with(part)), "the key is in the database");
}

#[test]
fn openssl_reads_the_key() {
    let server = Server::start();
    let key = server.folder().join("fairlot.db.key");

    let read = Command::new("openssl").arg("pkey").arg("-in").arg(&key).args(["-noout", "-text"]).output();

    let Ok(read) = read else { return say_that_openssl_is_missing() };
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    assert!(String::from_utf8_lossy(&read.stdout).contains("ED25519"), "{read:?}");
}

#[expect(clippy::print_stderr, reason = "a test that shows nothing says so")]
fn say_that_openssl_is_missing() {
    eprintln!("NOT TESTED HERE: openssl is not installed (apt-get install openssl)");
}

#[test]
fn a_token_is_made_for_anybody_and_only_for_a_role_that_exists() {
    let server = Server::start();

    let made = server.runs(&["token", "--role", "supplier", "--org", "never-heard-of", "--user", "u1"]).ended_with(0);
    let no_role = server.runs(&["token", "--role", "king", "--org", "acme", "--user", "u1"]);
    let no_org = server.runs(&["token", "--role", "supplier", "--user", "u1"]);

    assert_eq!(made.stdout.trim().split('.').count(), 3, "{}", made.stdout);
    assert_eq!(made.stdout.lines().count(), 1, "{}", made.stdout);
    for wrong in [no_role, no_org] {
        assert!(wrong.code.is_some_and(|code| code != 0));
        assert!(wrong.stdout.is_empty() && !wrong.stderr.is_empty(), "words go to stderr: {}", wrong.stdout);
    }
}

#[test]
fn help_explains_every_flag() {
    for (command, flags) in [
        ("serve", ["--listen", "--database", "--frames-per-second-max"].as_slice()),
        ("token", &["--database", "--role", "--org", "--user", "--ttl"]),
        ("verify", &["--database"]),
        ("history", &["--database", "--lot", "--format"]),
        ("move", &["--from", "--to", "--key-stays"]),
        ("demo", &[]),
        ("user", &["add"]),
    ] {
        let help = fairlot(&[command, "--help"], "").ended_with(0).stdout;

        for flag in flags {
            assert!(help.contains(flag), "{flag} in the help of {command}: {help}");
        }
    }
}

#[test]
fn one_thing_is_verified_at_a_time() {
    let server = Server::start();
    let file = server.folder().join("no.ndjson").display().to_string();

    let both = server.runs(&["verify", &file]).ended_with(2);
    let neither = fairlot(&["verify"], "").ended_with(2);
    let mut in_the_environment = Command::new(env!("CARGO_BIN_EXE_fairlot"));
    let in_the_environment = in_the_environment.args(["verify", &file]).env("FAIRLOT_DATABASE", server.database());
    let in_the_environment = in_the_environment.output().expect("the command runs");

    assert!(both.stderr.contains("--database beside a file"), "{}", both.stderr);
    assert!(neither.stderr.contains("--database"), "{}", neither.stderr);
    let words = String::from_utf8_lossy(&in_the_environment.stderr).into_owned();
    assert!(words.contains("no.ndjson cannot be opened"), "the file is looked for: {words}");
}

#[test]
fn creating_a_person_needs_no_key() {
    for command in ["add", "link"] {
        let help = fairlot(&["user", command, "--help"], "").ended_with(0).stdout;

        assert!(help.contains("--database") && !help.contains("jwt"), "{help}");
    }
}

#[test]
fn a_missing_lot_or_database_is_reported_without_a_panic() {
    let server = Server::start();

    let no_lot = server.runs(&["history", "--lot", "0199d0a5-0000-7000-8000-000000000000", "--format", "ndjson"]);
    let no_format = server.runs(&["history", "--lot", "x", "--format", "xml"]);
    let no_folder = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", "sqlite:/nowhere/at/all.db"], "");
    let no_scheme = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", "mongodb://somewhere"], "");
    let no_address = server.runs(&["serve", "--listen", "nowhere"]);

    for ran in [no_lot, no_format, no_folder, no_scheme, no_address] {
        assert!(ran.code.is_some_and(|code| code != 0), "{}", ran.said());
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        assert!(!ran.stderr.is_empty() && !ran.stderr.contains("panicked"), "{}", ran.stderr);
    }
}

#[test]
fn the_demo_prints_a_link_for_each_role_each_lot_and_where_the_buyer_signs_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite:{}", folder.path().join("demo.db").display());
    let mut demo = Command::new(env!("CARGO_BIN_EXE_fairlot"));
    demo.args(["demo", "--listen", "127.0.0.1:0", "--database", &database]);
    let mut demo =
        demo.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().expect("it starts");
    let lines = std::io::BufRead::lines(std::io::BufReader::new(demo.stdout.take().expect("stdout is piped")));

    let printed: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.contains("/set-up")).collect();
    demo.kill().expect("it runs still");
    demo.wait().expect("it has ended");

    assert!(printed.iter().filter(|line| line.contains("/enter/")).count() >= 4, "{printed:?}");
    assert!(printed.iter().any(|line| line.contains("/sign-in (buyer@demo.example, password ")), "{printed:?}");
    let lots = ["lowest total  ", "best score of quality and price", "lowest total with whole-life cost"];
    for (nth, ranked_by) in (1..).zip(lots) {
        let begins = format!("lot {nth} ");
        let line = printed.iter().find(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("{printed:?}"));
        assert!(line.contains(ranked_by) && line.contains("/lots/"), "{line}");
    }
    // What a demo has written when it is killed can be verified.
    fairlot(&["verify", "--database", &database], "").ended_with(0);
}
