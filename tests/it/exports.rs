//! `verify` on exported files: whole, cut, with lines missing, doubled or swapped, and on files that are no journal.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::documents::{Document, at};
use crate::server::{Ran, Server, fairlot};

/// The export of a closed lot.
async fn export(server: &Server) -> Vec<String> {
    let document = Document::gloves()
        .with("/lots/0/rules/extension", json!({"window_s": 900, "extend_s": 900, "from": "bid", "trigger": "any"}))
        .with("/terms", json!("By bidding you accept the conditions."));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    for bidder in ["acme", "bolt"] {
        server.supplier(bidder).accepts_terms(&published.event).await;
    }
    for (bidder, price) in [("acme", "3.00"), ("bolt", "2.90"), ("acme", "2.95"), ("acme", "2.85"), ("bolt", "3.00")] {
        server.supplier(bidder).posts_bid(lot, price, at(price)).await;
    }
    for act in ["pause", "resume", "close"] {
        server.buyer().does(lot, json!({"type": act, "reason": "a rehearsal"})).await;
    }
    server.exports(lot, "ndjson").lines().map(str::to_owned).collect()
}

fn verify(file: &Path) -> Ran {
    fairlot(&["verify", &file.display().to_string()], "")
}

fn text(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

#[tokio::test]
async fn an_export_is_checked_without_a_server() {
    let mut server = Server::start();
    let lines = export(&server).await;
    server.kill_9();
    let file = server.folder().join("lot.ndjson");

    fs::write(&file, text(&lines)).expect("a file is written");
    let whole = verify(&file).ended_with(0);

    assert!(!whole.said().contains("not closed"), "{}", whole.said());
    for kept in [1, 2, lines.len() / 2, lines.len() - 1] {
        fs::write(&file, text(&lines[..kept])).expect("a file is written");
        let prefix = verify(&file).ended_with(0);
        assert!(prefix.said().contains("not closed"), "{kept} lines: {}", prefix.said());
    }
}

#[tokio::test]
async fn a_tampered_export_is_found() {
    let server = Server::start();
    let lines = export(&server).await;
    let middle = lines.len() / 2;
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed = lines.clone();
        change(&mut changed);
        text(&changed)
    };
    let whole = text(&lines);
    let file = server.folder().join("lot.ndjson");

    for (what, tampered) in [
        ("a missing line", with(&|lines| drop(lines.remove(middle)))),
        ("a missing first line", with(&|lines| drop(lines.remove(0)))),
        ("a doubled line", with(&|lines| lines.insert(middle, lines[middle].clone()))),
        ("a doubled last line", with(&|lines| lines.push(lines[lines.len() - 1].clone()))),
        ("swapped lines", with(&|lines| lines.swap(middle, middle + 1))),
        ("a cut last line", whole[..whole.len() - 20].to_owned()),
        ("a last line cut after a few bytes", format!("{}{}", text(&lines[..middle]), &lines[middle][..9])),
        ("bad JSON in the middle", with(&|lines| lines[middle].insert(5, '"'))),
        ("an empty line in the middle", with(&|lines| lines.insert(middle, String::new()))),
        ("a changed price", with(&|lines| lines.iter_mut().for_each(|line| *line = line.replace("2.90", "2.91")))),
        ("a changed salt", with(&|lines| lines[middle] = lines[middle].replacen("\"salt\":\"", "\"salt\":\"0", 1))),
        ("a space", with(&|lines| lines[middle] = lines[middle].replacen(",\"kind\"", ", \"kind\"", 1))),
    ] {
        fs::write(&file, tampered).expect("a file is written");
        let found = verify(&file);

        assert_eq!(found.code, Some(1), "{what}: {}", found.said());
        assert!(!found.stderr.contains("panicked"), "{what}: {}", found.said());
    }
}

#[test]
fn a_file_that_is_no_journal_and_a_bad_journal_have_different_answers() {
    let folder = tempfile::tempdir().expect("a folder for files");
    let cases: [(&str, Option<&[u8]>); 6] = [
        ("empty.ndjson", Some(b"")),
        ("words.ndjson", Some(b"hello\nworld\n")),
        ("other.ndjson", Some(b"{\"name\":\"something else\"}\n")),
        ("picture.png", Some(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")),
        ("blank.ndjson", Some(b"\n\n")),
        ("missing.ndjson", None),
    ];

    for (name, content) in cases {
        let file = folder.path().join(name);
        if let Some(content) = content {
            fs::write(&file, content).expect("a file is written");
        }
        let ran = verify(&file);
        assert_eq!(ran.code, Some(2), "{name}: {}", ran.said());
        assert!(!ran.stderr.is_empty() && !ran.stderr.contains("panicked"), "{name}: {}", ran.said());
    }
    assert_eq!(verify(folder.path()).code, Some(2), "a folder");
}

#[test]
fn verify_neither_creates_nor_accepts_a_file_that_is_no_database() {
    let folder = tempfile::tempdir().expect("a folder for files");
    let missing = folder.path().join("missing.db");
    let empty = folder.path().join("empty.db");
    let words = folder.path().join("words.db");
    fs::write(&empty, b"").expect("a file is written");
    fs::write(&words, "no database, only words. ".repeat(100)).expect("a file is written");

    for file in [&missing, &empty, &words] {
        let ran = fairlot(&["verify", "--database", &format!("sqlite:{}", file.display())], "");
        assert_eq!(ran.code, Some(2), "{}: {}", file.display(), ran.said());
    }
    assert!(!missing.exists(), "a check makes no database");
    assert!(fs::read(&empty).expect("it is still there").is_empty(), "a check writes nothing");
}
