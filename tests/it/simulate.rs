//! `fairlot simulate`: other rules on an exported lot, and everything that it refuses.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::documents::{Document, at};
use crate::server::{Ran, Server, fairlot};

/// A server with a lot that a buyer has closed after three bids, its export and a folder for patches.
struct Ended {
    server: Server,
    lot: String,
    folder: TempDir,
}

impl Ended {
    async fn lot() -> Self {
        let server = Server::start();
        let published = server.buyer().publishes(&Document::gloves()).await;
        let lot = published.lot().to_owned();
        for (bidder, price) in [("acme", "3.00"), ("bolt", "2.99"), ("acme", "2.90")] {
            server.supplier(bidder).posts_bid(&lot, &format!("at {price}"), at(price)).await;
        }
        server.buyer().does(&lot, json!({"type": "close", "reason": "all have offered"})).await;
        Self { server, lot, folder: tempfile::tempdir().expect("a folder for files") }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("a file is written");
        path
    }

    /// The whole record in a file.
    fn record(&self) -> PathBuf {
        self.file("lot.ndjson", &self.server.exports(&self.lot, "ndjson"))
    }

    fn rules(&self, patch: &Value) -> PathBuf {
        self.file("rules.json", &patch.to_string())
    }
}

fn simulates(record: &Path, rules: &Path, format: &str) -> Ran {
    let [record, rules] = [record, rules].map(|path| path.to_str().expect("a path is text"));
    fairlot(&["simulate", record, "--rules", rules, "--format", format], "")
}

/// The code, and that it says all of this on stderr and nothing on stdout.
#[track_caller]
fn assert_refused(ran: &Ran, code: i32, said: &[&str]) {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{}", ran.said());
    for words in said {
        assert!(ran.stderr.contains(words), "{words} is in {}", ran.stderr);
    }
}

// E54, E57
#[tokio::test]
async fn the_command_says_what_the_server_says() {
    let ended = Ended::lot().await;
    let patch = json!({"min_decrement": {"absolute": "50.00"}});

    let ran = simulates(&ended.record(), &ended.rules(&patch), "json").ended_with(0);
    let address = format!("/api/v1/lots/{}/simulations", ended.lot);
    let answer = ended.server.auditor().post(&address, &json!({"rules": patch})).await;

    let written: Value = serde_json::from_str(&ran.stdout).expect("one JSON text");
    assert_eq!(written, answer.expect(200));
    assert_eq!(written["verdicts"], json!([]), "each bidder's own drop is large enough");
}

// E54
#[tokio::test]
async fn a_table_shows_what_was_beside_what_would_have_been() {
    let ended = Ended::lot().await;

    let patch = json!({"ceiling": "2995.00"});
    let table = simulates(&ended.record(), &ended.rules(&patch), "table").ended_with(0).stdout;
    let same = simulates(&ended.record(), &ended.rules(&json!({})), "table").ended_with(0).stdout;

    for line in ["Assumption: bidders behave as they did.", "1 bid would have been judged otherwise:"] {
        assert!(table.lines().any(|written| written == line), "{line} in\n{table}");
    }
    let words = |beginning: &str| {
        let line =
            table.lines().find(|line| line.starts_with(beginning)).unwrap_or_else(|| panic!("{beginning} in\n{table}"));
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words("leading total"), ["leading", "total", "2900.00", "2900.00"]);
    assert_eq!(words("3 "), ["3", "acme", "accepted", "above_ceiling", "2995.00"]);
    assert!(same.contains("Every bid would have been judged as it was."), "{same}");
}

// E54, E55
#[tokio::test]
async fn what_cannot_be_simulated_is_refused_with_the_file_and_the_place() {
    let ended = Ended::lot().await;
    let (record, none) = (ended.record(), ended.rules(&json!({})));

    let wrong = ended.file("wrong.json", r#"{"ties": "coin", "min_decrement": {"absolute": "-1"}}"#);
    assert_refused(
        &simulates(&record, &wrong, "json"),
        1,
        &["wrong.json: /rules/ties: ", "wrong.json: /rules/min_decrement/absolute: "],
    );
    let twice = ended.file("twice.json", r#"{"ties": "earliest", "ties": "equal_best"}"#);
    assert_refused(&simulates(&record, &twice, "json"), 1, &["twice.json: /rules/ties: stands twice"]);
    let no_json = ended.file("no.json", "ties: earliest");
    assert_refused(&simulates(&record, &no_json, "json"), 1, &["no.json: /rules: must be JSON"]);
    assert_refused(
        &simulates(&record, &ended.folder.path().join("missing.json"), "json"),
        2,
        &["missing.json: it cannot be opened"],
    );
    assert_refused(
        &simulates(&ended.folder.path().join("missing.ndjson"), &none, "json"),
        2,
        &["missing.ndjson: it cannot be opened"],
    );
    let words = ended.file("words.ndjson", "no journal, only words\n");
    assert_refused(&simulates(&words, &none, "json"), 2, &["words.ndjson: the file is no fairlot journal"]);
}

// E54
#[tokio::test]
async fn a_record_that_is_changed_or_cut_or_redacted_is_refused() {
    let ended = Ended::lot().await;
    let none = ended.rules(&json!({}));
    let whole = ended.server.exports(&ended.lot, "ndjson");

    let changed = ended.file("changed.ndjson", &whole.replace("2.99", "2.98"));
    assert_refused(&simulates(&changed, &none, "json"), 1, &["changed.ndjson: line 4, record 4: "]);
    let lines: Vec<&str> = whole.lines().collect();
    let cut = ended.file("cut.ndjson", &(lines[..3].join("\n") + "\n"));
    assert_refused(&simulates(&cut, &none, "json"), 1, &["cut.ndjson: the lot has not ended"]);
    let redacted = ended.server.buyer().history(&ended.lot).await.join("\n") + "\n";
    let redacted = ended.file("redacted.ndjson", &redacted);
    assert_refused(
        &simulates(&redacted, &none, "json"),
        1,
        &["redacted.ndjson: line 1, record 1: the line is redacted"],
    );
}
